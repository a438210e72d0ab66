// Several images, each on a thread of its own, give what one image on all threads gives.
#include "ml/network/inference_backbone.h"

#include <cmath>
#include <mutex>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "ml/arch/backbone.h"
#include "ml/arch/pooled_features.h"
#include "ml/runtime/thread_count.h"
#include "tests/ml/expect_error.h"
#include "tests/ml/hashed_numbers.h"

namespace {

constexpr std::size_t kMany = 33;

ml::Model small_model() {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = 160;  // the smallest at which a block runs in bands of rows
  spec.pooled_blocks = {13};
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(spec.input_px), 1);
  for (const ml::TensorSpec& tensor : ml::backbone_tensors(spec))
    model.weights.set(tensor.name, hashed::tensor(tensor));
  return model;
}

struct Small {
  explicit Small(ml::Precision precision = ml::Precision::Float32)
      : model(small_model()), backbone(ml::make_backbone(model.spec).units, precision) {
    backbone.set_weights(ml::unit_tensors(model, units()));
  }

  const std::vector<ml::UnitSpec>& units() const { return backbone.units(); }
  std::size_t input_length() const { return 3 * 160 * 160; }
  std::size_t row() const { return ml::pooled_length(units()); }

  std::vector<float> inputs(std::size_t n) const { return hashed::images(0, n * input_length()); }
  std::vector<float> rows(std::size_t n) {
    std::vector<float> all(n * row());
    backbone.pool(inputs(n), ml::ActivationLayout::Planes, n, all);
    return all;
  }
  void run(std::size_t n, const ml::InferenceBackbone::Sink& sink) {
    backbone.run(inputs(n), ml::ActivationLayout::Planes, n, units().size(), sink);
  }

  ml::Model model;
  ml::InferenceBackbone backbone;
};

std::span<const float> row_of(const Small& small, const std::vector<float>& rows, std::size_t image) {
  return std::span(rows).subspan(image * small.row(), small.row());
}

bool same(std::span<const float> a, std::span<const float> b) { return std::equal(a.begin(), a.end(), b.begin()); }

double distance(std::span<const float> a, std::span<const float> b) {
  double apart = 0, length = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    apart += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    length += std::pow(static_cast<double>(b[i]), 2);
  }
  return std::sqrt(apart / length);
}

class InferencePrecision : public testing::TestWithParam<ml::Precision> {};

TEST_P(InferencePrecision, GivesTheSameRowsWhateverTheBatchAndTheThreads) {
  if (!ml::has_precision(GetParam())) GTEST_SKIP() << "this processor has no " << ml::precision_name(GetParam());
  const double rounding = GetParam() == ml::Precision::Float32 ? 1e-5 : 2e-2;
  Small small(GetParam());
  std::vector<float> wanted;
  {
    const ml::ThreadCount one(1);
    wanted = small.rows(kMany);
  }
  for (const int asked : {1, 2, 0}) {
    const ml::ThreadCount limit(asked);
    const auto threads = static_cast<std::size_t>(ml::ThreadCount::current());
    for (const std::size_t n : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, kMany}) {
      const std::vector<float> rows = small.rows(n);
      for (std::size_t image = 0; image < n; ++image) {
        SCOPED_TRACE(testing::Message() << "image " << image << " of " << n << ", threads " << threads);
        EXPECT_LT(distance(row_of(small, rows, image), row_of(small, wanted, image)), rounding);
        if (image >= n / threads * threads) continue;
        EXPECT_TRUE(same(row_of(small, rows, image), row_of(small, wanted, image))) << "it ran on one thread";
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Precisions, InferencePrecision,
                         testing::Values(ml::Precision::Float32, ml::Precision::Bfloat16),
                         [](const auto& test) { return std::string(ml::precision_name(test.param)); });

TEST(InferenceBackbone, KeepsTheMapsOfEveryImageInItsPlace) {
  Small small;
  const std::size_t length = ml::maps_length(small.units()), n = 5;
  std::vector<float> rows(n * small.row()), maps(n * length), row(small.row()), map(length);
  small.backbone.pool(small.inputs(n), ml::ActivationLayout::Planes, n, rows, maps);
  for (std::size_t image = 0; image < n; ++image) {
    const std::vector<float> all = small.inputs(n);
    small.backbone.pool(std::span(all).subspan(image * small.input_length(), small.input_length()),
                        ml::ActivationLayout::Planes, 1, row, map);
    EXPECT_LT(distance(std::span(maps).subspan(image * length, length), map), 1e-5) << image;
    EXPECT_LT(distance(row_of(small, rows, image), row), 1e-5) << image;
  }
}

TEST(InferenceBackbone, HandsOutEveryImageOnce) {
  Small small;
  for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{12}}) {
    std::mutex mutex;
    std::multiset<std::size_t> seen;
    small.run(n, [&](std::size_t image, const float*) {
      const std::lock_guard lock(mutex);
      seen.insert(image);
    });
    EXPECT_EQ(seen.size(), n);
    EXPECT_EQ(std::set<std::size_t>(seen.begin(), seen.end()).size(), n);
  }
}

TEST(InferenceBackbone, StaysOnTheOneThreadThatItMayUse) {
  Small small;
  small.rows(4);  // passes for more threads are there
  const ml::ThreadCount one(1);
  small.run(5, [caller = std::this_thread::get_id()](std::size_t, const float*) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
  });
}

TEST(InferenceBackbone, TakesChangedWeightsEverywhere) {
  Small small;
  const std::vector<float> before = small.rows(5);
  const std::string name = small.units().front().conv + ".weight";
  for (float& weight : small.model.weights.at(name).values) weight = -weight;
  small.backbone.set_weights(ml::unit_tensors(small.model, small.units()));
  const std::vector<float> after = small.rows(5);
  Small fresh;
  fresh.backbone.set_weights(ml::unit_tensors(small.model, small.units()));
  EXPECT_EQ(after, fresh.rows(5));
  for (std::size_t image = 0; image < 5; ++image)
    EXPECT_GT(distance(row_of(small, after, image), row_of(small, before, image)), 1e-3) << image;
}

TEST(InferenceBackbone, TellsTheCallerOfAFailureOnAnyThread) {
  Small small;
  const std::vector<float> before = small.rows(5);
  for (const std::size_t bad : {std::size_t{0}, std::size_t{3}, std::size_t{4}}) {
    const auto sink = [bad](std::size_t image, const float*) {
      if (image == bad) throw std::runtime_error("no room for image " + std::to_string(image));
    };
    expect_error([&] { small.run(5, sink); }, {"no room for image "});
  }
  EXPECT_EQ(small.rows(5), before) << "it goes on afterwards";
}

TEST(InferenceBackbone, NamesInputsOfAnotherLength) {
  Small small;
  std::vector<float> rows(2 * small.row());
  expect_error([&] { small.backbone.pool(small.inputs(1), ml::ActivationLayout::Planes, 2, rows); },
               {"2 inputs of 76800 numbers were announced, 76800 numbers came"});
}

}  // namespace
