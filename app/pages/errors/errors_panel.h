// Draws the Errors page: what it is about above, the slices at the left, histogram and calibration at the right, images
// below. Main thread only, while a frame is built.
#pragma once

#include "app/pages/errors/errors_view.h"
#include "app/widgets/plot_maths.h"

namespace app {

void draw_errors(ErrorsContext& context, widgets::Rect page);

// Its parts.
void draw_slices(ErrorsContext& context, const widgets::Rect& in);
// Of the points and intervals beside the slices: all that is drawn is on it.
widgets::Range axis_of_slices(const ErrorAnalysis& analysis, const ErrorsView& view);
void draw_score_histogram(ErrorsContext& context, const widgets::Rect& in);
void draw_reliability(ErrorsContext& context, const widgets::Rect& in);
void draw_error_strip(ErrorsContext& context, widgets::Rect in);

// The name of the group whose probability is looked at, and of the others together: "benign", "the rest".
std::string group_name(const ErrorsContext& context);
std::string others_name(const ErrorsContext& context);

}  // namespace app
