// Small text is readable: a contrast of 4.5 to 1, as WCAG counts it, on every surface it is drawn on.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "engine/ui/theme.h"

namespace app {
namespace {

double channel(ImU32 colour, int shift) { return static_cast<double>(colour >> shift & 0xFFU) / 255; }

ImU32 over(ImU32 above, ImU32 below) {
  const double alpha = channel(above, IM_COL32_A_SHIFT);
  const auto mixed = [&](int shift) {
    return static_cast<int>(std::lround(255 * (channel(above, shift) * alpha + channel(below, shift) * (1 - alpha))));
  };
  return IM_COL32(mixed(IM_COL32_R_SHIFT), mixed(IM_COL32_G_SHIFT), mixed(IM_COL32_B_SHIFT), 255);
}

double luminance(ImU32 colour) {
  const auto linear = [&](int shift) {
    const double value = channel(colour, shift);
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(IM_COL32_R_SHIFT) + 0.7152 * linear(IM_COL32_G_SHIFT) + 0.0722 * linear(IM_COL32_B_SHIFT);
}

double contrast(ImU32 a, ImU32 b) {
  const double one = luminance(a), other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

using Colours = std::map<std::string, ImU32>;

void expect_readable(const Colours& texts, const Colours& surfaces) {
  for (const auto& [text, colour] : texts) {
    for (const auto& [surface, below] : surfaces) EXPECT_GE(contrast(colour, below), 4.5) << text << " on " << surface;
  }
}

class ContrastOf : public testing::TestWithParam<bool> {
 protected:
  const engine::Theme theme = GetParam() ? engine::light_theme() : engine::dark_theme();
};
INSTANTIATE_TEST_SUITE_P(Contrast, ContrastOf, testing::Bool(),
                         [](const auto& light) { return light.param ? "light" : "dark"; });

TEST(Contrast, is_counted_as_the_standard_does) {
  EXPECT_NEAR(contrast(IM_COL32_WHITE, IM_COL32_BLACK), 21, 1e-9);
  EXPECT_NEAR(contrast(IM_COL32(0x77, 0x77, 0x77, 255), IM_COL32_WHITE), 4.48, 0.005);
}

TEST_P(ContrastOf, small_text_is_enough_on_every_surface) {
  const Colours surfaces = {{"background", theme.background},
                            {"panel", theme.panel},
                            {"raised panel", theme.panel_raised},
                            {"control", theme.control},
                            {"control under the mouse", theme.control_hovered},
                            {"field", theme.field}};
  expect_readable({{"text", theme.text},
                   {"muted", theme.muted},
                   {"faint", theme.faint},
                   {"accent", theme.accent},
                   {"good", theme.good},
                   {"warning", theme.warning},
                   {"bad", theme.bad},
                   {"hit", theme.hit},
                   {"miss", theme.miss}},
                  surfaces);
}

TEST_P(ContrastOf, what_is_chosen_is_enough) {
  expect_readable({{"text", theme.text}, {"muted", theme.muted}, {"accent", theme.accent}},
                  {{"chosen on a panel", over(theme.accent_soft, theme.panel)},
                   {"chosen on a raised panel", over(theme.accent_soft, theme.panel_raised)},
                   {"chosen on a control", over(theme.accent_soft, theme.control)}});
  // Numbers on a selected tile and in the list of runs.
  expect_readable({{"good", theme.good}, {"warning", theme.warning}, {"bad", theme.bad}},
                  {{"chosen on a panel", over(theme.accent_soft, theme.panel)}});
}

TEST_P(ContrastOf, a_field_s_outline_is_enough_to_see_where_one_types) {
  for (const ImU32 surface : {theme.background, theme.panel, theme.panel_raised, theme.field})
    EXPECT_GE(contrast(theme.field_outline, surface), 3.0);
}

TEST_P(ContrastOf, a_button_s_text_is_enough) {
  expect_readable({{"text on it", theme.on_accent}},
                  {{"primary", theme.accent_strong}, {"primary under the mouse", theme.accent_deep}});
}

TEST_P(ContrastOf, lines_that_stand_beside_each_other_is_enough_on_every_panel) {
  for (const ImU32 surface : {theme.background, theme.panel, theme.panel_raised})
    for (const ImU32 line : theme.series) EXPECT_GE(contrast(line, surface), 3.0) << std::hex << line;
}

// Seen without the red or without the green cones (Machado, Oliveira and Fernandes 2009, complete), in linear light.
using Cones = std::array<std::array<double, 3>, 3>;

ImU32 seen_with(const Cones& cones, ImU32 colour) {
  std::array<double, 3> out{};
  constexpr std::array<int, 3> kShifts = {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT};
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t i = 0; i < 3; ++i) out[row] += cones[row][i] * std::pow(channel(colour, kShifts[i]), 2.2);
    out[row] = 255 * std::pow(std::min(1.0, std::max(0.0, out[row])), 1 / 2.2);
  }
  return IM_COL32(static_cast<int>(out[0]), static_cast<int>(out[1]), static_cast<int>(out[2]), 255);
}

double distance(ImU32 a, ImU32 b) {
  double sum = 0;
  for (const int shift : {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT})
    sum += std::pow(255 * (channel(a, shift) - channel(b, shift)), 2);
  return std::sqrt(sum);
}

TEST_P(ContrastOf, hits_and_misses_are_told_apart_without_red_or_green_cones) {
  constexpr Cones kNoRed = {
      {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
  constexpr Cones kNoGreen = {
      {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
  for (const Cones& cones : {kNoRed, kNoGreen})
    EXPECT_GT(distance(seen_with(cones, theme.hit), seen_with(cones, theme.miss)), 100);
}

}  // namespace
}  // namespace app
