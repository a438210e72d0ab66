#include "app/core/job_lane.h"

#include <future>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {
using app::JobLane;
using ::testing::ElementsAre;

void unexpected(const std::string& why) { FAIL() << why; }

// Runs three jobs behind one that waits, so that their order shows.
std::vector<int> order_of(JobLane::Order order) {
  std::vector<int> done;
  std::promise<void> gate;
  JobLane lane(order, "test");
  lane.post([opened = gate.get_future().share()](std::stop_token) { opened.wait(); }, unexpected);
  for (int i = 1; i <= 3; ++i) lane.post([&done, i](std::stop_token) { done.push_back(i); }, unexpected);
  gate.set_value();
  lane.wait_idle();
  return done;
}

TEST(JobLane, oldest_first_runs_in_order) { EXPECT_THAT(order_of(JobLane::Order::OldestFirst), ElementsAre(1, 2, 3)); }

TEST(JobLane, work_that_has_time_waits_behind_all_other_also_what_is_posted_later) {
  for (const JobLane::Order order : {JobLane::Order::OldestFirst, JobLane::Order::NewestFirst}) {
    std::vector<int> done;
    std::promise<void> gate;
    JobLane lane(order, "test");
    lane.post([opened = gate.get_future().share()](std::stop_token) { opened.wait(); }, unexpected);
    for (const int i : {1, 2}) lane.post_behind([&done, i](std::stop_token) { done.push_back(i); }, unexpected);
    lane.post([&done](std::stop_token) { done.push_back(3); }, unexpected);
    gate.set_value();
    lane.wait_idle();
    EXPECT_THAT(done, ElementsAre(3, 1, 2));
  }
}

TEST(JobLane, an_error_goes_to_its_own_job_and_the_lane_goes_on) {
  std::string why;
  bool second = false;
  JobLane lane(JobLane::Order::OldestFirst, "test");
  lane.post([](std::stop_token) { throw std::runtime_error("the reason"); },
            [&](const std::string& text) { why = text; });
  lane.post([&](std::stop_token) { second = true; }, unexpected);
  lane.wait_idle();
  EXPECT_EQ(why, "the reason");
  EXPECT_TRUE(second);
}

TEST(JobLane, cancelling_asks_the_running_job_to_stop) {
  std::promise<void> started;
  bool stopped = false;
  JobLane lane(JobLane::Order::OldestFirst, "test");
  const auto job = lane.post(
      [&](const std::stop_token& stop) {
        started.set_value();
        while (!stop.stop_requested()) std::this_thread::yield();
        stopped = true;
      },
      unexpected);
  started.get_future().wait();
  lane.cancel(job);
  lane.wait_idle();
  EXPECT_TRUE(stopped);
}

TEST(JobLane, a_cancelled_waiting_job_never_runs) {
  bool ran = false;
  std::promise<void> gate;
  JobLane lane(JobLane::Order::OldestFirst, "test");
  lane.post([opened = gate.get_future().share()](std::stop_token) { opened.wait(); }, unexpected);
  const auto job = lane.post([&](std::stop_token) { ran = true; }, unexpected);
  lane.cancel(job);
  gate.set_value();
  lane.wait_idle();
  EXPECT_FALSE(ran);
}

TEST(JobLane, the_destructor_stops_the_running_job) {
  bool stopped = false;
  {
    std::promise<void> started;
    JobLane lane(JobLane::Order::NewestFirst, "test");
    lane.post(
        [&](const std::stop_token& stop) {
          started.set_value();
          while (!stop.stop_requested()) std::this_thread::yield();
          stopped = true;
        },
        unexpected);
    started.get_future().wait();
  }
  EXPECT_TRUE(stopped);
}

}  // namespace
