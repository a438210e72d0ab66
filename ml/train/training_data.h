// The data of one run: which images it may use, what each counts, and the streams of inputs made of them.
// Threads: one thread at a time; the owner decides.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "ml/random/counter_rng.h"
#include "ml/train/balanced_order.h"
#include "ml/train/input_stream.h"
#include "ml/train/trainer.h"

namespace ml {

class TrainingData {
 public:
  // Everything is the caller's and must outlive this.
  TrainingData(const Model& model, const Dataset& data, const TrainConfig& config);

  // Runs the frozen layers over what is kept. False: cancelled or stopped.
  bool prepare(FeatureCache* cache, TrainControl& control, TrainListener& listener);

  // Names the images and labels the run learns from and is judged on.
  std::string fingerprint() const;

  const std::vector<std::size_t>& val() const { return data_.val; }
  std::vector<int> labels_of(std::span<const std::size_t> images) const;
  std::vector<int> classes_of(std::span<const std::size_t> images) const;  // empty where none are given
  std::vector<float> weights_of(std::span<const std::size_t> images) const;

  // Of the training images, per class.
  const std::vector<float>& log_class_shares() const { return log_class_shares_; }

  std::size_t steps_per_epoch() const;
  std::unique_ptr<InputStream> training_inputs(int epoch);
  // Image by image, each in the views that the model is asked with.
  std::unique_ptr<InputStream> validation_inputs();

  void note_failures(std::span<const ImageFailure> failures);
  std::vector<SkippedImage> skipped() const;

 private:
  std::vector<ViewRequest> requests_to_keep() const;
  std::vector<ViewRequest> requests_to_judge() const;
  std::vector<std::size_t> shuffled(int epoch) const;
  std::vector<KeptRow> kept_rows(int epoch) const;
  std::vector<std::uint32_t> all_shuffled(CounterRng& rng) const;
  BalancedImages balanced() const;
  bool balances_sources() const;  // asked for, and the training images are of several
  bool keeps_training_inputs() const;
  bool augments() const { return !(config_.augment == AugmentConfig{}); }
  std::uint32_t view_count() const;
  void leave_out_failures();
  void weigh_classes();

  const Model& model_;
  const Dataset& data_;
  const TrainConfig& config_;
  ViewRecipe recipe_;
  FeatureExtractor extractor_;
  std::optional<FeatureTable> table_;
  std::vector<std::size_t> train_;
  std::vector<float> image_weights_;  // by class, or by source and class; 1 where they are not weighed
  std::vector<float> log_class_shares_;
  std::map<std::size_t, std::string> failures_;
};

// Throws when the data cannot be trained on, naming what is wrong.
void require_trainable(const Model& model, const Dataset& data, const TrainConfig& config);

}  // namespace ml
