// What a run that trains is steered with: how far it is, in words and as a bar that moves; pause, one batch, one epoch,
// stop; another rate, number of epochs, patience or depth.
// Main thread only, while a frame is built; in the layout of the current window.
#pragma once

#include <array>
#include <string_view>

#include "app/pages/train/train_view.h"

namespace app {

inline constexpr std::array<std::string_view, 3> kDepths = {"head", "tail", "whole"};  // by Depth

void draw_live_controls(TrainContext& context);

}  // namespace app
