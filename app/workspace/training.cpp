#include "app/workspace/training.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>

#include "app/core/json.h"
#include "app/workspace/content_check.h"
#include "app/workspace/dataset.h"
#include "app/workspace/leaks.h"
#include "app/workspace/model_store.h"
#include "app/workspace/prediction.h"
#include "app/workspace/run_recorder.h"
#include "app/workspace/run_store.h"
#include "app/workspace/train_request.h"
#include "db/runs.h"
#include "ml/arch/trainable.h"
#include "ml/features/feature_cache.h"
#include "ml/runtime/thread_count.h"
#include "ml/train/trainer.h"

namespace app {
namespace {

ml::Model initial_model(const Workspace& workspace, const TrainRequest& request, const ml::TrainPlan& plan,
                        const TargetData& data) {
  ml::Model model = find_model(&workspace, request.model);
  ml::prepare(model, plan, data.groups, data.target, request.seed);
  return model;
}

ml::Dataset dataset_from(const TargetData& data, const ml::SampleSource& source) {
  ml::Dataset dataset;
  dataset.source = &source;
  dataset.labels = data.group;
  dataset.train = indices_of(data, db::Split::Train);
  dataset.val = indices_of(data, db::Split::Val);
  if (dataset.train.empty()) {
    throw std::runtime_error("training on " + data.target +
                             ": no labelled image is in the training split; import images with labels first");
  }
  return dataset;
}

// What training on these images would be measured with but has learnt from.
void check_leak(TargetData& data, bool allowed) {
  LeakScan scan;
  for (std::size_t i = 0; i < data.images.size(); ++i)
    if (data.group[i] >= 0) scan.add(data.images[i]);
  const LeakReport report = scan.report();
  const LeakReport::Crossing* leak = report.of_training();
  if (leak == nullptr) return;
  if (!allowed)
    throw std::runtime_error(
        "training on " + data.target + ": the split leaks, " + leak->text +
        ". A score on them would measure what was learnt by heart. Split by group with "
        "`nevus split WORKSPACE` (in the window: Split by group…), or train all the same with --allow-leak (the "
        "switch in the form), which marks every score");
  if (const auto* val = report.between(db::Split::Train, db::Split::Val)) data.leak = val->text;
  if (const auto* test = report.between(db::Split::Train, db::Split::Test)) data.test_leak = test->text;
}

std::string end_text(ml::TrainEnd end) {
  switch (end) {
    case ml::TrainEnd::Finished: return "finished";
    case ml::TrainEnd::StoppedEarly: return "stopped early";
    case ml::TrainEnd::Stopped: return "stopped";
    case ml::TrainEnd::Cancelled: return "cancelled";
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
    const PredictedSet set = predict_images(model, source, indices, workspace.features_folder(),
                                            {.questions = {.views = split == db::Split::Train ? 1 : 0},
                                             .threads = threads,
                                             .progress = [&](const ProgressReport& report) {
                                               recorder.on_phase({"predicting", static_cast<std::size_t>(report.done),
                                                                  static_cast<std::size_t>(report.total)});
                                             }});
    db::Prediction prediction{
        outcome.run, outcome.best_epoch, split, data.label_revision, static_cast<int>(data.groups.size()),
        {},          set.probabilities};
    for (const std::size_t index : set.indices) prediction.images.push_back(data.images[index].id);
    workspace.writer().transact_and_wait(
        "Predictions", [&](db::Transaction& transaction) { db::save_prediction(transaction, prediction); });
  }
}

// Where a run stands between two phases, or where a cut-off one goes on.
struct Position {
  int phase = 1;        // 1-based
  int first_epoch = 0;  // of the phase, over the whole run
  std::optional<ml::TrainCheckpoint> checkpoint;
  std::optional<double> best;  // criterion of the best epoch of earlier phases
  double best_loss = 0;        // its validation loss
};

int epochs_of(const ml::TrainPlan& plan) {
  int epochs = 0;
  for (const ml::TrainConfig& phase : plan.phases) epochs += phase.epochs;
  return epochs;
}

// A run at work: one phase after another, each from what the one before kept.
class RunInProgress {
 public:
  RunInProgress(Workspace& workspace, RunStore& store, const TrainRequest& request, const ml::TrainPlan& plan,
                const TargetData& data, ml::TrainControl& control, const TrainWatch& watch, int threads)
      : workspace_(workspace),
        store_(store),
        request_(request),
        plan_(plan),
        data_(data),
        control_(control),
        threads_(threads),
        on_note_(watch.on_note),
        source_(data.images, data.stamps),
        dataset_(dataset_from(data, source_)),
        recorder_(workspace, store, epochs_of(plan), data, dataset_.val, watch) {}

