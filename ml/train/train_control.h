// How another thread steers a running training: pause, resume, stop and keep the best, cancel, another
// learning rate. Everything takes effect at the next batch boundary.
//
// Use: share one TrainControl between the interface and the job: `control.pause();`
// Threads: any thread.
// Ownership: the caller keeps it alive for as long as train() runs.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace ml {

class TrainControl {
 public:
  enum class Order { GoOn, StopAndKeepBest, Cancel };

  explicit TrainControl(std::stop_token cancel = {});

  void pause();
  void resume();
  void stop_and_keep_best();
  void cancel();
  void set_learning_rate(float rate);
  bool paused() const;

  // For the trainer: sleeps while paused.
  Order at_batch_boundary();
  // Whether cancelling or stopping was asked for; never sleeps.
  Order order() const;
  // The rate asked for since the last call.
  std::optional<float> take_learning_rate();

 private:
  Order order_locked() const;

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::stop_token cancel_token_;
  bool paused_ = false;
  bool stop_ = false;
  bool cancelled_ = false;
  std::optional<float> rate_;
};

}  // namespace ml
