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

// What a micro-batch's activation may take, so that it is still in a cache when the next pass reads it.
constexpr std::size_t kMicroBatch_bytes = std::size_t{8} << 20U;

int multiplications(const UnitSpec& unit) {
  return (unit.depthwise ? 1 : unit.in_channels) * unit.kernel * unit.kernel;
}

std::size_t floats_per_image(const dnnl::memory::desc& desc_of_one) { return desc_of_one.get_size() / sizeof(float); }

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

bool BatchNormBackbone::is_added_later(std::size_t unit) const {
  for (std::size_t user = unit + 1; user < specs_.size() && block_begin(user) == unit + 1; ++user)
    if (specs_[user].adds_block_input) return true;
  return false;
}

bool BatchNormBackbone::keeps_output(std::size_t unit) const {
  return unit < first_trainable_ || !specs_[unit].relu6 || is_added_later(unit);
}

bool BatchNormBackbone::keeps_result(std::size_t unit) const {
  const bool source_is_kept = unit <= first_trainable_ || keeps_output(unit - 1);
  const bool can_be_made_again = unit + 1 < specs_.size() && source_is_kept;
  return !recomputes_ || !can_be_made_again || multiplications(specs_[unit]) > kCheap;
}

void BatchNormBackbone::plan_for(int n) {
  if (n == n_) return;
  n_ = n;
  Planner planner;
  planner.add(input_, input_desc(specs_.front(), n), forward_time(0), backward_time(0));
  for (std::size_t i = 0; i < specs_.size(); ++i) {
    activations_[i].image_floats = floats_per_image(output_desc(specs_[i], 1));
    if (i >= first_trainable_) plan_unit(i, planner);
  }
  planner.arrange(block_, context_.engine());
  for (std::size_t i = first_trainable_; i < specs_.size(); ++i)
    if (keeps_result(i)) activations_[i].result_again = activations_[i].result;
  make_scratch();
}

// An output is made, if it is kept, as the next unit asks for it; a result that is not kept, as the next unit's
// backward does.
void BatchNormBackbone::plan_unit(std::size_t unit, Planner& planner) {
  const dnnl::memory::desc desc = output_desc(specs_[unit], n_);
  const bool is_last = unit + 1 == specs_.size();
  const int now = forward_time(unit), back = backward_time(unit);
  const int next = now + 1, made_again = is_last ? back : backward_time(unit + 1);
  Activations& its = activations_[unit];
  planner.add(its.result, desc, now, keeps_result(unit) ? back : next);
  if (!keeps_result(unit)) planner.add(its.result_again, desc, made_again, back);
  if (keeps_output(unit)) planner.add(its.output, desc, next, made_again);
  const bool waits = specs_[unit].adds_block_input;  // for the block's begin, where its residual joins
  planner.add(its.gradient, desc, made_again,
              waits ? backward_time(std::max(block_begin(unit), first_trainable_)) : back);
}

void BatchNormBackbone::make_scratch() {
  std::size_t floats = 0;
  for (std::size_t i = 0; i < specs_.size(); ++i)
    for (const std::size_t user : {i, std::min(i + 1, specs_.size() - 1)})
      floats = std::max(floats, activations_[i].image_floats * static_cast<std::size_t>(micro_batches(user)[0].count));
  for (AlignedBuffer* scratch : {&output_scratch_, &gradient_scratch_})
    if (scratch->bytes() < floats * sizeof(float)) *scratch = AlignedBuffer(floats * sizeof(float));
}

// As many images at a time as fit beside each other, in parts of nearly equal size.
std::vector<BatchNormBackbone::MicroBatch> BatchNormBackbone::micro_batches(std::size_t unit) const {
  std::size_t image_floats = activations_[unit].image_floats;
  if (unit > 0) image_floats = std::max(image_floats, activations_[unit - 1].image_floats);
  const int fitting = std::max(1, static_cast<int>(kMicroBatch_bytes / (image_floats * sizeof(float))));
  const int parts = (n_ + fitting - 1) / fitting;
  std::vector<MicroBatch> all;
  for (int part = 0, first = 0; part < parts; ++part) {
    const int count = (n_ - first + parts - part - 1) / (parts - part);
    all.push_back({first, count});
    first += count;
  }
  return all;
}

dnnl::memory BatchNormBackbone::part_of(const dnnl::memory& whole, std::size_t unit, MicroBatch part) const {
  return {output_desc(specs_[unit], part.count), context_.engine(),
          floats_of(whole) + static_cast<std::size_t>(part.first) * activations_[unit].image_floats};
}

dnnl::memory BatchNormBackbone::scratch_for(AlignedBuffer& scratch, std::size_t unit, MicroBatch part) const {
  return {output_desc(specs_[unit], part.count), context_.engine(), scratch.data()};
}

dnnl::memory BatchNormBackbone::input_part(MicroBatch part) const {
  const std::size_t image = floats_per_image(input_desc(specs_.front(), 1));
  return {input_desc(specs_.front(), part.count), context_.engine(),
          floats_of(input_) + static_cast<std::size_t>(part.first) * image};
}

// What the unit reads: kept, or made from the result of the unit before.
dnnl::memory BatchNormBackbone::source(std::size_t unit, MicroBatch part, const dnnl::memory& result_before) {
  if (unit == 0) return input_part(part);
  if (keeps_output(unit - 1)) return part_of(activations_[unit - 1].output, unit - 1, part);
  const dnnl::memory output = scratch_for(output_scratch_, unit - 1, part);
  make_output(unit - 1, part, result_before, output);
  return output;
}

