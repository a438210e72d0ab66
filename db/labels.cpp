#include "db/labels.h"

#include <cmath>
#include <stdexcept>

#include "db/embedded_sql.h"
#include "db/image_place.h"
#include "db/label_batch_writer.h"
#include "db/label_rows.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

template <class... Values>
std::vector<LabelEvent> read_events(const Readable& from, std::string_view sql, const Values&... values) {
  Query query(from.connection(), sql, values...);
  std::vector<LabelEvent> events;
  while (query.next()) events.push_back(read_label_event(query));
  return events;
}

}  // namespace

std::optional<BatchId> set_labels(Transaction& transaction, std::span<const LabelChange> changes,
                                  const LabelOrigin& origin) {
  if (origin.source == LabelSource::Undo || origin.source == LabelSource::Redo)
    throw std::logic_error("set_labels does not undo or redo: db::undo and db::redo do");
  LabelBatchWriter writer(transaction, origin);
  for (LabelChange change : changes) {
    // NULL is what the file will hold for NaN, and the hash must say the same.
    if (change.seconds_spent && !std::isfinite(*change.seconds_spent)) change.seconds_spent.reset();
    writer.relabel(change);
  }
  return writer.batch();
}

EventId label_revision(const Readable& from) {
  Query query(from.connection(), sql::label_event_last);
  return query.next() ? query.integer(0) : 0;
}

std::vector<LabelEvent> label_history(const Readable& from, ImageId image) {
  return read_events(from, sql::label_event_history, image);
}

std::vector<LabelLogLine> label_log(const Readable& from, std::size_t limit) {
  Query query(from.connection(), sql::label_event_list, limit);
  std::vector<LabelLogLine> lines;
  while (query.next())
    lines.push_back(
        {read_label_event(query), whole_place(from.connection(), query.text(14)), query.text(15), query.text(16)});
  return lines;
}

std::unordered_map<BatchId, BatchId> reversals(const Readable& from) {
  Query query(from.connection(), sql::label_batch_reversals);
  std::unordered_map<BatchId, BatchId> found;
  while (query.next()) found.emplace(query.integer(0), query.integer(1));
  return found;
}

std::vector<LabelBatch> label_batches(const Readable& from, std::size_t limit) {
  Query query(from.connection(), sql::label_batch_list, limit);
  std::vector<LabelBatch> batches;
  while (query.next()) batches.push_back(read_label_batch(query));
  return batches;
}

std::unordered_map<ImageId, ClassId> labels_at(const Readable& from, EventId revision) {
  Query query(from.connection(), sql::labels_at, revision);
  std::unordered_map<ImageId, ClassId> labels;
  while (query.next())
    if (const auto label = query.optional_integer(1)) labels[query.integer(0)] = *label;
  return labels;
}

std::vector<ImageId> relabelled_images(const Readable& from) {
  Query query(from.connection(), sql::image_relabelled);
  std::vector<ImageId> found;
  while (query.next()) found.push_back(query.integer(0));
  return found;
}

}  // namespace db
