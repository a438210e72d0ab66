// Draws the Wall. Main thread only, while a frame is built.
#pragma once

#include "app/pages/wall/wall_view.h"

namespace app {

void draw_wall(WallContext& context, widgets::Rect page);

}  // namespace app

namespace app::wall {

// The part with the sprites: layout, camera, what lies over them; and what the mouse and the keyboard do there.
void draw_canvas(WallContext& context, const widgets::Rect& in);
void take_gestures(WallContext& context, const widgets::Rect& in);
// The image in focus, large, beside the canvas.
void draw_side(WallContext& context, const widgets::Rect& in);

// Two groups have a pair of colours that everybody can tell apart; more have those of their classes.
ImU32 group_colour(const PageContext& context, int group);

// Between places of the canvas and of the screen.
struct Projection {
  WallCamera camera;
  ImVec2 middle;
  ImVec2 to_screen(float x, float y) const {
    return {middle.x + (x - camera.x) * camera.px_per_unit, middle.y + (y - camera.y) * camera.px_per_unit};
  }
  ImVec2 to_canvas(ImVec2 at) const {
    return {camera.x + (at.x - middle.x) / camera.px_per_unit, camera.y + (at.y - middle.y) / camera.px_per_unit};
  }
};
inline Projection projection(const WallView& view, const widgets::Rect& in) { return {view.camera.now(), in.centre()}; }
WallCamera camera_for(const WallLayout& layout, const widgets::Rect& in);

}  // namespace app::wall
