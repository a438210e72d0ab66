#include "ml/network/batch_norm_backbone.h"

#include <algorithm>

#include "ml/kernels/elementwise.h"
#include "ml/layers/activation_store.h"
#include "ml/layers/memory_plan.h"

namespace ml {

namespace {

// Multiplications for one value of a result. Up to this many, which is the stem's and those of expansions of
// up to 24 channels, making it again takes less time than the memory it would need is worth.
constexpr int kCheap = 27;

int multiplications(const UnitSpec& unit) {
  return (unit.depthwise ? 1 : unit.in_channels) * unit.kernel * unit.kernel;
}

}  // namespace

// Collects the memory of a batch and gives all of it its place in one block.
class BatchNormBackbone::Planner {
 public:
  void add(dnnl::memory& memory, const dnnl::memory::desc& desc, int first, int last) {
    pieces_.push_back({&memory, desc, plan_.add(desc.get_size(), first, last)});
  }

  void arrange(AlignedBuffer& block, const dnnl::engine& engine) {
    plan_.arrange();
    if (block.bytes() < plan_.total_bytes()) block = AlignedBuffer(plan_.total_bytes());
    for (const Piece& piece : pieces_)
      *piece.memory = dnnl::memory(piece.desc, engine, block.data() + plan_.offset(piece.number) / sizeof(float));
  }

 private:
  struct Piece {
    dnnl::memory* memory;
    dnnl::memory::desc desc;
    std::size_t number;
  };

  std::vector<Piece> pieces_;
  MemoryPlan plan_;
};

BatchNormBackbone::BatchNormBackbone(std::vector<UnitSpec> units, std::vector<UnitParameters> tensors,
                                     std::size_t first_trainable, bool recomputes)
    : specs_(std::move(units)),
      first_trainable_(first_trainable),
      recomputes_(recomputes),
      activations_(specs_.size()) {
  frozen_.reserve(first_trainable);
  units_.reserve(specs_.size() - first_trainable);
  for (std::size_t i = 0; i < first_trainable; ++i) frozen_.emplace_back(context_, specs_[i], tensors[i], false);
  for (std::size_t i = first_trainable; i < specs_.size(); ++i)
    units_.emplace_back(context_, specs_[i], tensors[i], i > first_trainable);
}

void BatchNormBackbone::weights_changed() {
  for (BatchNormUnit& unit : units_) unit.weights_changed();
}

std::size_t BatchNormBackbone::block_begin(std::size_t unit) const {
  while (unit > 0 && !specs_[unit].begins_block) --unit;
  return unit;
}

int BatchNormBackbone::last_use_in_forward(std::size_t unit) const {
  std::size_t last = std::min(unit + 1, specs_.size() - 1);
  for (std::size_t user = last; user < specs_.size(); ++user)
    if (specs_[user].adds_block_input && block_begin(user) == unit + 1) last = user;
  return forward_time(last);
}

bool BatchNormBackbone::keeps_output(std::size_t unit) const {
  return !recomputes_ || !specs_[unit].relu6 || specs_[unit].adds_block_input;
}

bool BatchNormBackbone::keeps_result(std::size_t unit) const {
  const bool source_is_kept = unit <= first_trainable_ || keeps_output(unit - 1);
  const bool is_made_again = !keeps_output(unit) && unit + 1 < specs_.size() && source_is_kept;
  return !is_made_again || multiplications(specs_[unit]) > kCheap;
}

void BatchNormBackbone::plan_for(int n) {
  if (n == n_) return;
  n_ = n;
  Planner planner;
  planner.add(input_, input_desc(specs_.front(), n), forward_time(0), backward_time(0));
  for (std::size_t i = first_trainable_; i < specs_.size(); ++i) {
    plan_activations(i, planner);
    plan_gradients(i, planner);
  }
  planner.arrange(block_, context_.engine());
  for (std::size_t i = first_trainable_; i < specs_.size(); ++i) {
    Activations& unit = activations_[i];
    if (keeps_result(i)) unit.result_again = unit.result;
    if (keeps_output(i)) unit.output_again = unit.output;
    if (!specs_[i].adds_block_input) unit.result_gradient = unit.gradient;
  }
}

void BatchNormBackbone::plan_activations(std::size_t unit, Planner& planner) {
  const dnnl::memory::desc desc = output_desc(specs_[unit], n_);
  const int now = forward_time(unit), back = backward_time(unit), back_after = backward_time(unit + 1);
  const bool is_read_in_backward = unit + 1 < specs_.size();
  Activations& its = activations_[unit];
  planner.add(its.result, desc, now, keeps_result(unit) ? back : now);
  if (!keeps_result(unit)) planner.add(its.result_again, desc, back_after, back);
  planner.add(its.output, desc, now,
              keeps_output(unit) && is_read_in_backward ? back_after : last_use_in_forward(unit));
  if (!keeps_output(unit) && is_read_in_backward) planner.add(its.output_again, desc, back_after, back_after);
}

void BatchNormBackbone::plan_gradients(std::size_t unit, Planner& planner) {
  const dnnl::memory::desc desc = output_desc(specs_[unit], n_);
  const int back = backward_time(unit);
  const int made = unit + 1 < specs_.size() ? backward_time(unit + 1) : back;
  Activations& its = activations_[unit];
  const bool waits = specs_[unit].adds_block_input;
  planner.add(its.gradient, desc, made, waits ? backward_time(std::max(block_begin(unit), first_trainable_)) : back);
  if (waits) planner.add(its.result_gradient, desc, back, back);
}

void BatchNormBackbone::forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n,
                                std::span<float> pooled) {
  plan_for(static_cast<int>(n));
  take_inputs(inputs, layout);
  for (std::size_t i = 0; i < specs_.size(); ++i) forward_unit(i);
  const UnitSpec& last = specs_.back();
  pool_blocked(floats_of(activations_.back().output), n, places_of(last.out_px),
               static_cast<std::size_t>(last.out_channels), static_cast<std::size_t>(ComputeContext::block_channels()),
               pooled.data());
}

