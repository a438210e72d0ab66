#include "db/edits.h"

#include <functional>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "db/changes.h"
#include "db/edit_rows.h"
#include "db/edit_state.h"
#include "db/edit_writer.h"
#include "db/embedded_sql.h"
#include "db/image_place.h"
#include "db/image_rows.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

std::string subject_text(const Edit& edit) {
  const std::string kind = is_of_image(edit.kind) ? "image" : name_of(edit.kind);
  return "the " + std::string(name_of(edit.kind)) + " of " + kind + " " + std::to_string(edit.subject);
}

// One edit for each image that `change` makes another.
std::size_t change_each(Transaction& transaction, EditKind kind, std::span<const ImageId> images,
                        const std::function<void(Image&)>& change, const EditOptions& options) {
  std::vector<Edit> edits;
  for (const ImageId id : images) {
    const auto known = kept_image(transaction, id);
    require_changed(known ? 1 : 0, "image " + std::to_string(id), transaction.connection());
    Image changed = in_place(transaction, *known);
    change(changed);
    const std::string before = state_of(kind, *known);
    const std::string after = state_of(kind, kept_after(transaction, *known, std::move(changed)));
    if (before != after) edits.push_back(edit_between(kind, id, before, after));
  }
  apply_edits(transaction, edits, options);
  return edits.size();
}

std::vector<EditEvent> read_events(const Readable& from, std::string_view sql, std::int64_t parameter) {
  Query query(from.connection(), sql, parameter);
  std::vector<EditEvent> events;
  while (query.next()) events.push_back(read_edit_event(query));
  return events;
}

}  // namespace

std::optional<BatchId> apply_edits(Transaction& transaction, std::span<const Edit> edits, const EditOptions& options) {
  if (options.source == LabelSource::Undo || options.source == LabelSource::Redo)
    throw std::logic_error("apply_edits does not undo or redo: db::undo and db::redo do");
  EditWriter writer(transaction, options);
  for (const Edit& edit : edits) {
    if (edit.before_json == edit.after_json || writer.apply(edit)) continue;
    throw Error(ErrorKind::Refused, "Cannot change " + subject_text(edit) + ": it is not " + edit.before_json +
                                        " any more, or is in use. Look at it again; nothing of this step was kept: " +
                                        transaction.connection().file().string());
  }
  return writer.batch();
}

std::size_t move_to_split(Transaction& transaction, std::span<const ImageId> images, Split split,
                          const EditOptions& options) {
  return change_each(
      transaction, EditKind::Split, images, [split](Image& image) { image.split = split; }, options);
}

std::size_t remove_from_set(Transaction& transaction, std::span<const ImageId> images, const EditOptions& options) {
  return change_each(
      transaction, EditKind::Removed, images, [](Image& image) { image.removed = true; }, options);
}

std::size_t restore_to_set(Transaction& transaction, std::span<const ImageId> images, const EditOptions& options) {
  return change_each(
      transaction, EditKind::Removed, images, [](Image& image) { image.removed = false; }, options);
}

std::size_t set_image_group(Transaction& transaction, std::span<const ImageId> images, const std::string& group,
                            const EditOptions& options) {
  return change_each(
      transaction, EditKind::Group, images, [&group](Image& image) { image.image_group = group; }, options);
}

std::size_t move_to_path(Transaction& transaction, ImageId image, const std::string& path, const EditOptions& options) {
  return change_each(
      transaction, EditKind::Path, std::span(&image, 1), [&path](Image& moved) { moved.path = path; }, options);
}

std::size_t set_metadata(Transaction& transaction, const Image& image, const EditOptions& options) {
  return change_each(
      transaction, EditKind::Metadata, std::span(&image.id, 1), [&image](Image& changed) { changed = image; }, options);
}

EventId edit_revision(const Readable& from) {
  Query query(from.connection(), sql::edit_event_last);
  return query.next() ? query.integer(0) : 0;
}

std::vector<EditEvent> edit_history(const Readable& from, ImageId image) {
  return read_events(from, sql::edit_event_of_image, image);
}

std::vector<EditLogLine> edit_log(const Readable& from, std::size_t limit) {
  Query query(from.connection(), sql::edit_event_list, limit);
  std::vector<EditLogLine> lines;
  while (query.next()) {
    EditEvent event = read_edit_event(query);
    std::string subject = query.text(12);
    if (is_of_image(event.edit.kind)) subject = whole_place(from.connection(), std::move(subject));
    lines.push_back({std::move(event), std::move(subject)});
  }
  return lines;
}

std::unordered_map<ImageId, Membership> changed_members_since(const Readable& from, EventId revision) {
  std::unordered_map<ImageId, Membership> members;
  for (const EditEvent& event : read_events(from, sql::edit_event_since, revision)) {  // newest first: the oldest wins
    const auto before = nlohmann::json::parse(event.edit.before_json);
    Membership& member = members[event.edit.subject];
    if (event.edit.kind == EditKind::Split) member.split = split_named(before.at("split").get<std::string>());
    if (event.edit.kind == EditKind::Removed) member.removed = before.at("removed").get<bool>();
    if (event.edit.kind == EditKind::Metadata && before.contains("source") && before.at("source").is_string())
      member.source = before.at("source").get<std::string>();
  }
  return members;
}

}  // namespace db
