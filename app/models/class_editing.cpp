#include "app/models/class_editing.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "app/core/number_text.h"
#include "app/workspace/class_edits.h"

namespace app {
namespace {

using ClassStep = ClassChange::What;

std::uint32_t other_colour(const db::Readable& from, const ClassCatalog& catalog) {
  std::vector<std::uint32_t> used;
  for (const db::Class& known : db::classes(from)) used.push_back(known.colour);
  return catalog.free_colour(used);
}

ClassDecision decision_on(const db::Readable& from, const ClassCatalog& catalog, const ClassChange& change,
                          const std::vector<std::string>& order) {
  switch (change.what) {
    case ClassStep::Add: return add_class(from, catalog, change.name);
    case ClassStep::Rename: return rename_class(from, change.name, change.other);
    case ClassStep::Merge: return merge_classes(from, change.name, change.other);
    case ClassStep::Recolour: return recolour_class(from, change.name, other_colour(from, catalog));
    case ClassStep::Retire: return retire_class(from, change.name, true);
    case ClassStep::Use: return retire_class(from, change.name, false);
    case ClassStep::Up:
    case ClassStep::Down: break;
  }
  return reorder_classes(from, order);
}

}  // namespace

std::string ClassEditing::name_of(const ClassChange& change) {
  switch (change.what) {
    case ClassStep::Add: return "Add class " + change.name;
    case ClassStep::Rename: return "Rename class " + change.name + " to " + change.other;
    case ClassStep::Merge: return "Merge class " + change.name + " into " + change.other;
    case ClassStep::Recolour: return "Recolour class " + change.name;
    case ClassStep::Retire: return "Retire class " + change.name;
    case ClassStep::Use: return "Take class " + change.name + " back into use";
    case ClassStep::Up:
    case ClassStep::Down: break;
  }
  return "Reorder the classes";
}

std::optional<Question> ClassEditing::question_before(const ClassChange& change) const {
  if (change.what != ClassStep::Merge || change.confirmed) return std::nullopt;
  const ImageTable& table = models_.gallery.table();
  const auto& classes = table.class_list().classes;
  const auto merged = std::ranges::find(classes, change.name, &ClassFacts::name);
  if (merged == classes.end()) return std::nullopt;  // which is refused, with a reason
  const Bits& rows = table.rows_of_class(static_cast<int>(merged - classes.begin()));
  const std::size_t images = rows.count(), removed = images - count_of_both(table.all(), rows);
  ClassChange confirmed = change;
  confirmed.confirmed = true;
  return Question{
      name_of(change) + "?",
      counted(static_cast<std::int64_t>(images), "image becomes ", "images become ") + change.other +
          (removed == 0 ? "" : " (of which " + grouped(static_cast<std::int64_t>(removed)) + " removed from the set)") +
          ", and " + change.name +
          " is retired. A target in which it was a group of its own loses that group.\n"
          "Undo takes it back as one step.",
      "Merge them", std::move(confirmed)};
}

std::vector<std::string> ClassEditing::moved(const ClassChange& change) const {
  std::vector<std::string> names;
  for (const ClassFacts& known : models_.gallery.table().class_list().classes) names.push_back(known.name);
  const auto at = std::ranges::find(names, change.name);
  if (change.what == ClassStep::Up && at != names.end() && at != names.begin()) std::iter_swap(at, at - 1);
  if (change.what == ClassStep::Down && at != names.end() && at + 1 != names.end()) std::iter_swap(at, at + 1);
  return names;
}

void ClassEditing::decide(const ClassChange& change) {
  const std::string name = name_of(change);
  const auto notes = std::make_shared<std::vector<std::string>>();
  workspace_.writer().submit(
      name,
      [&catalog = workspace_.catalog(), change, order = moved(change), notes](db::Transaction& transaction) {
        const ClassDecision decision = decision_on(transaction, catalog, change, order);
        *notes = decision.notes;
        decision.work(transaction);
      },
      [this, name, notes](const db::Outcome& outcome) {
        inbox_.post(name, [this, outcome, notes] {
          if (outcome.failure)
            return messages_.show(MessageKind::Error, "Not done: " + outcome.name, outcome.failure->text);
          if (outcome.changes.batches.empty()) return;
          std::string detail;
          for (const std::string& note : *notes) detail += (detail.empty() ? "" : "\n") + note;
          messages_.show({MessageKind::Success, outcome.name, detail, outcome.changes.batches.back()});
        });
      });
}

}  // namespace app
