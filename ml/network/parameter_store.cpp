#include "ml/network/parameter_store.h"

#include <algorithm>
#include <stdexcept>

#include "ml/arch/backbone.h"
#include "ml/arch/trainable.h"

namespace ml {

namespace {

// "classifier.2.weight" -> the L2 of layer 2
float l2_of(const ModelSpec& spec, const std::string& name) {
  for (std::size_t i = 0; i < spec.head.layers.size(); ++i)
    if (name == "classifier." + std::to_string(i) + ".weight") return spec.head.layers[i].l2;
  return 0.F;
}

void append(std::vector<float>& array, const std::vector<float>& values) {
  array.insert(array.end(), values.begin(), values.end());
}

}  // namespace

ParameterStore::ParameterStore(const Model& model, Depth depth, Scope scope) {
  for (const TensorSpec& spec : trainable_tensors(model.spec, depth)) {
    const Tensor& tensor = model.weights.at(spec.name);
    slices_.push_back({spec.name, spec.shape, parameters_.size(), tensor.values.size(), l2_of(model.spec, spec.name)});
    places_[spec.name] = {parameters_.size(), tensor.values.size(), true};
    append(parameters_, tensor.values);
  }
  gradients_.assign(parameters_.size(), 0.F);
  std::vector<TensorSpec> all = head_tensors(model.spec);
  if (scope == Scope::Everything)
    for (TensorSpec& spec : backbone_tensors(model.spec)) all.push_back(std::move(spec));
  for (const TensorSpec& spec : all) {
    if (places_.contains(spec.name)) continue;
    const Tensor& tensor = model.weights.at(spec.name);
    places_[spec.name] = {state_.size(), tensor.values.size(), false};
    append(state_, tensor.values);
  }
}

ParameterView ParameterStore::at(const std::string& name) {
  const Place& place = places_.at(name);
  if (!place.learns) return {std::span(state_).subspan(place.offset, place.size), {}};
  return {std::span(parameters_).subspan(place.offset, place.size),
          std::span(gradients_).subspan(place.offset, place.size)};
}

void ParameterStore::write_to(Model& model) const { write_arrays(parameters_, state_, model); }

void ParameterStore::write_snapshot(std::span<const float> snapshot, Model& model) const {
  require_fitting(snapshot);
  write_arrays(snapshot.first(parameters_.size()), snapshot.subspan(parameters_.size()), model);
}

void ParameterStore::write_arrays(std::span<const float> parameters, std::span<const float> state, Model& model) const {
  for (const auto& [name, place] : places_) {
    const std::span<const float> from = place.learns ? parameters : state;
    std::vector<float>& to = model.weights.at(name).values;
    if (to.size() != place.size)
      throw std::runtime_error("cannot store what was learnt: tensor \"" + name + "\" of the model has another size");
    std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(place.offset), place.size, to.begin());
  }
}

void ParameterStore::require_fitting(std::span<const float> snapshot) const {
  if (snapshot.size() != parameters_.size() + state_.size())
    throw std::runtime_error("cannot restore the network: the snapshot belongs to another one");
}

std::vector<float> ParameterStore::snapshot() const {
  std::vector<float> all = parameters_;
  append(all, state_);
  return all;
}

void ParameterStore::restore(std::span<const float> snapshot) {
  require_fitting(snapshot);
  const auto parameters_end = snapshot.begin() + static_cast<std::ptrdiff_t>(parameters_.size());
  std::copy(snapshot.begin(), parameters_end, parameters_.begin());
  std::copy(parameters_end, snapshot.end(), state_.begin());
}

}  // namespace ml
