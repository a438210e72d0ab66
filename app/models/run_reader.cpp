#include "app/models/run_reader.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>

#include "app/core/json.h"
#include "app/core/time_text.h"
#include "app/models/run_marks.h"
#include "app/workspace/changed_settings.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_scores_reader.h"
#include "app/workspace/run_store.h"
#include "app/workspace/run_threshold.h"
#include "app/workspace/train_request.h"
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

CalibrationView to_view(const db::Run& run) {
  try {
    const RunCalibration calibration = calibration_of(run);
    return {calibration.fitted.has_value(), calibration.applied() != nullptr, calibration_words(calibration),
            calibration_text(calibration),  calibration.figures.ece_before,   calibration.figures.ece_after};
  } catch (const std::exception& error) {  // its numbers are not shown either
    return {.words = "calibration cannot be read", .text = error.what()};
  }
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
  view.block_norms = block_norms_from_json(metrics);
  return view;
}

// What was added to it since it was trained.
void add_kept(RunRow& row, const db::Reader& from, const db::Run& run) {
  row.note = run.note;
  row.threshold = run.threshold;
  row.threshold_words = threshold_words(run);
  row.threshold_frozen = is_frozen(run);
  row.calibration_json = run.calibration_json;
  row.groups_json = run.classes_json;
  if (!run.parent) return;
  const auto parent = db::run(from, *run.parent);
  row.parent = "from " + (parent ? parent->name : "run " + std::to_string(*run.parent)) + ", epoch " +
               std::to_string(run.parent_epoch);
}

RunRow to_row(const Workspace& workspace, const db::Reader& from, const db::Run& run) {
  const auto config = Json::parse(run.config_json);
  RunRow row{run.id, run.name, "", to_view(run.state), kUnknown, 0, local_time_text(run.created_at_ms)};
  add_kept(row, from, run);
  const std::string model = config.value("model", "");
  row.summary = run.target + ", " + run.depth + ", " + (model.empty() ? "default model" : model);
  row.config_json = run.config_json;
  row.resumable = run.state != db::RunState::Running && RunStore::has_checkpoint(workspace, run.id);
  if (const std::string preset = config.value("preset", ""); !preset.empty()) row.summary = preset + ", " + row.summary;
  if (const auto best = db::best_checkpoint(from, run.id)) {
    row.best_epoch = best->epoch;
    for (const db::Epoch& epoch : db::epochs(from, run.id)) {
      if (epoch.epoch != best->epoch) continue;
      row.best_auc = number(epoch.val_auc);
      if (!Json::parse(epoch.metrics_json).value("leak", "").empty()) row.summary = "LEAK, " + row.summary;
    }
  }
  return row;
}

// From the settings of the run, and what it went on with; those of a recipe stand in the recipe.
void read_stopping(const db::Run& run, std::span<const db::RunEvent> events, RunDetails& details) {
  const auto config = Json::parse(run.config_json);
  details.criterion = criterion_of_run(run.config_json);
  if (config.value("preset", "").empty()) details.patience_epochs = config.value("patience", 0);
  using Settings = std::vector<std::pair<std::string, std::string>>;
  for (const auto& [name, value] : config.value("settings", Settings{}))
    if (name == "patience") details.patience_epochs = std::atoi(value.c_str());
  details.patience_epochs = changed_settings(events).patience.value_or(details.patience_epochs);
}

// Of all phases. Settings of another version may not be known.
int epochs_asked(const db::Run& run, std::span<const db::RunEvent> events) {
  if (const auto changed = changed_settings(events).epochs) return *changed;
  try {
    int epochs = 0;
    for (const ml::TrainConfig& phase : plan_from(request_from_json(run.config_json), 1).phases) epochs += phase.epochs;
    return epochs;
  } catch (const std::exception&) {
    return 0;
  }
}

// The batches of a run, from its log: epoch, step, loss, images per second.
void read_steps(const std::filesystem::path& file, RunDetails& run) {
  std::ifstream log(file);
  std::string line;
  int last_epoch = 0;
  for (std::getline(log, line); std::getline(log, line);) {
    float loss = 0, speed = 0;
    int epoch = 0;
    if (std::sscanf(line.c_str(), "%d,%*d,%f,%f", &epoch, &loss, &speed) != 3) continue;
    run.step_loss.push_back(loss);
    run.speed.push_back(speed);
    last_epoch = std::max(last_epoch, epoch);
  }
  if (last_epoch > 0) run.steps_per_epoch = static_cast<float>(run.step_loss.size()) / static_cast<float>(last_epoch);
}

}  // namespace

RunList read_run_list(const Workspace& workspace, const db::Reader& from) {
  const db::Reader::Snapshot snapshot(from);
  RunList list;
  for (const db::Run& run : db::runs(from)) {
    std::vector<RunRow>& rows = run.deleted ? list.deleted : list.runs;
    try {
      rows.push_back(to_row(workspace, from, run));
    } catch (const std::exception& error) {  // one row that cannot be read does not hide the others
      RunRow row{run.id, run.name, "", RunState::Failed, kUnknown, 0, local_time_text(run.created_at_ms)};
      row.summary = std::string("cannot be read: ") + error.what();
      rows.push_back(std::move(row));
    }
  }
  return list;
}

std::optional<RunDetails> read_run(const Workspace& workspace, const db::Reader& from, RunId id,
                                   const std::vector<ImageId>& ids, const std::shared_ptr<const RunScores>& before) {
  RunDetails details;
  std::vector<db::RunEvent> events;
  {
    const db::Reader::Snapshot snapshot(from);
    const auto run = db::run(from, id);
    if (!run) return std::nullopt;
    details.run = id;
    details.state = to_view(run->state);
    details.deleted = run->deleted;
    details.name = run->name;
    details.message = run->message;
    details.threshold = run->threshold;
    details.calibration = to_view(*run);
    events = db::run_events(from, id);
    read_stopping(*run, events, details);
    details.epochs_asked = epochs_asked(*run, events);
    for (const db::Epoch& row : db::epochs(from, id)) {
      details.epochs.push_back(to_view(row));
      if (Json::parse(row.metrics_json).value("best", false)) details.best_so_far = row.epoch;
    }
  }
  read_steps(workspace.run_folder(id) / "steps.csv", details);
  details.marks = run_marks(events, details.steps_per_epoch);
  details.scores = read_run_scores(from, id, ids, before);
  return details;
}

}  // namespace app
