#include "app/workspace/run_at_work.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>
#include <stdexcept>
#include <utility>

#include "app/core/joined.h"
#include "app/core/json.h"
#include "app/core/number_text.h"
#include "app/workspace/changed_settings.h"
#include "app/workspace/content_check.h"
#include "app/workspace/kept_models.h"
#include "app/workspace/left_out_sources.h"
#include "app/workspace/model_familiarity.h"
#include "app/workspace/prediction.h"
#include "app/workspace/run_file.h"
#include "app/workspace/train_request.h"
#include "ml/arch/trainable.h"
#include "ml/train/class_outputs.h"
#include "ml/train/phase_clock.h"

namespace app {
namespace {

ml::Dataset dataset_from(const TargetData& data, const ml::SampleSource& source) {
  ml::Dataset dataset;
  dataset.source = &source;
  dataset.labels = data.group;
  dataset.train = indices_of(data, db::Split::Train);
  dataset.val = indices_of(data, db::Split::Val);
  dataset.sources = source_numbers(data);
  dataset.classes = class_numbers(data);
  if (dataset.train.empty()) {
    throw std::runtime_error("training on " + data.target +
                             ": no labelled image is in the training split; import images with labels first");
  }
  return dataset;
}

std::string end_text(ml::TrainEnd end) {
  switch (end) {
    case ml::TrainEnd::Finished: return "finished";
    case ml::TrainEnd::StoppedEarly: return "stopped early";
    case ml::TrainEnd::Stopped: return "stopped";
    case ml::TrainEnd::Cancelled: return "cancelled";
    case ml::TrainEnd::OtherDepth: break;
  }
  return "finished";
}

// Training and unlabelled images get predictions for the grid. The test split does not: looking at
// it is a decision of its own. Training images are asked about once, whatever the model's views: they show what was
// learnt and measure nothing, and eight views of them would take minutes.
void predict_rest(Workspace& workspace, const TrainOutcome& outcome, const ml::Model& model, const TargetData& data,
                  const ml::SampleSource& source, ml::TrainControl& control, RunRecorder& recorder, int threads) {
  for (const db::Split split : {db::Split::Train, db::Split::None}) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < data.images.size(); ++i) {
      if (data.images[i].split == split) indices.push_back(i);
    }
    if (indices.empty() || control.order() == ml::TrainControl::Order::Cancel) continue;
    const ml::PhaseClock clock("predicting", 0, indices.size());
    const PredictedSet set = predict_images(model, source, indices, workspace.features_folder(),
                                            {.questions = {.views = split == db::Split::Train ? 1 : 0},
                                             .calibrated = false,
                                             .threads = threads,
                                             .progress = [&](const ProgressReport& report) {
                                               recorder.on_phase(clock.at(static_cast<std::size_t>(report.done)));
                                             }});
    db::Prediction prediction{
        outcome.run,       outcome.best_epoch, split, data.label_revision, static_cast<int>(data.groups.size()), {},
        set.probabilities, set.questions.views};
    for (const std::size_t index : set.indices) prediction.images.push_back(data.images[index].id);
    workspace.writer().transact_and_wait(
        "Predictions", [&](db::Transaction& transaction) { db::save_prediction(transaction, prediction); });
  }
}

int epochs_of(const ml::TrainPlan& plan) {
  int epochs = 0;
  for (const ml::TrainConfig& phase : plan.phases) epochs += phase.epochs;
  return epochs;
}

// What the sources mean for the run: which are left out, and whether there is anything to balance.
std::vector<std::string> source_notes(const TargetData& data, const ml::TrainPlan& plan) {
  std::vector<std::string> notes;
  std::set<std::string> left_out, trained;
  long unknown = 0;
  for (const std::size_t index : data.left_out) left_out.insert(data.images[index].source);
  for (const std::size_t index : indices_of(data, db::Split::Train)) {
    trained.insert(data.images[index].source);
    unknown += data.images[index].source.empty() ? 1 : 0;
  }
  if (!left_out.empty())
    notes.push_back("left out, neither learnt from nor validated on: " + joined({left_out.begin(), left_out.end()}) +
                    ", " + grouped(static_cast<std::int64_t>(data.left_out.size())) + " images");
  if (std::ranges::none_of(plan.phases, &ml::TrainConfig::balance_sources)) return notes;
  if (trained.size() == 1)
    notes.push_back("balance_sources does nothing: every training image is of one source" +
                    (trained.begin()->empty() ? std::string() : ", " + *trained.begin()));
  if (unknown > 0 && trained.size() > 1)
    notes.push_back("no source recorded: " + grouped(unknown) + " training images, which are drawn as one source");
  return notes;
}

