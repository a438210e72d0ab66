// What the frozen layers make of each image and view, computed once and kept in memory: floats for pooled
// features, halves for the larger activations at the cut.
//
// Threads: one thread at a time; the owner decides.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "ml/features/feature_cache.h"
#include "ml/infer/feature_extractor.h"
#include "ml/train/image_feed.h"
#include "ml/train/train_control.h"
#include "ml/train/train_listener.h"

namespace ml {

class FeatureTable {
 public:
  FeatureTable(std::size_t length, FeaturePrecision precision) : length_(length), precision_(precision) {}

  std::size_t length() const { return length_; }
  void add(std::size_t image, std::uint32_t view, std::span<const float> values);
  bool contains(std::size_t image) const { return rows_.contains({image, 0}); }
  // `view` is ViewRequest::row(). Throws when the row is not there.
  void read(std::size_t image, std::uint32_t view, std::span<float> values) const;

 private:
  std::size_t length_;
  FeaturePrecision precision_;
  std::map<std::pair<std::size_t, std::uint32_t>, std::size_t> rows_;
  std::vector<float> floats_;
  std::vector<std::uint16_t> halves_;
};

// Fills a table: from the cache what is there, the rest through the frozen layers and into the cache.
struct Extraction {
  const SampleSource& source;
  FeatureExtractor& extractor;
  FeatureCache* cache;  // may be null
  ViewRecipe recipe;
  TrainControl& control;
  TrainListener& listener;

  struct Outcome {
    bool complete = false;  // false: cancelled or stopped
    std::vector<ImageFailure> failures;
  };
  Outcome run(std::span<const ViewRequest> requests, FeatureTable& table);

 private:
  FeatureKey key(const ViewRequest& request) const;
  std::vector<ViewRequest> take_from_cache(std::span<const ViewRequest> requests, FeatureTable& table);
  void keep(const std::vector<ViewRequest>& requests, std::span<const float> values, FeatureTable& table);
};

}  // namespace ml
