#include "db/edit_rows.h"

#include <nlohmann/json.hpp>

#include "db/hash/sha256.h"
#include "db/label_rows.h"

namespace db {

const char* name_of(EditKind kind) {
  switch (kind) {
    case EditKind::Split: return "split";
    case EditKind::Removed: return "removed";
    case EditKind::Metadata: return "metadata";
    case EditKind::Group: return "group";
    case EditKind::Path: return "path";
    case EditKind::Class: return "class";
    case EditKind::Target: break;
  }
  return "target";
}

EditKind edit_kind_named(const std::string& name) {
  for (const EditKind kind :
       {EditKind::Split, EditKind::Removed, EditKind::Metadata, EditKind::Group, EditKind::Path, EditKind::Class})
    if (name == name_of(kind)) return kind;
  return EditKind::Target;
}

bool is_of_image(EditKind kind) { return kind != EditKind::Class && kind != EditKind::Target; }

EditEvent read_edit_event(const Query& row) {
  EditEvent event;
  event.id = row.integer(0);
  event.at_ms = row.integer(1);
  event.who = row.text(2);
  event.edit.kind = edit_kind_named(row.text(3));
  event.edit.subject = row.integer(4);
  event.edit.before_json = row.text(5);
  event.edit.after_json = row.text(6);
  event.reason = row.text(7);
  event.source = label_source_named(row.text(8));
  event.batch = row.integer(9);
  event.previous_hash = row.text(10);
  event.hash = row.text(11);
  return event;
}

std::string hash_of(const EditEvent& event, const std::string& image_sha256) {
  const auto fields = nlohmann::json::array(
      {event.previous_hash, event.id, event.at_ms, event.who, name_of(event.edit.kind), event.edit.subject,
       image_sha256, event.edit.before_json, event.edit.after_json, event.reason, name_of(event.source), event.batch});
  // Names need not be UTF-8; replacing what is not keeps the text defined.
  return sha256_hex(fields.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace db
