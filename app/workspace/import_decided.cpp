#include "app/workspace/import_decided.h"

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

// The columns that the edit names; of the further ones, which are one column, those that became others.
void add_fields(std::set<std::string>& fields, const db::Edit& edit) {
  const Json before = Json::parse(edit.before_json), after = Json::parse(edit.after_json);
  const Json old_extra = extra_in(before), new_extra = extra_in(after);
  for (const auto& [column, value] : after.members()) {
    if (column == "extra_json") continue;
    fields.insert(column == "age_years" ? "age" : column == "site" ? "localization" : column);
  }
  for (const auto& [name, value] : new_extra.members()) {
    const Json* old = old_extra.find(name);
    if (old == nullptr || *old != value) fields.insert(name);
  }
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
  if (!those_that_stand(labels, reversals).empty()) decided.insert("label");
  if (!those_that_stand(of_kind(db::EditKind::Split, edits), reversals).empty()) decided.insert("split");
  for (const db::EditEvent& event : those_that_stand(of_kind(db::EditKind::Metadata, edits), reversals))
    add_fields(decided, event.edit);
  return decided;
}

}  // namespace app
