// Trains a model on labelled images: the head, the tail or the whole network.
//
// Use: `TrainResult result = train(std::move(model), dataset, &cache, config, control, listener);`
// For the head the images are decoded once and their features kept (in `cache`, and in memory); an epoch
// then takes milliseconds. The tail keeps the activations at the cut in the same way. The whole network
// reads its images every epoch. The weights of the best epoch are restored at the end.
// The result depends on the arguments, the seed and the number of threads, and on nothing else.
// Threads: one training per call; several may run beside each other. `listener` is called in the
// calling thread; `control` may be used from any.
// Ownership: everything passed in stays the caller's.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "ml/arch/trainable.h"
#include "ml/data/sample_source.h"
#include "ml/features/feature_cache.h"
#include "ml/train/train_config.h"
#include "ml/train/train_control.h"
#include "ml/train/train_listener.h"

namespace ml {

struct Dataset {
  const SampleSource* source = nullptr;
  std::vector<int> labels;         // one per image of the source: index into the model's classes
  std::vector<float> weights;      // one per image, or empty: all 1. Multiplied with class weights
  std::vector<std::size_t> train;  // indices into the source
  std::vector<std::size_t> val;    // may be empty: then the last epoch is kept
  std::vector<int> sources = {};   // one per image, or empty: all of one. Equal numbers: one data set
  // One per image, from 0, or empty: the classes that the groups in `labels` are made of; -1: not known. See
  // class_loss.
  std::vector<int> classes = {};
};

struct SkippedImage {
  std::size_t index = 0;
  std::string reason;
};

// OtherDepth: another depth was asked for; `next` says how to go on.
enum class TrainEnd { Finished, StoppedEarly, Stopped, Cancelled, OtherDepth };

struct TrainResult {
  Model model;  // with the weights of best_epoch
  TrainEnd end = TrainEnd::Finished;
  int epochs_run = 0;
  int best_epoch = -1;  // -1: no epoch was finished, the model is as it was
  double best_criterion = 0;
  std::vector<float> val_probabilities;  // (val images, classes) at best_epoch; NaN rows for skipped ones
  std::vector<SkippedImage> skipped;     // could not be read; left out
  std::optional<TrainConfig> next;       // OtherDepth: the epochs that are left, at the depth asked for
};

// The loss or a weight became NaN or infinite; the text names epoch, step and tensor. `best` holds what had
// been learnt by the best epoch before, and is null when none was finished.
class TrainingDiverged : public std::runtime_error {
 public:
  TrainingDiverged(const std::string& what, std::shared_ptr<const TrainResult> best_so_far)
      : std::runtime_error(what), best(std::move(best_so_far)) {}

  std::shared_ptr<const TrainResult> best;
};

// Where the features of this model and depth are kept: open the FeatureCache with it.
FeatureSpace feature_space(const Model& model, Depth depth, Precision precision = Precision::Float32);

// How a run goes on at another depth after some of its epochs: with the epochs that are left, the rate given, and its
// optimiser and schedule begun anew. Throws when the settings do not fit that depth or no epoch is left.
TrainConfig at_depth(const TrainConfig& config, int epochs_done, Depth depth, float learning_rate);

// `cache` may be null. Throws when the data cannot be trained on (no images, a class without images, labels
// out of range), naming what is wrong.
// `from` may be null; otherwise the run resumes after that checkpoint of the same model, data and settings; the number
// of epochs and the patience may be others.
TrainResult train(Model initial, const Dataset& data, FeatureCache* cache, const TrainConfig& config,
                  TrainControl& control, TrainListener& listener, const TrainCheckpoint* from = nullptr);

}  // namespace ml
