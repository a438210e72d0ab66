// Every layer's backward against finite differences of its forward.
//
// The loss is a fixed weighted sum of the outputs, added up in double. A float32 forward is good to about
// 1e-6 of its size, the step is a few thousandths of the values': a relative error of 1e-3 is expected. Where
// ReLU6 bends, the difference is off by the share of values that cross a corner within a step: 1e-2 is allowed.
#include <numeric>
#include <optional>

#include <gtest/gtest.h>

#include "ml/kernels/elementwise.h"
#include "ml/layers/batch_norm_unit.h"
#include "ml/layers/frozen_norm_unit.h"
#include "ml/layers/head_operations.h"
#include "tests/ml/directional.h"

namespace {

using directional::dot;
using directional::expect_gradient;
using directional::uniform;

constexpr double kTolerance = 1e-2;
constexpr double kStep = 4e-3;

struct UnitCase {
  const char* name;
  ml::UnitSpec unit;
  bool of_batch;
};

void PrintTo(const UnitCase& one, std::ostream* out) { *out << one.name; }

ml::UnitSpec unit_spec(int in, int out, int kernel, int stride, bool depthwise, bool relu6, bool residual) {
  return {.conv = "conv",
          .batch_norm = "norm",
          .in_channels = in,
          .out_channels = out,
          .kernel = kernel,
          .stride = stride,
          .depthwise = depthwise,
          .relu6 = relu6,
          .adds_block_input = residual,
          .in_px = 6,
          .out_px = 6 / stride};
}

bool dnnl_has_avx2() {
  const auto wanted = static_cast<unsigned>(dnnl::cpu_isa::avx2);
  return (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) & wanted) == wanted;
}

// A unit with tensors of its own and plain (n,C,H,W) input and output.
class UnitBench {
 public:
  UnitBench(const ml::UnitSpec& unit, bool of_batch)
      : unit_(unit),
        weight_(ml::element_count(unit.weight_shape())),
        channels_(static_cast<std::size_t>(unit.out_channels)),
        weight(uniform("weight", weight_, -0.6, 0.6)),
        gamma(uniform("gamma", channels_, 0.5, 1.5)),
        beta(uniform("beta", channels_, 0.5, 2.0)),
        mean(uniform("mean", channels_, -0.3, 0.3)),
        variance(uniform("variance", channels_, 0.5, 1.5)),
        weight_gradient(weight_),
        gamma_gradient(channels_),
        beta_gradient(channels_),
        input(uniform("input", kImages * image(unit.in_channels, unit.in_px), -1, 2)),
        residual(uniform("residual", kImages * image(unit.out_channels, unit.out_px), -1, 1)),
        output_weights(uniform("output", kImages * image(unit.out_channels, unit.out_px), -1, 1)) {
    const ml::UnitParameters tensors{{weight, gamma, beta, mean, variance, 1e-5F},
                                     {weight_gradient, gamma_gradient, beta_gradient},
                                     mean,
                                     variance,
                                     {.keep = 1.F - 1e-7F}};
    if (of_batch)
      batch_unit_.emplace(context_, unit, tensors, true);
    else
      stored_unit_.emplace(context_, unit, tensors, true);
  }

  double loss() {
    const ml::ActivationLayout plain = ml::ActivationLayout::Planes;
    fill(src_, ml::source_layout(unit_), unit_.in_channels, unit_.in_px, input);
    fill(residual_memory_, ml::ActivationLayout::Blocked, unit_.out_channels, unit_.out_px, residual);
    const dnnl::memory result = forward(unit_.adds_block_input ? &residual_memory_ : nullptr);
    std::vector<float> output(output_weights.size());
    const dnnl::memory to(ml::ComputeContext::activation(plain, kImages, unit_.out_channels, unit_.out_px),
                          context_.engine(), output.data());
    context_.reorder(result, to);
    return dot(output, output_weights);
  }

