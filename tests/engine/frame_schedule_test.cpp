#include "engine/host/frame_schedule.h"

#include <gtest/gtest.h>

namespace engine {
namespace {

constexpr FrameSchedule::State kAtRest{};

TEST(FrameSchedule, sleeps_for_ever_when_nobody_asked) {
  const FrameSchedule schedule;
  EXPECT_EQ(schedule.timeout_ms(kAtRest, 10), FrameSchedule::kForEver);
}

TEST(FrameSchedule, sleeps_until_the_earliest_request) {
  FrameSchedule schedule;
  schedule.request_in(6000, 10);
  schedule.request_in(50, 10);
  schedule.request_in(700, 10);
  EXPECT_EQ(schedule.timeout_ms(kAtRest, 10), 50);
  EXPECT_EQ(schedule.timeout_ms(kAtRest, 10.03), 20);
  EXPECT_EQ(schedule.timeout_ms(kAtRest, 11), 0);  // late: at once, not for ever
}

TEST(FrameSchedule, does_not_wake_a_moment_too_early_for_what_was_asked) {
  FrameSchedule schedule;
  schedule.request_in(100, 10);
  EXPECT_EQ(schedule.timeout_ms(kAtRest, 10.0995), 1);
}

TEST(FrameSchedule, a_request_holds_until_the_next_logic_frame_only) {
  FrameSchedule schedule;
  schedule.request_in(50, 10);
  schedule.begin_logic_frame();
  EXPECT_EQ(schedule.timeout_ms(kAtRest, 10), FrameSchedule::kForEver);
}

TEST(FrameSchedule, unfinished_work_is_looked_at_soon) {
  FrameSchedule schedule;
  EXPECT_EQ(schedule.timeout_ms({.unfinished = true}, 10), FrameSchedule::kUnfinished_ms);
  schedule.request_in(2, 10);
  EXPECT_EQ(schedule.timeout_ms({.unfinished = true}, 10), 2);
}

TEST(FrameSchedule, pictures_that_arrived_are_shown_at_once) {
  FrameSchedule schedule;
  schedule.request_in(6000, 10);
  EXPECT_EQ(schedule.timeout_ms({.arrived = true}, 10), 0);
}

}  // namespace
}  // namespace engine
