// Small text is readable: a contrast of 4.5 to 1, as WCAG counts it, on every surface it is drawn on.
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

TEST(Contrast, is_counted_as_the_standard_does) {
  EXPECT_NEAR(contrast(IM_COL32_WHITE, IM_COL32_BLACK), 21, 1e-9);
  EXPECT_NEAR(contrast(IM_COL32(0x77, 0x77, 0x77, 255), IM_COL32_WHITE), 4.48, 0.005);
}

TEST(Contrast, of_small_text_is_enough_on_every_surface) {
  const engine::Theme theme;
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
                   {"bad", theme.bad}},
                  surfaces);
}

TEST(Contrast, of_what_is_chosen_is_enough) {
  const engine::Theme theme;
  expect_readable({{"text", theme.text}, {"muted", theme.muted}, {"accent", theme.accent}},
                  {{"chosen on a panel", over(theme.accent_soft, theme.panel)},
                   {"chosen on a raised panel", over(theme.accent_soft, theme.panel_raised)},
                   {"chosen on a control", over(theme.accent_soft, theme.control)}});
  // Numbers on a selected tile and in the list of runs.
  expect_readable({{"good", theme.good}, {"warning", theme.warning}, {"bad", theme.bad}},
                  {{"chosen on a panel", over(theme.accent_soft, theme.panel)}});
}

TEST(Contrast, of_a_field_s_outline_is_enough_to_see_where_one_types) {
  const engine::Theme theme;
  for (const ImU32 surface : {theme.background, theme.panel, theme.panel_raised, theme.field})
    EXPECT_GE(contrast(theme.field_outline, surface), 3.0);
}

TEST(Contrast, of_a_button_s_text_is_enough) {
  const engine::Theme theme;
  expect_readable({{"text", theme.text}},
                  {{"primary", theme.accent_strong}, {"primary under the mouse", theme.accent_deep}});
}

}  // namespace
}  // namespace app
