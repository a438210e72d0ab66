#include "app/workspace/head_ensemble.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "app/workspace/dataset.h"
#include "app/workspace/left_out_sources.h"
#include "app/workspace/train_request.h"
#include "db/runs.h"
#include "ml/features/feature_cache.h"
#include "ml/infer/head_predictor.h"
#include "ml/model/companions.h"
#include "ml/train/trainer.h"

namespace app {
namespace {

constexpr int kMostEpochs = 10;  // enough for how far heads differ

class HeadProgress : public ml::TrainListener {
 public:
  HeadProgress(Progress& progress, int head, int epochs) : progress_(progress), done_(head * epochs) {}
  void on_epoch(const ml::EpochReport& report) override { progress_.update(done_ + report.epoch + 1); }

 private:
  Progress& progress_;
  long done_;
};

// How the run trained its head. The features of random views were made by the network as it was then: they serve only
// where it has not changed since.
ml::TrainConfig head_config(const ml::TrainPlan& plan) {
  const auto head = std::ranges::find(plan.phases, ml::Depth::Head, &ml::TrainConfig::depth);
  ml::TrainConfig config = head == plan.phases.end() ? plan.phases.back() : *head;
  const bool frozen =
      std::ranges::all_of(plan.phases, [](const ml::TrainConfig& phase) { return phase.depth == ml::Depth::Head; });
  if (!frozen) config = ml::of_head_alone(config);
  config.patience = 0;
  config.epochs = std::min(config.epochs, kMostEpochs);
  config.warmup_epochs = std::min(config.warmup_epochs, static_cast<float>(config.epochs));
  return config;
}

}  // namespace

std::vector<float> HeadEnsemble::probabilities(std::span<const float> pooled, std::size_t n) const {
  std::vector<float> all;
  for (const ml::Model& model : heads) {
    ml::HeadPredictor head(model);
    std::vector<float> answers(n * static_cast<std::size_t>(head.classes()));
    head.probabilities(pooled, n, answers);
    all.insert(all.end(), answers.begin(), answers.end());
  }
  return all;
}

HeadEnsemble train_heads(const Workspace& workspace, const db::Reader& from, RunId id, int heads,
                         const OnProgress& on_progress, const std::stop_token& stop) {
  const auto began = std::chrono::steady_clock::now();
  const auto run = db::run(from, id);
  const auto best = run ? db::best_checkpoint(from, id) : std::nullopt;
  if (!best) throw std::runtime_error("training further heads: run " + std::to_string(id) + " has kept no model");
  const TrainRequest begun = request_from_json(run->config_json);
  ml::TrainPlan plan = plan_from(begun, begun.threads);
  const TargetData data = load_run_data(from, *run, run->label_revision);
  ml::adapt(plan, data.groups.size());
  const ml::TrainConfig config = head_config(plan);
  ml::Model model = ml::load_model(workspace.folder() / best->path);
  ml::erase_companions(model.weights);
  const ImageFiles source(data.images, data.stamps);
  ml::FeatureCache cache(workspace.features_folder(),
                         ml::feature_space(model, ml::Depth::Head, config.frozen_precision));
  const ml::Dataset dataset{.source = &source,
                            .labels = data.group,
                            .weights = {},
                            .train = indices_of(data, db::Split::Train),
                            .val = {},
                            .sources = source_numbers(data),
                            .classes = class_numbers(data)};
  HeadEnsemble ensemble;
  Progress progress(on_progress, "Training heads", static_cast<long>(heads) * config.epochs);
  for (int head = 0; head < heads; ++head) {
    ml::Model fresh = model;
    ml::replace_head(fresh, model.spec.head, model.spec.classes, begun.seed + 1 + static_cast<std::uint64_t>(head));
    ml::TrainControl control(stop);
    HeadProgress listener(progress, head, config.epochs);
    ml::TrainResult result = ml::train(std::move(fresh), dataset, &cache, config, control, listener);
    if (result.end != ml::TrainEnd::Finished) throw std::runtime_error("training further heads: stopped");
    ensemble.heads.push_back(std::move(result.model));
  }
  ensemble.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return ensemble;
}

}  // namespace app
