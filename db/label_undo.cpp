// Undo and redo follow from the batches alone. Read in order they work a pair of stacks: a decision
// is pushed on the undo stack and empties the redo stack; an undo batch takes the top from the undo
// stack and puts itself on the redo stack; a redo batch reverses an undo batch the same way. Only the
// tops are wanted, and they are found walking back from the end: whatever a batch reversed is jumped
// over together with all that came after it.
#include <cstdint>
#include <limits>

#include "db/embedded_sql.h"
#include "db/label_batch_writer.h"
#include "db/label_rows.h"
#include "db/labels.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

constexpr BatchId kLast = std::numeric_limits<BatchId>::max();

struct Step {
  BatchId id;
  LabelSource source;
  BatchId undoes;  // 0: a decision
};

std::optional<Step> last_step_up_to(const Readable& from, BatchId id) {
  Query query(from.connection(), sql::label_decision_up_to, id);
  if (!query.next()) return std::nullopt;
  return Step{query.integer(0), label_source_named(query.text(1)), query.optional_integer(2).value_or(0)};
}

std::optional<BatchId> top_of_undo(const Readable& from) {
  auto step = last_step_up_to(from, kLast);
  while (step && step->source == LabelSource::Undo) step = last_step_up_to(from, step->undoes - 1);
  if (!step) return std::nullopt;
  return step->id;
}

std::optional<BatchId> top_of_redo(const Readable& from) {
  auto step = last_step_up_to(from, kLast);
  while (step && step->source == LabelSource::Redo) step = last_step_up_to(from, step->undoes - 1);
  if (!step || step->source != LabelSource::Undo) return std::nullopt;
  return step->id;
}

std::optional<LabelBatch> batch(const Readable& from, BatchId id) {
  Query query(from.connection(), sql::label_batch_by_id, id);
  if (!query.next()) return std::nullopt;
  return read_label_batch(query);
}

// A redo of an undo of a decision is known to people by the decision's name.
std::optional<LabelBatch> named_by_decision(const Readable& from, std::optional<BatchId> id) {
  if (!id) return std::nullopt;
  auto found = batch(from, *id);
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
Reversal reverse(Transaction& transaction, const LabelBatch& reversed, LabelSource source) {
  LabelBatchWriter writer(transaction, {.source = source}, transaction.name(), reversed.id);
  Reversal result{writer.begin(), reversed.id, reversed.name, 0, {}};
  for (const LabelEvent& event : events_of(transaction, reversed.id)) {
    if (writer.relabel_if(event.to, {event.image, event.from, std::nullopt}))
      ++result.changed;
    else
      result.skipped.push_back(event.image);
  }
  return result;
}

}  // namespace

std::optional<LabelBatch> undoable(const Readable& from) { return named_by_decision(from, top_of_undo(from)); }

std::optional<LabelBatch> redoable(const Readable& from) { return named_by_decision(from, top_of_redo(from)); }

std::optional<Reversal> undo(Transaction& transaction) {
  const auto top = undoable(transaction);
  if (!top) return std::nullopt;
  return reverse(transaction, *top, LabelSource::Undo);
}

std::optional<Reversal> redo(Transaction& transaction) {
  const auto top = redoable(transaction);
  if (!top) return std::nullopt;
  return reverse(transaction, *top, LabelSource::Redo);
}

}  // namespace db
