// Pictures that a network finds alike, by its cached features: neighbours among a hundred thousand in seconds.
//
//   const FeatureTable table = read_features(cache_folder, model, source);  // what is cached; nothing is computed
//   for (const FeaturePair& pair : nearest_pairs(table, {.stop = token})) ...
//
// Features are centred on their mean, so that what all pictures of a set share does not count. Any thread; plain
// values.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <stop_token>
#include <vector>

#include "app/core/progress.h"
#include "app/workspace/dataset.h"
#include "ml/model/model.h"

namespace app {

struct FeatureTable {
  std::size_t dimension = 0;
  std::vector<std::size_t> places;  // of the rows in the source
  std::vector<float> rows;          // centred, of length 1

  std::span<const float> row(std::size_t at) const { return std::span(rows).subspan(at * dimension, dimension); }
};

// Rows of the source that the workspace's cache holds for the model.
FeatureTable read_features(const std::filesystem::path& cache_folder, const ml::Model& model,
                           const ml::SampleSource& source);

struct FeaturePair {
  std::size_t a = 0, b = 0;  // a < b: places in the source
  double cosine = 0;
};

struct NeighbourSearch {
  double least_cosine = 0.9;
  std::size_t neighbours = 6;  // of each picture, at most
  OnProgress progress = {};
  std::stop_token stop = {};
};

std::vector<FeaturePair> nearest_pairs(const FeatureTable& table, const NeighbourSearch& search = {});  // by a, b

}  // namespace app
