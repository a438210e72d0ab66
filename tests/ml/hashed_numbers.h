// Numbers that are a function of a name and a position, the same here and in tests/reference/*.py.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ml/model/weights.h"

namespace hashed {

inline std::uint32_t stream_of(std::string_view name) {
  std::uint32_t value = 2166136261U;
  for (const char letter : name) value = (value ^ static_cast<unsigned char>(letter)) * 16777619U;
  return value;
}

// [0, 1), 24 bits
inline double number(std::uint32_t stream, std::uint64_t position) {
  std::uint64_t z = (static_cast<std::uint64_t>(stream) << 32U) + position;
  z = (z + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  z = z ^ (z >> 31U);
  return static_cast<double>(z >> 40U) * 0x1.0p-24;
}

inline double tensor_value(std::string_view name, const ml::Shape& shape, double u) {
  if (name.ends_with("running_var")) return 0.5 + u;
  if (name.ends_with("running_mean")) return 0.6 * u - 0.3;
  if (shape.size() > 1) {
    double fan_in = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) fan_in *= static_cast<double>(shape[i]);
    return (2 * u - 1) * static_cast<double>(static_cast<float>(std::sqrt(6.0 / fan_in)));
  }
  if (name.ends_with("weight")) return 0.5 + u;
  return 0.6 * u - 0.3;
}

inline ml::Tensor tensor(const ml::TensorSpec& spec) {
  ml::Tensor result = ml::Tensor::zeros(spec.shape);
  const std::uint32_t stream = stream_of(spec.name);
  for (std::size_t i = 0; i < result.values.size(); ++i)
    result.values[i] = static_cast<float>(tensor_value(spec.name, spec.shape, number(stream, i)));
  return result;
}

inline std::vector<float> images(int set, std::size_t count) {
  std::vector<float> values(count);
  const std::uint32_t stream = stream_of("images " + std::to_string(set));
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(4 * number(stream, i) - 2);
  return values;
}

// On a direction that belongs to the name.
inline double projection(const std::string& name, std::span<const float> values) {
  const std::uint32_t stream = stream_of("direction of " + name);
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += static_cast<double>(values[i]) * (2 * number(stream, i) - 1);
  return sum;
}

}  // namespace hashed