  TrainOutcome run(ml::Model model, Position at) {
    outcome_.notes = notes_on(data_);
    for (const std::string& note : outcome_.notes)
      if (on_note_) on_note_(note);
    const auto started = std::chrono::steady_clock::now();
    if (at.checkpoint) recorder_.restore(at.first_epoch + at.checkpoint->epochs_done);
    for (bool goes_on = true; goes_on;)
      goes_on = run_phase(model, at) && ++at.phase <= static_cast<int>(plan_.phases.size());
    finish(std::move(model), at);
    outcome_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return outcome_;
  }

 private:
  // The model becomes the best so far. False: the run ends here.
  bool run_phase(ml::Model& model, Position& at) {
    const ml::TrainConfig& config = plan_.phases[static_cast<std::size_t>(at.phase - 1)];
    recorder_.begin(
        {at.phase, at.first_epoch, config.criterion != ml::Criterion::ValLoss, at.best, at.best_loss, trained_on()});
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
    return result.end == ml::TrainEnd::Finished || result.end == ml::TrainEnd::StoppedEarly;
  }

  // A run that breaks down keeps what it had learnt by its best epoch.
  ml::TrainResult trained(const ml::Model& model, ml::FeatureCache* cache, const ml::TrainConfig& config,
                          const ml::TrainCheckpoint* from) {
    try {
      return ml::train(model, dataset_, cache, config, control_, recorder_, from);
    } catch (const ml::TrainingDiverged& diverged) {
      if (diverged.best)
        store_.save_best(diverged.best->model, recorder_.progress().best_epoch, diverged.best->best_criterion,
                         trained_on());
      throw;
    }
  }

  void finish(ml::Model model, const Position& at) {
    outcome_.run = store_.run();
    outcome_.files = check_content(data_.images, data_.stamps).text();
    outcome_.log_file = recorder_.log_file();
    outcome_.best_epoch = recorder_.progress().best_epoch;
    outcome_.best_criterion = at.best.value_or(0);
    if (outcome_.best_epoch == 0) return;
    outcome_.model_file = store_.save_best(model, outcome_.best_epoch, outcome_.best_criterion, trained_on());
    outcome_.val = recorder_.progress().epochs_done[static_cast<std::size_t>(outcome_.best_epoch - 1)].val;
    predict_rest(workspace_, outcome_, model, data_, source_, control_, recorder_, threads_);
  }

  std::string trained_on() const {
    const Json json = {
        {"request", Json::parse(to_json(request_))}, {"run", store_.run()}, {"label_revision", data_.label_revision}};
    return json.dump();
  }

