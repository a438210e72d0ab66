// Buttons, chips, sliders and fields in the workbench's look. Each registers a landmark of its name,
// lays itself out at the cursor and returns true when the user changed it.
// Main thread only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "app/widgets/style.h"

namespace app::widgets {

enum class ButtonKind { Primary, Secondary, Danger, Quiet };

struct ButtonLook {
  ButtonKind kind = ButtonKind::Secondary;
  const char* icon = "";
  float width_px = 0;  // 0: as the text asks
  float height_px = 36;
  bool enabled = true;
  bool selected = false;
  std::string_view tip = "";
};
bool button(const Style& style, std::string_view landmark, std::string_view text, const ButtonLook& look = {});

struct ChipLook {
  bool selected = false;
  ImU32 dot = 0;
  std::string_view tip = "";
  float most_px = 0;  // of the name: a longer one is cut, and stands whole in the tip; 0: whatever it takes
};
// A pill: name, perhaps a coloured dot and a count (negative: none). Wraps to the next line by itself.
bool chip(const Style& style, std::string_view landmark, std::string_view text, int count, const ChipLook& look = {});

// Both ends of a range of ratios (0..1) in a pill: the nearer end follows the mouse.
bool range_pill(const Style& style, std::string_view landmark, std::string_view text, float& low, float& high,
                std::string_view tip = "");
// A short slider in a pill, among chips.
bool slider_pill(const Style& style, std::string_view landmark, std::string_view text, float& value, float low,
                 float high, std::string_view tip = "");
// Ends a row of chips and pills, if there is one.
void end_chips();

// One of several, side by side; gives the index that was clicked, or -1.
int segmented(const Style& style, std::string_view landmark, std::span<const std::string_view> names, int selected,
              float width_px);

struct SliderLook {
  const char* format = "%.2f";
  bool logarithmic = false;
  bool whole = false;  // an arrow key goes from one whole number to the next
  float label_px = 92;
};
bool slider(const Style& style, std::string_view landmark, std::string_view text, float& value, float low, float high,
            const SliderLook& look = {});

bool toggle(const Style& style, std::string_view landmark, std::string_view text, bool& on, std::string_view tip = "");
bool choice(const Style& style, std::string_view landmark, std::string_view text, std::span<const std::string> names,
            int& selected, float label_px = 92);
// A line of text; the hint stands there while it is empty.
bool text_field(const Style& style, std::string_view landmark, std::string_view text, const char* hint,
                std::string& value, float label_px = 92);
bool number_field(const Style& style, std::string_view landmark, std::string_view text, int& value, int low, int high,
                  float label_px = 92);
// Of any size.
bool number_field(const Style& style, std::string_view landmark, std::string_view text, std::uint64_t& value,
                  float label_px = 92);

void progress_bar(const Style& style, float fraction, float width_px, float height_px);  // negative: unknown
void section(const Style& style, std::string_view title, std::string_view note = "");

}  // namespace app::widgets
