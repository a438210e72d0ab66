#include "app/workspace/class_edits.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/core/types.h"
#include "app/intake/spelling.h"
#include "app/workspace/class_targets.h"
#include "db/images.h"
#include "db/labels.h"

namespace app {
namespace {

constexpr db::LabelSource kBy = db::LabelSource::User;

[[noreturn]] void refuse(const std::string& why) { throw std::runtime_error("changing the classes: " + why); }

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

db::Class require(const db::Readable& from, const std::string& name) {
  if (auto known = db::class_named(from, name)) return *std::move(known);
  std::vector<std::string> names;
  for (const db::Class& known : db::classes(from)) names.push_back(known.name);
  refuse("there is no class " + quoted(name) + "; the workspace has: " + joined(names));
}

void check_name(const db::Readable& from, const std::string& name, std::optional<ClassId> own) {
  if (name.empty()) refuse("a class needs a name");
  if (name.front() == ' ' || name.back() == ' ') refuse("a name neither begins nor ends with a space: " + quoted(name));
  if (std::ranges::any_of(name, [](unsigned char letter) { return letter < 0x20 || letter == 0x7f; }))
    refuse("a name holds no control characters or line breaks");
  if (spelling_key(name) == "unlabelled") refuse("\"unlabelled\" is what an image without a class is called");
  for (const db::Class& known : db::classes(from)) {
    if (known.id == own || spelling_key(known.name) != spelling_key(name)) continue;
    refuse(known.name == name
               ? "there is a class " + quoted(name) + " already"
               : quoted(name) + " differs from the class " + quoted(known.name) +
                     " only by case, blanks, hyphens or how its letters are composed; choose another name, or use that "
                     "class");
  }
}

// The class as it stands when it is written: what somebody else decided of it meanwhile stays.
db::Class standing(const db::Readable& from, const db::Class& seen) {
  if (auto known = db::class_of(from, seen.id)) return *std::move(known);
  refuse("the class " + quoted(seen.name) + " is gone meanwhile; look at the list again");
}

template <class Change>
ClassDecision changed(std::string name, const db::Class& seen, Change change) {
  return {std::move(name), {}, [seen, change](db::Transaction& transaction) {
            db::Class known = standing(transaction, seen);
            change(known);
            db::update_class(transaction, known, kBy);
          }};
}

// The target after a merge: `into` stands where `merged` stood unless it has a place, and a group that is left
// without a class goes.
db::Target without_class(db::Target target, ClassId merged, ClassId into) {
  const bool has_place = target.group_of_class().contains(into);
  for (db::TargetGroup& group : target.groups) {
    const auto found = std::ranges::find(group.classes, merged);
    if (found == group.classes.end()) continue;
    group.classes.erase(found);
    if (!has_place) group.classes.push_back(into);
  }
  std::erase_if(target.groups, [](const db::TargetGroup& group) { return group.classes.empty(); });
  return target;
}

void refuse_retired(const db::Class& into) {
  if (into.retired)
    refuse("the class " + quoted(into.name) + " is retired and takes no new labels; `nevus class WORKSPACE use " +
           into.name + "` takes it back into use");
}

std::size_t removed_of(const db::Readable& from, ClassId label) {
  return static_cast<std::size_t>(std::ranges::count_if(
      db::removed_images(from), [label](const db::Image& image) { return image.label == label; }));
}

std::vector<db::LabelChange> labels_of(const db::Readable& from, ClassId label, ClassId to) {
  std::vector<db::LabelChange> changes;
  for (const auto& images : {db::images(from), db::removed_images(from)})
    for (const db::Image& image : images)
      if (image.label == label) changes.push_back({image.id, to, std::nullopt});
  return changes;
}

std::vector<db::Target> targets_with(const db::Readable& from, ClassId label) {
  std::vector<db::Target> targets = db::targets(from);
  std::erase_if(targets, [label](const db::Target& target) { return !target.group_of_class().contains(label); });
  return targets;
}

}  // namespace

std::vector<std::string> ClassDecision::notes_after(const db::ChangeSet& changes) const {
  std::vector<std::string> now = notes;
  if (!images_become.empty()) now.front() = grouped(static_cast<std::int64_t>(changes.labels.size())) + images_become;
  return now;
}

ClassDecision add_class(const db::Readable& from, const ClassCatalog& catalog, const std::string& name,
                        const std::string& full_name, std::optional<std::uint32_t> colour_rgb) {
  check_name(from, name, std::nullopt);
  const std::vector<db::Class> known = db::classes(from);
  std::vector<std::uint32_t> used;
  int last = -1;
  for (const db::Class& other : known) {
    used.push_back(other.colour);
    last = std::max(last, other.position);
  }
  const KnownClass* listed = catalog.find(name);
  db::Class added{0, name, full_name, colour_rgb.value_or(catalog.free_colour(used)), last + 1, false};
  if (full_name.empty()) added.full_name = listed != nullptr ? listed->full_name : name;
  const std::vector<HandMadeTarget> targets = targets_with_class(from, catalog, name);
  ClassDecision decision{"Add class " + name, {}, [added, targets](db::Transaction& transaction) {
                           check_name(transaction, added.name, std::nullopt);
                           db::add_class(transaction, added, kBy);
                           for (const HandMadeTarget& target : targets) save(transaction, target);
                         }};
  for (const HandMadeTarget& target : targets) decision.notes.push_back(words_of(target));
  if (targets.empty() && !db::targets(from).empty())
    decision.notes.push_back("it is in no group of a target until it is put there");
  if (targets.empty() && db::targets(from).empty())
    decision.notes.push_back("training and evaluation need a second class");
  return decision;
}

ClassDecision rename_class(const db::Readable& from, const std::string& name, const std::string& to) {
  const db::Class known = require(from, name);
  check_name(from, to, known.id);
  ClassDecision decision{
      "Rename class " + name + " to " + to, {}, [known, to](db::Transaction& transaction) {
        db::Class renamed = standing(transaction, known);
        if (renamed.name != known.name)
          refuse(quoted(known.name) + " is called " + quoted(std::as_const(renamed.name)) + " meanwhile");
        check_name(transaction, to, renamed.id);
        if (renamed.full_name == renamed.name) renamed.full_name = to;
        renamed.name = to;
        db::update_class(transaction, renamed, kBy);
      }};
  for (const db::Target& target : targets_with(from, known.id))
    for (const db::TargetGroup& group : target.groups)
      if (group.name == name)
        decision.notes.push_back("the group " + name + " of the target " + target.name +
                                 " keeps its name, by which models know it");
  return decision;
}

ClassDecision merge_classes(const db::Readable& from, const std::string& name, const std::string& into) {
  const db::Reader::Snapshot snapshot(from);
  const db::Class merged = require(from, name);
  const db::Class kept = require(from, into);
  if (merged.id == kept.id) refuse("a class cannot be merged into itself: " + quoted(name));
  refuse_retired(kept);
  ClassDecision decision{"Merge class " + name + " into " + into, {}, {}};
  decision.images_become = " images become " + into + ", and " + name + " is retired";
  decision.notes.push_back(grouped(static_cast<std::int64_t>(labels_of(from, merged.id, kept.id).size())) +
                           decision.images_become);
  if (const std::size_t removed = removed_of(from, merged.id); removed > 0)
    decision.notes.push_back(grouped(static_cast<std::int64_t>(removed)) + " of them removed from the set");
  for (const db::Target& target : targets_with(from, merged.id)) {
    const db::Target after = without_class(target, merged.id, kept.id);
    if (after.groups.size() < target.groups.size())
      decision.notes.push_back("the target " + target.name +
                               " loses a group, so models trained for it no longer fit it");
  }
  decision.work = [merged, kept, reason = decision.name](db::Transaction& transaction) {
    db::Class gone = standing(transaction, merged);
    refuse_retired(standing(transaction, kept));
    db::set_labels(transaction, labels_of(transaction, merged.id, kept.id), {.source = kBy, .reason = reason});
    for (const db::Target& target : targets_with(transaction, merged.id))
      db::save_target(transaction, without_class(target, merged.id, kept.id), kBy);
    gone.retired = true;
    db::update_class(transaction, gone, kBy);
  };
  return decision;
}

ClassDecision reorder_classes(const db::Readable& from, const std::vector<std::string>& names) {
  std::vector<db::Class> first;
  for (const std::string& name : names) {
    const db::Class known = require(from, name);
    if (std::ranges::find(first, known.id, &db::Class::id) != first.end()) refuse(quoted(name) + " is named twice");
    first.push_back(known);
  }
  return {"Reorder the classes", {}, [first](db::Transaction& transaction) {
            std::vector<db::Class> order;
            for (const db::Class& known : first) order.push_back(standing(transaction, known));
            for (const db::Class& known : db::classes(transaction))
              if (std::ranges::find(order, known.id, &db::Class::id) == order.end()) order.push_back(known);
            for (std::size_t i = 0; i < order.size(); ++i) {
              order[i].position = static_cast<int>(i);
              db::update_class(transaction, order[i], kBy);
            }
          }};
}

ClassDecision recolour_class(const db::Readable& from, const std::string& name, std::uint32_t colour_rgb) {
  return changed("Recolour class " + name, require(from, name),
                 [colour_rgb](db::Class& known) { known.colour = colour_rgb; });
}

ClassDecision retire_class(const db::Readable& from, const std::string& name, bool retired) {
  return changed((retired ? "Retire class " : "Take class ") + name + (retired ? "" : " back into use"),
                 require(from, name), [retired](db::Class& known) { known.retired = retired; });
}

std::uint32_t colour_named(const std::string& text) {
  const std::string digits = text.starts_with('#') ? text.substr(1) : text;
  if (digits.size() != 6 || digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
    refuse("a colour is written like #e07a5f, not " + quoted(text));
  return static_cast<std::uint32_t>(std::stoul(digits, nullptr, 16));
}

}  // namespace app
