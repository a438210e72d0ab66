// Training steps and a head's epoch, as the trainer makes them, without decoding. compare_pytorch.py runs the
// same work in PyTorch beside it.
#include <algorithm>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

#include "ml/arch/trainable.h"
#include "ml/infer/feature_extractor.h"
#include "ml/loss/loss.h"
#include "ml/network/network.h"
#include "ml/optim/adam.h"
#include "ml/runtime/cpu_limit.h"
#include "ml/runtime/thread_count.h"

namespace {

// Before any benchmark: NEVUS_MAX_CPU_ISA=AVX2 times the narrower path of this machine.
[[maybe_unused]] const bool kIsLimited = (ml::limit_cpu_from_environment(), true);

constexpr int kThreads = 2;
constexpr std::size_t kBatch = 32;

ml::Model model() {
  ml::ModelSpec spec;
  spec.head = ml::mlp_head(1);
  return ml::make_model(spec, ml::imagenet_contract(), 1);
}

// Forward, loss, backward, Adam: what TrainingRun does with a batch.
class Learner {
 public:
  Learner(const ml::Model& model, ml::NetworkConfig config)
      : network_(model, config), adam_(network_.parameters().size(), {}) {}

  std::size_t input_length() const { return network_.input_length(); }
  void step(std::span<const float> inputs) {
    const std::size_t n = inputs.size() / network_.input_length();
    logits_.resize(n);
    gradient_.resize(n);
    targets_.assign(n, 0.F);
    for (std::size_t i = 0; i < n; i += 2) targets_[i] = 1.F;
    network_.forward(inputs, n, logits_, ml::TrainingPass{1, step_++});
    ml::bce_with_logits(logits_, targets_, {}, gradient_);
    network_.backward(gradient_);
    network_.add_regularisation();
    adam_.step(network_.parameters(), network_.gradients(), 1e-6F);
    network_.parameters_changed();
  }

 private:
  ml::Network network_;
  ml::Adam adam_;
  std::uint32_t step_ = 0;
  std::vector<float> logits_, gradient_, targets_;
};

std::vector<float> noise(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i * 2654435761U % 1000) / 500.F - 1.F;
  return values;
}

void step_from_images(benchmark::State& state, ml::Depth depth) {
  const ml::ThreadCount threads(kThreads);
  const ml::Model network = model();
  ml::FeatureExtractor extractor(network, depth);
  Learner learner(network, {.depth = depth});
  const std::vector<float> images = noise(kBatch * 3 * 224 * 224);
  std::vector<float> inputs(kBatch * learner.input_length());
  extractor.forward(images, kBatch, inputs);
  learner.step(inputs);  // the first one makes primitives and touches memory
  for (auto _ : state) {
    extractor.forward(images, kBatch, inputs);
    learner.step(inputs);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}

void step_kept(benchmark::State& state, ml::NetworkConfig config) {
  const ml::ThreadCount threads(kThreads);
  Learner learner(model(), config);
  const std::vector<float> inputs = noise(kBatch * learner.input_length());
  learner.step(inputs);  // the first one makes primitives and touches memory
  for (auto _ : state) learner.step(inputs);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}

void step_head(benchmark::State& state) { step_from_images(state, ml::Depth::Head); }
void step_tail(benchmark::State& state) { step_from_images(state, ml::Depth::Tail); }
void step_tail_cached(benchmark::State& state) { step_kept(state, {.depth = ml::Depth::Tail}); }
void step_whole(benchmark::State& state) {
  step_kept(state, {.depth = ml::Depth::Whole, .batch_statistics = ml::BatchStatistics::Batch, .recompute = true});
}
void step_whole_all_kept(benchmark::State& state) {
  step_kept(state, {.depth = ml::Depth::Whole, .batch_statistics = ml::BatchStatistics::Batch});
}
void step_whole_stored(benchmark::State& state) { step_kept(state, {.depth = ml::Depth::Whole, .recompute = true}); }

BENCHMARK(step_head)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(step_tail)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(step_tail_cached)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(step_whole)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(step_whole_all_kept)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(step_whole_stored)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);

// 2,110 images of kept features in batches of 32, the reference project's head.
void head_epoch(benchmark::State& state) {
  const ml::ThreadCount threads(kThreads);
  constexpr std::size_t kImages = 2110;
  Learner learner(model(), {.depth = ml::Depth::Head});
  const std::vector<float> features = noise(kImages * learner.input_length());
  for (auto _ : state) {
    for (std::size_t first = 0; first < kImages; first += kBatch) {
      const std::size_t n = std::min(kBatch, kImages - first);
      learner.step(std::span(features).subspan(first * learner.input_length(), n * learner.input_length()));
    }
  }
}
BENCHMARK(head_epoch)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
