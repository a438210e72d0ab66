// Colours and measures of the interface, dark and light. Colours are packed for ImGui (IM_COL32); nothing above the
// engine has a colour of its own, but for the classes of a workspace.
//
//   host.set_theme(theme_named("light"));     draw.AddLine(a, b, style.theme.series[0]);
//
// Main thread only for apply_theme; plain values otherwise.
#pragma once

#include <array>
#include <string_view>

#include <imgui.h>

namespace engine {

struct Theme {
  bool light = false;
  ImU32 background = IM_COL32(0x0E, 0x10, 0x14, 255);
  ImU32 panel = IM_COL32(0x15, 0x18, 0x1E, 255);
  ImU32 panel_raised = IM_COL32(0x1E, 0x22, 0x2A, 255);
  ImU32 control = IM_COL32(0x20, 0x24, 0x2D, 255);
  ImU32 control_hovered = IM_COL32(0x2A, 0x2F, 0x3A, 255);
  ImU32 field = IM_COL32(0x12, 0x15, 0x1A, 255);  // where something is typed or chosen from a list
  // Its outline: 3 to 1 on every panel, as WCAG asks of what tells a control from its surroundings.
  ImU32 field_outline = IM_COL32(0x6B, 0x72, 0x82, 255);
  ImU32 border = IM_COL32(255, 255, 255, 15);
  ImU32 scrim = IM_COL32(6, 7, 10, 120);                 // over the page while a dialog is open
  ImU32 over_image = IM_COL32(255, 255, 255, 70);        // lines on a photograph, the same in both themes
  ImU32 over_image_edge = IM_COL32(10, 12, 16, 160);     // beside them, so that they are seen on bright skin too
  ImU32 over_image_text = IM_COL32(255, 255, 255, 255);  // on over_image_back
  ImU32 over_image_back = IM_COL32(10, 12, 16, 190);
  ImU32 text = IM_COL32(0xE7, 0xE9, 0xEE, 255);
  // Text in any of these colours has a contrast of 4.5 to 1 on every surface above, `muted` and `accent` also where
  // `accent_soft` lies over it (tests/app/ui_contrast_test.cpp).
  ImU32 muted = IM_COL32(0xA8, 0xAE, 0xBC, 255);
  ImU32 faint = IM_COL32(0x93, 0x9A, 0xAA, 255);
  ImU32 accent = IM_COL32(0x8E, 0x9C, 0xFF, 255);
  ImU32 accent_strong = IM_COL32(0x49, 0x59, 0xD6, 255);  // under on_accent
  ImU32 accent_deep = IM_COL32(0x3E, 0x4C, 0xBE, 255);    // the same, under the mouse
  ImU32 on_accent = IM_COL32(0xE7, 0xE9, 0xEE, 255);
  ImU32 accent_soft = IM_COL32(0x7C, 0x8C, 0xFF, 48);
  ImU32 good = IM_COL32(0x2E, 0xCC, 0x8F, 255);
  ImU32 warning = IM_COL32(0xFF, 0xB5, 0x47, 255);
  ImU32 bad = IM_COL32(0xFF, 0x6B, 0x81, 255);
  // What the model got right and what not: blue and orange are told apart by every kind of eye. Readable as text.
  ImU32 hit = IM_COL32(0x56, 0xB4, 0xE9, 255);
  ImU32 miss = IM_COL32(0xF0, 0x9A, 0x3E, 255);
  // Lines and bars that stand beside each other (after Okabe and Ito): 3 to 1 on every panel.
  std::array<ImU32, 8> series = {IM_COL32(0x56, 0xB4, 0xE9, 255), IM_COL32(0xE6, 0x9F, 0x00, 255),
                                 IM_COL32(0x2E, 0xCC, 0x8F, 255), IM_COL32(0xF0, 0xE4, 0x42, 255),
                                 IM_COL32(0xCC, 0x79, 0xA7, 255), IM_COL32(0xE8, 0x72, 0x3A, 255),
                                 IM_COL32(0xB3, 0x9D, 0xFF, 255), IM_COL32(0xA8, 0xAE, 0xBC, 255)};
  float radius_px = 12;
  float control_radius_px = 8;
  float padding_px = 16;
  float gap_px = 12;
};

Theme dark_theme();
Theme light_theme();
Theme theme_named(std::string_view name);  // "light"; anything else is dark

void apply_theme(const Theme& theme);  // to the current context's style

}  // namespace engine
