// The part of a network that does not learn: images to what a Network of the same depth takes as input.
//
// Throws when this processor does not have the precision; what comes out is float32 in any case.
// Use: `FeatureExtractor extractor(model, Depth::Tail); extractor.forward(images, n, cut);`
// BatchNorm is folded; every thread takes one image after the other, so memory does not grow with n.
// Threads: one thread at a time; the owner decides.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "ml/arch/trainable.h"
#include "ml/model/model.h"
#include "ml/runtime/precision.h"

namespace ml {

class FeatureExtractor {
 public:
  // For Whole there is nothing frozen: forward copies.
  FeatureExtractor(const Model& model, Depth depth, Precision precision = Precision::Float32);
  ~FeatureExtractor();
  FeatureExtractor(FeatureExtractor&&) noexcept;
  FeatureExtractor& operator=(FeatureExtractor&&) noexcept;

  std::size_t input_length() const;   // 3 * S * S
  std::size_t output_length() const;  // floats per image, as Network::input_length()
  // images (n,3,S,S); out (n, output_length).
  void forward(std::span<const float> images, std::size_t n, std::span<float> out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// "pooled", "cut12", "pooled-bfloat16" or "": the layer's name in a feature cache.
std::string feature_layer_name(const ModelSpec& spec, Depth depth, Precision precision);

}  // namespace ml
