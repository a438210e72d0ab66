#include "ml/network/network.h"

#include <stdexcept>

#include "ml/arch/trainable.h"
#include "ml/kernels/flat_array.h"
#include "ml/network/head.h"
#include "ml/network/inference_backbone.h"
#include "ml/network/training_backbone.h"

namespace ml {

namespace {

std::vector<UnitSpec> learning_units(const Backbone& backbone, Depth depth) {
  if (depth == Depth::Head) return {};
  const std::size_t first = depth == Depth::Tail ? backbone.tail_cut : 0;
  return {backbone.units.begin() + static_cast<std::ptrdiff_t>(first), backbone.units.end()};
}

}  // namespace

struct Network::Impl {
  Impl(const Model& model, const NetworkConfig& network_config)
      : config(network_config),
        spec(model.spec),
        backbone(make_backbone(spec)),
        store(model, config.depth,
              config.depth == Depth::Head ? ParameterStore::Scope::HeadOnly : ParameterStore::Scope::Everything),
        head(spec, store),
        units(learning_units(backbone, config.depth)),
        tensors(unit_parameters(units, spec.batch_norm, store)) {
    if (config.micro_batch < 1) throw std::runtime_error("cannot make a network: its micro_batch must be at least 1");
    const auto side = static_cast<std::size_t>(spec.input_px);
    input_length = config.depth == Depth::Whole  ? 3 * side * side
                   : config.depth == Depth::Tail ? backbone.cut_length()
                                                 : static_cast<std::size_t>(backbone.features);
  }

  ActivationLayout input_layout() const {
    return config.depth == Depth::Whole ? ActivationLayout::Planes : ActivationLayout::ChannelsLast;
  }
  TrainingBackbone& training_backbone();
  InferenceBackbone& evaluation_backbone();
  std::span<const float> pooled_for(std::span<const float> inputs, std::size_t n, bool training);

  NetworkConfig config;
  ModelSpec spec;
  Backbone backbone;
  ParameterStore store;
  Head head;
  std::vector<UnitSpec> units;  // none at head depth
  std::vector<UnitParameters> tensors;
  std::size_t input_length = 0;
  std::unique_ptr<TrainingBackbone> training;     // made at the first training pass
  std::unique_ptr<InferenceBackbone> evaluation;  // made at the first evaluation
  bool evaluation_is_stale = true;                // parameters or running statistics have moved on
  std::size_t trained_n = 0;                      // samples of the last training forward; 0: none
  std::vector<float> pooled;
  std::vector<float> pooled_gradient;
};

TrainingBackbone& Network::Impl::training_backbone() {
  const std::size_t first = config.depth == Depth::Tail ? backbone.tail_first_trainable - backbone.tail_cut : 0;
  if (!training) training = make_training_backbone(units, tensors, first, config);
  return *training;
}

InferenceBackbone& Network::Impl::evaluation_backbone() {
  if (!evaluation) evaluation = std::make_unique<InferenceBackbone>(units);
  if (evaluation_is_stale) {
    std::vector<UnitTensors> values;
    for (const UnitParameters& unit : tensors) values.push_back(unit.values);
    evaluation->set_weights(values);
    evaluation_is_stale = false;
  }
  return *evaluation;
}

std::span<const float> Network::Impl::pooled_for(std::span<const float> inputs, std::size_t n, bool is_training) {
  if (config.depth == Depth::Head) return inputs;
  const auto features = static_cast<std::size_t>(backbone.features);
  pooled.resize(n * features);
  if (is_training) {
    training_backbone().forward(inputs, input_layout(), n, pooled);
    evaluation_is_stale = evaluation_is_stale || config.batch_statistics == BatchStatistics::Batch;
    return pooled;
  }
  evaluation_backbone().pool(inputs, input_layout(), n, pooled);
  return pooled;
}

Network::Network(const Model& model, NetworkConfig config) : impl_(std::make_unique<Impl>(model, config)) {}
Network::~Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;

std::size_t Network::input_length() const { return impl_->input_length; }
int Network::outputs() const { return impl_->spec.outputs(); }

void Network::forward(std::span<const float> inputs, std::size_t n, std::span<float> logits,
                      std::optional<TrainingPass> pass) {
  if (inputs.size() != n * input_length() || logits.size() != n * static_cast<std::size_t>(outputs()))
    throw std::runtime_error("cannot run the network: the arrays do not hold " + std::to_string(n) + " samples");
  impl_->trained_n = pass ? n : 0;
  if (n == 0) return;
  const std::span<const float> pooled = impl_->pooled_for(inputs, n, pass.has_value());
  impl_->head.forward(pooled, n, logits, pass);
}

void Network::backward(std::span<const float> logit_gradients) {
  if (impl_->trained_n == 0 || logit_gradients.size() != impl_->trained_n * static_cast<std::size_t>(outputs()))
    throw std::runtime_error("cannot run the network backward: there was no training pass over as many samples");
  if (impl_->config.depth == Depth::Head) {
    impl_->head.backward(logit_gradients, {});
    return;
  }
  impl_->pooled_gradient.resize(impl_->pooled.size());
  impl_->head.backward(logit_gradients, impl_->pooled_gradient);
  impl_->training_backbone().backward(impl_->pooled_gradient);
}

std::span<float> Network::parameters() { return impl_->store.parameters(); }
std::span<float> Network::gradients() { return impl_->store.gradients(); }
std::span<const float> Network::gradients() const { return impl_->store.gradients(); }
const std::vector<ParameterSlice>& Network::slices() const { return impl_->store.slices(); }

float Network::add_regularisation() {
  double penalty = 0;
  for (const ParameterSlice& slice : impl_->store.slices()) {
    if (slice.l2 == 0.F) continue;
    const std::span<const float> values = impl_->store.parameters().subspan(slice.offset, slice.size);
    const std::span<float> gradients = impl_->store.gradients().subspan(slice.offset, slice.size);
    penalty += static_cast<double>(slice.l2) * add_l2(2.F * slice.l2, values, gradients);
  }
  return static_cast<float>(penalty);
}

void Network::parameters_changed() {
  if (impl_->training) impl_->training->weights_changed();
  impl_->evaluation_is_stale = true;
}

void Network::write_to(Model& model) const { impl_->store.write_to(model); }
void Network::write_snapshot(std::span<const float> snapshot, Model& model) const {
  impl_->store.write_snapshot(snapshot, model);
}
std::vector<float> Network::snapshot() const { return impl_->store.snapshot(); }

void Network::restore(std::span<const float> snapshot) {
  impl_->store.restore(snapshot);
  parameters_changed();
}

}  // namespace ml
