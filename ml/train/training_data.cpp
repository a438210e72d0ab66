#include "ml/train/training_data.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "ml/arch/backbone.h"
#include "ml/arch/trainable.h"
#include "ml/random/counter_rng.h"
#include "ml/random/hash.h"

namespace ml {

namespace {

void require(bool condition, const std::string& why) {
  if (!condition) throw std::runtime_error("cannot train: " + why);
}

void require_indices(std::span<const std::size_t> indices, std::size_t size, const std::string& split) {
  for (const std::size_t index : indices)
    require(index < size,
            "the " + split + " split names image " + std::to_string(index) + ", there are " + std::to_string(size));
}

FeaturePrecision precision_for(Depth depth) {
  return depth == Depth::Head ? FeaturePrecision::Float32 : FeaturePrecision::Float16;
}

std::size_t output_length(const Model& model, Depth depth) {
  const Backbone backbone = make_backbone(model.spec);
  return depth == Depth::Head ? static_cast<std::size_t>(backbone.features) : backbone.cut_length();
}

// As ml/network/network.h tells.
MapLayout input_layout(const Model& model, Depth depth) {
  const Backbone backbone = make_backbone(model.spec);
  if (depth == Depth::Head) return {static_cast<std::size_t>(backbone.features)};
  const bool whole = depth == Depth::Whole;
  return {static_cast<std::size_t>(backbone.units[whole ? 0 : backbone.tail_cut].in_channels), !whole};
}

// How often an epoch has shown each of its images before: where classes or sources are balanced a rare one comes again
// and again, each time in another view.
std::vector<std::uint32_t> shown_before(std::span<const std::size_t> images) {
  std::unordered_map<std::size_t, std::uint32_t> shown;
  std::vector<std::uint32_t> before;
  for (const std::size_t image : images) before.push_back(shown[image]++);
  return before;
}

}  // namespace

FeatureSpace feature_space(const Model& model, Depth depth, Precision precision) {
  if (depth == Depth::Whole)
    throw std::runtime_error("nothing is kept between epochs when the whole network is trained");
  return {backbone_hash(model), model.contract.id(), feature_layer_name(model.spec, depth, precision),
          output_length(model, depth), precision_for(depth)};
}

void require_trainable(const Model& model, const Dataset& data, const TrainConfig& config) {
  require(data.source != nullptr, "there is no source of images");
  const std::size_t size = data.source->size();
  const auto classes = static_cast<int>(model.spec.classes.size());
  require(data.labels.size() == size,
          "there are " + std::to_string(size) + " images and " + std::to_string(data.labels.size()) + " labels");
  require(data.weights.empty() || data.weights.size() == size, "there are not as many weights as images");
  require(data.sources.empty() || data.sources.size() == size, "there are not as many sources as images");
  require(data.classes.empty() || data.classes.size() == size, "there are not as many classes as images");
  require(!data.train.empty(), "the training split is empty; import images or move some into it");
  require_indices(data.train, size, "training");
  require_indices(data.val, size, "validation");
  std::vector<std::size_t> count(static_cast<std::size_t>(classes));
  for (const std::size_t index : data.train) {
    const int label = data.labels[index];
    require(label >= 0 && label < classes, "image " + std::to_string(index) + " has label " + std::to_string(label) +
                                               ", the model has " + std::to_string(classes) + " classes");
    ++count[static_cast<std::size_t>(label)];
  }
  for (const std::size_t index : data.val)
    require(data.labels[index] >= 0 && data.labels[index] < classes,
            "image " + std::to_string(index) + " of the validation split has no class of this model");
  for (std::size_t i = 0; i < count.size(); ++i)
    require(count[i] > 0, "class \"" + model.spec.classes[i] + "\" has no training images; label some of them first");
  require_fitting(config, model.spec);
}

TrainingData::TrainingData(const Model& model, const Dataset& data, const TrainConfig& config)
    : model_(model),
      data_(data),
      config_(config),
      recipe_{model.contract, config.augment, config.seed},
      extractor_(model, config.depth, config.frozen_precision),
      train_(data.train) {}

bool TrainingData::keeps_training_inputs() const {
  return config_.depth == Depth::Head || (config_.depth == Depth::Tail && !config_.fresh_views);
}

// The plain view and, where views are drawn, the ones besides it.
std::uint32_t TrainingData::view_count() const {
  return augments() ? 1 + static_cast<std::uint32_t>(config_.views_per_image) : 1;
}

std::vector<ViewRequest> TrainingData::requests_to_judge() const {
  std::vector<ViewRequest> requests;
  for (const std::size_t image : data_.val)
    for (std::uint32_t view = 0; view < static_cast<std::uint32_t>(model_.views); ++view)
      requests.push_back({.image = image, .view = view});
  return requests;
}

std::vector<ViewRequest> TrainingData::requests_to_keep() const {
  std::vector<ViewRequest> requests;
  if (keeps_training_inputs())
    for (const std::size_t image : data_.train)
      for (std::uint32_t view = 0; view < view_count(); ++view)
        requests.push_back({.image = image, .augmented = view > 0, .view = view});
  for (const ViewRequest& request : requests_to_judge()) requests.push_back(request);
  // An image may be named twice; its features are needed once.
  const auto order = [](const ViewRequest& a, const ViewRequest& b) {
    return std::pair(a.image, a.row()) < std::pair(b.image, b.row());
  };
  std::sort(requests.begin(), requests.end(), order);
  const auto same = [](const ViewRequest& a, const ViewRequest& b) { return a.image == b.image && a.row() == b.row(); };
  requests.erase(std::unique(requests.begin(), requests.end(), same), requests.end());
  return requests;
}

bool TrainingData::prepare(FeatureCache* cache, TrainControl& control, TrainListener& listener) {
  if (config_.depth != Depth::Whole) {
    table_.emplace(extractor_.output_length(), precision_for(config_.depth));
    Extraction extraction{*data_.source, extractor_, cache, recipe_, control, listener};
    const Extraction::Outcome outcome = extraction.run(requests_to_keep(), *table_);
    note_failures(outcome.failures);
    if (!outcome.complete) return false;
  }
  leave_out_failures();
  return true;
}

void TrainingData::note_failures(std::span<const ImageFailure> failures) {
  for (const ImageFailure& failure : failures) failures_.emplace(failure.image, failure.reason);
}

std::vector<SkippedImage> TrainingData::skipped() const {
  std::vector<SkippedImage> skipped;
  for (const auto& [image, reason] : failures_) skipped.push_back({image, reason});
  return skipped;
}

void TrainingData::leave_out_failures() {
  std::erase_if(train_, [&](std::size_t image) { return failures_.contains(image); });
  require(!train_.empty(),
          "not one training image could be read" +
              (failures_.empty() ? std::string() : ", the first because: " + failures_.begin()->second));
  weigh_classes();
}

bool TrainingData::balances_sources() const {
  if (!config_.balance_sources || data_.sources.empty()) return false;
  return std::ranges::any_of(train_,
                             [&](std::size_t image) { return data_.sources[image] != data_.sources[train_.front()]; });
}

BalancedImages TrainingData::balanced() const {
  std::vector<int> sources;
  if (balances_sources())
    for (const std::size_t image : train_) sources.push_back(data_.sources[image]);
  return {labels_of(train_),
          sources,
          {balances_sources(), config_.balanced_sampling},
          static_cast<int>(model_.spec.classes.size())};
}

void TrainingData::weigh_classes() {
  const BalancedImages balanced_images = balanced();
  const auto images = static_cast<double>(train_.size());
  std::vector<double> counts(model_.spec.classes.size());
  for (const std::size_t image : train_) ++counts[static_cast<std::size_t>(data_.labels[image])];
  if (balances_sources()) {
    counts = balanced_images.class_shares();
    for (double& count : counts) count *= images;
  }
  log_class_shares_.clear();
  // A class whose images could not be read counts as half an image, so that its logarithm exists.
  for (const double count : counts)
    log_class_shares_.push_back(static_cast<float>(std::log(std::max(count, 0.5) / images)));
  image_weights_.assign(data_.labels.size(), 1.F);
  // Balanced sampling already shows every class equally often.
  if (!config_.class_weights || config_.balanced_sampling) return;
  const std::vector<float> weights = balanced_images.weights();
  for (std::size_t i = 0; i < train_.size(); ++i) image_weights_[train_[i]] = weights[i];
}

std::vector<int> TrainingData::labels_of(std::span<const std::size_t> images) const {
  std::vector<int> labels;
  for (const std::size_t image : images) labels.push_back(data_.labels[image]);
  return labels;
}

std::vector<int> TrainingData::classes_of(std::span<const std::size_t> images) const {
  std::vector<int> classes;
  if (data_.classes.empty()) return classes;
  for (const std::size_t image : images) classes.push_back(data_.classes[image]);
  return classes;
}

std::vector<float> TrainingData::weights_of(std::span<const std::size_t> images) const {
  std::vector<float> weights;
  for (const std::size_t image : images) {
    const float own = data_.weights.empty() ? 1.F : data_.weights[image];
    weights.push_back(own * image_weights_[image]);
  }
  return weights;
}

std::vector<std::uint32_t> TrainingData::all_shuffled(CounterRng& rng) const {
  std::vector<std::uint32_t> order(train_.size());
  std::iota(order.begin(), order.end(), 0U);
  shuffle(order, rng);
  return order;
}

std::string TrainingData::fingerprint() const {
  std::uint64_t hash = stable_hash("data");
  const auto add = [&](const std::vector<std::size_t>& images) {
    for (const std::size_t image : images)
      hash = stable_hash(data_.source->key(image) + ":" + std::to_string(data_.labels[image]) + ":" +
                             (data_.weights.empty() ? "1" : std::to_string(data_.weights[image])),
                         hash);
    hash = stable_hash("|", hash);
  };
  add(train_);
  add(data_.val);
  if (balances_sources())
    for (const std::size_t image : train_) hash = stable_hash(std::to_string(data_.sources[image]), hash);
  if (config_.class_loss > 0.F && !data_.classes.empty())
    for (const std::size_t image : train_) hash = stable_hash(std::to_string(data_.classes[image]), hash);
  return hex16(hash);
}

std::vector<std::size_t> TrainingData::shuffled(int epoch) const {
  CounterRng rng(config_.seed, {stable_hash("order"), static_cast<std::uint32_t>(epoch)});
  std::vector<std::uint32_t> order =
      config_.balanced_sampling || balances_sources() ? balanced().order(rng) : all_shuffled(rng);
  // A last batch of one image has no batch statistics; it waits for another epoch.
  const auto batch = static_cast<std::size_t>(config_.batch);
  if (uses_batch_statistics(model_.spec, config_) && order.size() % batch == 1) order.pop_back();
  require(!order.empty(), "BatchNorm needs at least two training images");
  std::vector<std::size_t> images;
  for (const std::uint32_t position : order) images.push_back(train_[position]);
  return images;
}

// Every epoch shows as many.
std::size_t TrainingData::steps_per_epoch() const {
  const auto batch = static_cast<std::size_t>(config_.batch);
  return (shuffled(0).size() + batch - 1) / batch;
}

// Each image goes through its views in turn, from a place of its own: an epoch holds all kinds of views.
std::vector<KeptRow> TrainingData::kept_rows(int epoch) const {
  const std::vector<std::size_t> images = shuffled(epoch);
  const std::vector<std::uint32_t> before = shown_before(images);
  std::vector<KeptRow> rows;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const auto first = static_cast<std::uint32_t>(stable_hash(data_.source->key(images[i])) % view_count());
    rows.push_back({images[i], (first + static_cast<std::uint32_t>(epoch) + before[i]) % view_count()});
  }
  return rows;
}

