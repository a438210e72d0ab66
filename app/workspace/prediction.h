// Features and probabilities of images, through the feature cache of the workspace: what was
// computed once for a file, a backbone and a contract is read back afterwards. An image may be asked about
// several times: in the symmetries of a square (test-time augmentation) and with dropout left on
// (Monte-Carlo dropout); the answers are averaged, and what they disagree on is kept beside. The mean is calibrated
// as the model says (ml/metrics/fitted_calibration.h).
// One thread at a time; the owner decides (the predictor's rule).
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "ml/data/sample_source.h"
#include "ml/features/feature_cache.h"
#include "ml/infer/predictor.h"
#include "ml/metrics/ensemble.h"
#include "ml/model/model.h"

namespace app {

struct Unreadable {
  std::size_t index = 0;
  std::string reason;
};

// How often an image is asked about; views times passes answers, or views where there are no passes.
struct Questions {
  int views = 0;           // 1 .. ml::kSymmetries, the first is the plain one; 0: as the model asks
  int dropout_passes = 0;  // of each view; 0: dropout is off
  bool operator==(const Questions&) const = default;
};

struct PredictedSet {
  std::vector<std::size_t> indices;                  // of the source, those that could be read
  std::vector<float> probabilities;                  // (indices, groups); the mean of the answers, calibrated
  std::vector<float> given;                          // before they were calibrated; empty: they are not
  std::optional<ml::FittedCalibration> calibration;  // that they went through; absent: they are the network's own
  Questions questions;                               // as they were asked
  std::optional<ml::EnsembleSummary> answers;        // present where there are, as the network gave them
  std::vector<float> features;                       // (indices, views, feature_length), where they were asked for
  std::size_t feature_length = 0;
  std::vector<Unreadable> unreadable;
};

struct PredictOptions {
  Questions questions = {};
  ml::Precision precision = ml::Precision::Float32;  // of the backbone
  bool calibrated = true;                            // false: as the network gave them
  int threads = 0;                                   // 0: the machine's
  bool keep_features = false;                        // what the head saw is given back too
  OnProgress progress = {};
  std::stop_token stop = {};  // ends early with what is done
};

// Throws when the questions are out of range, saying which is.
void require_valid(const Questions& questions);

// Probabilities of source[indices]. `cache_folder` may be empty: nothing is kept then.
PredictedSet predict_images(const ml::Model& model, const ml::SampleSource& source,
                            const std::vector<std::size_t>& indices, const std::filesystem::path& cache_folder,
                            const PredictOptions& options = {});

// The pooled features that the head sees, in the plain view: `features` has (indices, dimension) numbers.
struct EmbeddedSet {
  std::vector<std::size_t> indices;  // of the source, those that could be read
  std::vector<float> features;
  std::size_t dimension = 0;
  std::vector<Unreadable> unreadable;
};
EmbeddedSet embed_images(const ml::Model& model, const ml::SampleSource& source,
                         const std::vector<std::size_t>& indices, const std::filesystem::path& cache_folder,
                         const PredictOptions& options = {});

}  // namespace app
