// The interface scale. Everything above the engine counts in logical pixels: positions, sizes, fonts, landmarks, the
// mouse. A frame is multiplied once, when it is built, and its letters are put onto whole pixels; fonts are
// rasterised at the size that is seen. So a page needs no number of its own for it.
//
//   const float scale = fitting_scale(2, window_width_px, window_height_px);   // io.DisplayFramebufferScale
//   ImGui::Render();
//   scale_draw_data(*ImGui::GetDrawData(), scale);                             // now in pixels of the window
//
// Main thread only; no state of its own.
#pragma once

#include <imgui.h>

namespace engine {

inline constexpr float kLeastScale = 0.75F, kMostScale = 3.0F;
// Room in logical pixels that a page counts on: a smaller window gets a smaller scale than was wanted.
inline constexpr float kLeastWidth_px = 960, kLeastHeight_px = 600;

// The nearest to what is wanted that leaves a window of this size enough room.
float fitting_scale(float wanted, int window_width_px, int window_height_px);
// One notch larger (1) or smaller (-1): 75, 90, 100, 110, 125, 150, 175, 200, 250, 300 %.
float next_scale(float from, int step);
// What a display of so many dots per inch asks for, in quarters.
float scale_of_display(float dots_per_inch);

// Device pixels per logical pixel in the current context.
inline float interface_scale() { return ImGui::GetIO().DisplayFramebufferScale.x; }
// Edges of shapes that are drawn into the list from here on are one pixel of the window wide.
void sharpen(ImDrawList& list);
void scale_draw_data(ImDrawData& data, float scale);

}  // namespace engine
