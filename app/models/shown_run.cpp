#include "app/models/shown_run.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>

#include <nlohmann/json.hpp>

#include "app/core/time_text.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/run_store.h"
#include "db/runs.h"

namespace app {
namespace {

float number(const std::optional<double>& value) { return value ? static_cast<float>(*value) : kUnknown; }

RunState to_view(db::RunState state) {
  switch (state) {
    case db::RunState::Running: return RunState::Running;
    case db::RunState::Paused: return RunState::Paused;
    case db::RunState::Finished: return RunState::Finished;
    case db::RunState::Stopped: return RunState::Stopped;
    case db::RunState::Failed:
    case db::RunState::Interrupted: return RunState::Failed;
  }
  return RunState::None;
}

float member(const nlohmann::json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_number() ? found->get<float>() : kUnknown;
}

EpochView to_view(const db::Epoch& epoch) {
  const auto metrics = nlohmann::json::parse(epoch.metrics_json);
  EpochView view;
  view.epoch = epoch.epoch;
  view.train_loss = number(epoch.train_loss);
  view.train_accuracy = member(metrics, "train_accuracy");
  view.val_loss = number(epoch.val_loss);
  view.val_accuracy = number(epoch.val_accuracy);
  view.val_auc = number(epoch.val_auc);
  view.val_precision = member(metrics, "precision");
  view.val_recall = member(metrics, "recall");
  view.val_specificity = member(metrics, "specificity");
  view.val_f1 = member(metrics, "f1");
  view.val_balanced_accuracy = member(metrics, "balanced_accuracy");
  view.learning_rate = number(epoch.learning_rate);
  view.seconds = number(epoch.seconds);
  return view;
}

RunRow to_row(Workspace& workspace, const db::Run& run) {
  const db::Readable& from = workspace.reader();
  const auto config = nlohmann::json::parse(run.config_json);
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

// The batches of a run that is over, from its log: epoch, step, loss, images per second.
void read_steps(const std::filesystem::path& file, RunView& view) {
  view.step_loss.clear();
  view.speed.clear();
  std::ifstream log(file);
  std::string line;
  for (std::getline(log, line); std::getline(log, line);) {
    float loss = 0, speed = 0;
    if (std::sscanf(line.c_str(), "%*d,%*d,%f,%f", &loss, &speed) != 2) continue;
    view.step_loss.push_back(loss);
    view.speed.push_back(speed);
  }
}

}  // namespace

void ShownRun::show(RunId id, int epoch) {
  const auto run = db::run(workspace_.reader(), id);
  if (!run) return;
  const auto best = db::best_checkpoint(workspace_.reader(), id);
  view_.run = id;
  if (!view_.live) {
    view_.state = to_view(run->state);
    view_.message = run->message;
    view_.phase = run->name + ", " + run->message;
    view_.epochs_done.clear();
    for (const db::Epoch& row : db::epochs(workspace_.reader(), id)) view_.epochs_done.push_back(to_view(row));
    view_.best_epoch = best ? best->epoch : 0;
    view_.epoch = view_.epochs = static_cast<int>(view_.epochs_done.size());
    read_steps(workspace_.run_folder(id) / "steps.csv", view_);
  }
  epoch_ = epoch > 0 ? epoch : view_.best_epoch;
  evaluate();
}

void ShownRun::show_nothing() {
  view_.run.reset();
  view_.message.clear();
  view_.not_measurable.clear();
  view_.epoch = view_.epochs = view_.step = view_.steps = view_.best_epoch = 0;
  view_.step_loss.clear();
  view_.speed.clear();
  view_.epochs_done.clear();
  view_.evaluation = {};
  epoch_ = 0;
}

void ShownRun::show_live_epoch(int epoch) {
  epoch_ = epoch;
  evaluate();
}

void ShownRun::set_threshold(float threshold) {
  view_.evaluation.threshold = threshold;
  evaluate();
}

// What keeps a run from being measured is shown where its numbers would stand.
void ShownRun::evaluate() {
  view_.not_measurable.clear();
  if (!view_.run || epoch_ < 1) return;
  EvaluateRequest request;
  request.run = *view_.run;
  request.epoch = epoch_;
  request.threshold = view_.evaluation.threshold;
  try {
    if (db::prediction(workspace_.reader(), *view_.run, epoch_, db::Split::Val))
      return fill_evaluation(evaluate_split(workspace_, request, {}).evaluation);
    view_.not_measurable = "Epoch " + std::to_string(epoch_) + " kept no predictions for validation.";
  } catch (const std::exception& error) {
    view_.not_measurable = error.what();
  }
  view_.evaluation = {};
  view_.evaluation.threshold = static_cast<float>(request.threshold);
}

void ShownRun::fill_evaluation(const Evaluation& from) {
  EvaluationView& view = view_.evaluation;
  view.split = from.from.split;
  view.n = from.n;
  view.epoch = from.from.epoch;
  view.label_revision = from.from.label_revision;
  view.groups = from.groups;
  view.confusion.assign(from.confusion.begin(), from.confusion.end());
  view.roc.clear();
  for (const ml::RocPoint& point : from.roc) {
    view.roc.push_back(
        {static_cast<float>(point.fpr), static_cast<float>(point.tpr), static_cast<float>(point.threshold)});
  }
  view.auc = number(from.auc);
  view.auc_low = number(from.auc_low);
  view.auc_high = number(from.auc_high);
  view.accuracy = number(from.accuracy);
  view.precision = number(from.precision);
  view.recall = number(from.recall);
  view.specificity = number(from.specificity);
  view.f1 = number(from.f1);
  view.balanced_accuracy = number(from.balanced_accuracy);
}

void ShownRun::refresh_runs() {
  view_.runs.clear();
  for (const db::Run& run : db::runs(workspace_.reader())) view_.runs.push_back(to_row(workspace_, run));
}

std::optional<RunId> ShownRun::newest_usable_run() const {
  for (const RunRow& row : view_.runs) {
    if (row.best_epoch > 0) return row.id;
  }
  return std::nullopt;
}

}  // namespace app
