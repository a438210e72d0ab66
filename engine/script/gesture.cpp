#include "engine/script/gesture.h"

#include <algorithm>
#include <iterator>

namespace engine {
namespace {

std::vector<std::string> modifiers_of(const Held& held) {
  std::vector<std::string> modifiers;
  if (held.ctrl) modifiers.emplace_back("ctrl");
  if (held.shift) modifiers.emplace_back("shift");
  return modifiers;
}

// Modifiers go down before and up after, in the order of a hand.
Burst held(const std::vector<std::string>& modifiers, Burst inner) {
  Burst burst;
  for (const std::string& modifier : modifiers) burst.push_back(KeyChanged{modifier, true, false});
  std::move(inner.begin(), inner.end(), std::back_inserter(burst));
  std::for_each(modifiers.rbegin(), modifiers.rend(), [&](const std::string& modifier) {
    burst.push_back(KeyChanged{modifier, false, false});
  });
  return burst;
}

}  // namespace

std::vector<Burst> click_at(const ClickStep& click, const std::optional<Position>& at) {
  std::vector<Burst> bursts;
  if (at) bursts.push_back({MouseMoved{at->x_px, at->y_px}});
  Burst presses;
  for (int i = 0; i < (click.double_click ? 2 : 1); ++i) {
    presses.push_back(MousePressed{click.button, true});
    presses.push_back(MousePressed{click.button, false});
  }
  bursts.push_back(held(modifiers_of(click), std::move(presses)));
  return bursts;
}

std::vector<Burst> drag_between(Position from, Position to, const Held& held) {
  const std::vector<std::string> modifiers = modifiers_of(held);
  std::vector<Burst> bursts = {{MouseMoved{from.x_px, from.y_px}}, {}};
  for (const std::string& modifier : modifiers) bursts.back().push_back(KeyChanged{modifier, true, false});
  bursts.back().push_back(MousePressed{held.button, true});
  for (int i = 1; i < kDragMoves; ++i) {
    const float part = static_cast<float>(i) / kDragMoves;
    bursts.push_back({MouseMoved{from.x_px + part * (to.x_px - from.x_px), from.y_px + part * (to.y_px - from.y_px)}});
  }
  bursts.push_back({MouseMoved{to.x_px, to.y_px}});
  bursts.push_back({MousePressed{held.button, false}});
  std::for_each(modifiers.rbegin(), modifiers.rend(), [&](const std::string& modifier) {
    bursts.back().push_back(KeyChanged{modifier, false, false});
  });
  return bursts;
}

std::vector<Burst> turn_wheel(const WheelStep& wheel) { return {held(modifiers_of(wheel), {MouseWheel{0, wheel.dy}})}; }

std::vector<Burst> press_chord(const Chord& chord) {
  Burst key = {KeyChanged{chord.key, true, false}};
  if (const std::optional<std::string> text = text_of(chord)) key.push_back(TextTyped{*text});
  key.push_back(KeyChanged{chord.key, false, false});
  return {held(chord.modifiers, std::move(key))};
}

}  // namespace engine
