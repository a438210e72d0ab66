#include "app/models/training_desk.h"

#include <algorithm>
#include <cstdio>
#include <fstream>

#include <nlohmann/json.hpp>

#include "app/core/thread_niceness.h"
#include "app/core/time_text.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/model_store.h"
#include "app/workspace/run_store.h"
#include "db/runs.h"
#include "ml/train/train_plan.h"

namespace app {
namespace {

constexpr int kNiceness = 10;  // the interface comes first

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

EpochView to_view(const EpochRecord& record) {
  EpochView view;
  view.epoch = record.epoch;
  view.train_loss = static_cast<float>(record.train_loss);
  view.train_accuracy = static_cast<float>(record.train_accuracy);
  view.val_loss = static_cast<float>(record.val_loss);
  view.val_accuracy = number(record.val.accuracy);
  view.val_auc = number(record.val.auc);
  view.val_precision = number(record.val.precision);
  view.val_recall = number(record.val.recall);
  view.val_specificity = number(record.val.specificity);
  view.val_f1 = number(record.val.f1);
  view.val_balanced_accuracy = number(record.val.balanced_accuracy);
  view.learning_rate = record.learning_rate;
  view.seconds = static_cast<float>(record.seconds);
  return view;
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
void read_steps(const std::filesystem::path& file, TrainView& train) {
  train.step_loss.clear();
  train.speed.clear();
  std::ifstream log(file);
  std::string line;
  for (std::getline(log, line); std::getline(log, line);) {
    float loss = 0, speed = 0;
    if (std::sscanf(line.c_str(), "%*d,%*d,%f,%f", &loss, &speed) != 2) continue;
    train.step_loss.push_back(loss);
    train.speed.push_back(speed);
  }
}

}  // namespace

TrainingDesk::TrainingDesk(Workspace& workspace, JobLane& lane, Inbox& inbox, WorkbenchView& view,
                           std::function<void(const Ended&)> on_end)
    : workspace_(workspace), lane_(lane), inbox_(inbox), view_(view), on_end_(std::move(on_end)) {
  refresh_models();
  refresh_runs();
}

void TrainingDesk::refresh_models() {
  TrainView& train = view_.train;
  train.models = {{"starter", "Starter", "MobileNetV2 0.35, 96 px, trained on generated images"}};
  if (has_imported_weights())
    train.models.insert(train.models.begin(), {"imagenet", "ImageNet", "MobileNetV2 1.0, 224 px, imported weights"});
  train.recipes = {{"", "By hand", "The settings below"}};
  for (const ml::PresetInfo& preset : ml::presets())
    train.recipes.push_back({std::string(preset.name), std::string(preset.name), std::string(preset.summary)});
  if (train.form.model.empty()) train.form.model = train.models.front().id;
}

void TrainingDesk::start(const TrainRequest& request) {
  launch([this, request](ml::TrainControl& control, const TrainWatch& watch) {
    return run_training(workspace_, request, control, watch);
  });
}

void TrainingDesk::resume(RunId run) {
  launch([this, run](ml::TrainControl& control, const TrainWatch& watch) {
    return resume_training(workspace_, run, control, watch);
  });
}

void TrainingDesk::launch(const Work& work) {
  TrainView& train = view_.train;
  if (train.live) return;
  before_ = train.run ? std::optional(Shown{*train.run, shown_epoch_}) : std::nullopt;
  progress_ = std::make_shared<Snapshot<TrainProgress>>();
  control_ = std::make_shared<ml::TrainControl>();
  folded_.reset();
  train.live = true;
  train.state = RunState::Preparing;
  train.run.reset();
  train.phase = "Preparing";
  train.message.clear();
  train.epoch = 0;
  train.epochs = 0;
  train.step = train.steps = 0;
  train.step_loss.clear();
  train.speed.clear();
  train.epochs_done.clear();
  train.best_epoch = 0;
  train.evaluation = {};
  shown_epoch_ = 0;
  lane_.post(
      [this, work, progress = progress_, control = control_](const std::stop_token& stop) {
        const std::stop_callback cancel(stop, [control] { control->cancel(); });
        set_thread_niceness(kNiceness);
        const TrainOutcome outcome = work(*control, {progress.get(), [this] { inbox_.post([] {}); }});
        inbox_.post([this, outcome] { on_end_({outcome, ""}); });
      },
      [this](const std::string& why) { inbox_.post([this, why] {
                                         on_end_({std::nullopt, why});
                                       }); });
}

void TrainingDesk::pause_or_resume() {
  if (!view_.train.live) return;
  if (control_->paused())
    control_->resume();
  else
    control_->pause();
  view_.train.state = control_->paused() ? RunState::Paused : RunState::Running;
}

void TrainingDesk::stop_and_keep_best() {
  if (view_.train.live) control_->stop_and_keep_best();
}

void TrainingDesk::set_learning_rate(float rate) {
  if (view_.train.live) control_->set_learning_rate(rate);
}

void TrainingDesk::cancel() {
  if (view_.train.live) control_->cancel();
}

bool TrainingDesk::fold() {
  if (!view_.train.live || !progress_) return false;
  const auto now = progress_->latest();
  if (!now || now == folded_) return false;
  folded_ = now;
  TrainView& train = view_.train;
  train.run = now->run;
  train.state = control_->paused() ? RunState::Paused : now->epoch == 0 ? RunState::Preparing : RunState::Running;
  train.phase = now->phase == "Training"
                    ? "Epoch " + std::to_string(now->epoch) + " of " + std::to_string(now->epochs)
                    : now->phase + " " + std::to_string(now->done) + " of " + std::to_string(now->total);
  train.epoch = now->epoch;
  train.epochs = now->epochs;
  train.step = static_cast<int>(now->step);
  train.steps = static_cast<int>(now->steps);
  train.images_per_s = static_cast<float>(now->images_per_s);
  train.seconds_left = static_cast<float>(now->seconds_left);
  train.learning_rate = now->learning_rate;
  train.step_loss = now->step_loss;
  train.speed = now->speed;
  train.best_epoch = now->best_epoch;
  fold_epochs(*now);
  return true;
}

void TrainingDesk::fold_epochs(const TrainProgress& progress) {
  TrainView& train = view_.train;
  const std::size_t known = train.epochs_done.size();
  for (std::size_t i = known; i < progress.epochs_done.size(); ++i)
    train.epochs_done.push_back(to_view(progress.epochs_done[i]));
  const int patience = train.form.patience_epochs;
  train.patience_left = patience > 0 && train.best_epoch > 0 ? patience - (progress.epoch - train.best_epoch) : -1;
  if (known == progress.epochs_done.size()) return;
  shown_epoch_ = progress.epochs_done.back().epoch;  // live: the newest epoch is what is watched
  evaluate_shown();
}

void TrainingDesk::show_run(RunId id, int epoch) {
  const auto run = db::run(workspace_.reader(), id);
  if (!run) return;
  TrainView& train = view_.train;
  const auto best = db::best_checkpoint(workspace_.reader(), id);
  train.run = id;
  if (!train.live) {
    train.state = to_view(run->state);
    train.message = run->message;
    train.phase = run->name + ", " + run->message;
    train.epochs_done.clear();
    for (const db::Epoch& row : db::epochs(workspace_.reader(), id)) train.epochs_done.push_back(to_view(row));
    train.best_epoch = best ? best->epoch : 0;
    train.epoch = train.epochs = static_cast<int>(train.epochs_done.size());
    read_steps(workspace_.run_folder(id) / "steps.csv", train);
  }
  shown_epoch_ = epoch > 0 ? epoch : train.best_epoch;
  evaluate_shown();
}

void TrainingDesk::show_run_before() {
  if (before_) show_run(before_->run, before_->epoch);
}

void TrainingDesk::set_threshold(float threshold) {
  view_.train.evaluation.threshold = threshold;
  evaluate_shown();
}

void TrainingDesk::evaluate_shown() {
  TrainView& train = view_.train;
  if (!train.run || shown_epoch_ < 1) return;
  if (!db::prediction(workspace_.reader(), *train.run, shown_epoch_, db::Split::Val)) return;
  EvaluateRequest request;
  request.run = *train.run;
  request.epoch = shown_epoch_;
  request.threshold = train.evaluation.threshold;
  fill_evaluation(evaluate_split(workspace_, request, {}).evaluation);
}

void TrainingDesk::fill_evaluation(const Evaluation& from) {
  EvaluationView& view = view_.train.evaluation;
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

void TrainingDesk::refresh_runs() {
  view_.train.runs.clear();
  for (const db::Run& run : db::runs(workspace_.reader())) view_.train.runs.push_back(to_row(workspace_, run));
}

std::optional<RunId> TrainingDesk::newest_usable_run() const {
  for (const RunRow& row : view_.train.runs) {
    if (row.best_epoch > 0) return row.id;
  }
  return std::nullopt;
}

}  // namespace app
