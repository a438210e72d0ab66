#include "app/core/job_lane.h"

#include <exception>
#include <utility>

#include <pthread.h>

namespace app {

JobLane::JobLane(Order order, std::string name)
    : order_(order), name_(std::move(name)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

JobLane::~JobLane() {
  thread_.request_stop();
  const std::lock_guard lock(mutex_);
  waiting_.clear();
  behind_.clear();
  running_stop_.request_stop();
}

// With the lock held.
JobLane::Job JobLane::made(Work work, OnError on_error) {
  return {++last_id_, std::move(work), std::move(on_error), std::stop_source{}};
}

JobId JobLane::post(Work work, OnError on_error) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(made(std::move(work), std::move(on_error)));
  changed_.notify_all();
  return last_id_;
}

JobId JobLane::post_behind(Work work, OnError on_error) {
  const std::lock_guard lock(mutex_);
  behind_.push_back(made(std::move(work), std::move(on_error)));
  changed_.notify_all();
  return last_id_;
}

void JobLane::cancel(JobId job) {
  const std::lock_guard lock(mutex_);
  if (running_ == job) running_stop_.request_stop();
  for (auto* queue : {&waiting_, &behind_})
    std::erase_if(*queue, [job](const Job& waiting) { return waiting.id == job; });
  changed_.notify_all();
}

void JobLane::wait_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.empty() && behind_.empty() && running_ == 0; });
}

// With the lock held and something waiting.
JobLane::Job JobLane::take_next() {
  Job job;
  if (waiting_.empty()) {
    job = std::move(behind_.front());
    behind_.pop_front();
  } else if (order_ == Order::NewestFirst) {
    job = std::move(waiting_.back());
    waiting_.pop_back();
  } else {
    job = std::move(waiting_.front());
    waiting_.pop_front();
  }
  running_ = job.id;
  running_stop_ = job.stop;
  return job;
}

void JobLane::run(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return !waiting_.empty() || !behind_.empty(); })) {
    if (stop.stop_requested()) return;
    Job job = take_next();
    lock.unlock();
    try {
      job.work(job.stop.get_token());
    } catch (const std::exception& error) {
      job.on_error(error.what());
    }
    job = {};  // captured values end outside the lock
    lock.lock();
    running_ = 0;
    changed_.notify_all();
  }
}

}  // namespace app
