// The Learn page: terms, quiz, lessons. Main thread only.
#pragma once

#include "app/pages/learn/learn_view.h"

namespace app {

void draw_learn(LearnContext& context, widgets::Rect page);

}  // namespace app
