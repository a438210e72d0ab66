// What the hand does for one step of a script: the events in bursts, each of which the interface sees
// before the next begins (a hover before its click, every stop of a drag).
// Any thread; plain values.
#pragma once

#include <vector>

#include "engine/input/input_event.h"
#include "engine/script/chord.h"
#include "engine/script/script.h"

namespace engine {

using Burst = std::vector<InputEvent>;

struct Position {
  float x_px = 0, y_px = 0;
};

inline constexpr int kDragMoves = 8;

std::vector<Burst> click_at(const ClickStep& click, const std::optional<Position>& at);
std::vector<Burst> drag_between(Position from, Position to, const Held& held = {});
std::vector<Burst> turn_wheel(const WheelStep& wheel);
std::vector<Burst> press_chord(const Chord& chord);

}  // namespace engine
