// The free rectangle of ImGui's atlas, filled with glyphs row by row while the program runs. Nothing that is there
// moves, so it may be done while a frame is built; the atlas's pixels have to be sent to the device afterwards. Main
// thread only. The atlas owns pixels and fonts.
#pragma once

#include <imgui.h>

#include "engine/text/glyph_picture.h"

namespace engine {

class GlyphRoom {
 public:
  GlyphRoom(int room_id, float scale);  // of Fonts; nothing fits where the atlas could not keep it

  static bool has(const ImFont& font, ImWchar code) { return font.FindGlyphNoFallback(code) != nullptr; }
  // False where no room is left. finish() makes what was added to a font known to it.
  bool add(ImFont& font, ImWchar code, const GlyphPicture& picture);
  static void finish(ImFont& font);

 private:
  bool place(int width_px, int height_px, int& x_px, int& y_px);

  float scale_;
  int left_px_ = 0, top_px_ = 0, right_px_ = 0, bottom_px_ = 0;
  int x_px_ = 0, y_px_ = 0, row_px_ = 0;  // the row being filled
};

}  // namespace engine
