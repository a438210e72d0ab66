#include "app/stress/corruption.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/stress/drawn_hair.h"
#include "engine/image/image_io.h"
#include "ml/data/augment.h"
#include "ml/data/preprocess.h"
#include "ml/random/counter_rng.h"
#include "ml/random/hash.h"

namespace app {
namespace {

constexpr std::array<CorruptionInfo, 7> kCorruptions = {{
    {Corruption::Brightness, "brightness", "every pixel brighter", "added to V of HSV", {0.1, 0.2, 0.3, 0.4, 0.5}},
    {Corruption::Contrast,
     "contrast",
     "towards the mean of each channel",
     "share of the contrast that is left",
     {0.4, 0.3, 0.2, 0.1, 0.05}},
    {Corruption::Blur, "blur", "out of focus, Gaussian", "standard deviation in px", {1, 2, 3, 4, 6}},
    {Corruption::Noise,
     "noise",
     "Gaussian, of each channel of each pixel",
     "standard deviation, of a range of 1",
     {0.08, 0.12, 0.18, 0.26, 0.38}},
    {Corruption::Jpeg, "jpeg", "compressed as JPEG, 4:4:4", "quality", {25, 18, 15, 10, 7}},
    {Corruption::Rotation,
     "rotation",
     "turned one way or the other, the border mirrored",
     "degrees",
     {10, 20, 30, 40, 45}},
    {Corruption::Hair, "hair", "dark hairs with their shadows laid over it", "hairs", {5, 10, 20, 40, 80}},
}};

std::uint8_t to_byte(double value) { return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0))); }

ml::Pixels brighter(ml::Pixels view, double added) {
  for (std::size_t i = 0; i < view.data.size(); i += 3) {
    const double value = std::max({view.data[i], view.data[i + 1], view.data[i + 2]});
    const double wanted = std::min(255.0, value + 255 * added);
    for (std::size_t channel = i; channel < i + 3; ++channel)
      view.data[channel] = to_byte(value > 0 ? view.data[channel] * wanted / value : wanted);
  }
  return view;
}

ml::Pixels flatter(ml::Pixels view, double left) {
  const double pixels = std::max(1.0, static_cast<double>(view.data.size()) / 3);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    double mean = 0;
    for (std::size_t i = channel; i < view.data.size(); i += 3) mean += view.data[i] / pixels;
    for (std::size_t i = channel; i < view.data.size(); i += 3)
      view.data[i] = to_byte(mean + left * (view.data[i] - mean));
  }
  return view;
}

// Half of a symmetric kernel, from the middle out.
std::vector<float> half_gaussian(double deviation_px) {
  const int reach = static_cast<int>(std::ceil(4 * deviation_px));
  std::vector<float> half;
  double sum = 0;
  for (int i = 0; i <= reach; ++i) {
    half.push_back(static_cast<float>(std::exp(-0.5 * i * i / (deviation_px * deviation_px))));
    sum += (i == 0 ? 1 : 2) * static_cast<double>(half.back());
  }
  for (float& weight : half) weight = static_cast<float>(static_cast<double>(weight) / sum);
  return half;
}

// `count` lines of `length` values, `step` apart; beyond an end its last value goes on.
void blur_lines(std::vector<float>& values, int count, int length, std::ptrdiff_t line_step, std::ptrdiff_t step,
                const std::vector<float>& half) {
  const int reach = static_cast<int>(half.size()) - 1;
  std::vector<float> padded(static_cast<std::size_t>(length + 2 * reach));
  for (int line = 0; line < count; ++line) {
    float* first = values.data() + line * line_step;
    for (int i = 0; i < length + 2 * reach; ++i)
      padded[static_cast<std::size_t>(i)] = first[std::clamp(i - reach, 0, length - 1) * step];
    for (int i = 0; i < length; ++i) {
      const float* middle = padded.data() + i + reach;
      float sum = half[0] * *middle;
      for (int k = 1; k <= reach; ++k) sum += half[static_cast<std::size_t>(k)] * (middle[-k] + middle[k]);
      first[i * step] = sum;
    }
  }
}

ml::Pixels blurred(ml::Pixels view, double deviation_px) {
  const std::vector<float> half = half_gaussian(deviation_px);
  std::vector<float> plane(view.data.size() / 3);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    for (std::size_t i = 0; i < plane.size(); ++i) plane[i] = view.data[3 * i + channel];
    blur_lines(plane, view.height_px, view.width_px, view.width_px, 1, half);
    blur_lines(plane, view.width_px, view.height_px, 1, view.width_px, half);
    for (std::size_t i = 0; i < plane.size(); ++i) view.data[3 * i + channel] = to_byte(static_cast<double>(plane[i]));
  }
  return view;
}

ml::Pixels noisy(ml::Pixels view, double deviation, std::uint64_t seed) {
  ml::CounterRng rng(seed, {ml::stable_hash("noise of a corruption")});
  for (std::uint8_t& value : view.data) value = to_byte(value + 255 * deviation * rng.normal());
  return view;
}

ml::Pixels compressed(const ml::Pixels& view, int quality) {
  const engine::Image image{view.width_px, view.height_px, view.channels, view.data};
  engine::Image back = engine::decode_image(engine::encode_jpeg(image, quality), "a compressed view");
  return {std::move(back.pixels), back.width_px, back.height_px, back.channels};
}

// By the code that turns training images, so that both mean the same by a degree.
ml::Pixels turned(const ml::Pixels& view, double degrees, std::uint64_t seed) {
  ml::CounterRng rng(seed, {ml::stable_hash("direction of a rotation")});
  ml::PreprocessContract plain;
  plain.size_px = std::max(view.width_px, view.height_px);
  plain.crop = ml::CropMode::Stretch;
  std::vector<float> planes(ml::input_length(plain));
  ml::apply_augmentation(view.view(), plain, {.rotation_deg = rng.chance(0.5) ? degrees : -degrees},
                         ml::EdgeFill::Reflect, planes);
  ml::Pixels square = ml::Pixels::blank(plain.size_px, plain.size_px);
  const std::size_t places = square.data.size() / 3;
  for (std::size_t i = 0; i < square.data.size(); ++i)
    square.data[i] = to_byte(255 * static_cast<double>(planes[i % 3 * places + i / 3]));
  return square;
}

}  // namespace

std::span<const CorruptionInfo> corruption_list() { return kCorruptions; }

std::optional<Corruption> corruption_named(std::string_view name) {
  const auto found = std::ranges::find(kCorruptions, name, &CorruptionInfo::name);
  return found == kCorruptions.end() ? std::nullopt : std::optional(found->id);
}

ml::Pixels corrupted(const ml::Pixels& view, Corruption corruption, int strength, std::uint64_t seed) {
  if (strength < 1 || strength > kStrengths)
    throw std::runtime_error("corrupting a picture: a strength is 1 to 5, not " + std::to_string(strength));
  const double amount =
      kCorruptions[static_cast<std::size_t>(corruption)].amounts[static_cast<std::size_t>(strength - 1)];
  switch (corruption) {
    case Corruption::Brightness: return brighter(view, amount);
    case Corruption::Contrast: return flatter(view, amount);
    case Corruption::Blur: return blurred(view, amount);
    case Corruption::Noise: return noisy(view, amount, seed);
    case Corruption::Jpeg: return compressed(view, static_cast<int>(amount));
    case Corruption::Rotation: return turned(view, amount, seed);
    case Corruption::Hair: return with_hairs(view, static_cast<int>(amount), seed);
  }
  return view;
}

}  // namespace app
