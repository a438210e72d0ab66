// A worker thread with a queue of jobs. Lanes for thumbnails and explanations run the newest request first, because
// the newest is what the user looks at; lanes for imports and training run them in order. An exception that leaves a
// job is handed to `on_error` of that job: the job boundary.
//
//   JobLane lane(JobLane::Order::NewestFirst, "short");
//   lane.post([](std::stop_token stop) { ... }, [](const std::string& why) { ... });
//
// Any thread may post; jobs run on the lane's own thread. The destructor asks the running job to
// stop, drops the waiting ones and joins.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "app/core/types.h"

namespace app {

class JobLane {
 public:
  enum class Order { NewestFirst, OldestFirst };
  using Work = std::function<void(std::stop_token)>;
  using OnError = std::function<void(const std::string& why)>;

  JobLane(Order order, std::string name);
  ~JobLane();
  JobLane(const JobLane&) = delete;
  JobLane& operator=(const JobLane&) = delete;

  JobId post(Work work, OnError on_error);
  // Taken after everything else that waits, and what is posted later: work that has time.
  JobId post_behind(Work work, OnError on_error);
  void cancel(JobId job);  // a waiting job is dropped; a running one is asked to stop
  void wait_idle();        // until nothing runs or waits

 private:
  struct Job {
    JobId id = 0;
    Work work;
    OnError on_error;
    std::stop_source stop;
  };

  Job made(Work work, OnError on_error);
  void run(const std::stop_token& stop);
  Job take_next();

  const Order order_;
  const std::string name_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Job> waiting_;
  std::deque<Job> behind_;  // taken when nothing else waits
  JobId running_ = 0;
  std::stop_source running_stop_;
  JobId last_id_ = 0;
  std::jthread thread_;  // last: starts when everything else exists
};

}  // namespace app
