// Feeds ImGui's input from our own events: the one place that differs between ImGui's keyboard
// interfaces (before and after 1.87).
// Main thread only.
#pragma once

#include "engine/input/input_event.h"

namespace engine {

void prepare_imgui_input();                // once, after the context was made
void feed_imgui(const InputEvent& event);  // before NewFrame

}  // namespace engine
