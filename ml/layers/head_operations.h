// The layers of a head, over row-major matrices (n, features): dense, BatchNorm, ReLU, dropout.
//
// A layer remembers what its backward needs from its last forward; inputs and outputs belong to the caller
// and must stay until then.
// Threads: one thread at a time; the owner decides.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "ml/arch/model_spec.h"
#include "ml/layers/training_pass.h"

namespace ml {

// One tensor that a layer uses. The gradient is empty where nothing learns.
struct ParameterView {
  std::span<float> value;
  std::span<float> gradient;
};

class HeadOperation {
 public:
  virtual ~HeadOperation() = default;
  virtual std::size_t outputs() const = 0;
  // Without a pass: evaluation.
  virtual void forward(const float* x, std::size_t n, float* y, const std::optional<TrainingPass>& pass) = 0;
  // Overwrites the gradients of its tensors (where they have one), and writes dx unless that is null.
  virtual void backward(const float* dy, float* dx) = 0;
};

// y = x W^T + b; weight (outputs, inputs).
class Dense final : public HeadOperation {
 public:
  Dense(ParameterView weight, ParameterView bias);
  std::size_t outputs() const override { return outputs_; }
  void forward(const float* x, std::size_t n, float* y, const std::optional<TrainingPass>& pass) override;
  void backward(const float* dy, float* dx) override;

 private:
  ParameterView weight_;
  ParameterView bias_;
  std::size_t outputs_;
  std::size_t inputs_;
  const float* x_ = nullptr;
  std::size_t n_ = 0;
};

class VectorBatchNorm final : public HeadOperation {
 public:
  VectorBatchNorm(BatchNormRule rule, ParameterView gamma, ParameterView beta, std::span<float> running_mean,
                  std::span<float> running_variance);
  std::size_t outputs() const override { return channels_; }
  void forward(const float* x, std::size_t n, float* y, const std::optional<TrainingPass>& pass) override;
  void backward(const float* dy, float* dx) override;

 private:
  void take_batch_statistics(const float* x);

  BatchNormRule rule_;
  ParameterView gamma_;
  ParameterView beta_;
  std::span<float> running_mean_;
  std::span<float> running_variance_;
  std::size_t channels_;
  std::vector<float> mean_;
  std::vector<float> inverse_deviation_;
  const float* x_ = nullptr;
  std::size_t n_ = 0;
  bool of_batch_ = false;
};

class Relu final : public HeadOperation {
 public:
  explicit Relu(std::size_t width) : width_(width) {}
  std::size_t outputs() const override { return width_; }
  void forward(const float* x, std::size_t n, float* y, const std::optional<TrainingPass>& pass) override;
  void backward(const float* dy, float* dx) override;

 private:
  std::size_t width_;
  const float* y_ = nullptr;
  std::size_t n_ = 0;
};

// Inverted dropout. The mask is a function of (seed, step, layer) and of the position.
class Dropout final : public HeadOperation {
 public:
  Dropout(float drop_rate, std::size_t width, std::uint32_t layer);
  std::size_t outputs() const override { return width_; }
  void forward(const float* x, std::size_t n, float* y, const std::optional<TrainingPass>& pass) override;
  void backward(const float* dy, float* dx) override;

 private:
  float drop_rate_;
  std::size_t width_;
  std::uint32_t layer_;
  std::vector<std::uint32_t> draws_;
  std::vector<float> factors_;
};

}  // namespace ml