void BatchNormBackbone::make_output(std::size_t unit, MicroBatch part, const dnnl::memory& result,
                                    const dnnl::memory& output) {
  if (!specs_[unit].adds_block_input) {
    learning(unit).normalise(part.count, result, nullptr, output);
    return;
  }
  const std::size_t begin = block_begin(unit);
  const dnnl::memory residual =
      begin == 0 ? input_part(part) : part_of(activations_[begin - 1].output, begin - 1, part);
  learning(unit).normalise(part.count, result, &residual, output);
}

void BatchNormBackbone::forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n,
                                std::span<float> pooled) {
  plan_for(static_cast<int>(n));
  take_inputs(inputs, layout);
  for (std::size_t i = 0; i < specs_.size(); ++i) forward_unit(i);
  pool_last(pooled);
}

void BatchNormBackbone::take_inputs(std::span<const float> inputs, ActivationLayout layout) {
  const UnitSpec& first = specs_.front();
  context_.reorder(dnnl::memory(ComputeContext::activation(layout, n_, first.in_channels, first.in_px),
                                context_.engine(), const_cast<float*>(inputs.data())),
                   input_);
}

void BatchNormBackbone::forward_unit(std::size_t unit) {
  Activations& its = activations_[unit];
  if (unit < first_trainable_) {
    const auto output_of = [&](std::size_t i) { return i == 0 ? input_ : activations_[i - 1].output; };
    const dnnl::memory residual = output_of(block_begin(unit));
    its.output = frozen_[unit].forward(0, n_, output_of(unit), specs_[unit].adds_block_input ? &residual : nullptr);
    return;
  }
  learning(unit).begin_forward(n_);
  for (const MicroBatch part : micro_batches(unit)) {
    dnnl::memory result_before;
    if (unit > first_trainable_) {
      result_before = part_of(activations_[unit - 1].result, unit - 1, part);
      if (keeps_output(unit - 1))
        make_output(unit - 1, part, result_before, part_of(activations_[unit - 1].output, unit - 1, part));
    }
    const dnnl::memory result = part_of(its.result, unit, part);
    learning(unit).convolve(part.count, source(unit, part, result_before), result);
    learning(unit).add_statistics(part.first, part.count, result);
  }
  learning(unit).take_statistics();
}

void BatchNormBackbone::pool_last(std::span<float> pooled) {
  const std::size_t last = specs_.size() - 1;
  const auto channels = static_cast<std::size_t>(specs_[last].out_channels);
  for (const MicroBatch part : micro_batches(last)) {
    const dnnl::memory output = scratch_for(output_scratch_, last, part);
    make_output(last, part, part_of(activations_[last].result, last, part), output);
    pool_blocked(floats_of(output), static_cast<std::size_t>(part.count), places_of(specs_[last].out_px), channels,
                 static_cast<std::size_t>(ComputeContext::block_channels()),
                 pooled.data() + static_cast<std::size_t>(part.first) * channels, channels);
  }
}

void BatchNormBackbone::backward(std::span<const float> pooled_gradient) {
  begin_last_gradient(pooled_gradient);
  for (std::size_t i = specs_.size(); i-- > first_trainable_;) backward_unit(i);
}

void BatchNormBackbone::begin_last_gradient(std::span<const float> pooled_gradient) {
  const std::size_t last = specs_.size() - 1;
  const Activations& its = activations_[last];
  unpool_blocked(pooled_gradient.data(), static_cast<std::size_t>(specs_[last].out_channels),
                 static_cast<std::size_t>(n_), places_of(specs_[last].out_px),
                 static_cast<std::size_t>(specs_[last].out_channels),
                 static_cast<std::size_t>(ComputeContext::block_channels()), floats_of(its.gradient));
  learning(last).add_gradient_sums(0, n_, its.gradient, its.result);
}

void BatchNormBackbone::backward_unit(std::size_t unit) {
  learning(unit).begin_backward();
  for (const MicroBatch part : micro_batches(unit)) backward_part(unit, part);
  learning(unit).end_backward();
}

// The sums of the unit before are complete once its output's gradient is, which is at the end of this.
void BatchNormBackbone::backward_part(std::size_t unit, MicroBatch part) {
  const Activations& its = activations_[unit];
  const dnnl::memory dst_gradient = part_of(its.gradient, unit, part);
  const bool waits = specs_[unit].adds_block_input;
  BatchNormUnit::Backward memory{.result = part_of(its.result_again, unit, part),
                                 .dst_gradient = dst_gradient,
                                 .result_gradient = waits ? scratch_for(gradient_scratch_, unit, part) : dst_gradient};
  if (unit == first_trainable_) {
    memory.src = source(unit, part, {});
    learning(unit).backward(part.count, memory);
    return;
  }
  const std::size_t before = unit - 1;
  const dnnl::memory result_before = part_of(activations_[before].result_again, before, part);
  if (!keeps_result(before)) learning(before).convolve(part.count, source(before, part, {}), result_before);
  memory.src = source(unit, part, result_before);
  const dnnl::memory src_gradient = part_of(activations_[before].gradient, before, part);
  memory.src_gradient = &src_gradient;
  learning(unit).backward(part.count, memory);
  if (specs_[unit].begins_block) add_residual_gradient(unit, part, src_gradient);
  learning(before).add_gradient_sums(part.first, part.count, src_gradient, result_before);
}

// The gradient of the block's sum goes to its input as it is.
void BatchNormBackbone::add_residual_gradient(std::size_t unit, MicroBatch part, const dnnl::memory& src_gradient) {
  for (std::size_t user = unit; user < specs_.size() && (user == unit || !specs_[user].begins_block); ++user)
    if (specs_[user].adds_block_input)
      add_into(floats_of(src_gradient), floats_of(part_of(activations_[user].gradient, user, part)),
               float_count(src_gradient));
}

}  // namespace ml