void BatchNormBackbone::take_inputs(std::span<const float> inputs, ActivationLayout layout) {
  const UnitSpec& first = specs_.front();
  context_.reorder(dnnl::memory(ComputeContext::activation(layout, n_, first.in_channels, first.in_px),
                                context_.engine(), const_cast<float*>(inputs.data())),
                   input_);
}

void BatchNormBackbone::forward_unit(std::size_t unit) {
  const dnnl::memory* residual = specs_[unit].adds_block_input ? &source(block_begin(unit)) : nullptr;
  Activations& its = activations_[unit];
  if (unit < first_trainable_) {
    its.output = its.output_again = frozen_[unit].forward(0, n_, source(unit), residual);
    return;
  }
  learning(unit).convolve(n_, source(unit), its.result);
  learning(unit).take_statistics(n_, its.result);
  learning(unit).normalise(n_, its.result, residual, its.output);
}

void BatchNormBackbone::backward(std::span<const float> pooled_gradient) {
  const UnitSpec& last = specs_.back();
  unpool_blocked(pooled_gradient.data(), static_cast<std::size_t>(n_), places_of(last.out_px),
                 static_cast<std::size_t>(last.out_channels),
                 static_cast<std::size_t>(ComputeContext::block_channels()), floats_of(activations_.back().gradient));
  for (std::size_t i = specs_.size(); i-- > first_trainable_;) {
    if (i > first_trainable_ && !keeps_output(i - 1)) make_output_again(i - 1);
    backward_unit(i);
  }
}

void BatchNormBackbone::make_output_again(std::size_t unit) {
  Activations& its = activations_[unit];
  if (!keeps_result(unit)) learning(unit).convolve(n_, source_again(unit), its.result_again);
  learning(unit).normalise(n_, its.result_again, nullptr, its.output_again);
}

void BatchNormBackbone::backward_unit(std::size_t unit) {
  const Activations& its = activations_[unit];
  dnnl::memory* src_gradient = unit > first_trainable_ ? &activations_[unit - 1].gradient : nullptr;
  learning(unit).backward(n_, {.src = source_again(unit),
                               .result = its.result_again,
                               .dst_gradient = its.gradient,
                               .result_gradient = its.result_gradient,
                               .src_gradient = src_gradient});
  if (src_gradient == nullptr || !specs_[unit].begins_block) return;
  for (std::size_t user = unit; user < specs_.size() && (user == unit || !specs_[user].begins_block); ++user)
    if (specs_[user].adds_block_input)
      add_into(floats_of(*src_gradient), floats_of(activations_[user].gradient), float_count(*src_gradient));
}

}  // namespace ml
