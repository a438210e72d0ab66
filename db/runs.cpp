#include "db/runs.h"

#include <algorithm>
#include <bit>
#include <span>

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
  return run;
}

std::string named(RunId run) { return "run " + std::to_string(run); }

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
  const RunId id =
      Query(connection, sql::run_insert, run.name, transaction.now_ms(), name_of(run.state), run.target, run.depth,
            run.config_json, std::bit_cast<std::int64_t>(run.seed), run.label_revision, run.contract_json,
            run.weights_hash, run.model_path, run.message, run.classes_json, run.edit_revision)
          .id();
  if (run.name.empty()) Query(connection, sql::run_set_name, id, named(id)).run();
  transaction.changes().runs.push_back(id);
  return id;
}

void set_run_state(Transaction& transaction, RunId run, RunState state, const std::string& message) {
  Query query(transaction.connection(), sql::run_set_state, run, name_of(state), message);
  require_changed(query.run(), named(run), transaction.connection());
  transaction.changes().runs.push_back(run);
}

void set_run_model(Transaction& transaction, RunId run, const std::string& model_path,
                   const std::string& weights_hash) {
  Query query(transaction.connection(), sql::run_set_model, run, model_path, weights_hash);
  require_changed(query.run(), named(run), transaction.connection());
  transaction.changes().runs.push_back(run);
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

std::vector<RunEvent> run_events(const Readable& from, RunId run) {
  Query query(from.connection(), sql::run_event_list, run);
  std::vector<RunEvent> events;
  while (query.next())
    events.push_back(
        {query.integer(0), query.small_integer(1), query.integer(2), query.integer(3), query.text(4), query.text(5)});
  return events;
}

}  // namespace db
