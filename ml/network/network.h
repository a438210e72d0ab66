// A network that learns: forward, backward and one flat array of its trainable parameters.
//
// What its input is depends on the depth, because frozen layers run elsewhere (FeatureExtractor) and their
// results are kept:
//   Head   pooled features (n,C)
//   Tail   activations at the cut, (n,H,W,C in memory)
//   Whole  images (n,3,S,S)
// Use: `network.forward(inputs, n, logits, TrainingPass{seed, step});`
//      `network.backward(logit_gradients);`  // fills gradients()
//      `network.add_regularisation();`       // L2 of the dense kernels, into gradients()
//      `adam.step(network.parameters(), network.gradients(), rate); network.parameters_changed();`
// Threads: one thread at a time; the owner decides.
// Ownership: owns parameters, gradients and activations; the caller owns inputs, which must stay as they
// are until backward returns.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "ml/layers/training_pass.h"
#include "ml/model/model.h"
#include "ml/network/network_config.h"
#include "ml/network/parameter_slice.h"

namespace ml {

class Network {
 public:
  Network(const Model& model, NetworkConfig config);
  ~Network();
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;

  std::size_t input_length() const;  // floats per sample
  int outputs() const;

  // logits is (n, outputs). A pass means training: dropout on, batch statistics where they are used.
  // Without one it is evaluation.
  void forward(std::span<const float> inputs, std::size_t n, std::span<float> logits, std::optional<TrainingPass> pass);
  // After a training forward. Overwrites gradients() with those of the batch.
  void backward(std::span<const float> logit_gradients);

  std::span<float> parameters();
  std::span<float> gradients();
  std::span<const float> gradients() const;
  const std::vector<ParameterSlice>& slices() const;
  // Adds the L2 terms to gradients(); returns the penalty that belongs to the loss.
  float add_regularisation();
  // Must be called after parameters() were written to.
  void parameters_changed();

  // Writes what has learnt (and running statistics) into a model of the same spec.
  void write_to(Model& model) const;
  // The same numbers as one array, running statistics included: for keeping and restoring the best state.
  std::vector<float> snapshot() const;
  void restore(std::span<const float> snapshot);
  void write_snapshot(std::span<const float> snapshot, Model& model) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ml
