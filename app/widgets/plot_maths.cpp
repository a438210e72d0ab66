#include "app/widgets/plot_maths.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace app::widgets {
namespace {

float round_step(float rough) {
  const float magnitude = std::pow(10.0F, std::floor(std::log10(rough)));
  for (const float factor : {1.0F, 2.0F, 5.0F}) {
    if (factor * magnitude >= rough * 0.9999F) return factor * magnitude;
  }
  return 10.0F * magnitude;
}

}  // namespace

std::optional<Range> range_of(std::span<const float> values) {
  std::optional<Range> range;
  for (const float value : values) {
    if (std::isfinite(value)) range = united(range, Range{value, value});
  }
  return range;
}

std::optional<Range> united(std::optional<Range> a, std::optional<Range> b) {
  if (!a) return b;
  if (!b) return a;
  return Range{std::min(a->low, b->low), std::max(a->high, b->high)};
}

Range padded(Range range, float share) {
  const float least = std::max(std::abs(range.high) * 1e-3F, 1e-6F);
  if (range.size() < least) {
    const float half = std::max(std::abs(range.high) * 0.1F, 1e-3F);
    return {range.low - half, range.high + half};
  }
  return {range.low - share * range.size(), range.high + share * range.size()};
}

std::vector<float> ticks_in(Range range, int most, float least_step) {
  std::vector<float> ticks;
  if (most < 2 || !(range.size() > 0) || !std::isfinite(range.size())) return ticks;
  const float step = std::max(least_step, round_step(range.size() / static_cast<float>(most - 1)));
  const float slack = step * 1e-3F;
  for (float index = std::ceil((range.low - slack) / step); index * step <= range.high + slack; index += 1) {
    ticks.push_back(index * step);
    if (ticks.size() > 64) break;
  }
  return ticks;
}

std::vector<float> minor_ticks_in(Range range, std::span<const float> ticks) {
  if (ticks.size() < 2) return {};
  const float step = ticks[1] - ticks[0];
  const float leading = step / std::pow(10.0F, std::floor(std::log10(step * 1.001F)));
  const float minor = step / (leading > 1.5F && leading < 2.5F ? 4.0F : 5.0F);
  std::vector<float> result;
  for (float value = ticks.front() - step; value <= range.high + minor * 0.01F && result.size() < 400; value += minor)
    if (value >= range.low - minor * 0.01F) result.push_back(value);
  return result;
}

std::vector<float> log_ticks_in(Range range, int most) {
  std::vector<float> ticks;
  if (!(range.low > 0) || !(range.high > range.low)) return ticks;
  const float decades = std::log10(range.high / range.low);
  const bool fine = decades * 3 <= static_cast<float>(most);
  const float stride = std::max(1.0F, std::ceil(decades / static_cast<float>(std::max(1, most))));
  for (float power = std::floor(std::log10(range.low)); power <= std::log10(range.high); power += stride) {
    for (const float factor : {1.0F, 2.0F, 5.0F}) {
      const float value = factor * std::pow(10.0F, power);
      if ((factor == 1.0F || fine) && value >= range.low * 0.999F && value <= range.high * 1.001F)
        ticks.push_back(value);
    }
  }
  return ticks;
}

std::vector<float> minor_log_ticks_in(Range range) {
  std::vector<float> ticks;
  if (!(range.low > 0) || !(range.high > range.low)) return ticks;
  for (float power = std::floor(std::log10(range.low)); power <= std::log10(range.high); power += 1) {
    for (int digit = 1; digit <= 9; ++digit) {
      const float value = static_cast<float>(digit) * std::pow(10.0F, power);
      if (value >= range.low && value <= range.high) ticks.push_back(value);
    }
    if (ticks.size() > 400) break;
  }
  return ticks;
}

Range padded_log(Range range) {
  const float low = std::log10(range.low), high = std::log10(range.high);
  const float air = std::max((high - low) * 0.08F, high - low < 0.5F ? 0.35F : 0.0F);
  return {std::pow(10.0F, low - air), std::pow(10.0F, high + air)};
}

int label_stride(std::span<const float> centres, std::span<const float> widths, float gap) {
  const auto fits = [&](std::size_t stride) {
    for (std::size_t i = stride; i < centres.size(); i += stride)
      if (centres[i] - widths[i] / 2 < centres[i - stride] + widths[i - stride] / 2 + gap) return false;
    return true;
  };
  std::size_t stride = 1;
  while (stride < centres.size() && !fits(stride)) ++stride;
  return static_cast<int>(stride);
}

std::string tick_text(float value, float step) {
  std::array<char, 32> text{};
  if (value != 0 && (std::abs(value) < 1e-3F || std::abs(value) >= 1e6F)) {
    std::snprintf(text.data(), text.size(), "%.0e", static_cast<double>(value));
    return text.data();
  }
  int decimals = 0;
  for (double unit = std::abs(step); decimals < 5 && (unit < 0.999 || std::abs(unit - std::round(unit)) > 1e-3);
       unit *= 10)
    ++decimals;
  const double shown = std::abs(value) < step * 1e-3F ? 0.0 : static_cast<double>(value);
  std::snprintf(text.data(), text.size(), "%.*f", decimals, shown);
  return text.data();
}

std::vector<Column> decimated(std::span<const float> values, int columns) {
  std::vector<Column> result;
  if (values.empty() || columns < 1) return result;
  const std::size_t buckets = std::min(values.size(), static_cast<std::size_t>(columns));
  result.reserve(buckets);
  bool gap = false;
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    const std::size_t begin = bucket * values.size() / buckets;
    const std::size_t end = (bucket + 1) * values.size() / buckets;
    const auto range = range_of(values.subspan(begin, end - begin));
    if (!range) {
      gap = true;
      continue;
    }
    const float middle = 0.5F * static_cast<float>(begin + end - 1);
    result.push_back({middle, range->low, range->high, gap && !result.empty()});
    gap = false;
  }
  return result;
}

std::vector<float> smoothed(std::span<const float> values, float keep) {
  std::vector<float> result(values.size());
  float average = 0, weight = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      result[i] = values[i];
      continue;
    }
    average = keep * average + (1 - keep) * values[i];
    weight = keep * weight + (1 - keep);
    result[i] = average / weight;
  }
  return result;
}

float fraction_of(float value, Range range, bool logarithmic) {
  if (!logarithmic) return (value - range.low) / range.size();
  return std::log(value / range.low) / std::log(range.high / range.low);
}

float value_at(float fraction, Range range, bool logarithmic) {
  if (!logarithmic) return range.low + fraction * range.size();
  return range.low * std::pow(range.high / range.low, fraction);
}

}  // namespace app::widgets
