// The frame of a dialog over the page. Main thread only.
#pragma once

#include <string_view>

#include "app/shell/shell_context.h"
#include "app/widgets/scroll_keys.h"

namespace app {

// Centred across the window, its top at `y`; a height of 0 follows the content.
void begin_dialog(const ShellContext& context, const char* name, const widgets::Rect& window, ImVec2 size, float y);
void end_dialog(const ShellContext& context);

// A part that the arrows and the page keys scroll, or the page keys alone where arrows go from control to control; it
// leaves `rest_px` (negative) of the height for what follows.
void begin_scrolled(const char* name, float rest_px, widgets::ScrollKeys keys = widgets::ScrollKeys::All);
void end_scrolled();

// Close, as every dialog that is only read has it: quiet, at the right end of the current line.
bool close_button(const widgets::Style& style, std::string_view landmark);

// Dims the page behind a dialog; true when it was clicked, beside the dialog.
bool draw_scrim(const ShellContext& context, const widgets::Rect& window);

}  // namespace app
