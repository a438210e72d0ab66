#include "app/workspace/import_decided.h"

#include <map>

#include "app/core/json.h"

namespace app {
namespace {

// Newest first, as they come. An undo or redo takes back what it reverses and is itself no decision.
template <class Event>
std::vector<Event> those_that_stand(const std::vector<Event>& events, const Reversals& reversals) {
  std::set<db::BatchId> taken_back;
  std::vector<Event> standing;
  for (const Event& event : events) {
    if (taken_back.contains(event.batch)) continue;
    if (const auto reversal = reversals.find(event.batch); reversal != reversals.end())
      taken_back.insert(reversal->second);
    else
      standing.push_back(event);
  }
  return standing;
}

std::vector<db::EditEvent> of_kind(db::EditKind kind, const std::vector<db::EditEvent>& edits) {
  std::vector<db::EditEvent> found;
  for (const db::EditEvent& event : edits)
    if (event.edit.kind == kind) found.push_back(event);
  return found;
}

Json extra_in(const Json& columns) {
  const Json* text = columns.find("extra_json");
  if (text == nullptr || !text->is_string()) return Json::object();
  const auto extra = Json::parse_if_valid(text->get<std::string>());
  return extra && extra->is_object() ? *extra : Json::object();
}

// The columns that the edit names and what they became; of the further ones, which are one column, those that became
// others. What is there already is newer.
void add_fields(std::map<std::string, Json>& fields, const db::Edit& edit) {
  const Json before = Json::parse(edit.before_json), after = Json::parse(edit.after_json);
  const Json old_extra = extra_in(before), new_extra = extra_in(after);
  for (const auto& [column, value] : after.members()) {
    if (column == "extra_json") continue;
    fields.emplace(column == "age_years" ? "age" : column == "site" ? "localization" : column, value);
  }
  for (const auto& [name, value] : new_extra.members()) {
    const Json* old = old_extra.find(name);
    if (old == nullptr || *old != value) fields.emplace(name, value);
  }
  for (const auto& [name, value] : old_extra.members())
    if (new_extra.find(name) == nullptr) fields.emplace(name, Json());
}

std::map<std::string, Json> newest_of_fields(const std::vector<db::EditEvent>& newest_first) {
  std::map<std::string, Json> fields;
  for (const db::EditEvent& event : newest_first) add_fields(fields, event.edit);
  return fields;
}

// Whether the newest decision is what is there; what was set away and back may have gone with the undone import.
bool last_stands(const std::vector<db::LabelEvent>& labels, const Reversals& reversals) {
  const auto standing = those_that_stand(labels, reversals);
  return !standing.empty() && standing.front().to == labels.front().to;
}

bool last_stands(const std::vector<db::EditEvent>& edits, const Reversals& reversals) {
  const auto standing = those_that_stand(edits, reversals);
  return !standing.empty() && standing.front().edit.after_json == edits.front().edit.after_json;
}

}  // namespace

bool went_with_its_import(const std::vector<db::EditEvent>& newest_first, const Reversals& reversals) {
  const auto moves = of_kind(db::EditKind::Removed, newest_first);
  const auto standing = those_that_stand(moves, reversals);
  return !moves.empty() && (standing.empty() || standing.front().edit.after_json == R"({"removed":false})");
}

std::set<std::string> decided_of(const std::vector<db::LabelEvent>& labels, const std::vector<db::EditEvent>& edits,
                                 const Reversals& reversals) {
  std::set<std::string> decided;
  if (last_stands(labels, reversals)) decided.insert("label");
  if (last_stands(of_kind(db::EditKind::Split, edits), reversals)) decided.insert("split");
  const auto metadata = of_kind(db::EditKind::Metadata, edits);
  const auto now = newest_of_fields(metadata);
  for (const auto& [field, value] : newest_of_fields(those_that_stand(metadata, reversals)))
    if (now.at(field) == value) decided.insert(field);
  return decided;
}

}  // namespace app
