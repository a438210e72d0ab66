// Pieces that several pages share: a card to put things in, the relabel buttons, the prediction bars,
// the heat controls, the image with its overlay.
// Main thread only.
#pragma once

#include <string>
#include <string_view>

#include "app/pages/page.h"

namespace app::common {

// A rounded panel with padding; a child window that scrolls when its content is higher. `end_card` closes it.
enum class Scroll { Yes, No };
void begin_card(const PageContext& context, const char* name, const widgets::Rect& in, Scroll scroll = Scroll::Yes);
void end_card();
// Of a card that ends in text: the keyboard reaches it (widgets::text_stop) behind the last control.
void end_card(const PageContext& context, const char* text);

// A button per class with its key; labels `Models::label_candidates` and advances. Above them: a fault of the file.
void relabel_buttons(PageContext& context, std::string_view landmark);
void prediction_bars(PageContext& context);
// Whose the prediction of an image is: "run 3"; "run 3, epoch 1" where that epoch is shown, or where the model is of
// another epoch than the shown one.
std::string speaker_of(const PageContext& context, const FocusedImage& image);
void heat_controls(PageContext& context);
// The image of Inspect inside the rectangle, with its overlay, part `uv` of it.
void draw_image(PageContext& context, const widgets::Rect& at, ImVec2 uv_min, ImVec2 uv_max);
// Any image with its own overlay, in the style of the one in focus.
void draw_image(const FocusedImage& image, bool shows_heat, const widgets::Rect& at, ImVec2 uv_min, ImVec2 uv_max);
// Covers the corners of what was drawn there, so that it looks rounded: the overlay's shader fills plain rectangles.
void round_corners(const widgets::Rect& picture, float radius_px, ImU32 surroundings);

ImU32 class_colour(const PageContext& context, int class_index);
const char* class_name(const PageContext& context, int class_index);

}  // namespace app::common
