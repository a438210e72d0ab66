// Named tensors and the text that travels with them: what a safetensors file holds.
//
// Use: `const Tensor& t = weights.at("features.0.0.weight");`
// Threads: any thread for reading; one thread at a time for changing it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ml/tensor/tensor.h"

namespace ml {

class Weights {
 public:
  bool contains(std::string_view name) const { return tensors_.find(name) != tensors_.end(); }
  // Throws when there is none, naming it.
  const Tensor& at(std::string_view name) const;
  Tensor& at(std::string_view name);
  // Adds or replaces.
  void set(std::string name, Tensor tensor) { tensors_.insert_or_assign(std::move(name), std::move(tensor)); }
  void erase(std::string_view name);
  std::size_t size() const { return tensors_.size(); }
  const std::map<std::string, Tensor, std::less<>>& tensors() const { return tensors_; }

  std::map<std::string, std::string>& metadata() { return metadata_; }
  const std::map<std::string, std::string>& metadata() const { return metadata_; }

  bool operator==(const Weights&) const = default;

 private:
  std::map<std::string, Tensor, std::less<>> tensors_;
  std::map<std::string, std::string> metadata_;
};

// What differs between the tensors that are there and those that a network needs.
struct WeightsReport {
  std::vector<std::string> missing;
  std::vector<std::string> extra;
  std::vector<std::string> misshaped;  // "name is (3, 3), expected (32, 3)"

  bool fits() const { return missing.empty() && misshaped.empty(); }
  // One sentence naming the first few of each; empty when there is nothing to tell.
  std::string text() const;
};

// Throws std::runtime_error naming the first tensor that holds something other than finite numbers, or a variance
// (".running_var") below 0, and how many of each there are.
void require_numbers(const Weights& weights);

WeightsReport compare(const Weights& weights, std::span<const TensorSpec> expected);

}  // namespace ml
