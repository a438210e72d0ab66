// Runs the head of a finished model: features to logits, probabilities and gradients. It has no backbone, so that
// features which were kept answer for another class, or for the head of another run, at the cost of a few small
// matrices.
//
// Use: `HeadPredictor head(model); head.probabilities(pooled, n, probabilities);`  // (n,C) -> (n,K)
// Threads: one thread at a time; the owner decides.
// Ownership: keeps its own copy of the head's weights; the caller owns every buffer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "ml/arch/backbone.h"
#include "ml/model/model.h"

namespace ml {

class HeadPredictor {
 public:
  // `threads` as in ThreadCount, applied during each call.
  explicit HeadPredictor(const Model& model, int threads = 0);
  ~HeadPredictor();
  HeadPredictor(HeadPredictor&&) noexcept;
  HeadPredictor& operator=(HeadPredictor&&) noexcept;

  std::size_t feature_length() const;  // C: 1280 at width 1, and what further blocks add (pooled_features.h)
  const Backbone& backbone() const;    // whose features it reads
  int outputs() const;                 // logits per image
  int classes() const;                 // probabilities per image
  int views() const;                   // test-time views per image, see Model

  // Features (n,C) to logits (n,outputs) and probabilities (n,K), whose rows add up to 1. For two classes the columns
  // are 1 - p and p.
  void logits(std::span<const float> pooled, std::size_t n, std::span<float> logits);
  void probabilities(std::span<const float> pooled, std::size_t n, std::span<float> probabilities);
  // One image's features (C) to (passes,K), each with dropout left on (Monte-Carlo dropout, Gal and Ghahramani
  // 2016). The masks depend on the seed and the pass only.
  void sampled_probabilities(std::span<const float> pooled, std::size_t passes, std::uint64_t seed,
                             std::span<float> probabilities);
  // Gradient of logit `output` with respect to the pooled features, (n,C).
  void feature_gradient(std::span<const float> pooled, std::size_t n, int output, std::span<float> gradient);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Names what features depend on besides the image: the backbone's numbers and the preprocessing. Heads of equal names
// may be given each other's features.
std::string feature_space(const Model& model);

}  // namespace ml
