// Works a lesson out on a lane and brings its numbers to the page, its pictures before that. Owns their textures. Main
// thread only, but for the work on the lane.
#pragma once

#include <set>
#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/pages/learn/learn_view.h"
#include "engine/host/host.h"

namespace app {

// What stands under the chosen lesson while it or another is worked out, or why it could not be; empty: nothing.
std::string lesson_note(const LessonView& view);

class LessonRunner {
 public:
  struct Lanes {
    JobLane& pictures;
    JobLane& working;
  };
  LessonRunner(engine::Host& host, const Lanes& lanes, Inbox& inbox, LessonView& view)
      : host_(host), lanes_(lanes), inbox_(inbox), view_(view) {}
  ~LessonRunner();
  LessonRunner(const LessonRunner&) = delete;
  LessonRunner& operator=(const LessonRunner&) = delete;

  // While the lesson is seen: has its pictures drawn, once.
  void show(std::size_t lesson);

  void start(std::size_t lesson, std::uint64_t seed);
  void cancel();

 private:
  engine::Host& host_;
  Lanes lanes_;
  Inbox& inbox_;
  LessonView& view_;
  std::set<std::size_t> drawn_;
  JobId job_ = 0;
};

}  // namespace app