// Whether classes are learnt along with their groups; where they are not, it is said to whoever asked for it.
std::vector<std::string> class_notes(const ml::Dataset& dataset, const TargetData& data, const ml::TrainPlan& plan,
                                     const TrainRequest& request) {
  const auto asked = std::ranges::any_of(plan.phases, [](const ml::TrainConfig& c) { return c.class_loss > 0; });
  if (!asked) return {};
  for (const ml::TrainConfig& config : plan.phases)
    if (const std::size_t classes = ml::classes_learnt(dataset, data.groups.size(), config))
      return {"the " + std::to_string(classes) + " classes of the groups are learnt too (class_loss)"};
  const auto typed = [](const auto& setting) { return setting.first.ends_with("class_loss"); };
  if (std::ranges::none_of(request.settings, typed)) return {};
  return {"class_loss does nothing: the groups of " + data.target + " have no more classes than there are groups"};
}

}  // namespace

RunAtWork::RunAtWork(Workspace& workspace, RunStore& store, const TrainRequest& request, ml::TrainPlan plan,
                     const TargetData& data, const RunChanges& changes, ml::TrainControl& control,
                     const TrainWatch& watch)
    : workspace_(workspace),
      store_(store),
      request_(request),
      plan_(std::move(plan)),
      data_(data),
      changes_(changes),
      control_(control),
      on_note_(watch.on_note),
      source_(data.images, data.stamps),
      dataset_(dataset_from(data, source_)),
      recorder_(workspace, store, epochs_of(plan_), data, dataset_.val, watch, [&control] { control.cancel(); }) {}

TrainOutcome RunAtWork::from(ml::Model model, RunPosition at) {
  const bool by_loss = std::ranges::all_of(
      plan_.phases, [](const ml::TrainConfig& phase) { return phase.criterion == ml::Criterion::ValLoss; });
  outcome_.notes = notes_on(data_, by_loss);
  for (std::string& note : source_notes(data_, plan_)) outcome_.notes.push_back(std::move(note));
  for (std::string& note : class_notes(dataset_, data_, plan_, request_)) outcome_.notes.push_back(std::move(note));
  for (const std::string& note : outcome_.notes)
    if (on_note_) on_note_(note);
  const auto started = std::chrono::steady_clock::now();
  former_ = former_decisions(workspace_, *workspace_.make_reader(), store_.run());
  if (at.checkpoint) recorder_.restore(at.first_epoch + at.checkpoint->epochs_done);
  for (bool goes_on = true; goes_on;)
    goes_on = run_phase(model, at) && ++at.phase <= static_cast<int>(plan_.phases.size());
  finish(std::move(model), at);
  outcome_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return outcome_;
}

void RunAtWork::begin_phase(const RunPosition& at, int views) {
  const ml::TrainConfig& config = plan_.phases[static_cast<std::size_t>(at.phase - 1)];
  recorder_.begin({.number = at.phase,
                   .first_epoch = at.first_epoch,
                   .maximise = config.criterion != ml::Criterion::ValLoss,
                   .best = at.best,
                   .best_loss = at.best_loss,
                   .trained_on = trained_on(),
                   .parts = static_cast<int>(plan_.phases.size()),
                   .depth = depth_from_name(ml::depth_name(config.depth)),
                   .epochs = config.epochs,
                   .patience = config.patience,
                   .criterion = criterion_of(config),
                   .keep_every = request_.keep_every,
                   .views = views,
                   .logs_replayed = request_.replay_of > 0});
  control_.replay(changes_.of_phase(at.phase, at.checkpoint ? at.checkpoint->epochs_done : 0));
}

