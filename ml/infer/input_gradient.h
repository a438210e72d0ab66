// Which way an image's loss rises: the gradient of its cross-entropy with respect to the numbers the network sees, of a
// finished model, whose BatchNorms use their stored statistics and whose dropout is off.
//
// Use: `InputGradient slope(model); slope.of_loss(inputs, labels, gradient);`  // (n,3,S,S), (n) -> (n,3,S,S)
// Threads: one thread at a time; the owner decides.
// Ownership: keeps its own copy of the weights; the caller owns every buffer.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "ml/model/model.h"

namespace ml {

class InputGradient {
 public:
  // `threads` as in ThreadCount, applied during each call.
  explicit InputGradient(const Model& model, int threads = 0);
  ~InputGradient();
  InputGradient(InputGradient&&) noexcept;
  InputGradient& operator=(InputGradient&&) noexcept;

  std::size_t input_length() const;  // 3 * S * S

  // Each image's own gradient, that of the sum of the losses, which is returned. Throws on lengths that do not match
  // and labels that are no class.
  float of_loss(std::span<const float> inputs, std::span<const int> labels, std::span<float> gradient);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ml
