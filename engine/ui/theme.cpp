#include "engine/ui/theme.h"

namespace engine {

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
  set(ImGuiCol_ModalWindowDimBg, IM_COL32(0, 0, 0, 140));
  set(ImGuiCol_TableHeaderBg, theme.panel_raised);
  set(ImGuiCol_TableBorderLight, theme.border);
  set(ImGuiCol_TableBorderStrong, theme.border);
}

}  // namespace engine
