// Blocks in bands of rows give what three convolutions one after the other give, for every cut and thread count.
#include "ml/layers/banded_block.h"

#include <cmath>
#include <deque>
#include <random>

#include <gtest/gtest.h>

#include "ml/layers/row_bands.h"
#include "ml/runtime/thread_count.h"

namespace {

using ml::UnitSpec;
using Units = std::array<UnitSpec, 3>;

struct Shape {
  int in_channels, wide_channels, out_channels, in_px;
  int first_kernel, first_stride, stride;
  bool residual;
};

int halved(int px, int stride) { return (px + stride - 1) / stride; }

Units units_of(const Shape& shape) {
  Units units;
  const int wide_px = halved(shape.in_px, shape.first_stride), out_px = halved(wide_px, shape.stride);
  units[0] = {.in_channels = shape.in_channels,
              .out_channels = shape.wide_channels,
              .kernel = shape.first_kernel,
              .stride = shape.first_stride,
              .begins_block = true,
              .in_px = shape.in_px,
              .out_px = wide_px};
  units[1] = {.in_channels = shape.wide_channels,
              .out_channels = shape.wide_channels,
              .kernel = 3,
              .stride = shape.stride,
              .depthwise = true,
              .in_px = wide_px,
              .out_px = out_px};
  units[2] = {.in_channels = shape.wide_channels,
              .out_channels = shape.out_channels,
              .relu6 = false,
              .adds_block_input = shape.residual,
              .in_px = out_px,
              .out_px = out_px};
  return units;
}

TEST(RowBands, hold_every_row_once_and_all_that_it_needs) {
  for (const Shape& shape : {Shape{3, 8, 8, 31, 3, 2, 1, false}, Shape{8, 8, 8, 17, 1, 1, 2, false},
                             Shape{8, 8, 8, 16, 1, 1, 2, false}, Shape{8, 8, 8, 9, 1, 1, 1, true}}) {
    const Units units = units_of(shape);
    for (int rows = 1; rows <= units[1].out_px; ++rows) {
      for (int begin = 0; begin < units[1].out_px; begin += 3) {
        int next = begin, made = -1;
        for (const ml::RowBand& band : ml::row_bands(units[0], units[1], begin, units[1].out_px, rows)) {
          EXPECT_EQ(band.depthwise.out_first, next);
          next = band.depthwise.out_last;
          EXPECT_EQ(band.kept + band.fresh.out_count(), band.depthwise.count());
          EXPECT_EQ(band.fresh.out_first, made < 0 ? band.depthwise.first : made) << "nothing twice, nothing left out";
          made = band.fresh.out_last;
          for (const auto& [unit, window] : {std::pair(&units[0], &band.fresh), {&units[1], &band.depthwise}}) {
            if (window->out_count() == 0) continue;
            EXPECT_EQ((window->count() + window->pad_top + window->pad_bottom - unit->kernel) / unit->stride + 1,
                      window->out_count());
          }
        }
        EXPECT_EQ(next, units[1].out_px);
      }
    }
  }
}

// Weights and images that are the same in every call.
struct Sums {
  Sums(const Shape& shape, int images_at_once) : units(units_of(shape)), n(images_at_once) {
    std::mt19937 random(5);
    std::uniform_real_distribution<float> draw(-1, 1);
    for (const UnitSpec& unit : units) {
      weights.emplace_back(context, unit);
      const double inputs = static_cast<double>(weights.back().weight().size()) / unit.out_channels;
      const auto scale = static_cast<float>(3 / std::sqrt(inputs));
      for (float& weight : weights.back().weight()) weight = draw(random) * scale;
      for (float& bias : weights.back().bias()) bias = draw(random);
      weights.back().changed();
    }
    images.resize(places(units[0].in_channels, units[0].in_px));
    for (float& value : images) value = 2 * draw(random);
  }

  std::size_t places(int channels, int px) const {
    return static_cast<std::size_t>(n) * static_cast<std::size_t>(channels) * static_cast<std::size_t>(px * px);
  }

