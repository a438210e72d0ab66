#include "app/report/figure_ticks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "app/core/number_text.h"

namespace app {
namespace {

constexpr double kSlack = 1e-9;  // of a step: what rounding does to a tick

double step_for(double size, int most, bool whole_numbers) {
  const double wanted = size / std::max(most, 1);
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  double step = 10 * power;
  for (const double multiple : {1.0, 2.0, 2.5, 5.0}) {
    if (multiple * power >= wanted * (1 - kSlack)) {
      step = multiple * power;
      break;
    }
  }
  if (!whole_numbers) return step;
  if (step < 1) return 1;
  return step == 2.5 ? 5 : step;
}

int decimals_of(double step) {
  int decimals = 0;
  for (double scaled = step; decimals < 9 && std::abs(scaled - std::round(scaled)) > 1e-6 * scaled; scaled *= 10)
    ++decimals;
  return decimals;
}

std::string text_of(double value, int decimals) {
  if (decimals == 0 && std::abs(value) >= 1000 && std::abs(value) < 1e15) return grouped(std::llround(value));
  char text[48];
  std::snprintf(text, sizeof text, "%.*f", decimals, value == 0 ? 0.0 : value);
  return text;
}

// "2·10⁻⁴" where the axis begins below a thousandth or ends above ten thousand, so that all its numbers look alike.
std::string log_text(double value, const AxisRange& range) {
  constexpr std::array kRaised = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  char text[48];
  if (range.low >= 0.001 && range.high <= 10000) {
    std::snprintf(text, sizeof text, "%.15g", value);
    return text;
  }
  const int exponent = static_cast<int>(std::floor(std::log10(value) + kSlack));
  const double multiple = value / std::pow(10, exponent);
  std::string power = exponent < 0 ? "10⁻" : "10";
  for (const char digit : std::to_string(std::abs(exponent))) power += kRaised[static_cast<std::size_t>(digit - '0')];
  if (std::abs(multiple - 1) < 1e-6) return power;
  std::snprintf(text, sizeof text, "%.15g·", std::round(multiple * 10) / 10);
  return text + power;
}

AxisRange with_some_size(AxisRange range) {
  if (range.high > range.low) return range;
  const double around = range.low == 0 ? 0.5 : std::abs(range.low) * 0.1;
  return {range.low - around, range.low + around};
}

}  // namespace

Ticks linear_ticks(AxisRange range, int most, bool fixed, bool whole_numbers) {
  range = with_some_size(range);
  const double step = step_for(range.high - range.low, most, whole_numbers);
  const double slack = kSlack * step;
  if (!fixed) {
    range.low = std::floor((range.low + slack) / step) * step;
    range.high = std::ceil((range.high - slack) / step) * step;
  }
  Ticks ticks{.range = range};
  const int decimals = decimals_of(step);
  for (double at = std::ceil((range.low - slack) / step); at * step <= range.high + slack; ++at) {
    ticks.at.push_back(at * step);
    ticks.text.push_back(text_of(at * step, decimals));
  }
  return ticks;
}

Ticks log_ticks(AxisRange range) {
  if (range.high <= range.low) range = {range.low / 2, range.low * 2};
  Ticks ticks{.range = range};
  const double decades = std::log10(range.high / range.low);
  std::vector<double> multiples = {1};
  if (decades < 2) multiples = {1, 2, 5};
  if (decades < 0.7) multiples = {1, 1.5, 2, 3, 4, 5, 6, 8};
  for (double exponent = std::floor(std::log10(range.low)); std::pow(10, exponent) <= range.high; ++exponent) {
    for (const double multiple : multiples) {
      const double value = multiple * std::pow(10, exponent);
      if (value < range.low * (1 - kSlack) || value > range.high * (1 + kSlack)) continue;
      ticks.at.push_back(value);
      ticks.text.push_back(log_text(value, range));
    }
  }
  return ticks;
}

double share_of(double value, const AxisRange& range, bool logarithmic) {
  if (logarithmic) return std::log(value / range.low) / std::log(range.high / range.low);
  return (value - range.low) / (range.high - range.low);
}

}  // namespace app
