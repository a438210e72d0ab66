// Finite differences along a direction: (L(p + h d) - L(p - h d)) / 2h against gradient . d.
#pragma once

#include <cmath>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/ml/hashed_numbers.h"

namespace directional {

inline std::vector<float> direction(const std::string& name, std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<float>(2 * hashed::number(hashed::stream_of("finite difference " + name), i) - 1);
  return values;
}

inline std::vector<float> uniform(const std::string& name, std::size_t count, double low, double high) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<float>(low + (high - low) * hashed::number(hashed::stream_of(name), i));
  return values;
}

inline double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

// `values` is moved and put back; `loss` must look at it anew. `scale` is the size of the numbers that are
// compared, below which a difference means nothing.
inline void expect_gradient(const std::string& name, std::span<float> values, std::span<const float> gradient,
                            const std::function<double()>& loss, double step, double tolerance) {
  ASSERT_EQ(values.size(), gradient.size()) << name;
  const std::vector<float> before(values.begin(), values.end());
  // The direction follows the gradient by half, so that the slope stands out of the rounding.
  std::vector<float> along = direction(name, values.size());
  const double norm = std::sqrt(dot(gradient, gradient));
  const double length = std::sqrt(dot(along, along));
  for (std::size_t i = 0; i < along.size(); ++i)
    along[i] = static_cast<float>(0.5 * static_cast<double>(along[i]) / length +
                                  (norm > 0 ? 0.5 * static_cast<double>(gradient[i]) / norm : 0.0));
  const auto loss_at = [&](double offset) {
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = static_cast<float>(static_cast<double>(before[i]) + offset * static_cast<double>(along[i]));
    return loss();
  };
  const double difference = (loss_at(step) - loss_at(-step)) / (2 * step);
  std::copy(before.begin(), before.end(), values.begin());
  EXPECT_GT(norm, 0) << name;
  EXPECT_NEAR(difference, dot(gradient, along), tolerance * norm) << name << ", norm " << norm;
}

}  // namespace directional
