// How many threads the network's work may use, for the calling thread and the life of an object.
//
// Use: `ThreadCount threads(2);` at the top of a job. OpenMP keeps this setting per thread, so two jobs
// do not disturb each other. 0 leaves the setting alone; more than the machine has is cut down to it.
// Threads: make and destroy it in the same thread.
#pragma once

namespace ml {

class ThreadCount {
 public:
  explicit ThreadCount(int threads);
  ~ThreadCount();
  ThreadCount(const ThreadCount&) = delete;
  ThreadCount& operator=(const ThreadCount&) = delete;

  static int current();

 private:
  int previous_;
};

}  // namespace ml
