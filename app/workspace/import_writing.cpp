#include "app/workspace/import_writing.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "app/workspace/import_conflicts.h"
#include "app/workspace/quality.h"
#include "db/classes.h"
#include "db/edits.h"
#include "db/image_quality.h"
#include "db/images.h"

namespace app {
namespace {

constexpr db::EditOptions by_import() { return {db::LabelSource::Import, ""}; }

// Labels that must be classes once the import is done.
std::set<std::string> labels_needed(const ImportPlan& plan, const ImportChoices& choices) {
  std::set<std::string> labels;
  for (const PlannedClass& one : plan.classes)
    if (one.added > 0) labels.insert(one.name);
  for (const Conflict& conflict : plan.conflicts)
    if (choices.applies(conflict) && conflict.kind == ConflictKind::Label) labels.insert(conflict.after);
  return labels;
}

std::map<std::string, db::ClassId> class_ids(const db::Readable& from) {
  std::map<std::string, db::ClassId> ids;
  for (const db::Class& known : db::classes(from)) ids[known.name] = known.id;
  return ids;
}

void add_classes(db::Transaction& transaction, const ImportPlan& plan, const ImportChoices& choices,
                 const ClassCatalog& catalog) {
  const std::set<std::string> needed = labels_needed(plan, choices);
  int position = -1;
  std::vector<std::uint32_t> colours;
  for (const db::Class& known : db::classes(transaction)) {
    position = std::max(position, known.position);
    colours.push_back(known.colour);
  }
  for (const PlannedClass& one : plan.classes) {
    if (!needed.contains(one.name) || db::class_named(transaction, one.name)) continue;
    const KnownClass* known = catalog.find(one.name);
    const bool own_colour = known != nullptr && std::ranges::find(colours, known->colour_rgb) == colours.end();
    colours.push_back(own_colour ? known->colour_rgb : catalog.free_colour(colours));
    db::add_class(transaction, {.name = one.name,
                                .full_name = known != nullptr ? known->full_name : one.name,
                                .colour = colours.back(),
                                .position = ++position});
  }
}

// The target as it would be: groups and classes are added at the end, what is there keeps its place.
db::Target extended(db::Target target, const PlannedTarget& planned, const std::map<std::string, db::ClassId>& ids) {
  for (const auto& [name, group_name] : planned.added) {
    const auto id = ids.find(name);
    if (id == ids.end()) continue;
    auto group = std::ranges::find(target.groups, group_name, &db::TargetGroup::name);
    if (group == target.groups.end()) group = target.groups.insert(group, {group_name, {}});
    group->classes.push_back(id->second);
  }
  return target;
}

void write_targets(db::Transaction& transaction, const ImportPlan& plan) {
  const auto ids = class_ids(transaction);
  for (const PlannedTarget& planned : plan.targets) {
    auto standing = db::target_named(transaction, planned.name);
    if (standing.has_value() == planned.is_new) continue;  // somebody made or removed it since
    db::Target target = standing.value_or(db::Target{0, planned.name, planned.description, {}});
    if (planned.is_new)
      for (const std::string& group : planned.groups) target.groups.push_back({group, {}});
    db::Target wanted = extended(target, planned, ids);
    if (planned.is_new)
      std::erase_if(wanted.groups, [](const db::TargetGroup& group) { return group.classes.empty(); });
    // A new one of a single group tells nothing apart; a later import makes it when there is another.
    if (wanted.groups.size() < (planned.is_new ? 2U : 1U)) continue;
    if (planned.is_new || wanted.groups.size() != target.groups.size() || !planned.added.empty())
      db::save_target(transaction, wanted);
  }
}

// A new image of what an item says.
db::Image image_from(const ImportPlan& plan, std::size_t item, const std::string& path, std::int64_t import_id) {
  const PlannedImage& planned = plan.images[item];
  db::Image image;
  image.path = path;
  image.sha256 = planned.file.sha256;
  image.bytes = planned.file.bytes;
  image.width_px = planned.file.width_px;
  image.height_px = planned.file.height_px;
  image.split = planned.split;
  image.import_id = import_id;
  for (const auto& [field, value] : metadata_of(plan.source.items[item])) set_metadata(image, field, value);
  image.source = source_of(plan.source.items[item]);
  return image;
}

}  // namespace

void write_classes(db::Transaction& transaction, const ImportPlan& plan, const ImportChoices& choices,
                   const ClassCatalog& catalog) {
  add_classes(transaction, plan, choices, catalog);
  write_targets(transaction, plan);
}

ImportWriting::ImportWriting(const ImportPlan& plan, const ImportChoices& choices)
    : plan_(plan), choices_(choices), ids_(plan.images.size()) {}

void ImportWriting::know_classes(const db::Readable& from) { classes_ = class_ids(from); }

void ImportWriting::add_images(db::Transaction& transaction, std::size_t begin, std::size_t end,
                               std::span<const std::string> paths, std::int64_t import_id, ImportReport& report) {
  for (std::size_t item = begin; item < end; ++item) {
    const PlannedImage& planned = plan_.images[item];
    const std::string& path = paths[item - begin];
    if (path.empty()) continue;
    if (planned.displaced != 0 && !choices_.updates(ConflictKind::Content))
      db::set_content_changed(transaction, planned.displaced, true);
    switch (planned.what) {
      case Planned::Add:
      case Planned::Known:
      case Planned::Relink: add(transaction, item, image_from(plan_, item, path, import_id), report); break;
      case Planned::Restore: restore(transaction, item, image_from(plan_, item, path, import_id), report); break;
      case Planned::Duplicate:
      case Planned::Repeat:
        ++report.duplicates;
        if (const db::ImageId image = image_of(item); image != 0) db::add_copy(transaction, {image, path});
        break;
      case Planned::Changed:
        new_places_[item] = path;
        if (plan_.source.items[item].entry.empty() && !choices_.updates(ConflictKind::Content))
          db::set_content_changed(transaction, planned.known, true);
        ++report.left_out;
        break;
      case Planned::Removed: ++report.left_out; break;
      case Planned::Failed: continue;
    }
    const std::string& label = plan_.source.items[item].label;
    if (planned.takes_label() && ids_[item] != 0 && !label.empty())
      labels_.push_back({ids_[item], classes_.at(label), std::nullopt});
  }
  db::set_labels(transaction, std::exchange(labels_, {}), {.source = db::LabelSource::Import});
}

void ImportWriting::add(db::Transaction& transaction, std::size_t item, const db::Image& image, ImportReport& report) {
  const PlannedImage& planned = plan_.images[item];
  const std::string gone = planned.what == Planned::Relink ? planned.known_path : "";
  const db::AddResult result = db::add_image(transaction, image, gone);
  if (result.outcome != db::AddOutcome::Duplicate) save_look(transaction, result.image, item);
  switch (result.outcome) {
    case db::AddOutcome::Added:
      ++report.added;
      ids_[item] = result.image;
      break;
    case db::AddOutcome::Known: ++report.known; break;
    case db::AddOutcome::Relinked: ++report.relinked; break;
    // A copy of a container's picture may have another name than the plan's.
    case db::AddOutcome::Duplicate: ++(planned.what == Planned::Known ? report.known : report.duplicates); break;
  }
}

void ImportWriting::restore(db::Transaction& transaction, std::size_t item, const db::Image& image,
                            ImportReport& report) {
  db::Image known = *db::image(transaction, plan_.images[item].known);
  ids_[item] = known.id;
  ++report.added;
  db::restore_to_set(transaction, std::span(&known.id, 1), by_import());
  db::move_to_split(transaction, std::span(&known.id, 1), image.split, by_import());
  if (known.path != image.path) db::move_to_path(transaction, known.id, image.path, by_import());
  db::Image wanted = image;
  wanted.id = known.id;
  for (const std::string& field : plan_.images[item].decided)
    if (field != "label" && field != "split") set_metadata(wanted, field, value_of(known, field));
  db::set_metadata(transaction, wanted, by_import());
  save_look(transaction, known.id, item);
}

void ImportWriting::save_look(db::Transaction& transaction, db::ImageId image, std::size_t item) {
  const FileFacts& file = plan_.images[item].file;
  db::save_look(transaction, image, look_row(file.look, file.mtime_ms, file.decoding));
}

db::ImageId ImportWriting::image_of(std::size_t item) const {
  const PlannedImage& planned = plan_.images[item];
  if (planned.what != Planned::Repeat) return planned.known;
  const PlannedImage& first = plan_.images[planned.first];
  return first.is_added() || first.what == Planned::Changed ? ids_[planned.first] : first.known;
}

// The image that a conflict is about; 0: none, or none yet.
db::ImageId ImportWriting::subject_of(const Conflict& conflict) const {
  const PlannedImage& planned = plan_.images[conflict.item];
  const bool content = conflict.kind == ConflictKind::Content;
  if (content && planned.displaced != 0) return planned.displaced;
  // What is said of a picture whose file holds another content now is said of the new image.
  if (!content && planned.what == Planned::Changed) return 0;
  return image_of(conflict.item);
}

// In the words of the plan.
std::string ImportWriting::stands(const db::Image& image, const Conflict& conflict) const {
  if (conflict.kind == ConflictKind::Split) return db::name_of(image.split);
  if (conflict.kind == ConflictKind::Metadata) return value_of(image, conflict.field);
  if (conflict.kind != ConflictKind::Label) return conflict.before;
  const auto label = std::ranges::find_if(classes_, [&](const auto& known) { return known.second == image.label; });
  return label == classes_.end() ? "" : label->first;
}

// Of pictures whose file holds another content, what the source says otherwise than the place and is taken over.
void ImportWriting::know_chosen() {
  for (const Conflict& conflict : plan_.conflicts)
    if (choices_.applies(conflict) && plan_.images[conflict.item].what == Planned::Changed)
      chosen_.emplace(conflict.item, conflict.kind);
}

void ImportWriting::change_standing(db::Transaction& transaction, ImportReport& report) {
  std::set<db::ImageId> changed, since;
  std::map<db::ImageId, db::ClassId> labels;
  std::map<db::ImageId, db::Split> splits;
  std::map<db::ImageId, db::Image> metadata;
  know_chosen();
  for (const Conflict& conflict : plan_.conflicts) {
    if (!choices_.applies(conflict)) continue;
    const db::ImageId id = subject_of(conflict);
    if (id == 0) continue;
    const db::Image image = *db::image(transaction, id);
    if (!conflict.inside && stands(image, conflict) != conflict.before) {
      since.insert(id);
      continue;
    }
    changed.insert(id);
    switch (conflict.kind) {
      case ConflictKind::Label: labels[id] = classes_.at(conflict.after); break;
      case ConflictKind::Split: splits[id] = db::split_named(conflict.after).value(); break;
      case ConflictKind::Metadata:
        set_metadata(metadata.try_emplace(id, image).first->second, conflict.field, conflict.after);
        break;
      case ConflictKind::Content:
        if (plan_.images[conflict.item].displaced == 0) --report.left_out;
        replace(transaction, conflict.item, report.id);
        break;
      case ConflictKind::Removed:
        --report.left_out;
        bring_back(transaction, conflict.item, image);
        break;
    }
  }
  add_copies_of_replaced(transaction);
  for (const auto& [id, to] : splits) db::move_to_split(transaction, std::span(&id, 1), to, by_import());
  for (const auto& [id, image] : metadata) db::set_metadata(transaction, image, by_import());
  for (const auto& [id, to] : labels) labels_.push_back({id, to, std::nullopt});
  db::set_labels(transaction, std::exchange(labels_, {}), {.source = db::LabelSource::Import});
  report.changed = static_cast<long>(changed.size());
  report.decided_since = static_cast<long>(since.size());
}

// One that was removed, at the place that its file has now.
void ImportWriting::bring_back(db::Transaction& transaction, std::size_t item, const db::Image& removed) {
  db::restore_to_set(transaction, std::span(&removed.id, 1), by_import());
  const std::string& path = plan_.images[item].path;
  if (path == removed.path) return;
  db::move_to_path(transaction, removed.id, path, by_import());
  save_look(transaction, removed.id, item);
}

// Another content under a known path is another image: it takes what is known of the place, but for what is chosen, and
// the old one goes out. One that is an image already, at another place, takes nothing.
void ImportWriting::replace(db::Transaction& transaction, std::size_t item, std::int64_t import_id) {
  const db::ImageId displaced = plan_.images[item].displaced;
  const db::ImageId old_id = displaced != 0 ? displaced : plan_.images[item].known;
  const db::Image old = *db::image(transaction, old_id);
  db::remove_from_set(transaction, std::span(&old_id, 1), by_import());
  if (displaced != 0) return;
  db::Image image = image_from(plan_, item, new_places_.at(item), import_id);
  take_metadata(image, old);
  if (choices_.updates(ConflictKind::Metadata))
    for (const auto& [field, value] : metadata_of(plan_.source.items[item])) set_metadata(image, field, value);
  if (!chosen_.contains({item, ConflictKind::Split})) image.split = old.split;
  ids_[item] = db::add_image(transaction, image).image;
  save_look(transaction, ids_[item], item);
  if (const auto label = label_of_new(transaction, item, old)) labels_.push_back({ids_[item], *label, std::nullopt});
}

// That of the place, or where it is chosen what the source says; a retired class is given to no image.
std::optional<db::ClassId> ImportWriting::label_of_new(const db::Readable& from, std::size_t item,
                                                       const db::Image& old) const {
  if (plan_.images[item].label_taken) return std::nullopt;
  std::optional<db::Class> known;
  if (chosen_.contains({item, ConflictKind::Label}))
    known = db::class_of(from, classes_.at(plan_.source.items[item].label));
  else if (old.label)
    known = db::class_of(from, *old.label);
  return known && !known->retired ? std::optional(known->id) : std::nullopt;
}

// Of the pictures of a new content one is the image; it was none yet when the others were met.
void ImportWriting::add_copies_of_replaced(db::Transaction& transaction) {
  for (const PlannedImage& planned : plan_.images) {
    if (planned.what != Planned::Repeat || plan_.images[planned.first].what != Planned::Changed) continue;
    if (const db::ImageId image = ids_[planned.first]; image != 0) db::add_copy(transaction, {image, planned.path});
  }
}

}  // namespace app
