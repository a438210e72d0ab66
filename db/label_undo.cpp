// Undo and redo follow from the batches alone. What can be undone is the newest of one's own decisions
// (or redone ones) which no later batch reverses; what can be redone is the newest of one's own undo
// batches which no later batch reverses and after which one has decided nothing new. Read this way the
// batches are a pair of stacks, and what others decide in between does not disturb it.
#include <optional>
#include <set>

#include "db/decision_batch.h"
#include "db/edit_rows.h"
#include "db/edit_writer.h"
#include "db/embedded_sql.h"
#include "db/former_places.h"
#include "db/label_batch_writer.h"
#include "db/label_rows.h"
#include "db/labels.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

constexpr std::int64_t kNone = 0;  // no decision and no import has this number

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

std::vector<EditEvent> edits_of(const Readable& from, BatchId id) {
  Query query(from.connection(), sql::edit_event_of_batch, id);
  std::vector<EditEvent> events;
  while (query.next()) events.push_back(read_edit_event(query));
  return events;
}

void reverse_labels(Transaction& transaction, LabelSource source, Reversal& result) {
  LabelBatchWriter writer(transaction, {.source = source}, result.batch);
  for (const LabelEvent& event : events_of(transaction, result.reversed)) {
    if (writer.relabel_if(event.to, {event.image, event.from, std::nullopt}))
      ++result.changed;
    else
      result.skipped.push_back(event.image);
  }
}

std::vector<ImageId> added_by(const Readable& from, std::int64_t import_report) {
  Query query(from.connection(), sql::image_of_import, import_report);
  std::vector<ImageId> added;
  while (query.next()) added.push_back(query.integer(0));
  return added;
}

// `leaving`: images that go out of the set afterwards.
void reverse_edits(Transaction& transaction, LabelSource source, const std::vector<ImageId>& leaving,
                   Reversal& result) {
  EditWriter writer(transaction, {.source = source}, result.batch);
  const std::vector<EditEvent> events = edits_of(transaction, result.reversed);
  const std::set<ImageId> staying = without_former_place(transaction, events, {leaving.begin(), leaving.end()});
  const auto may_move = [&](const Edit& edit) {
    return (edit.kind != EditKind::Path && edit.kind != EditKind::Removed) || !staying.contains(edit.subject);
  };
  for (const EditEvent& event : events) {
    if (may_move(event.edit) &&
        writer.apply({event.edit.kind, event.edit.subject, event.edit.after_json, event.edit.before_json}))
      ++result.changed;
    else if (is_of_image(event.edit.kind))
      result.skipped.push_back(event.edit.subject);
    else
      ++result.kept;
  }
}

// What keeps pairs apart is read from the batches: nothing is written for it.
void reverse_pairs(Transaction& transaction, Reversal& result) {
  const auto pairs = Query(transaction.connection(), sql::kept_apart_of_decision, result.reversed).id();
  result.pairs = static_cast<std::size_t>(pairs);
  result.changed += result.pairs;
  if (pairs > 0) transaction.changes().kept_apart = true;
}

// The batch is written even if all has been decided anew since: the stacks must move on. Labels first, because a
// class can cease to be only when no label names it.
std::optional<Reversal> reverse(Transaction& transaction, const std::optional<LabelBatch>& reversed, LabelSource source,
                                const std::vector<ImageId>& leaving = {}) {
  if (!reversed) return std::nullopt;
  Reversal result{.batch = insert_batch(transaction, source, reversed->id),
                  .reversed = reversed->id,
                  .name = reversed->name,
                  .who = reversed->who};
  reverse_labels(transaction, source, result);
  reverse_edits(transaction, source, leaving, result);
  reverse_pairs(transaction, result);
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
                 named_by_decision(transaction, first_batch(transaction, sql::label_batch_standing, decision, kNone)),
                 LabelSource::Undo);
}

std::optional<Reversal> undo_import(Transaction& transaction, std::int64_t import_report) {
  auto result = reverse(transaction, first_batch(transaction, sql::label_batch_standing, kNone, import_report),
                        LabelSource::Undo, added_by(transaction, import_report));
  if (!result) return result;
  EditWriter writer(transaction, {.source = LabelSource::Undo}, result->batch);
  for (const ImageId image : added_by(transaction, import_report))
    if (writer.apply({EditKind::Removed, image, R"({"removed":false})", R"({"removed":true})"})) ++result->changed;
  return result;
}

std::optional<Reversal> redo(Transaction& transaction) {
  return reverse(transaction, redoable(transaction, transaction.session()), LabelSource::Redo);
}

}  // namespace db
