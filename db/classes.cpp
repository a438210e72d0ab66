#include "db/classes.h"

#include <algorithm>
#include <span>

#include "db/changes.h"
#include "db/edit_state.h"
#include "db/edits.h"
#include "db/embedded_sql.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

Class read_class(const Query& row) {
  return {row.integer(0),       row.text(1),   row.text(2), static_cast<std::uint32_t>(row.integer(3)),
          row.small_integer(4), row.boolean(5)};
}

std::vector<TargetGroup> read_groups(const Readable& from, TargetId target) {
  Query query(from.connection(), sql::target_group_list, target);
  std::vector<TargetGroup> groups;
  while (query.next()) {
    // Rows come by position, one for each class; a group without classes has one row with NULL.
    if (static_cast<int>(groups.size()) <= query.small_integer(1)) groups.push_back({query.text(0), {}});
    if (const auto id = query.optional_integer(2)) groups.back().classes.push_back(*id);
  }
  return groups;
}

Target read_target(const Readable& from, const Query& row) {
  return {row.integer(0), row.text(1), row.text(2), read_groups(from, row.integer(0))};
}

void log(Transaction& transaction, EditKind kind, std::int64_t id, const std::string& before, const std::string& after,
         LabelSource source) {
  const Edit edit = edit_between(kind, id, before, after);
  apply_edits(transaction, std::span(&edit, 1), {.source = source});
}

// Runs and the log name classes by id: one that is added again after its adding was undone is that class again.
ClassId id_of_added(const Readable& from, const std::string& name) {
  Query absent(from.connection(), sql::class_absent_named, name);
  if (absent.next()) return absent.integer(0);
  return Query(from.connection(), sql::class_next_id).id();
}

}  // namespace

std::unordered_map<ClassId, int> Target::group_of_class() const {
  std::unordered_map<ClassId, int> groups_by_class;
  for (std::size_t i = 0; i < groups.size(); ++i)
    for (const ClassId member : groups[i].classes) groups_by_class[member] = static_cast<int>(i);
  return groups_by_class;
}

ClassId add_class(Transaction& transaction, const Class& added, LabelSource source) {
  const ClassId id = id_of_added(transaction, added.name);
  log(transaction, EditKind::Class, id, kNothing, state_of(added), source);
  return id;
}

void update_class(Transaction& transaction, const Class& changed, LabelSource source) {
  const auto now = class_of(transaction, changed.id);
  require_changed(now ? 1 : 0, "class '" + changed.name + "'", transaction.connection());
  log(transaction, EditKind::Class, changed.id, state_of(*now), state_of(changed), source);
}

std::vector<Class> classes(const Readable& from) {
  Query query(from.connection(), sql::class_list);
  std::vector<Class> found;
  while (query.next()) found.push_back(read_class(query));
  return found;
}

std::optional<Class> class_named(const Readable& from, const std::string& name) {
  Query query(from.connection(), sql::class_by_name, name);
  if (!query.next()) return std::nullopt;
  return read_class(query);
}

std::optional<Class> class_of(const Readable& from, ClassId id) {
  Query query(from.connection(), sql::class_by_id, id);
  if (!query.next()) return std::nullopt;
  return read_class(query);
}

TargetId save_target(Transaction& transaction, const Target& target, LabelSource source) {
  const auto known = target_named(transaction, target.name);
  Query next(transaction.connection(), sql::target_next_id);
  const TargetId id = known ? known->id : next.id();
  log(transaction, EditKind::Target, id, known ? state_of(*known) : kNothing, state_of(target), source);
  return id;
}

std::vector<Target> targets(const Readable& from) {
  const Reader::Snapshot snapshot(from);
  Query query(from.connection(), sql::target_list);
  std::vector<Target> found;
  while (query.next()) found.push_back(read_target(from, query));
  return found;
}

std::optional<Target> target_named(const Readable& from, const std::string& name) {
  const auto all = targets(from);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Target& t) { return t.name == name; });
  if (found == all.end()) return std::nullopt;
  return *found;
}

std::optional<Target> target_of(const Readable& from, TargetId id) {
  Query query(from.connection(), sql::target_by_id, id);
  if (!query.next()) return std::nullopt;
  return read_target(from, query);
}

}  // namespace db
