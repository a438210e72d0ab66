// Undo and redo follow from the batches alone. What can be undone is the newest of one's own decisions
// (or redone ones) which no later batch reverses; what can be redone is the newest of one's own undo
// batches which no later batch reverses and after which one has decided nothing new. Read this way the
// batches are a pair of stacks, and what others decide in between does not disturb it.
#include <optional>

#include "db/embedded_sql.h"
#include "db/label_batch_writer.h"
#include "db/label_rows.h"
#include "db/labels.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

template <class... Values>
std::optional<LabelBatch> first_batch(const Readable& from, std::string_view sql, const Values&... values) {
  Query query(from.connection(), sql, values...);
  if (!query.next()) return std::nullopt;
  return read_label_batch(query);
}

std::optional<LabelBatch> batch(const Readable& from, BatchId id) {
  return first_batch(from, sql::label_batch_by_id, id);
}

// A redo of an undo of a decision is known to people by the decision's name.
std::optional<LabelBatch> named_by_decision(const Readable& from, std::optional<LabelBatch> found) {
  for (auto origin = found; origin; origin = origin->undoes ? batch(from, *origin->undoes) : std::nullopt)
    found->name = origin->name;
  return found;
}

std::vector<LabelEvent> events_of(const Readable& from, BatchId id) {
  Query query(from.connection(), sql::label_event_of_batch, id);
  std::vector<LabelEvent> events;
  while (query.next()) events.push_back(read_label_event(query));
  return events;
}

// The batch is written even if every image has been decided anew since: the stacks must move on.
std::optional<Reversal> reverse(Transaction& transaction, const std::optional<LabelBatch>& reversed,
                                LabelSource source) {
  if (!reversed) return std::nullopt;
  LabelBatchWriter writer(transaction, {.source = source}, transaction.name(), reversed->id);
  Reversal result{writer.begin(), reversed->id, reversed->name, reversed->who, 0, {}};
  for (const LabelEvent& event : events_of(transaction, reversed->id)) {
    if (writer.relabel_if(event.to, {event.image, event.from, std::nullopt}))
      ++result.changed;
    else
      result.skipped.push_back(event.image);
  }
  return result;
}

}  // namespace

std::optional<LabelBatch> undoable(const Readable& from, const Session& session) {
  const Reader::Snapshot snapshot(from);
  return named_by_decision(from,
                           first_batch(from, sql::label_batch_undoable, session.who, session.id, session.began_after));
}

std::optional<LabelBatch> redoable(const Readable& from, const Session& session) {
  const Reader::Snapshot snapshot(from);
  return named_by_decision(from,
                           first_batch(from, sql::label_batch_redoable, session.who, session.id, session.began_after));
}

UndoNames undo_names(const Readable& from, const Session& session) {
  const Reader::Snapshot snapshot(from);
  const auto back = undoable(from, session), again = redoable(from, session);
  return {back ? back->name : "", again ? again->name : ""};
}

std::optional<LabelBatch> newest_decision(const Readable& from) {
  const Reader::Snapshot snapshot(from);
  return named_by_decision(from, first_batch(from, sql::label_batch_newest));
}

std::optional<Reversal> undo(Transaction& transaction) {
  return reverse(transaction, undoable(transaction, transaction.session()), LabelSource::Undo);
}

std::optional<Reversal> undo(Transaction& transaction, BatchId decision) {
  return reverse(transaction,
                 named_by_decision(transaction, first_batch(transaction, sql::label_batch_standing, decision)),
                 LabelSource::Undo);
}

std::optional<Reversal> redo(Transaction& transaction) {
  return reverse(transaction, redoable(transaction, transaction.session()), LabelSource::Redo);
}

}  // namespace db
