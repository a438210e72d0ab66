// The lessons: a short text each, its numbers worked out from generated images, and where to see it. Main thread only.
#pragma once

#include "app/pages/learn/learn_view.h"

namespace app {

void draw_lessons(LearnContext& context, widgets::Rect in);

}  // namespace app
