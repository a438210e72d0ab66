#include "db/changes_since.h"

#include "db/classes.h"
#include "db/embedded_sql.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

template <class... Values>
std::vector<std::int64_t> ids(const Readable& from, std::string_view sql, const Values&... values) {
  Query query(from.connection(), sql, values...);
  std::vector<std::int64_t> found;
  while (query.next()) found.push_back(query.integer(0));
  return found;
}

std::vector<std::string> setting_keys(const Readable& from) {
  Query query(from.connection(), sql::setting_keys);
  std::vector<std::string> keys;
  while (query.next()) keys.push_back(query.text(0));
  return keys;
}

}  // namespace

std::int64_t data_version(const Readable& from) {
  Query query(from.connection(), sql::data_version);
  return query.id();
}

Mark mark_of(const Readable& from) {
  Query query(from.connection(), sql::change_mark);
  query.next();
  return {query.integer(0), query.integer(1), query.integer(2), query.integer(3), query.integer(4),
          query.integer(5), query.integer(6), query.integer(7), query.integer(8)};
}

std::vector<LabelMove> label_moves_since(const Readable& from, EventId revision) {
  ChangeSet changes;
  Query query(from.connection(), sql::label_moves_since, revision);
  while (query.next())
    changes.labels.push_back(
        {query.integer(0), query.optional_integer(1), query.optional_integer(2), query.boolean(3)});
  tidy(changes);
  return std::move(changes.labels);
}

ChangeSet changes_since(const Readable& from, const Mark& mark) {
  const Reader::Snapshot snapshot(from);
  const Mark now = mark_of(from);
  ChangeSet changes;
  changes.labels = label_moves_since(from, mark.label_revision);
  changes.images_added = ids(from, sql::image_added_since, mark.last_image);
  changes.images_edited = ids(from, sql::image_edited_since, mark.image_edits, mark.last_image);
  changes.runs = ids(from, sql::run_edited_since, mark.run_edits);
  changes.batches = ids(from, sql::label_batch_since, mark.last_batch);
  if (now.class_edits != mark.class_edits)
    for (const Class& known : classes(from)) changes.classes.push_back(known.id);
  if (now.target_edits != mark.target_edits)
    for (const Target& known : targets(from)) changes.targets.push_back(known.id);
  if (now.setting_edits != mark.setting_edits) changes.settings = setting_keys(from);
  changes.import_reports = now.last_import_report != mark.last_import_report;
  changes.label_revision = now.label_revision;
  tidy(changes);
  return changes;
}

}  // namespace db
