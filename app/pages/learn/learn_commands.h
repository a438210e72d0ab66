// What only the Learn page asks for. Plain values.
#pragma once

#include <cstddef>

namespace app {

struct StartQuiz {};
struct AnswerQuiz {
  int group;  // negative: skip
};
struct BackInQuiz {};
struct LeaveQuiz {};
struct WorkOutLesson {
  std::size_t lesson;
};

struct ShowLessonHere {  // on the workspace that is open
  std::size_t lesson;
};

struct ReplaySession {};    // the file of the view
struct ToggleRecording {};  // begins, or ends and writes to the file of the view

}  // namespace app
