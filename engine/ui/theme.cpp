#include "engine/ui/theme.h"

namespace engine {

Theme dark_theme() { return {}; }

Theme light_theme() {
  Theme theme;
  theme.light = true;
  theme.background = IM_COL32(0xEE, 0xF0, 0xF4, 255);
  theme.panel = IM_COL32(0xFF, 0xFF, 0xFF, 255);
  theme.panel_raised = IM_COL32(0xF8, 0xF9, 0xFB, 255);
  theme.control = IM_COL32(0xE9, 0xEC, 0xF1, 255);
  theme.control_hovered = IM_COL32(0xDD, 0xE1, 0xE9, 255);
  theme.field = IM_COL32(0xFF, 0xFF, 0xFF, 255);
  theme.field_outline = IM_COL32(0x76, 0x7D, 0x8C, 255);
  theme.text = IM_COL32(0x16, 0x1A, 0x22, 255);
  theme.muted = IM_COL32(0x43, 0x4A, 0x58, 255);
  theme.faint = IM_COL32(0x52, 0x5A, 0x69, 255);
  theme.accent = IM_COL32(0x36, 0x44, 0xBE, 255);
  theme.accent_strong = IM_COL32(0x49, 0x59, 0xD6, 255);
  theme.accent_deep = IM_COL32(0x3E, 0x4C, 0xBE, 255);
  theme.on_accent = IM_COL32(0xFF, 0xFF, 0xFF, 255);
  theme.good = IM_COL32(0x0A, 0x66, 0x42, 255);
  theme.warning = IM_COL32(0x81, 0x46, 0x00, 255);
  theme.bad = IM_COL32(0xAD, 0x1C, 0x38, 255);
  theme.hit = IM_COL32(0x00, 0x5E, 0x97, 255);
  theme.miss = IM_COL32(0x9A, 0x3D, 0x00, 255);
  theme.border = IM_COL32(0, 0, 0, 30);
  theme.scrim = IM_COL32(24, 28, 36, 110);
  theme.accent_soft = IM_COL32(0x49, 0x59, 0xD6, 36);
  theme.series = {IM_COL32(0x00, 0x72, 0xB2, 255), IM_COL32(0xB8, 0x6A, 0x00, 255), IM_COL32(0x00, 0x79, 0x5C, 255),
                  IM_COL32(0x85, 0x73, 0x00, 255), IM_COL32(0xA8, 0x40, 0x7E, 255), IM_COL32(0xC2, 0x41, 0x0C, 255),
                  IM_COL32(0x5B, 0x45, 0xC9, 255), IM_COL32(0x4B, 0x55, 0x63, 255)};
  return theme;
}

Theme theme_named(std::string_view name) { return name == "light" ? light_theme() : dark_theme(); }

void apply_theme(const Theme& theme) {
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowRounding = style.ChildRounding = style.PopupRounding = theme.radius_px;
  style.FrameRounding = style.GrabRounding = style.ScrollbarRounding = theme.control_radius_px;
  style.WindowPadding = {theme.padding_px, theme.padding_px};
  style.FramePadding = {12, 8};
  style.ItemSpacing = {theme.gap_px, 8};
  style.ScrollbarSize = 10;
  style.WindowBorderSize = style.ChildBorderSize = 1;
  style.PopupBorderSize = 1;
  style.FrameBorderSize = 0;
  const auto set = [&](ImGuiCol slot, ImU32 colour) { style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(colour); };
  set(ImGuiCol_Text, theme.text);
  set(ImGuiCol_TextDisabled, theme.muted);
  set(ImGuiCol_WindowBg, theme.panel);
  set(ImGuiCol_ChildBg, IM_COL32(0, 0, 0, 0));
  set(ImGuiCol_PopupBg, theme.panel_raised);
  set(ImGuiCol_Border, theme.border);
  set(ImGuiCol_FrameBg, theme.control);
  set(ImGuiCol_FrameBgHovered, theme.control_hovered);
  set(ImGuiCol_FrameBgActive, theme.control_hovered);
  set(ImGuiCol_Button, theme.control);
  set(ImGuiCol_ButtonHovered, theme.control_hovered);
  set(ImGuiCol_ButtonActive, theme.control_hovered);
  set(ImGuiCol_Header, theme.accent_soft);
  set(ImGuiCol_HeaderHovered, theme.control_hovered);
  set(ImGuiCol_HeaderActive, theme.accent_soft);
  set(ImGuiCol_CheckMark, theme.accent);
  set(ImGuiCol_SliderGrab, theme.accent);
  set(ImGuiCol_SliderGrabActive, theme.accent);
  set(ImGuiCol_ScrollbarBg, IM_COL32(0, 0, 0, 0));
  set(ImGuiCol_ScrollbarGrab, theme.control_hovered);
  set(ImGuiCol_ScrollbarGrabHovered, theme.faint);
  set(ImGuiCol_ScrollbarGrabActive, theme.muted);
  set(ImGuiCol_TextSelectedBg, theme.accent_soft);
  set(ImGuiCol_Separator, theme.border);
  set(ImGuiCol_NavHighlight, theme.accent);
  set(ImGuiCol_PlotHistogram, theme.accent);  // the progress bar
  set(ImGuiCol_ModalWindowDimBg, theme.scrim);
  set(ImGuiCol_TableHeaderBg, theme.panel_raised);
  set(ImGuiCol_TableBorderLight, theme.border);
  set(ImGuiCol_TableBorderStrong, theme.border);
}

}  // namespace engine
