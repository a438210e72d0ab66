#include "db/classes.h"

#include <algorithm>

#include "db/changes.h"
#include "db/embedded_sql.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

Class read_class(const Query& row) {
  return {row.integer(0), row.text(1), row.text(2), static_cast<std::uint32_t>(row.integer(3)), row.small_integer(4)};
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

void insert_groups(Transaction& transaction, TargetId id, const std::vector<TargetGroup>& groups) {
  auto& connection = transaction.connection();
  int position = 0;
  for (const TargetGroup& group : groups) {
    Query(connection, sql::target_group_insert, id, position, group.name).run();
    for (const ClassId member : group.classes) Query(connection, sql::target_class_insert, id, member, position).run();
    ++position;
  }
}

}  // namespace

std::unordered_map<ClassId, int> Target::group_of_class() const {
  std::unordered_map<ClassId, int> groups_by_class;
  for (std::size_t i = 0; i < groups.size(); ++i)
    for (const ClassId member : groups[i].classes) groups_by_class[member] = static_cast<int>(i);
  return groups_by_class;
}

ClassId add_class(Transaction& transaction, const Class& added) {
  const ClassId id =
      Query(transaction.connection(), sql::class_insert, added.name, added.full_name, added.colour, added.position)
          .id();
  transaction.changes().classes.push_back(id);
  return id;
}

void update_class(Transaction& transaction, const Class& changed) {
  Query query(transaction.connection(), sql::class_update, changed.id, changed.name, changed.full_name, changed.colour,
              changed.position);
  require_changed(query.run(), "class '" + changed.name + "'", transaction.connection());
  transaction.changes().classes.push_back(changed.id);
}

void remove_class(Transaction& transaction, ClassId id) {
  Query query(transaction.connection(), sql::class_delete, id);
  require_changed(query.run(), "class " + std::to_string(id), transaction.connection());
  transaction.changes().classes.push_back(id);
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

TargetId save_target(Transaction& transaction, const Target& target) {
  auto& connection = transaction.connection();
  const TargetId id = Query(connection, sql::target_upsert, target.name, target.description).id();
  Query(connection, sql::target_groups_delete, id).run();
  insert_groups(transaction, id, target.groups);
  transaction.changes().targets.push_back(id);
  return id;
}

void remove_target(Transaction& transaction, TargetId id) {
  Query query(transaction.connection(), sql::target_delete, id);
  require_changed(query.run(), "target " + std::to_string(id), transaction.connection());
  transaction.changes().targets.push_back(id);
}

std::vector<Target> targets(const Readable& from) {
  const Reader::Snapshot snapshot(from);
  Query query(from.connection(), sql::target_list);
  std::vector<Target> found;
  while (query.next())
    found.push_back({query.integer(0), query.text(1), query.text(2), read_groups(from, query.integer(0))});
  return found;
}

std::optional<Target> target_named(const Readable& from, const std::string& name) {
  const auto all = targets(from);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Target& t) { return t.name == name; });
  if (found == all.end()) return std::nullopt;
  return *found;
}

}  // namespace db
