// Features and probabilities of images, through the feature cache of the workspace: what was
// computed once for a file, a backbone and a contract is read back afterwards.
// One thread at a time; the owner decides (the predictor's rule).
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "ml/data/feature_cache.h"
#include "ml/data/sample_source.h"
#include "ml/model/model.h"
#include "ml/model/predictor.h"

namespace app {

struct Unreadable { std::size_t index = 0; std::string reason; };

struct PredictedSet {
  std::vector<std::size_t> indices;     // of the source, those that could be read
  std::vector<float> probabilities;     // (indices, groups)
  std::vector<Unreadable> unreadable;
};

struct PredictOptions {
  int threads = 0;                      // 0: the machine's
  OnProgress progress = {};
  std::stop_token stop = {};            // ends early with what is done
};

// Probabilities of source[indices]. `cache_folder` may be empty: nothing is kept then.
PredictedSet predict_images(const ml::Model& model, const ml::SampleSource& source, const std::vector<std::size_t>& indices,
                            const std::filesystem::path& cache_folder, const PredictOptions& options = {});

}  // namespace app
