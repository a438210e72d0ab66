#include "db/runs.h"

#include <bit>

#include "db/changes.h"
#include "db/embedded_sql.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

RunState state_named(const std::string& name) {
  for (const RunState state : {RunState::Finished, RunState::Stopped, RunState::Failed, RunState::Interrupted})
    if (name == name_of(state)) return state;
  return RunState::Running;
}

Run read_run(const Query& row) {
  Run run;
  run.id = row.integer(0);
  run.name = row.text(1);
  run.created_at_ms = row.integer(2);
  run.state = state_named(row.text(3));
  run.target = row.text(4);
  run.depth = row.text(5);
  run.config_json = row.text(6);
  run.seed = std::bit_cast<std::uint64_t>(row.integer(7));
  run.label_revision = row.integer(8);
  run.contract_json = row.text(9);
  run.weights_hash = row.text(10);
  run.model_path = row.text(11);
  run.message = row.text(12);
  run.classes_json = row.text(13);
  run.edit_revision = row.integer(14);
  run.note = row.text(15);
  run.deleted = row.boolean(16);
  run.threshold = row.optional_real(17);
  run.threshold_json = row.text(18);
  run.parent = row.optional_integer(19);
  run.parent_epoch = row.small_integer(20);
  run.calibration_json = row.text(21);
  return run;
}

std::string named_run(RunId run) { return "run " + std::to_string(run); }

template <class... Values>
void change(Transaction& transaction, RunId run, std::string_view statement, const Values&... values) {
  Query query(transaction.connection(), statement, run, values...);
  require_changed(query.run(), named_run(run), transaction.connection());
  transaction.changes().runs.push_back(run);
}

}  // namespace

const char* name_of(RunState state) {
  switch (state) {
    case RunState::Finished: return "finished";
    case RunState::Stopped: return "stopped";
    case RunState::Failed: return "failed";
    case RunState::Interrupted: return "interrupted";
    case RunState::Running: break;
  }
  return "running";
}

RunId add_run(Transaction& transaction, const Run& run) {
  auto& connection = transaction.connection();
  const RunId id = Query(connection, sql::run_insert, run.name, transaction.now_ms(), name_of(run.state), run.target,
                         run.depth, run.config_json, std::bit_cast<std::int64_t>(run.seed), run.label_revision,
                         run.contract_json, run.weights_hash, run.model_path, run.message, run.classes_json,
                         run.edit_revision, run.parent, run.parent_epoch)
                       .id();
  if (run.name.empty()) Query(connection, sql::run_set_name, id, named_run(id)).run();
  transaction.changes().runs.push_back(id);
  return id;
}

void set_run_state(Transaction& transaction, RunId run, RunState state, const std::string& message) {
  change(transaction, run, sql::run_set_state, name_of(state), message);
}

void set_run_model(Transaction& transaction, RunId run, const std::string& model_path,
                   const std::string& weights_hash) {
  change(transaction, run, sql::run_set_model, model_path, weights_hash);
}

void set_run_name(Transaction& transaction, RunId run, const std::string& name) {
  if (name.empty())
    throw Error(ErrorKind::Refused, "Cannot rename " + named_run(run) + ": the name is empty. Give it one");
  change(transaction, run, sql::run_set_name, name);
}

void set_run_note(Transaction& transaction, RunId run, const std::string& note) {
  change(transaction, run, sql::run_set_note, note);
}

void set_run_deleted(Transaction& transaction, RunId run, bool deleted) {
  change(transaction, run, sql::run_set_deleted, deleted);
}

void set_run_threshold(Transaction& transaction, RunId run, std::optional<double> threshold, const std::string& how) {
  if (threshold && !(*threshold >= 0 && *threshold <= 1))
    throw Error(ErrorKind::Refused, "Cannot keep the threshold of " + named_run(run) + ": it is " +
                                        std::to_string(*threshold) + ". Give one from 0 to 1");
  change(transaction, run, sql::run_set_threshold, threshold, threshold ? how : std::string("{}"));
}

void set_run_calibration(Transaction& transaction, RunId run, const std::string& calibration_json) {
  change(transaction, run, sql::run_set_calibration, calibration_json);
}

void add_test_look(Transaction& transaction, const TestLook& look) {
  Query(transaction.connection(), sql::test_look_insert, transaction.now_ms(), transaction.who(), look.run, look.epoch,
        look.threshold, look.n, look.label_revision, look.reason)
      .id();
  if (look.run) transaction.changes().runs.push_back(*look.run);
}

std::vector<RunId> mark_interrupted_runs(Transaction& transaction, const std::function<bool(RunId)>& is_trained_now) {
  std::vector<RunId> interrupted;
  for (const Run& run : runs(transaction)) {
    if (run.state != RunState::Running || is_trained_now(run.id)) continue;
    set_run_state(transaction, run.id, RunState::Interrupted, run.message);
    interrupted.push_back(run.id);
  }
  return interrupted;
}

void add_run_event(Transaction& transaction, const RunEvent& event) {
  Query(transaction.connection(), sql::run_event_insert, event.run, event.epoch, event.step,
        event.at_ms != 0 ? event.at_ms : transaction.now_ms(), event.kind, event.json)
      .run();
  transaction.changes().runs.push_back(event.run);
}

void take_back_run_event(Transaction& transaction, RunId run, const std::string& kind) {
  Query(transaction.connection(), sql::run_event_take_back, run, kind).run();
  transaction.changes().runs.push_back(run);
}

std::vector<Run> runs(const Readable& from) {
  Query query(from.connection(), sql::run_list);
  std::vector<Run> found;
  while (query.next()) found.push_back(read_run(query));
  return found;
}

std::optional<Run> run(const Readable& from, RunId id) {
  Query query(from.connection(), sql::run_by_id, id);
  if (!query.next()) return std::nullopt;
  return read_run(query);
}

std::vector<TestLook> test_looks(const Readable& from) {
  Query query(from.connection(), sql::test_look_list);
  std::vector<TestLook> looks;
  while (query.next())
    looks.push_back({query.integer(0), query.integer(1), query.text(2), query.optional_integer(3),
                     query.small_integer(4), query.optional_real(5), query.integer(6), query.integer(7),
                     query.text(8)});
  return looks;
}

std::vector<RunEvent> run_events(const Readable& from, RunId run) {
  Query query(from.connection(), sql::run_event_list, run);
  std::vector<RunEvent> events;
  while (query.next())
    events.push_back(
        {query.integer(0), query.small_integer(1), query.integer(2), query.integer(3), query.text(4), query.text(5)});
  return events;
}

}  // namespace db
