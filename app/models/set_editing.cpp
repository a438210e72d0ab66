#include "app/models/set_editing.h"

#include <utility>
#include <vector>

#include "app/core/number_text.h"
#include "app/models/labelling.h"
#include "db/edits.h"

namespace app {
namespace {

db::Split split_of(SetPlace place) {
  switch (place) {
    case SetPlace::Train: return db::Split::Train;
    case SetPlace::Val: return db::Split::Val;
    case SetPlace::Test: return db::Split::Test;
    default: return db::Split::None;
  }
}

void write(db::Transaction& transaction, const std::vector<ImageId>& images, SetPlace to) {
  if (to == SetPlace::Removed)
    db::remove_from_set(transaction, images);
  else
    db::move_to_split(transaction, images, split_of(to));
}

}  // namespace

std::string SetEditing::name_of(const MoveImages& wanted) {
  const std::string images =
      grouped(static_cast<std::int64_t>(wanted.rows.size())) + (wanted.rows.size() == 1 ? " image" : " images");
  if (wanted.to == SetPlace::Removed) return "Remove " + images + " from the set";
  if (wanted.to == SetPlace::None) return "Take " + images + " out of the splits";
  return "Move " + images + " to " + db::name_of(split_of(wanted.to));
}

std::optional<Question> SetEditing::question_before(const MoveImages& wanted) const {
  if (wanted.rows.size() <= kManyImages) return std::nullopt;
  MoveImages confirmed = wanted;
  confirmed.confirmed = true;
  const std::string what = wanted.to == SetPlace::Removed
                               ? "They are no longer listed, trained on or evaluated; their files stay where they are."
                               : "What is measured on a split changes with its images.";
  return Question{name_of(wanted) + "?", what + "\nUndo takes it back as one step.", name_of(wanted),
                  std::move(confirmed)};
}

void SetEditing::decide(const MoveImages& wanted) {
  if (wanted.rows.empty()) return;
  std::vector<ImageId> images;
  for (const Row row : wanted.rows) images.push_back(models_.gallery.table().id(row));
  submit(name_of(wanted), [images, to = wanted.to](db::Transaction& transaction) { write(transaction, images, to); });
}

void SetEditing::split(const SplitPlan& plan) {
  submit(plan.name, [plan](db::Transaction& transaction) { apply_split(transaction, plan); });
}

void SetEditing::submit(const std::string& name, db::Writer::Work work) {
  workspace_.writer().submit(name, std::move(work), [this, name](const db::Outcome& outcome) {
    inbox_.post(name, [this, outcome] {
      if (outcome.failure)
        return messages_.show(MessageKind::Error, "Not saved: " + outcome.name, outcome.failure->text);
      if (outcome.changes.batches.empty())
        return messages_.show(MessageKind::Info, "Nothing to change", "The images are there already.");
      messages_.show({MessageKind::Success, outcome.name,
                      grouped(static_cast<std::int64_t>(outcome.changes.images_edited.size())) + " changed",
                      outcome.changes.batches.back()});
    });
  });
}

}  // namespace app
