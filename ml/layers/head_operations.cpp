#include "ml/layers/head_operations.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <oneapi/dnnl/dnnl.hpp>

#include "ml/kernels/matrix_rows.h"
#include "ml/random/counter_rng.h"
#include "ml/random/hash.h"

namespace ml {

namespace {

// c (rows, columns) = op(a) op(b), row-major; `inner` is the length that is summed over.
void multiply(bool transpose_a, bool transpose_b, std::size_t rows, std::size_t columns, std::size_t inner,
              const float* a, const float* b, float* c) {
  const auto m = static_cast<dnnl_dim_t>(rows);
  const auto n = static_cast<dnnl_dim_t>(columns);
  const auto k = static_cast<dnnl_dim_t>(inner);
  const dnnl::status status = dnnl::sgemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, 1.F, a,
                                          transpose_a ? m : k, b, transpose_b ? k : n, 0.F, c, n);
  if (status != dnnl::status::success)
    throw std::runtime_error("cannot multiply matrices: oneDNN answered with status " +
                             std::to_string(static_cast<int>(status)));
}

}  // namespace

Dense::Dense(ParameterView weight, ParameterView bias)
    : weight_(weight), bias_(bias), outputs_(bias.value.size()), inputs_(weight.value.size() / bias.value.size()) {}

void Dense::forward(const float* x, std::size_t n, float* y, const std::optional<TrainingPass>&) {
  x_ = x;
  n_ = n;
  multiply(false, true, n, outputs_, inputs_, x, weight_.value.data(), y);
  for (std::size_t row = 0; row < n; ++row)
    for (std::size_t i = 0; i < outputs_; ++i) y[row * outputs_ + i] += bias_.value[i];
}

void Dense::backward(const float* dy, float* dx) {
  if (!weight_.gradient.empty()) {
    multiply(true, false, outputs_, inputs_, n_, dy, x_, weight_.gradient.data());
    sum_columns(dy, n_, outputs_, bias_.gradient.data());
  }
  if (dx != nullptr) multiply(false, false, n_, inputs_, outputs_, dy, weight_.value.data(), dx);
}

VectorBatchNorm::VectorBatchNorm(BatchNormRule rule, ParameterView gamma, ParameterView beta,
                                 std::span<float> running_mean, std::span<float> running_variance)
    : rule_(rule),
      gamma_(gamma),
      beta_(beta),
      running_mean_(running_mean),
      running_variance_(running_variance),
      channels_(gamma.value.size()),
      mean_(channels_),
      inverse_deviation_(channels_) {}

void VectorBatchNorm::take_batch_statistics(const float* x) {
  const float count = static_cast<float>(n_);
  std::vector<float> variance(channels_);
  sum_columns(x, n_, channels_, mean_.data());
  for (float& mean : mean_) mean /= count;
  sum_squared_distances(x, n_, channels_, mean_.data(), variance.data());
  const float running_divisor = rule_.unbiased_running_variance ? std::max(1.F, count - 1.F) : count;
  for (std::size_t i = 0; i < channels_; ++i) {
    inverse_deviation_[i] = 1.F / std::sqrt(variance[i] / count + rule_.epsilon);
    running_mean_[i] = rule_.keep * running_mean_[i] + (1.F - rule_.keep) * mean_[i];
    running_variance_[i] = rule_.keep * running_variance_[i] + (1.F - rule_.keep) * variance[i] / running_divisor;
  }
}

void VectorBatchNorm::forward(const float* x, std::size_t n, float* y, const std::optional<TrainingPass>& pass) {
  x_ = x;
  n_ = n;
  of_batch_ = pass && !pass->samples_only;
  if (of_batch_) {
    take_batch_statistics(x);
  } else {
    for (std::size_t i = 0; i < channels_; ++i) {
      mean_[i] = running_mean_[i];
      inverse_deviation_[i] = 1.F / std::sqrt(running_variance_[i] + rule_.epsilon);
    }
  }
  std::vector<float> scale(channels_), shift(channels_);
  for (std::size_t i = 0; i < channels_; ++i) {
    scale[i] = gamma_.value[i] * inverse_deviation_[i];
    shift[i] = beta_.value[i] - scale[i] * mean_[i];
  }
  scale_rows(x, n, channels_, scale.data(), shift.data(), y);
}

// dx = scale (dy - mean(dy) - x^ mean(dy x^)) with batch statistics, scale dy with stored ones.
void VectorBatchNorm::backward(const float* dy, float* dx) {
  std::vector<float> sum(channels_), product(channels_);
  sum_columns(dy, n_, channels_, sum.data());
  sum_products(dy, x_, n_, channels_, mean_.data(), inverse_deviation_.data(), product.data());
  if (!gamma_.gradient.empty()) {
    std::copy(product.begin(), product.end(), gamma_.gradient.begin());
    std::copy(sum.begin(), sum.end(), beta_.gradient.begin());
  }
  if (dx == nullptr) return;
  const float per_sample = of_batch_ ? 1.F / static_cast<float>(n_) : 0.F;
  for (std::size_t row = 0; row < n_; ++row)
    for (std::size_t i = 0; i < channels_; ++i) {
      const float normalised = (x_[row * channels_ + i] - mean_[i]) * inverse_deviation_[i];
      dx[row * channels_ + i] = gamma_.value[i] * inverse_deviation_[i] *
                                (dy[row * channels_ + i] - per_sample * (sum[i] + normalised * product[i]));
    }
}

void Relu::forward(const float* x, std::size_t n, float* y, const std::optional<TrainingPass>&) {
  y_ = y;
  n_ = n;
  for (std::size_t i = 0; i < n * width_; ++i) y[i] = std::max(x[i], 0.F);
}

void Relu::backward(const float* dy, float* dx) {
  if (dx == nullptr) return;
  for (std::size_t i = 0; i < n_ * width_; ++i) dx[i] = y_[i] > 0.F ? dy[i] : 0.F;
}

Dropout::Dropout(float drop_rate, std::size_t width, std::uint32_t layer)
    : drop_rate_(drop_rate), width_(width), layer_(layer) {}

void Dropout::forward(const float* x, std::size_t n, float* y, const std::optional<TrainingPass>& pass) {
  factors_.assign(n * width_, 1.F);
  if (pass && drop_rate_ > 0.F) {
    CounterRng rng(pass->seed, {stable_hash("dropout"), pass->step, layer_});
    const auto threshold = static_cast<std::uint32_t>(std::ldexp(static_cast<double>(drop_rate_), 32));
    const float kept = 1.F / (1.F - drop_rate_);
    draws_.resize(factors_.size());
    rng.fill(draws_);
    for (std::size_t i = 0; i < factors_.size(); ++i) factors_[i] = draws_[i] < threshold ? 0.F : kept;
  }
  for (std::size_t i = 0; i < factors_.size(); ++i) y[i] = factors_[i] * x[i];
}

void Dropout::backward(const float* dy, float* dx) {
  if (dx == nullptr) return;
  for (std::size_t i = 0; i < factors_.size(); ++i) dx[i] = factors_[i] * dy[i];
}

}  // namespace ml
