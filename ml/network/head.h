// The head: pooled features (n,C) to logits (n,outputs), and back.
// Threads: one thread at a time; the owner decides.
// Ownership: uses the store's tensors, which must outlive it; owns the activations in between.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "ml/layers/head_operations.h"
#include "ml/network/parameter_store.h"

namespace ml {

class Head {
 public:
  Head(const ModelSpec& spec, ParameterStore& store);

  std::size_t inputs() const { return inputs_; }
  std::size_t outputs() const { return operations_.back()->outputs(); }

  // pooled must stay as it is until backward returns.
  void forward(std::span<const float> pooled, std::size_t n, std::span<float> logits,
               const std::optional<TrainingPass>& pass);
  // pooled_gradient may be empty when it is not needed.
  void backward(std::span<const float> logit_gradient, std::span<float> pooled_gradient);

 private:
  std::size_t inputs_;
  std::vector<std::unique_ptr<HeadOperation>> operations_;
  std::vector<std::vector<float>> activations_;  // result of each operation but the last
  std::vector<float> gradient_;
  std::vector<float> next_gradient_;
};

}  // namespace ml
