#include "ml/network/head.h"

#include "ml/arch/backbone.h"

namespace ml {

namespace {

std::unique_ptr<HeadOperation> make_operation(const HeadLayer& layer, std::size_t index, std::size_t width,
                                              ParameterStore& store) {
  const std::string name = "classifier." + std::to_string(index);
  switch (layer.kind) {
    case HeadLayerKind::Dense: return std::make_unique<Dense>(store.at(name + ".weight"), store.at(name + ".bias"));
    case HeadLayerKind::Relu: return std::make_unique<Relu>(width);
    case HeadLayerKind::Dropout:
      return std::make_unique<Dropout>(layer.drop_rate, width, static_cast<std::uint32_t>(index));
    case HeadLayerKind::BatchNorm: break;
  }
  return std::make_unique<VectorBatchNorm>(layer.batch_norm, store.at(name + ".weight"), store.at(name + ".bias"),
                                           store.at(name + ".running_mean").value,
                                           store.at(name + ".running_var").value);
}

}  // namespace

Head::Head(const ModelSpec& spec, ParameterStore& store)
    : inputs_(static_cast<std::size_t>(make_backbone(spec).features)) {
  std::size_t width = inputs_;
  for (std::size_t i = 0; i < spec.head.layers.size(); ++i) {
    operations_.push_back(make_operation(spec.head.layers[i], i, width, store));
    width = operations_.back()->outputs();
  }
  activations_.resize(operations_.size() - 1);
}

void Head::forward(std::span<const float> pooled, std::size_t n, std::span<float> logits,
                   const std::optional<TrainingPass>& pass) {
  const float* x = pooled.data();
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    const bool last = i + 1 == operations_.size();
    if (!last) activations_[i].resize(n * operations_[i]->outputs());
    float* y = last ? logits.data() : activations_[i].data();
    operations_[i]->forward(x, n, y, pass);
    x = y;
  }
}

void Head::backward(std::span<const float> logit_gradient, std::span<float> pooled_gradient) {
  const std::size_t n = logit_gradient.size() / outputs();
  const float* dy = logit_gradient.data();
  for (std::size_t i = operations_.size(); i-- > 0;) {
    if (i == 0) {
      operations_[0]->backward(dy, pooled_gradient.empty() ? nullptr : pooled_gradient.data());
      return;
    }
    next_gradient_.resize(n * operations_[i - 1]->outputs());
    operations_[i]->backward(dy, next_gradient_.data());
    std::swap(gradient_, next_gradient_);
    dy = gradient_.data();
  }
}

}  // namespace ml
