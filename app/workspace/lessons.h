// Lessons on mistakes that look like success: each draws generated images, trains on them and works its numbers out, so
// that nothing of it is told that was not measured just now. Other seeds give other numbers.
//
//   for (const Lesson& lesson : lessons()) ...
//   const LessonResult result = work_out(0, {.seed = 1}, on_progress, stop);
//
// work_out: one thread at a time, a lane; seconds on two cores. Nothing is written. Throws when the model that ships
// with the program cannot be read.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/progress.h"

namespace app {

struct Lesson {
  std::string_view name;  // stable, for scripts: "leak"
  std::string_view title;
  std::string_view text;                    // what happened, and what is done to show it
  std::string_view in_window;               // where the program shows it on one's own images
  std::array<std::string_view, 5> numbers;  // that it works out, in their order; empty: there are fewer
};

struct LessonNumber {
  std::string what;
  double value = 0;  // 0..1
};

struct LessonResult {
  std::vector<LessonNumber> numbers;
  std::string conclusion;  // follows from the numbers: where the effect is absent it says so
  int images = 0;          // that were drawn
  std::uint64_t seed = 1;
};

struct LessonRequest {
  std::uint64_t seed = 1;
  int images = 0;  // of each set; 0: as many as the lesson needs
};

std::span<const Lesson> lessons();
LessonResult work_out(std::size_t lesson, const LessonRequest& request, const OnProgress& on_progress,
                      const std::stop_token& stop);

}  // namespace app
