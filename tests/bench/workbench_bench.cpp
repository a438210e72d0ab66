// What a user of the workbench waits for, piece by piece.
#include <vector>

#include <benchmark/benchmark.h>

#include "app/demo/lesion_parameters.h"
#include "app/demo/renderer.h"
#include "engine/image/image_io.h"
#include "engine/image/resize.h"
#include "ml/data/preprocess.h"
#include "ml/infer/predictor.h"
#include "ml/model/model.h"

namespace {

constexpr int kThreads = 2;

std::vector<std::byte> demo_jpeg(int width_px, int height_px) {
  const auto lesion = app::demo::draw_lesion(app::demo::Diagnosis::kMel, 5);
  return engine::encode_jpeg(app::demo::generate_lesion(lesion, 9, width_px, height_px).rgb, 90);
}

void run_features(benchmark::State& state, ml::Precision precision) {
  ml::ModelSpec spec;
  spec.width = state.range(0) == 1 ? 1.0F : 0.35F;
  spec.input_px = state.range(0) == 1 ? 224 : 96;
  ml::Predictor predictor(ml::make_model(spec, ml::imagenet_contract(spec.input_px), 1), kThreads, precision);
  const auto batch = static_cast<std::size_t>(state.range(1));
  const std::vector<float> inputs(batch * predictor.input_length(), 0.5F);
  std::vector<float> pooled(batch * predictor.feature_length());
  for (auto _ : state) predictor.features(inputs, batch, pooled);
  state.SetItemsProcessed(state.iterations() * state.range(1));
}
void features(benchmark::State& state) { run_features(state, ml::Precision::Float32); }
void features_bfloat16(benchmark::State& state) {
  if (ml::has_precision(ml::Precision::Bfloat16))
    run_features(state, ml::Precision::Bfloat16);
  else
    state.SkipWithError("this processor has no bfloat16");
}
// First argument: 1 the full network (1.0, 224 px), 0 the starter's (0.35, 96 px). Second: images.
BENCHMARK(features_bfloat16)->Args({1, 32})->Args({1, 1})->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(features)->Args({1, 32})->Args({1, 1})->Args({0, 32})->UseRealTime()->Unit(benchmark::kMillisecond);

void decode_and_preprocess(benchmark::State& state) {
  const std::vector<std::byte> jpeg = demo_jpeg(600, 450);
  const ml::PreprocessContract contract = ml::imagenet_contract();
  std::vector<float> input(ml::input_length(contract));
  for (auto _ : state) {
    const engine::Image image = engine::decode_image(jpeg, "bench");
    ml::preprocess({image.pixels.data(), image.width_px, image.height_px, image.offset(0, 1), image.channels}, contract,
                   input);
  }
}
BENCHMARK(decode_and_preprocess)->Unit(benchmark::kMillisecond);

void thumbnail(benchmark::State& state) {
  const std::vector<std::byte> jpeg = demo_jpeg(600, 450);
  for (auto _ : state) benchmark::DoNotOptimize(engine::thumbnail(engine::decode_image(jpeg, "bench", 128), 128));
}
BENCHMARK(thumbnail)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