  Workspace& workspace_;
  RunStore& store_;
  const TrainRequest& request_;
  const ml::TrainPlan& plan_;
  const TargetData& data_;
  ml::TrainControl& control_;
  int threads_;
  std::function<void(const std::string&)> on_note_;
  ImageFiles source_;
  ml::Dataset dataset_;
  RunRecorder recorder_;
  TrainOutcome outcome_;
};

// Does the work and marks how it ended. A cancelled or failed run keeps its state, so that it can be resumed.
template <typename Work>
TrainOutcome recorded(RunStore& store, const Work& work) {
  try {
    const TrainOutcome outcome = work();
    const bool complete = outcome.end == "finished" || outcome.end == "stopped early";
    store.set_state(complete ? db::RunState::Finished : db::RunState::Stopped, outcome.end);
    if (outcome.end != "cancelled") store.forget_checkpoint();
    return outcome;
  } catch (const std::exception& error) {
    store.set_state(db::RunState::Failed, error.what());
    throw;
  }
}

Position position_of(const Workspace& workspace, const RunStore& store) {
  Position at;
  if (!RunStore::has_checkpoint(workspace, store.run())) return at;
  at.checkpoint = store.checkpoint();
  const auto note = Json::parse(at.checkpoint->note);
  at.phase = note.at("phase").get<decltype(at.phase)>();
  at.first_epoch = note.at("first_epoch").get<int>();
  if (!note.at("best").is_null()) at.best = note.at("best").get<double>();
  at.best_loss = note.value("best_loss", 0.0);
  return at;
}

db::Run resumable_run(const db::Readable& from, RunId id) {
  const auto run = db::run(from, id);
  if (!run) throw std::runtime_error("resuming a training: the workspace has no run " + std::to_string(id));
  if (run->state == db::RunState::Finished)
    throw std::runtime_error("resuming a training: run " + std::to_string(id) +
                             " has finished; start a new one from it with --model run:" + std::to_string(id));
  return *run;
}

}  // namespace

std::vector<std::string> notes_on(const TargetData& data) {
  std::vector<std::string> notes;
  std::vector<long> of_group(data.groups.size());
  for (const std::size_t index : indices_of(data, db::Split::Val))
    ++of_group[static_cast<std::size_t>(data.group[index])];
  const auto present = std::ranges::count_if(of_group, [](long images) { return images > 0; });
  if (present == 0)
    notes.push_back("nothing validates: no labelled image of " + data.target +
                    " is in the validation split, so no epoch can be chosen and the last one is kept; set some aside "
                    "with `nevus split WORKSPACE`");
  if (present == 1 && data.groups.size() > 1) {
    const auto only = std::ranges::find_if(of_group, [](long images) { return images > 0; }) - of_group.begin();
    notes.push_back("every validation image is " + data.groups[static_cast<std::size_t>(only)] +
                    ", so no AUC is defined; split again with `nevus split WORKSPACE`");
  }
  if (!data.leak.empty()) notes.push_back("LEAK, allowed: " + data.leak);
  if (!data.test_leak.empty()) notes.push_back("LEAK, allowed: " + data.test_leak);
  return notes;
}

TrainOutcome run_training(Workspace& workspace, const TrainRequest& request, ml::TrainControl& control,
                          const TrainWatch& watch, int threads) {
  TrainRequest begun = request;
  begun.threads = threads > 0 ? threads : ml::ThreadCount::current();
  ml::TrainPlan plan = plan_from(begun, begun.threads);
  const auto reader = workspace.make_reader();
  TargetData data = load_target_data(*reader, request.target);
  check_leak(data, request.allow_leak);
  ml::adapt(plan, data.groups.size());
  ml::Model model = initial_model(workspace, request, plan, data);
  RunStore store = RunStore::begin(workspace, begun, data, model);
  return recorded(store, [&] {
    return RunInProgress(workspace, store, begun, plan, data, control, watch, begun.threads).run(std::move(model), {});
  });
}

TrainOutcome resume_training(Workspace& workspace, RunId id, ml::TrainControl& control, const TrainWatch& watch) {
  const auto reader = workspace.make_reader();
  const db::Run run = resumable_run(*reader, id);
  const TrainRequest request = request_from_json(run.config_json);
  const int threads = request.threads;
  ml::TrainPlan plan = plan_from(request, threads);
  TargetData data = load_run_data(*reader, run, run.label_revision);
  check_leak(data, true);  // it was allowed when the run began
  ml::adapt(plan, data.groups.size());
  RunStore store(workspace, id);
  store.set_state(db::RunState::Running, "");
  return recorded(store, [&] {
    const Position at = position_of(workspace, store);
    ml::Model model = at.checkpoint ? store.phase_start(at.phase) : initial_model(workspace, request, plan, data);
    return RunInProgress(workspace, store, request, plan, data, control, watch, threads).run(std::move(model), at);
  });
}

}  // namespace app
