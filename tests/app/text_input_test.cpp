// Text fields whose text the program replaces while another one has the keyboard, without a renderer.
#include "app/widgets/text_input.h"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>
#include <imgui_internal.h>

#include "app/widgets/controls.h"
#include "tests/app/drawn_frame.h"

namespace app::widgets {
namespace {

class TypedFields : public test_support::DrawnFrame {
 protected:
  TypedFields() : DrawnFrame({400, 300}) { frame(); }

  void frame() {
    landmarks_.clear();
    ImGui::NewFrame();
    focus_.begin_frame({});
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("fields", nullptr, ImGuiWindowFlags_NoDecoration);
    if (wanted_) ImGui::SetKeyboardFocusHere();
    input_text("##field", "type", text_);
    number_field(style_, "number", "Number", number_, 0, 1000);
    number_field(style_, "large", "Large", large_);
    ImGui::End();
    focus_.end_frame();
    ImGui::Render();
  }
  void enter_field() {
    wanted_ = true;
    frame();
    wanted_ = false;
    frame();
  }
  void click_number(const char* landmark = "number") {
    const auto place = landmarks_.find(landmark);
    ASSERT_TRUE(place);
    ImGui::GetIO().MousePos = {place->x_px + place->width_px / 2, place->y_px + place->height_px / 2};
    for (const bool down : {false, true, false}) {
      ImGui::GetIO().MouseDown[0] = down;
      frame();
    }
  }
  // One character a frame, as a person types.
  void type(const std::string& text) {
    for (const char letter : text) {
      ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(letter));
      frame();
      frame();
    }
  }
  void leave() {
    ImGui::ClearActiveID();
    frame();
  }
  // Of the field that has the keyboard; -1: none has.
  int undo_steps() const {
    ImGuiInputTextState* typed = ImGui::GetInputTextState(context_->ActiveId);
    return typed == nullptr ? -1 : typed->GetUndoAvailCount();
  }

  std::string text_;
  int number_ = 1;
  std::uint64_t large_ = 5'000'000'000;
  bool wanted_ = false;
};

TEST_F(TypedFields, have_nothing_to_undo_of_a_text_that_was_replaced) {
  enter_field();
  type("mel");
  ASSERT_EQ(text_, "mel");
  ASSERT_EQ(undo_steps(), 3);
  leave();
  text_.clear();
  enter_field();
  EXPECT_EQ(undo_steps(), 0);
  type("b");
  EXPECT_EQ(text_, "b");
}

TEST_F(TypedFields, of_numbers_have_nothing_to_undo_of_a_number_that_was_replaced) {
  click_number();
  type("234567");
  ASSERT_GT(undo_steps(), 0);
  leave();
  number_ = 5;
  click_number();
  EXPECT_EQ(undo_steps(), 0);
}

// A seed of the command line has 64 bits.
TEST_F(TypedFields, of_large_numbers_show_and_take_all_their_digits) {
  click_number("large");
  ImGuiInputTextState* shown = ImGui::GetInputTextState(context_->ActiveId);
  ASSERT_NE(shown, nullptr);
  EXPECT_STREQ(shown->InitialTextA.Data, "5000000000");
  type("18446744073709551615");
  leave();
  EXPECT_EQ(large_, 18'446'744'073'709'551'615U);
}

}  // namespace
}  // namespace app::widgets
