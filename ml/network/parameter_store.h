// All tensors of a model in two flat arrays: what learns (one array for the optimiser, one for its
// gradients) and the rest (frozen tensors, running statistics).
//
// Threads: one thread at a time; the owner decides.
// Ownership: owns the arrays; spans that it hands out live as long as it does and never move.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "ml/arch/trainable.h"
#include "ml/layers/head_operations.h"
#include "ml/model/model.h"
#include "ml/network/parameter_slice.h"

namespace ml {

class ParameterStore {
 public:
  enum class Scope { Everything, HeadOnly };

  // HeadOnly leaves the backbone's tensors out, for networks that begin at the pooled features.
  ParameterStore(const Model& model, Depth depth, Scope scope);
  ParameterStore(const ParameterStore&) = delete;
  ParameterStore& operator=(const ParameterStore&) = delete;

  std::span<float> parameters() { return parameters_; }
  std::span<const float> parameters() const { return parameters_; }
  std::span<float> gradients() { return gradients_; }
  const std::vector<ParameterSlice>& slices() const { return slices_; }

  ParameterView at(const std::string& name);
  void write_to(Model& model) const;
  void write_snapshot(std::span<const float> snapshot, Model& model) const;
  std::vector<float> snapshot() const;
  void restore(std::span<const float> snapshot);

 private:
  void write_arrays(std::span<const float> parameters, std::span<const float> state, Model& model) const;
  void require_fitting(std::span<const float> snapshot) const;

  struct Place {
    std::size_t offset = 0;
    std::size_t size = 0;
    bool learns = false;
  };

  std::vector<ParameterSlice> slices_;
  std::map<std::string, Place> places_;
  std::vector<float> parameters_;
  std::vector<float> gradients_;
  std::vector<float> state_;
};

}  // namespace ml