  // Fills the gradients of the tensors and returns that of the input.
  std::vector<float> backward() {
    dnnl::memory dst_gradient, src_gradient;
    fill(dst_gradient, ml::ActivationLayout::Blocked, unit_.out_channels, unit_.out_px, output_weights);
    std::vector<float> gradient(input.size());
    fill(src_gradient, ml::ActivationLayout::Blocked, unit_.in_channels, unit_.in_px, gradient);
    backward(dst_gradient, &src_gradient);
    const dnnl::memory to(
        ml::ComputeContext::activation(ml::ActivationLayout::Planes, kImages, unit_.in_channels, unit_.in_px),
        context_.engine(), gradient.data());
    context_.reorder(src_gradient, to);
    return gradient;
  }

 private:
  static constexpr int kImages = 3;

  static std::size_t image(int channels, int px) { return static_cast<std::size_t>(channels * px * px); }

  dnnl::memory forward(const dnnl::memory* added) {
    if (stored_unit_) {
      stored_unit_->weights_changed();
      return stored_unit_->forward(0, kImages, src_, added);
    }
    for (dnnl::memory* memory : {&result_, &output_})
      *memory = dnnl::memory(
          ml::ComputeContext::activation(ml::ActivationLayout::Blocked, kImages, unit_.out_channels, unit_.out_px),
          context_.engine());
    batch_unit_->weights_changed();
    batch_unit_->begin_forward(kImages);
    batch_unit_->convolve(kImages, src_, result_);
    batch_unit_->add_statistics(0, kImages, result_);
    batch_unit_->take_statistics();
    batch_unit_->normalise(kImages, result_, added, output_);
    return output_;
  }

  void backward(const dnnl::memory& dst_gradient, const dnnl::memory* src_gradient) {
    if (batch_unit_) {
      batch_unit_->add_gradient_sums(0, kImages, dst_gradient, result_);
      batch_unit_->begin_backward();
      batch_unit_->backward(kImages, {src_, result_, dst_gradient, dst_gradient, src_gradient});
      batch_unit_->end_backward();
      return;
    }
    stored_unit_->begin_backward();
    stored_unit_->backward(0, dst_gradient, src_gradient);
    stored_unit_->end_backward();
  }

  void fill(dnnl::memory& memory, ml::ActivationLayout layout, int channels, int px, std::vector<float>& plain) {
    if (!memory)
      memory = dnnl::memory(ml::ComputeContext::activation(layout, kImages, channels, px), context_.engine());
    const dnnl::memory from(ml::ComputeContext::activation(ml::ActivationLayout::Planes, kImages, channels, px),
                            context_.engine(), plain.data());
    context_.reorder(from, memory);
  }

  ml::UnitSpec unit_;
  std::size_t weight_;
  std::size_t channels_;
  ml::ComputeContext context_;
  std::optional<ml::FrozenNormUnit> stored_unit_;
  std::optional<ml::BatchNormUnit> batch_unit_;
  dnnl::memory src_, residual_memory_, result_, output_;

 public:
  std::vector<float> weight, gamma, beta, mean, variance;
  std::vector<float> weight_gradient, gamma_gradient, beta_gradient;
  std::vector<float> input, residual, output_weights;
};

class TrainUnit : public ::testing::TestWithParam<UnitCase> {};

TEST_P(TrainUnit, GradientsAreThoseOfFiniteDifferences) {
  UnitBench bench(GetParam().unit, GetParam().of_batch);
  bench.loss();
  std::vector<float> input_gradient = bench.backward();
  const auto loss = [&] { return bench.loss(); };
  const std::vector<float> weight = bench.weight_gradient, gamma = bench.gamma_gradient, beta = bench.beta_gradient;
  expect_gradient("weight", bench.weight, weight, loss, kStep, kTolerance);
  expect_gradient("gamma", bench.gamma, gamma, loss, kStep, kTolerance);
  expect_gradient("beta", bench.beta, beta, loss, kStep, kTolerance);
  expect_gradient("input", bench.input, input_gradient, loss, kStep, kTolerance);
}

