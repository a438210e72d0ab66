#include "ml/train/train_config.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include <omp.h>

namespace ml {

namespace {

void require(bool condition, const std::string& what) {
  if (!condition) throw std::runtime_error("cannot train with these settings: " + what);
}

bool is_rate(float value) { return std::isfinite(value) && value > 0.F; }

// What Adam and the frozen layers would refuse once their phase begins, hours later.
void require_later(const TrainConfig& config) {
  const AdamConfig& adam = config.adam;
  require(adam.beta1 >= 0.F && adam.beta1 < 1.F, "adam.beta1 must be at least 0 and below 1");
  require(adam.beta2 >= 0.F && adam.beta2 < 1.F, "adam.beta2 must be at least 0 and below 1");
  require(is_rate(adam.epsilon), "adam.epsilon must be above 0");
  require(adam.weight_decay >= 0.F && std::isfinite(adam.weight_decay), "adam.weight_decay must be 0 or above");
  require(config.depth == Depth::Whole || has_precision(config.frozen_precision),
          "frozen_precision=" + std::string(precision_name(config.frozen_precision)) +
              " needs a processor that has it, and this one does not; take frozen_precision=float32");
}

}  // namespace

void require_valid(const TrainConfig& config) {
  constexpr int kMostEpochs = 100'000;
  constexpr int kLargestBatch = 4096;
  constexpr int kMostViews = 1000;
  require(config.epochs >= 1 && config.epochs <= kMostEpochs, "epochs must lie in 1 .. 100000");
  require(config.batch >= 1 && config.batch <= kLargestBatch, "batch must lie in 1 .. 4096");
  require(is_rate(config.learning_rate), "learning_rate must be above 0");
  require(config.warmup_epochs >= 0.F && config.warmup_epochs <= static_cast<float>(config.epochs),
          "warmup_epochs must lie in 0 .. epochs");
  require(config.plateau_factor > 0.F && config.plateau_factor < 1.F, "plateau_factor must lie between 0 and 1");
  require(config.plateau_patience >= 0, "plateau_patience must not be negative");
  require(config.min_learning_rate >= 0.F, "min_learning_rate must not be negative");
  require(config.label_smoothing >= 0.F && config.label_smoothing < 1.F, "label_smoothing must lie in 0 .. 1");
  require(config.views_per_image >= 1 && config.views_per_image <= kMostViews, "views_per_image must lie in 1 .. 1000");
  require(config.patience >= 0, "patience must not be negative");
  require(config.threads >= 0, "threads must not be negative");
  require(config.threads <= omp_get_num_procs(),
          std::to_string(config.threads) + " threads were asked for and this machine has " +
              std::to_string(omp_get_num_procs()) + " processors; 0 takes all of them");
  require(config.clip_norm >= 0.F && std::isfinite(config.clip_norm), "clip_norm must be 0 or above");
  require(config.average_decay >= 0.F && config.average_decay < 1.F, "average_decay must lie in 0 .. 1");
  require(config.focal_gamma >= 0.F && std::isfinite(config.focal_gamma), "focal_gamma must be 0 or above");
  require(config.logit_adjustment >= 0.F && std::isfinite(config.logit_adjustment),
          "logit_adjustment must be 0 or above");
  require(config.logit_adjustment == 0.F || !(config.class_weights || config.balanced_sampling),
          "logit_adjustment already balances the classes; switch class_weights and balanced_sampling off");
  require(config.class_loss >= 0.F && std::isfinite(config.class_loss), "class_loss must be 0 or above");
  require(config.focal_gamma == 0.F || config.label_smoothing == 0.F,
          "focal loss and label smoothing exclude each other");
  const bool keeps_features = config.depth == Depth::Head || (config.depth == Depth::Tail && !config.fresh_views);
  require(config.mix.cutmix_alpha == 0 || !keeps_features,
          "CutMix needs fresh images; kept features have no pixels to cut");
  require(config.mix.style_alpha == 0 || config.depth != Depth::Head,
          "MixStyle needs maps; the features a head learns from have no places");
  require(config.rate_decay_by_depth > 0.F && config.rate_decay_by_depth <= 1.F,
          "rate_decay_by_depth must be above 0 and at most 1");
  require(config.l2_sp >= 0.F && std::isfinite(config.l2_sp), "l2_sp must be 0 or above");
  require(config.kept_share > 0.F && config.kept_share <= 1.F, "kept_share must be above 0 and at most 1");
  require(config.kept_share == 1.F || config.depth != Depth::Head,
          "kept_share below 1 is for the tail or the whole network; a head that has learnt nothing is worth no share");
  require_later(config);
  require_valid(config.augment);
  require_valid(config.mix);
}

TrainConfig of_head_alone(TrainConfig config) {
  config.depth = Depth::Head;
  config.augment = {};
  config.frozen_precision = Precision::Float32;
  config.fresh_views = false;
  config.mix.cutmix_alpha = config.mix.style_alpha = 0;
  config.kept_share = 1.F;
  return config;
}

bool uses_batch_statistics(const ModelSpec& spec, const TrainConfig& config) {
  const bool in_head = std::ranges::any_of(
      spec.head.layers, [](const HeadLayer& layer) { return layer.kind == HeadLayerKind::BatchNorm; });
  return in_head || (config.depth != Depth::Head && config.batch_statistics == BatchStatistics::Batch);
}

void require_fitting(const TrainConfig& config, const ModelSpec& spec) {
  require(
      spec.pooled_blocks.empty() || config.batch_statistics == BatchStatistics::Stored || config.depth == Depth::Head,
      "pooled_blocks learn with stored statistics only; take batch_statistics=stored or pooled_blocks=none");
  require(config.batch > 1 || !uses_batch_statistics(spec, config),
          "batch is 1, and BatchNorm needs at least two images in a batch; take batch=2 or more");
}

}  // namespace ml
