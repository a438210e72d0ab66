// What scrolls a window with the keyboard. Main thread only, while a frame is built.
#pragma once

namespace app::widgets {

// The arrows and the page keys, or the page keys alone where arrows go from control to control.
enum class ScrollKeys { All, Pages };
// The window that is being drawn, by the keys of this frame.
void scroll_with_keys(ScrollKeys keys);

}  // namespace app::widgets
