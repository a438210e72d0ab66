#include "db/label_batch_writer.h"

#include <utility>

#include "db/changes.h"
#include "db/decision_batch.h"
#include "db/embedded_sql.h"
#include "db/label_event_hash.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

using Current = LabelBatchWriter::Current;

Current current_of(const Readable& from, ImageId image) {
  Query query(from.connection(), sql::image_label_and_hash, image);
  require_changed(query.next() ? 1 : 0, "the label of image " + std::to_string(image), from.connection());
  return {query.optional_integer(0), query.text(1), query.optional_integer(2)};
}

}  // namespace

LabelBatchWriter::LabelBatchWriter(Transaction& transaction, LabelOrigin origin, std::optional<BatchId> reversal)
    : transaction_(transaction), origin_(std::move(origin)), batch_(reversal) {
  Query last(transaction_.connection(), sql::label_event_last);
  if (!last.next()) return;
  last_id_ = last.integer(0);
  last_hash_ = last.text(1);
}

bool LabelBatchWriter::relabel(const LabelChange& change) {
  const Current current = current_of(transaction_, change.image);
  if (current.label == change.to) return false;
  append(change, current);
  return true;
}

bool LabelBatchWriter::relabel_if(const std::optional<ClassId>& expected, const LabelChange& change) {
  const Current current = current_of(transaction_, change.image);
  if (current.label != expected) return false;
  append(change, current);
  return true;
}

void LabelBatchWriter::append(const LabelChange& change, const Current& current) {
  if (!batch_) batch_ = own_batch(transaction_, origin_.source);
  LabelEvent event;
  event.id = last_id_ + 1;
  event.at_ms = transaction_.now_ms();
  event.who = transaction_.who();
  event.image = change.image;
  event.from = current.label;
  event.to = change.to;
  event.reason = origin_.reason;
  event.source = origin_.source;
  event.seconds_spent = change.seconds_spent;
  event.model_visible = origin_.model_visible;
  event.batch = *batch_;
  event.previous_hash = last_hash_;
  event.hash = hash_of(event, current.sha256);
  Query(transaction_.connection(), sql::label_event_insert, event.id, event.at_ms, event.who, event.image, event.from,
        event.to, event.reason, name_of(event.source), event.seconds_spent, event.model_visible, event.batch,
        event.branch, event.previous_hash, event.hash)
      .run();
  last_id_ = event.id;
  last_hash_ = event.hash;
  const auto imported = origin_.source == LabelSource::Import ? event.to : current.imported_label;
  transaction_.changes().labels.push_back({event.image, event.from, event.to, imported && event.to != imported});
}

}  // namespace db