std::vector<UnitCase> unit_cases() {
  std::vector<UnitCase> cases;
  for (const bool of_batch : {false, true}) {
    cases.push_back(
        {of_batch ? "PointwiseBatch" : "PointwiseStored", unit_spec(8, 24, 1, 1, false, true, false), of_batch});
    cases.push_back(
        {of_batch ? "LinearBatch" : "LinearStored", unit_spec(24, 16, 1, 1, false, false, false), of_batch});
    cases.push_back(
        {of_batch ? "ResidualBatch" : "ResidualStored", unit_spec(24, 16, 1, 1, false, false, true), of_batch});
    cases.push_back(
        {of_batch ? "DepthwiseBatch" : "DepthwiseStored", unit_spec(24, 24, 3, 1, true, true, false), of_batch});
    cases.push_back({of_batch ? "StridedDepthwiseBatch" : "StridedDepthwiseStored",
                     unit_spec(40, 40, 3, 2, true, true, false), of_batch});
    cases.push_back({of_batch ? "StemBatch" : "StemStored", unit_spec(3, 16, 3, 2, false, true, false), of_batch});
    cases.push_back(
        {of_batch ? "ThreeByThreeBatch" : "ThreeByThreeStored", unit_spec(16, 8, 3, 1, false, true, false), of_batch});
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Kinds, TrainUnit, ::testing::ValuesIn(unit_cases()),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ConvBackward, TheGradientOfImagesIsNoPlainLoop) {
  if (!dnnl_has_avx2()) GTEST_SKIP() << "oneDNN has plain loops only below AVX2";
  for (const int outputs : {16, 32}) {
    ml::UnitSpec stem = unit_spec(3, outputs, 3, 2, false, true, false);
    stem.in_px = 64;
    stem.out_px = 32;
    ml::ComputeContext context;
    ml::UnitConvolutions convolutions(context, stem, {.bias = true}, true);
    EXPECT_EQ(convolutions.backward(1).data_kernel().find("ref"), std::string::npos) << outputs;
  }
}

// Checks an operation of the head by its input and its tensors.
void expect_head_gradients(ml::HeadOperation& operation, std::size_t inputs, bool training,
                           std::vector<std::pair<std::vector<float>*, std::vector<float>*>> tensors) {
  constexpr std::size_t kSamples = 5;
  std::vector<float> x = uniform("x", kSamples * inputs, -1, 1);
  std::vector<float> y(kSamples * operation.outputs());
  std::vector<float> dy = uniform("dy", y.size(), -1, 1);
  std::vector<float> dx(x.size());
  const auto pass = training ? std::optional(ml::TrainingPass{7, 3}) : std::nullopt;
  const auto loss = [&] {
    operation.forward(x.data(), kSamples, y.data(), pass);
    return dot(y, dy);
  };
  loss();
  operation.backward(dy.data(), dx.data());
  expect_gradient("input", x, dx, loss, kStep, kTolerance);
  for (const auto& [values, gradient] : tensors) {
    const std::vector<float> expected = *gradient;
    expect_gradient("tensor", *values, expected, loss, kStep, kTolerance);
  }
}

TEST(Dense, GradientsAreThoseOfFiniteDifferences) {
  std::vector<float> weight = uniform("w", 6 * 9, -1, 1), bias = uniform("b", 6, -1, 1);
  std::vector<float> weight_gradient(weight.size()), bias_gradient(bias.size());
  ml::Dense dense({weight, weight_gradient}, {bias, bias_gradient});
  expect_head_gradients(dense, 9, true, {{&weight, &weight_gradient}, {&bias, &bias_gradient}});
}

class VectorBatchNorm : public ::testing::TestWithParam<bool> {};

TEST_P(VectorBatchNorm, GradientsAreThoseOfFiniteDifferences) {
  std::vector<float> gamma = uniform("g", 6, 0.5, 1.5), beta = uniform("b", 6, -1, 1);
  std::vector<float> gamma_gradient(6), beta_gradient(6), mean(6, 0.1F), variance(6, 0.7F);
  ml::VectorBatchNorm norm({.epsilon = 1e-3F, .keep = 0.99F}, {gamma, gamma_gradient}, {beta, beta_gradient}, mean,
                           variance);
  expect_head_gradients(norm, 6, GetParam(), {{&gamma, &gamma_gradient}, {&beta, &beta_gradient}});
}

INSTANTIATE_TEST_SUITE_P(TrainingAndEvaluation, VectorBatchNorm, ::testing::Bool());

TEST(VectorBatchNorm, FollowsTheBatchWithItsRule) {
  std::vector<float> gamma{1}, beta{0}, mean{0}, variance{1};
  for (const bool unbiased : {false, true}) {
    mean = {0}, variance = {1};
    ml::VectorBatchNorm norm({.epsilon = 1e-3F, .keep = 0.9F, .unbiased_running_variance = unbiased}, {gamma, {}},
                             {beta, {}}, mean, variance);
    const std::vector<float> x{1, 2, 6};  // mean 3, squared distances 14
    std::vector<float> y(3);
    norm.forward(x.data(), 3, y.data(), ml::TrainingPass{});
    EXPECT_NEAR(mean[0], 0.3F, 1e-6F);
    EXPECT_NEAR(variance[0], 0.9F + 0.1F * (unbiased ? 7.F : 14.F / 3), 1e-5F);
    EXPECT_NEAR(y[2], 3 / std::sqrt(14.F / 3 + 1e-3F), 1e-5F);
  }
}

TEST(Relu, PassesGradientsOnlyWhereItPassesValues) {
  ml::Relu relu(3);
  const std::vector<float> x{-1, 0, 2}, dy{5, 5, 5};
  std::vector<float> y(3), dx(3);
  relu.forward(x.data(), 1, y.data(), std::nullopt);
  relu.backward(dy.data(), dx.data());
  EXPECT_EQ(y, (std::vector<float>{0, 0, 2}));
  EXPECT_EQ(dx, (std::vector<float>{0, 0, 5}));
}

TEST(Dropout, DropsItsShareKeepsTheMeanAndIsTheSameForTheSameStep) {
  ml::Dropout dropout(0.3F, 1000, 4);
  const std::vector<float> x(20'000, 1.F);
  std::vector<float> y(x.size()), again(x.size()), other(x.size()), dx(x.size());
  dropout.forward(x.data(), 20, other.data(), ml::TrainingPass{1, 6});
  dropout.forward(x.data(), 20, again.data(), ml::TrainingPass{1, 5});
  dropout.forward(x.data(), 20, y.data(), ml::TrainingPass{1, 5});
  EXPECT_EQ(y, again);
  EXPECT_NE(y, other);
  EXPECT_NEAR(static_cast<double>(std::count(y.begin(), y.end(), 0.F)) / 20'000, 0.3, 0.015);
  EXPECT_NEAR(std::accumulate(y.begin(), y.end(), 0.0) / 20'000, 1.0, 0.02);
  dropout.backward(x.data(), dx.data());
  EXPECT_EQ(dx, y);
  dropout.forward(x.data(), 20, y.data(), std::nullopt);
  EXPECT_EQ(y, x);
}

TEST(Pooling, AveragesAndSpreadsGroupsWithPadding) {
  constexpr std::size_t kPlaces = 4, kChannels = 20, kBlock = 16, kGroups = 2;
  std::vector<float> map(2 * kGroups * kPlaces * kBlock, 0.F);
  for (std::size_t image = 0; image < 2; ++image)
    for (std::size_t channel = 0; channel < kChannels; ++channel)
      for (std::size_t place = 0; place < kPlaces; ++place)
        map[((image * kGroups + channel / kBlock) * kPlaces + place) * kBlock + channel % kBlock] =
            static_cast<float>(100 * image + channel) + static_cast<float>(place);
  std::vector<float> pooled(2 * kChannels), gradient(map.size(), -1.F);
  ml::pool_blocked(map.data(), 2, kPlaces, kChannels, kBlock, pooled.data(), kChannels);
  EXPECT_FLOAT_EQ(pooled[19], 20.5F);
  EXPECT_FLOAT_EQ(pooled[kChannels + 3], 104.5F);
  ml::unpool_blocked(pooled.data(), kChannels, 2, kPlaces, kChannels, kBlock, gradient.data());
  EXPECT_FLOAT_EQ(gradient[kPlaces * kBlock + 3], 20.5F / 4);  // channel 19 of image 0
  EXPECT_EQ(gradient[kPlaces * kBlock + 4], 0.F);              // padding
}

}  // namespace