std::unique_ptr<InputStream> TrainingData::training_inputs(int epoch) {
  const auto batch = static_cast<std::size_t>(config_.batch);
  const auto number = static_cast<std::uint32_t>(epoch);
  const MixPlan mix{config_.mix, config_.seed, number, input_layout(model_, config_.depth)};
  if (keeps_training_inputs()) return kept_inputs(*table_, kept_rows(epoch), batch, mix);
  const std::vector<std::size_t> images = shuffled(epoch);
  const std::vector<std::uint32_t> before = shown_before(images);
  std::vector<ViewRequest> requests;
  for (std::size_t i = 0; i < images.size(); ++i)
    requests.push_back(
        {.image = images[i], .augmented = augments(), .epoch = number, .view = augments() ? before[i] : 0U});
  return fresh_inputs(*data_.source, extractor_, recipe_, std::move(requests), batch, mix);
}

std::unique_ptr<InputStream> TrainingData::validation_inputs() {
  constexpr std::size_t kBatch = 64;
  if (table_) {
    std::vector<KeptRow> rows;
    for (const ViewRequest& request : requests_to_judge())
      if (!failures_.contains(request.image)) rows.push_back({request.image, request.row()});
    return kept_inputs(*table_, std::move(rows), kBatch);
  }
  return fresh_inputs(*data_.source, extractor_, recipe_, requests_to_judge(), kBatch);
}

}  // namespace ml
