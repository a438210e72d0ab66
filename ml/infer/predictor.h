// Runs a finished model: images to features, features to probabilities. BatchNorm is folded into the
// convolutions; every thread takes one image of a batch after the other, so memory does not grow with the batch.
//
// Use: `Predictor predictor(model, 2);`
//      `predictor.features(inputs, n, pooled, maps);`      // images -> (n,C) and, if wanted, (n,H,W,C)
//      `predictor.head().probabilities(pooled, n, probabilities);`  // (n,C) -> (n,K)
// Threads: one thread at a time; the owner decides. Two predictors may run beside each other.
// Ownership: keeps its own copy of the weights; the caller owns every buffer.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "ml/infer/head_predictor.h"
#include "ml/model/model.h"
#include "ml/runtime/precision.h"

namespace ml {

class Predictor {
 public:
  // `threads` as in ThreadCount, applied during each call.
  // Throws when this processor does not have the precision, which is that of the backbone.
  explicit Predictor(const Model& model, int threads = 0, Precision precision = Precision::Float32);
  ~Predictor();
  Predictor(Predictor&&) noexcept;
  Predictor& operator=(Predictor&&) noexcept;

  const ModelSpec& spec() const;
  const PreprocessContract& contract() const;
  std::size_t input_length() const;    // 3 * S * S
  std::size_t feature_length() const;  // C: 1280 at width 1, and what further blocks add (pooled_features.h)
  int map_px() const;                  // H = W: 7 at 224 px
  std::size_t map_length() const;      // H * W * channels of the last map, and the maps of further blocks behind it
  int outputs() const;                 // logits per image
  int classes() const;                 // probabilities per image
  int views() const;                   // test-time views per image, see Model

  // What makes of features, kept or fresh, logits and probabilities.
  HeadPredictor& head();

  // inputs (n,3,S,S) as preprocess() makes them; pooled (n,C); maps (n, map_length) or empty.
  void features(std::span<const float> inputs, std::size_t n, std::span<float> pooled, std::span<float> maps = {});
  // The state after block `block` ("features.N"), (n,C,H,W), for comparison with other programs.
  std::vector<float> block_output(std::span<const float> inputs, std::size_t n, int block);

  // Images straight to probabilities, (n,K).
  void predict(std::span<const float> inputs, std::size_t n, std::span<float> probabilities);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ml
