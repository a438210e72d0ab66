// The live view of the Train page, in parts: the line of the state, the charts, what validation says. live_layout.h
// says where each stands. Main thread only, while a frame is built.
#pragma once

#include "app/pages/train/live_layout.h"
#include "app/pages/train/train_view.h"

namespace app {

void draw_live(TrainContext& context, const widgets::Rect& in);

void draw_live_status(TrainContext& context, const widgets::Rect& in);
void draw_live_charts(TrainContext& context, const LiveLayout& layout);
// The three parts of the evaluation; each draws a card of its own with what stands at its head.
void draw_numbers(TrainContext& context, const widgets::Rect& in);
void draw_matrix(TrainContext& context, const widgets::Rect& in);
void draw_curve(TrainContext& context, const widgets::Rect& in);
// One of them, with a choice of those that have no place of their own.
void draw_one_of(TrainContext& context, const LiveLayout& layout);

// The target whose groups the evaluation has is shown, so that a filter means what its numbers mean.
void follow_evaluation(TrainContext& context);
// Of two groups the second; else the one that is looked at, or all.
int looked_at(const TrainContext& context);
// Which group is looked at, against the rest. Nothing to choose with two groups.
void group_choice(TrainContext& context, const char* landmark, const widgets::Rect& in);

}  // namespace app
