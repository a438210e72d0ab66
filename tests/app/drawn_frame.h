// A frame of widgets without a renderer: an ImGui context with one font, the theme, and what widgets are drawn with.
// A fixture derives from it; one at a time, because ImGui has one context. Main thread only.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include "app/widgets/style.h"
#include "engine/ui/imgui_input.h"
#include "engine/ui/theme.h"

namespace test_support {

class DrawnFrame : public testing::Test {
 protected:
  explicit DrawnFrame(ImVec2 size_px) : context_(ImGui::CreateContext()) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = size_px;
    io.DeltaTime = 1.0F / 60;
    engine::prepare_imgui_input();
    fonts_.body = fonts_.small = fonts_.tiny = fonts_.strong = fonts_.title = fonts_.mono = fonts_.icons =
        io.Fonts->AddFontDefault();
    io.Fonts->Build();
    engine::apply_theme(theme_);
  }
  ~DrawnFrame() override { ImGui::DestroyContext(context_); }

  ImGuiContext* context_;
  engine::Fonts fonts_;
  engine::Theme theme_;
  engine::Landmarks landmarks_;
  app::widgets::KeyboardFocus focus_;
  app::widgets::Style style_{fonts_, theme_, landmarks_, focus_};
};

}  // namespace test_support