// What an earlier phase kept is compared by the criterion of this one.
void RunAtWork::judge_best_by(ml::Criterion criterion, RunPosition& at) const {
  const TrainProgress& so_far = recorder_.progress();
  if (!at.best || so_far.best_epoch == 0) return;
  if (criterion == plan_.phases[static_cast<std::size_t>(at.phase - 2)].criterion) return;
  const EpochRecord& best = so_far.epochs_done[static_cast<std::size_t>(so_far.best_epoch - 1)];
  if (criterion == ml::Criterion::ValLoss) {
    at.best = best.val_loss;
  } else {
    at.best = best.val.metrics[criterion == ml::Criterion::ValAuc ? Metric::Auc : Metric::BalancedAccuracy];
  }
}

// The model becomes the best so far.
bool RunAtWork::run_phase(ml::Model& model, RunPosition& at) {
  const ml::TrainConfig config = plan_.phases[static_cast<std::size_t>(at.phase - 1)];
  if (!at.checkpoint && at.phase > 1) judge_best_by(config.criterion, at);
  begin_phase(at, model.views);
  if (!at.checkpoint) store_.save_phase_start(at.phase, model);
  std::optional<ml::FeatureCache> cache;
  if (config.depth != ml::Depth::Whole)
    cache.emplace(workspace_.features_folder(), ml::feature_space(model, config.depth, config.frozen_precision));
  const ml::TrainCheckpoint* from = at.checkpoint ? &*at.checkpoint : nullptr;
  ml::TrainResult result = trained(model, cache ? &*cache : nullptr, config, from);
  recorder_.rethrow_failure();
  outcome_.end = end_text(result.end);
  outcome_.skipped.clear();
  for (const ml::SkippedImage& skipped : result.skipped) outcome_.skipped.push_back(skipped.reason);
  if (recorder_.progress().best_epoch > at.first_epoch) {
    model = std::move(result.model);
    at.best = result.best_criterion;
    at.best_loss =
        recorder_.progress().epochs_done[static_cast<std::size_t>(recorder_.progress().best_epoch - 1)].val_loss;
  }
  outcome_.epochs_run = at.first_epoch += result.epochs_run;
  at.checkpoint.reset();
  if (result.next) plan_.phases.insert(plan_.phases.begin() + at.phase, *result.next);
  return result.end == ml::TrainEnd::Finished || result.end == ml::TrainEnd::StoppedEarly || result.next;
}

// A run that breaks down keeps what it had learnt by its best epoch.
ml::TrainResult RunAtWork::trained(const ml::Model& model, ml::FeatureCache* cache, const ml::TrainConfig& config,
                                   const ml::TrainCheckpoint* from) {
  try {
    return ml::train(model, dataset_, cache, config, control_, recorder_, from);
  } catch (const ml::TrainingDiverged& diverged) {
    recorder_.rethrow_failure();
    if (diverged.best)
      store_.save_best(diverged.best->model, recorder_.progress().best_epoch, diverged.best->best_criterion,
                       trained_on());
    throw;
  }
}

void RunAtWork::finish(ml::Model model, const RunPosition& at) {
  outcome_.run = store_.run();
  outcome_.files = check_content(data_.images, data_.stamps).text();
  outcome_.log_file = recorder_.log_file();
  outcome_.best_epoch = recorder_.progress().best_epoch;
  outcome_.best_criterion = at.best.value_or(0);
  if (recorder_.checkpoint_phase() > 0) store_.forget_phase_starts_but(recorder_.checkpoint_phase());
  if (outcome_.best_epoch == 0) return;
  forget_of_other_epoch();
  outcome_.calibration = calibrated(model);
  carry(model, former_, outcome_.best_epoch, db::run(*workspace_.make_reader(), store_.run()).value());
  outcome_.model_file = store_.save_best(model, outcome_.best_epoch, outcome_.best_criterion, trained_on());
  const EpochRecord& best = recorder_.progress().epochs_done[static_cast<std::size_t>(outcome_.best_epoch - 1)];
  outcome_.val = best.val;
  outcome_.validated = was_validated(best);
  outcome_.criterion = recorder_.progress().criterion;
  outcome_.chosen = chooses(outcome_.criterion, best);
  outcome_.kept = kept_text();
  predict_rest(workspace_, outcome_, model, data_, source_, control_, recorder_, request_.threads);
  learn_familiarity(model);
  save_as_kept(std::move(model));
}

