#include "app/workspace/training.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "app/workspace/dataset.h"
#include "app/workspace/model_store.h"
#include "app/workspace/prediction.h"
#include "app/workspace/run_recorder.h"
#include "db/runs.h"
#include "ml/data/feature_cache.h"
#include "ml/train/trainer.h"

namespace app {
namespace {

constexpr float kHeadDropout = 0.2F;

ml::AugmentConfig augmentation() {
  ml::AugmentConfig augment;
  augment.rotation_deg = 180;  // a lesion has no upright position
  augment.flip_horizontal = true;
  augment.flip_vertical = true;
  augment.shift_fraction = 0.05F;
  augment.zoom_fraction = 0.1F;
  augment.brightness = 0.1F;
  augment.contrast = 0.1F;
  return augment;
}

ml::TrainConfig config_from(const TrainRequest& request, int threads) {
  ml::TrainConfig config;
  config.depth = ml::depth_from_name(name_of(request.depth));
  config.epochs = request.epochs;
  config.batch = request.batch_size;
  config.learning_rate = request.learning_rate;
  config.class_weights = request.class_weights;
  config.patience = request.patience_epochs;
  config.seed = request.seed;
  config.threads = threads;
  if (request.criterion == "val_loss") config.criterion = ml::Criterion::kValLoss;
  else if (request.criterion == "val_auc") config.criterion = ml::Criterion::kValAuc;
  else throw std::runtime_error("training: the criterion is val_auc or val_loss, not " + request.criterion);
  if (request.depth == Depth::Whole) config.batch_statistics = ml::BatchStatistics::kBatch;
  if (request.augment) config.augment = augmentation();
  if (request.augment && request.depth == Depth::Head) config.views_per_image = 4;
  if (request.augment && request.depth == Depth::Tail) config.fresh_views = true;
  return config;
}

nlohmann::json to_json(const TrainRequest& request) {
  return {{"target", request.target}, {"model", request.model}, {"depth", name_of(request.depth)},
          {"epochs", request.epochs}, {"learning_rate", request.learning_rate}, {"batch", request.batch_size},
          {"seed", request.seed}, {"class_weights", request.class_weights}, {"augment", request.augment},
          {"patience", request.patience_epochs}, {"criterion", request.criterion}};
}

// The model to start from, with a head for the target's groups; a head that already fits is kept.
ml::Model initial_model(const Workspace& workspace, const TrainRequest& request, const TargetData& data) {
  ml::Model model = find_model(&workspace, request.model);
  const bool fits = model.spec.classes == data.groups && model.target == data.target;
  if (!fits) {
    const int outputs = data.groups.size() == 2 ? 1 : static_cast<int>(data.groups.size());
    ml::replace_head(model, ml::linear_head(kHeadDropout, outputs), data.groups, request.seed);
  }
  model.target = data.target;
  return model;
}

ml::Dataset dataset_from(const TargetData& data, const ml::SampleSource& source) {
  ml::Dataset dataset;
  dataset.source = &source;
  dataset.labels = data.group;
  dataset.train = indices_of(data, db::Split::Train);
  dataset.val = indices_of(data, db::Split::Val);
  if (dataset.train.empty()) {
    throw std::runtime_error("training on " + data.target + ": no labelled image is in the training split; import images with labels first");
  }
  return dataset;
}

RunId add_run(Workspace& workspace, const TrainRequest& request, const TargetData& data, const ml::Model& model) {
  db::Run run;
  run.target = data.target;
  run.depth = name_of(request.depth);
  run.config_json = to_json(request).dump();
  run.seed = request.seed;
  run.label_revision = data.label_revision;
  run.contract_json = model.contract.to_json();
  run.weights_hash = ml::backbone_hash(model);
  run.classes_json = nlohmann::json(data.groups).dump();
  RunId id = 0;
  workspace.writer().transact_and_wait("Start training", [&](db::Transaction& transaction) { id = db::add_run(transaction, run); });
  return id;
}

void set_state(Workspace& workspace, RunId run, db::RunState state, const std::string& message) {
  workspace.writer().transact_and_wait("End training", [&](db::Transaction& transaction) {
    db::set_run_state(transaction, run, state, message);
  });
}

std::string end_text(ml::TrainEnd end) {
  switch (end) {
    case ml::TrainEnd::kFinished: return "finished";
    case ml::TrainEnd::kStoppedEarly: return "stopped early";
    case ml::TrainEnd::kStopped: return "stopped";
    case ml::TrainEnd::kCancelled: return "cancelled";
  }
  return "finished";
}

// Paths in the database are relative to the workspace, so that it may be moved as a whole.
std::filesystem::path save_best(Workspace& workspace, const TrainOutcome& outcome, const ml::Model& model) {
  const std::filesystem::path file = workspace.run_folder(outcome.run) / "best.safetensors";
  ml::save_model(file, model);
  const std::string relative = std::filesystem::relative(file, workspace.folder()).string();
  workspace.writer().transact_and_wait("Keep best epoch", [&](db::Transaction& transaction) {
    db::save_checkpoint(transaction, {outcome.run, outcome.best_epoch, relative, outcome.best_criterion, true});
    db::set_run_model(transaction, outcome.run, relative, ml::backbone_hash(model));
  });
  return file;
}

// Training and unlabelled images get predictions for the grid. The test split does not: looking at
// it is a decision of its own.
void predict_rest(Workspace& workspace, const TrainOutcome& outcome, const ml::Model& model, const TargetData& data,
                  const ml::SampleSource& source, ml::TrainControl& control, RunRecorder& recorder, int threads) {
  for (const db::Split split : {db::Split::Train, db::Split::None}) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < data.images.size(); ++i) {
      if (data.images[i].split == split) indices.push_back(i);
    }
    if (indices.empty() || control.order() == ml::TrainControl::Order::kCancel) continue;
    const PredictedSet set = predict_images(model, source, indices, workspace.features_folder(),
                                            {.threads = threads, .progress = [&](const ProgressReport& report) {
                                               recorder.on_phase({"predicting", static_cast<std::size_t>(report.done), static_cast<std::size_t>(report.total)});
                                             }});
    db::Prediction prediction{outcome.run, outcome.best_epoch, split, data.label_revision, static_cast<int>(data.groups.size()), {}, set.probabilities};
    for (const std::size_t index : set.indices) prediction.images.push_back(data.images[index].id);
    workspace.writer().transact_and_wait("Predictions", [&](db::Transaction& transaction) { db::save_prediction(transaction, prediction); });
  }
}

