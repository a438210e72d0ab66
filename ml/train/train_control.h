// How another thread steers a running training: pause, resume, one step, one epoch, another learning rate, depth,
// number of epochs or patience, stop and keep the best, cancel. Everything takes effect at the next batch boundary;
// another depth where the next epoch begins.
//
// Use: share one TrainControl between the interface and the job: `control.pause();`
//      `control.replay(changes);` hands out what a log says, each change where it stood then.
// Threads: any thread.
// Ownership: the caller keeps it alive for as long as train() runs.
// Errors: a value that no run could have (a rate of 0) is refused with std::runtime_error.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <vector>

#include "ml/train/train_change.h"

namespace ml {

class TrainControl {
 public:
  enum class Order { GoOn, StopAndKeepBest, Cancel };
  // Pausing: asked for, the batch is still at work. Stepping: it will pause again by itself.
  enum class State { Running, Pausing, Paused, Resuming, Stepping, Stopping };

  explicit TrainControl(std::stop_token cancel = {});

  void pause();
  void resume();
  void one_step();   // one batch, or where the epoch has no more its evaluation, then pause
  void one_epoch();  // to the end of the epoch, then pause
  void stop_and_keep_best();
  void cancel();
  void set_learning_rate(float rate);
  void set_epochs(int epochs);  // of the present call of train()
  void set_patience(int epochs);
  void set_depth(Depth depth, float learning_rate);
  bool paused() const;
  State state() const;
  // In the order of their places; replaces what was left of others.
  void replay(std::vector<TrainChange> changes);

  // For the trainer. Sleeps while paused; `tell` hears when it begins to, and what ended it.
  using Tell = std::function<void(ChangeKind)>;
  Order at_batch_boundary(int epoch, const Tell& tell);
  Order at_batch_boundary() { return at_batch_boundary(epoch_now(), {}); }
  // Whether cancelling or stopping was asked for; never sleeps.
  Order order() const;
  struct Due {
    TrainChange change;
    bool replayed = false;
  };
  // What is to take effect at this place.
  std::vector<Due> take_changes(int epoch, std::size_t step);

 private:
  Order order_locked() const;
  bool sleeps_locked() const;
  bool goes_step_by_step_locked() const { return steps_ > 0 || epoch_ < run_until_epoch_; }
  void ask(const TrainChange& change);
  int epoch_now() const;

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::stop_token cancel_token_;
  bool paused_ = false;
  bool sleeping_ = false;
  bool stop_ = false;
  bool cancelled_ = false;
  int steps_ = 0;            // batches that a paused run may still make
  int epoch_ = 0;            // in which the trainer is
  int run_until_epoch_ = 0;  // a paused run may go on until this one begins
  std::vector<TrainChange> asked_, script_;
};

}  // namespace ml
