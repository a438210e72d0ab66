#include "ml/train/class_outputs.h"

#include <algorithm>
#include <set>
#include <string>

namespace ml {

namespace {

// Two classes would have one logit, and a softmax of one is none.
constexpr std::size_t kFewest = 3;

std::string last_layer(const ModelSpec& spec) { return "classifier." + std::to_string(spec.head.layers.size() - 1); }

// (O,I) or (O) with another O, in order; what is new is zero.
void resize_rows(Model& model, const std::string& name, std::size_t rows) {
  const Tensor& before = model.weights.at(name);
  Shape shape = before.shape;
  const auto row = before.values.size() / static_cast<std::size_t>(shape.front());
  shape.front() = static_cast<Shape::value_type>(rows);
  std::vector<float> values(before.values.begin(), before.values.end());
  values.resize(rows * row);
  model.weights.set(name, {shape, std::move(values)});
}

// `count` columns from `first` on, of rows of `all`.
std::vector<float> columns(std::span<const float> rows, std::size_t all, std::size_t first, std::size_t count) {
  std::vector<float> part;
  part.reserve(rows.size() / all * count);
  for (std::size_t row = 0; row < rows.size(); row += all) {
    const auto from = rows.subspan(row + first, count);
    part.insert(part.end(), from.begin(), from.end());
  }
  return part;
}

}  // namespace

std::size_t classes_learnt(const Dataset& data, std::size_t groups, const TrainConfig& config) {
  if (config.class_loss <= 0.F || data.classes.empty() || data.train.empty()) return 0;
  std::set<int> classes;
  for (const std::size_t image : data.train) classes.insert(data.classes[image]);
  if (classes.contains(-1)) return 0;
  const auto count = static_cast<std::size_t>(*classes.rbegin()) + 1;
  return count >= kFewest && count > groups ? count : 0;
}

ClassOutputs::ClassOutputs(const ModelSpec& spec, const Dataset& data, const TrainConfig& config)
    : spec_(spec),
      groups_(static_cast<std::size_t>(spec.outputs())),
      classes_(classes_learnt(data, spec.classes.size(), config)),
      weight_(config.class_loss) {}

Model ClassOutputs::widened(Model model) const {
  if (!any()) return model;
  model.spec.classes.clear();  // as many names as outputs, so that the description is one of a network
  for (std::size_t i = 0; i < all(); ++i) model.spec.classes.push_back("output " + std::to_string(i));
  model.spec.head.layers.back().units = static_cast<int>(all());
  for (const char* part : {".weight", ".bias"}) resize_rows(model, last_layer(spec_) + part, all());
  return model;
}

void ClassOutputs::narrow(Model& model) const {
  if (!any()) return;
  model.spec = spec_;
  for (const char* part : {".weight", ".bias"}) resize_rows(model, last_layer(spec_) + part, groups_);
}

std::vector<float> ClassOutputs::of_groups(std::span<const float> logits) const {
  return columns(logits, all(), 0, groups_);
}

float ClassOutputs::loss(std::span<const float> logits, std::span<const int> labels, std::span<const float> weights,
                         const BatchMix& mix, const LossRule& rule, std::span<const float> groups,
                         std::span<float> gradient) const {
  if (!any()) {
    std::ranges::copy(groups, gradient.begin());
    return 0.F;
  }
  const std::vector<float> own = columns(logits, all(), groups_, classes_);
  std::vector<float> own_gradient(own.size());
  const float loss = mixed_batch_loss(own, static_cast<int>(classes_), labels, weights, mix, rule, own_gradient);
  for (std::size_t row = 0; row * all() < gradient.size(); ++row) {
    const auto to = gradient.subspan(row * all(), all());
    std::ranges::copy(groups.subspan(row * groups_, groups_), to.begin());
    for (std::size_t i = 0; i < classes_; ++i) to[groups_ + i] = weight_ * own_gradient[row * classes_ + i];
  }
  return weight_ * loss;
}

}  // namespace ml