// Everything after the run row exists; whatever is thrown here marks the run as failed.
TrainOutcome train_recorded(Workspace& workspace, const TrainRequest& request, const TargetData& data, ml::Model model,
                            RunId run, ml::TrainControl& control, const TrainWatch& watch, int threads) {
  const auto started = std::chrono::steady_clock::now();
  const ImageFiles source(data.images);
  const ml::Dataset dataset = dataset_from(data, source);
  const ml::TrainConfig config = config_from(request, threads);
  RunRecorder recorder(workspace, run, request.epochs, data, dataset.val, watch);
  std::optional<ml::FeatureCache> cache;
  if (config.depth != ml::Depth::kWhole) cache.emplace(workspace.features_folder(), ml::feature_space(model, config.depth));
  ml::TrainResult result = ml::train(std::move(model), dataset, cache ? &*cache : nullptr, config, control, recorder);
  recorder.rethrow_failure();

  TrainOutcome outcome{.run = run, .end = end_text(result.end), .epochs_run = result.epochs_run, .best_epoch = result.best_epoch + 1,
                       .best_criterion = result.best_criterion, .log_file = recorder.log_file()};
  for (const ml::SkippedImage& skipped : result.skipped) outcome.skipped.push_back(skipped.reason);
  if (outcome.best_epoch > 0) {
    result.model.trained_on = nlohmann::json{{"request", to_json(request)}, {"label_revision", data.label_revision}, {"epoch", outcome.best_epoch}}.dump();
    outcome.model_file = save_best(workspace, outcome, result.model);
    outcome.val = recorder.progress().epochs_done[static_cast<std::size_t>(result.best_epoch)].val;
    predict_rest(workspace, outcome, result.model, data, source, control, recorder, threads);
  }
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return outcome;
}

}  // namespace

TrainOutcome run_training(Workspace& workspace, const TrainRequest& request, ml::TrainControl& control,
                          const TrainWatch& watch, int threads) {
  const auto reader = workspace.make_reader();
  const TargetData data = load_target_data(*reader, request.target);
  ml::Model model = initial_model(workspace, request, data);
  const RunId run = add_run(workspace, request, data, model);
  try {
    const TrainOutcome outcome = train_recorded(workspace, request, data, std::move(model), run, control, watch, threads);
    const bool complete = outcome.end == "finished" || outcome.end == "stopped early";
    set_state(workspace, run, complete ? db::RunState::Finished : db::RunState::Stopped, outcome.end);
    return outcome;
  } catch (const std::exception& error) {
    set_state(workspace, run, db::RunState::Failed, error.what());
    throw;
  }
}

}  // namespace app
