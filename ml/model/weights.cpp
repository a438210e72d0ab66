#include "ml/model/weights.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace ml {

const Tensor& Weights::at(std::string_view name) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end())
    throw std::runtime_error("there is no tensor \"" + std::string(name) + "\" in these weights");
  return found->second;
}

Tensor& Weights::at(std::string_view name) { return const_cast<Tensor&>(static_cast<const Weights&>(*this).at(name)); }

void Weights::erase(std::string_view name) {
  const auto found = tensors_.find(name);
  if (found != tensors_.end()) tensors_.erase(found);
}

namespace {

void append_list(std::string& text, const char* what, const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 3;
  if (names.empty()) return;
  if (!text.empty()) text += "; ";
  text += std::to_string(names.size()) + " " + what + ": ";
  for (std::size_t i = 0; i < names.size() && i < kNamed; ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kNamed) text += ", ...";
}

}  // namespace

std::string WeightsReport::text() const {
  std::string text;
  append_list(text, missing.size() == 1 ? "tensor is missing" : "tensors are missing", missing);
  append_list(text, misshaped.size() == 1 ? "tensor has another shape" : "tensors have another shape", misshaped);
  append_list(text, extra.size() == 1 ? "tensor is not used" : "tensors are not used", extra);
  return text;
}

void require_numbers(const Weights& weights) {
  for (const auto& [name, tensor] : weights.tensors()) {
    const bool is_variance = name.ends_with(".running_var");
    const auto not_finite = std::ranges::count_if(tensor.values, [](float value) { return !std::isfinite(value); });
    const auto negative = is_variance ? std::ranges::count_if(tensor.values, [](float value) { return value < 0; }) : 0;
    if (not_finite == 0 && negative == 0) continue;
    const std::string what = not_finite > 0 ? std::to_string(not_finite) + " of its numbers are not finite"
                                            : std::to_string(negative) + " of its variances are below 0";
    throw std::runtime_error("the tensor \"" + name + "\" cannot be used: " + what + " (it has " +
                             std::to_string(tensor.values.size()) + ")");
  }
}

WeightsReport compare(const Weights& weights, std::span<const TensorSpec> expected) {
  WeightsReport report;
  std::set<std::string_view> wanted;
  for (const TensorSpec& spec : expected) {
    wanted.insert(spec.name);
    if (!weights.contains(spec.name)) {
      report.missing.push_back(spec.name);
    } else if (weights.at(spec.name).shape != spec.shape) {
      report.misshaped.push_back(spec.name + " is " + shape_text(weights.at(spec.name).shape) + ", expected " +
                                 shape_text(spec.shape));
    }
  }
  for (const auto& [name, tensor] : weights.tensors())
    if (!wanted.contains(name)) report.extra.push_back(name);
  return report;
}

}  // namespace ml
