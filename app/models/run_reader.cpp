#include "app/models/run_reader.h"

#include <cstdio>
#include <fstream>

#include "app/core/json.h"
#include "app/core/time_text.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/run_scores_reader.h"
#include "app/workspace/run_store.h"
#include "db/runs.h"

namespace app {
namespace {

RunState to_view(db::RunState state) {
  switch (state) {
    case db::RunState::Running: return RunState::Running;
    case db::RunState::Finished: return RunState::Finished;
    case db::RunState::Stopped: return RunState::Stopped;
    case db::RunState::Failed:
    case db::RunState::Interrupted: return RunState::Failed;
  }
  return RunState::None;
}

EpochView to_view(const db::Epoch& epoch) {
  const auto metrics = Json::parse(epoch.metrics_json);
  EpochView view;
  view.epoch = epoch.epoch;
  view.train_loss = number(epoch.train_loss);
  view.train_accuracy = metrics.value("train_accuracy", kUnknown);
  view.val_loss = number(epoch.val_loss);
  view.val = metrics_from_json(metrics);
  view.learning_rate = number(epoch.learning_rate);
  view.seconds = number(epoch.seconds);
  return view;
}

RunRow to_row(const Workspace& workspace, const db::Reader& from, const db::Run& run) {
  const auto config = Json::parse(run.config_json);
  RunRow row{run.id, run.name, "", to_view(run.state), kUnknown, 0, local_time_text(run.created_at_ms)};
  const std::string model = config.value("model", "");
  row.summary = run.target + ", " + run.depth + ", " + (model.empty() ? "default model" : model);
  const bool cut_off =
      run.state == db::RunState::Stopped || run.state == db::RunState::Failed || run.state == db::RunState::Interrupted;
  row.resumable = cut_off && RunStore::has_checkpoint(workspace, run.id);
  if (const std::string preset = config.value("preset", ""); !preset.empty()) row.summary = preset + ", " + row.summary;
  if (const auto best = db::best_checkpoint(from, run.id)) {
    row.best_epoch = best->epoch;
    for (const db::Epoch& epoch : db::epochs(from, run.id)) {
      if (epoch.epoch == best->epoch) row.best_auc = number(epoch.val_auc);
    }
  }
  return row;
}

// The batches of a run, from its log: epoch, step, loss, images per second.
void read_steps(const std::filesystem::path& file, RunDetails& run) {
  std::ifstream log(file);
  std::string line;
  for (std::getline(log, line); std::getline(log, line);) {
    float loss = 0, speed = 0;
    if (std::sscanf(line.c_str(), "%*d,%*d,%f,%f", &loss, &speed) != 2) continue;
    run.step_loss.push_back(loss);
    run.speed.push_back(speed);
  }
}

}  // namespace

std::vector<RunRow> read_run_list(const Workspace& workspace, const db::Reader& from) {
  const db::Reader::Snapshot snapshot(from);
  std::vector<RunRow> rows;
  for (const db::Run& run : db::runs(from)) rows.push_back(to_row(workspace, from, run));
  return rows;
}

std::optional<RunDetails> read_run(const Workspace& workspace, const db::Reader& from, RunId id,
                                   const std::vector<ImageId>& ids, const std::shared_ptr<const RunScores>& before) {
  RunDetails details;
  {
    const db::Reader::Snapshot snapshot(from);
    const auto run = db::run(from, id);
    if (!run) return std::nullopt;
    details.run = id;
    details.state = to_view(run->state);
    details.name = run->name;
    details.message = run->message;
    for (const db::Epoch& row : db::epochs(from, id)) details.epochs.push_back(to_view(row));
  }
  read_steps(workspace.run_folder(id) / "steps.csv", details);
  details.scores = read_run_scores(from, id, ids, before);
  return details;
}

}  // namespace app
