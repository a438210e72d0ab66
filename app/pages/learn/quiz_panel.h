// The quiz: what it is, a question, the score. Main thread only.
#pragma once

#include "app/pages/learn/learn_view.h"

namespace app {

void draw_quiz(LearnContext& context, const widgets::Rect& in);

}  // namespace app