void RunAtWork::forget_of_other_epoch() {
  for (std::string& note : app::forget_of_other_epoch(workspace_, store_.run(), former_, outcome_.best_epoch)) {
    if (on_note_) on_note_(note);
    outcome_.notes.push_back(std::move(note));
  }
}

// After the predictions, which have left the features of the training images in the cache.
void RunAtWork::learn_familiarity(ml::Model& model) {
  if (control_.order() == ml::TrainControl::Order::Cancel) return;
  try {
    const ml::PhaseClock clock("learning what is familiar", 0, dataset_.train.size());
    outcome_.familiarity = add_familiarity(model, data_, source_, workspace_.features_folder(),
                                           {.threads = request_.threads, .progress = [&](const ProgressReport& report) {
                                              recorder_.on_phase(clock.at(static_cast<std::size_t>(report.done)));
                                            }});
  } catch (const std::exception& error) {  // the run is whole without it
    outcome_.familiarity = std::string("What is like the training images was not learnt: ") + error.what();
  }
}

// Predicting and learning took their time, in which others may have kept something with the run: while it is trained
// they write into its row alone.
void RunAtWork::save_as_kept(ml::Model model) {
  try {
    const db::Run row = db::run(*workspace_.make_reader(), store_.run()).value();
    put_what_is_kept(model, row);
    outcome_.calibration = calibration_of(row);
    store_.save_best(std::move(model), outcome_.best_epoch, outcome_.best_criterion, trained_on());
  } catch (const std::exception& error) {  // the run is whole without it
    const std::string note = std::string("what was learnt and kept last is not in the model's file: ") + error.what();
    if (on_note_) on_note_(note);
    outcome_.notes.push_back(note);
  }
}

// On what was stored of validation, so that `nevus calibrate` finds the same.
RunCalibration RunAtWork::calibrated(ml::Model& model) {
  const RunId run = store_.run();
  const auto reader = workspace_.make_reader();
  const RunCalibration calibration =
      fitted_calibration(data_, db::prediction(*reader, run, outcome_.best_epoch, db::Split::Val));
  model.calibration = calibration.fitted;
  workspace_.writer().transact_and_wait(
      "Calibrate a run", [&](db::Transaction& transaction) { keep_calibration(transaction, run, calibration); });
  return calibration;
}

std::string RunAtWork::kept_text() const {
  const auto reader = workspace_.make_reader();
  std::vector<std::string> epochs;
  for (const KeptModel& kept : kept_models(workspace_, *reader, store_.run()))
    epochs.push_back(std::to_string(kept.epoch) + (!kept.is_best ? "" : outcome_.chosen ? " (best)" : " (last)"));
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(workspace_.run_folder(store_.run()))) {
    std::error_code gone;
    if (const std::uintmax_t size = entry.file_size(gone); !gone) bytes += size;
  }
  char megabytes[32];
  std::snprintf(megabytes, sizeof megabytes, "%.1f MB", static_cast<double>(bytes) / 1e6);
  return "weights of epoch " + joined(epochs) + " and the state to go on from, " + megabytes;
}

std::string RunAtWork::trained_on() const {
  Json json = {
      {"request", Json::parse(to_json(request_))}, {"run", store_.run()}, {"label_revision", data_.label_revision}};
  const auto reader = workspace_.make_reader();
  const ChangedSettings changed = changed_settings(db::run_events(*reader, store_.run()));
  if (!changed.none()) json["changed"] = app::to_json(changed);
  return json.dump();
}

}  // namespace app