  std::vector<float> one_after_the_other() {
    std::vector<float> at = images;
    for (std::size_t i = 0; i < units.size(); ++i) {
      ml::ConvForward conv(context, units[i], n, {},
                           {.bias = true, .relu6 = units[i].relu6, .adds_to_dst = units[i].adds_block_input},
                           ml::ConvForward::Purpose::Inference);
      std::vector<float> result =
          units[i].adds_block_input ? images : std::vector<float>(places(units[i].out_channels, units[i].out_px));
      conv.run({conv.src_desc(), context.engine(), at.data()}, weights[i].weight_as(conv.weights_desc()),
               weights[i].bias_memory(), {conv.dst_desc(), context.engine(), result.data()});
      at = std::move(result);
    }
    return at;
  }

  std::vector<float> in_bands(std::size_t band_bytes, int threads) {
    const ml::ThreadCount only(threads);
    std::vector<float> result(places(units[2].out_channels, units[2].out_px));
    std::deque<ml::BandMemory> memory;
    ml::BandedBlock block(units, memory, band_bytes);
    block.take_weights(weights);
    const auto at = [&](auto& all, int image) {
      return all.data() + all.size() / static_cast<std::size_t>(n) * static_cast<std::size_t>(image);
    };
    for (int image = 0; image < n; ++image)  // each finds what the one before has left in the buffers
      block.run(at(images, image), at(result, image));
    return result;
  }

  Units units;
  int n;
  ml::ComputeContext context;
  std::vector<ml::PackedWeights> weights;
  std::vector<float> images;
};

void expect_same(const std::vector<float>& wanted, const std::vector<float>& found, float within) {
  ASSERT_EQ(wanted.size(), found.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(wanted[i], found[i], within) << i;
}

class Bands : public testing::TestWithParam<Shape> {};

TEST_P(Bands, give_what_the_whole_maps_give) {
  for (const int n : {1, 3}) {
    Sums sums(GetParam(), n);
    const std::vector<float> wanted = sums.one_after_the_other();
    for (const std::size_t band_bytes : {std::size_t{1}, std::size_t{20'000}, std::size_t{1} << 30U})
      for (const int threads : {1, 2, 0}) {
        SCOPED_TRACE(testing::Message() << n << " images, bands of " << band_bytes << " bytes, threads " << threads);
        expect_same(wanted, sums.in_bands(band_bytes, threads), 2e-5F);
      }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Bands,
                         testing::Values(Shape{3, 32, 16, 64, 3, 2, 1, false}, Shape{3, 24, 8, 45, 3, 2, 1, false},
                                         Shape{16, 96, 24, 40, 1, 1, 2, false}, Shape{16, 48, 24, 37, 1, 1, 2, false},
                                         Shape{24, 144, 24, 29, 1, 1, 1, true}, Shape{24, 40, 24, 5, 1, 1, 1, true}));

// The second needs more room than the first; both run in what it has grown to.
TEST(Bands, share_memory_with_the_block_behind) {
  Sums narrow({8, 16, 8, 40, 1, 1, 1, true}, 1), wide({16, 96, 24, 40, 1, 1, 2, false}, 1);
  const std::vector<float> narrow_wanted = narrow.one_after_the_other(), wide_wanted = wide.one_after_the_other();
  std::deque<ml::BandMemory> memory;
  ml::BandedBlock first(narrow.units, memory, 20'000), second(wide.units, memory, 20'000);
  first.take_weights(narrow.weights);
  second.take_weights(wide.weights);
  std::vector<float> narrow_found(narrow_wanted.size()), wide_found(wide_wanted.size());
  for (int again = 0; again < 2; ++again) {
    first.run(narrow.images.data(), narrow_found.data());
    second.run(wide.images.data(), wide_found.data());
    expect_same(narrow_wanted, narrow_found, 2e-5F);
    expect_same(wide_wanted, wide_found, 2e-5F);
  }
}

TEST(Bands, pay_where_the_wide_map_is_large) {
  const Units early = units_of({16, 96, 24, 112, 1, 1, 2, false}), late = units_of({96, 576, 96, 14, 1, 1, 1, true});
  EXPECT_TRUE(ml::BandedBlock::pays(early));
  EXPECT_FALSE(ml::BandedBlock::pays(late));
  EXPECT_FALSE(ml::BandedBlock::pays(std::span(early).first(2))) << "it is cut off";
  Units read = early;
  read[1].pooled = true;
  EXPECT_FALSE(ml::BandedBlock::pays(read)) << "the map in between is read";
}

}  // namespace
