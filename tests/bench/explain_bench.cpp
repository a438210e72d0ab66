// Grad-CAM of one image: the backbone's pass, and what another class or another head costs once that was made. The
// gradient of images, which attacks follow.
#include <vector>

#include <benchmark/benchmark.h>

#include "ml/explain/kept_evidence.h"
#include "ml/infer/input_gradient.h"

namespace {

constexpr int kThreads = 1;  // as the workbench explains: the cores belong to training

ml::Model model_with(const ml::HeadSpec& head, std::uint64_t seed, int views) {
  ml::ModelSpec spec;
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(), 1);
  ml::replace_head(model, head, spec.classes, seed);
  model.views = views;
  return model;
}

ml::KeptEvidence evidence(const ml::Model& model) {
  ml::Predictor predictor(model, kThreads);
  return ml::keep_evidence(predictor, "", std::vector<float>(predictor.input_length(), 0.5F));
}

void answer(ml::HeadPredictor& head, const ml::KeptEvidence& kept, int class_index) {
  benchmark::DoNotOptimize(ml::mean_probabilities(head, kept));
  benchmark::DoNotOptimize(ml::grad_cam(head, kept, class_index));
}

// The argument is the number of test-time views.
void explain_first(benchmark::State& state) {
  ml::Predictor predictor(model_with(ml::mlp_head(1), 1, static_cast<int>(state.range(0))), kThreads);
  const std::vector<float> input(predictor.input_length(), 0.5F);
  for (auto _ : state) answer(predictor.head(), ml::keep_evidence(predictor, "", input), 1);
}
BENCHMARK(explain_first)->Arg(1)->Arg(8)->UseRealTime()->Unit(benchmark::kMillisecond);

void explain_another_class(benchmark::State& state) {
  const ml::Model model = model_with(ml::mlp_head(1), 1, static_cast<int>(state.range(0)));
  const ml::KeptEvidence kept = evidence(model);
  ml::HeadPredictor head(model, kThreads);
  int class_index = 0;
  for (auto _ : state) answer(head, kept, class_index = 1 - class_index);
}
BENCHMARK(explain_another_class)->Arg(1)->Arg(8)->UseRealTime()->Unit(benchmark::kMillisecond);

// The other run's head is made anew each time, as when the run is switched.
void explain_another_head(benchmark::State& state) {
  const ml::KeptEvidence kept = evidence(model_with(ml::mlp_head(1), 1, 8));
  const ml::Model other = model_with(ml::mlp_head(1), 2, 8);
  for (auto _ : state) {
    ml::HeadPredictor head(other, kThreads);
    answer(head, kept, 1);
  }
}
BENCHMARK(explain_another_head)->UseRealTime()->Unit(benchmark::kMillisecond);

// Which way the loss of a batch rises, as `nevus stress --attack` asks: one FGSM, or one of five steps of PGD.
void input_gradient(benchmark::State& state) {
  constexpr std::size_t kBatch = 8;
  const ml::Model model = model_with(ml::mlp_head(1), 1, 1);
  ml::InputGradient slope(model, 2);
  const std::vector<float> inputs(kBatch * slope.input_length(), 0.5F);
  const std::vector<int> labels(kBatch, 1);
  std::vector<float> gradient(inputs.size());
  slope.of_loss(inputs, labels, gradient);  // the first one makes primitives and touches memory
  for (auto _ : state) benchmark::DoNotOptimize(slope.of_loss(inputs, labels, gradient));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(input_gradient)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
