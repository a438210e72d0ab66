// Works a lesson out on a lane and brings its numbers to the page. Main thread only, but for the work on the lane.
#pragma once

#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/pages/learn/learn_view.h"

namespace app {

// What stands under the chosen lesson while it or another is worked out, or why it could not be; empty: nothing.
std::string lesson_note(const LessonView& view);

class LessonRunner {
 public:
  LessonRunner(JobLane& lane, Inbox& inbox, LessonView& view) : lane_(lane), inbox_(inbox), view_(view) {}

  void start(std::size_t lesson, std::uint64_t seed);
  void cancel();

 private:
  JobLane& lane_;
  Inbox& inbox_;
  LessonView& view_;
  JobId job_ = 0;
};

}  // namespace app
