#include "ml/train/train_control.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace ml {

namespace {

void require_rate(float rate) {
  if (!std::isfinite(rate) || rate <= 0.F)
    throw std::runtime_error("cannot set the learning rate to " + std::to_string(rate) + ": it must be above 0");
}

bool is_due(const TrainChange& change, int epoch, std::size_t step) {
  return std::pair(change.epoch, change.step) <= std::pair(epoch, step);
}

}  // namespace

TrainControl::TrainControl(std::stop_token cancel) : cancel_token_(std::move(cancel)) {}

void TrainControl::pause() {
  const std::lock_guard lock(mutex_);
  paused_ = true;
  steps_ = run_until_epoch_ = 0;
}

void TrainControl::resume() {
  {
    const std::lock_guard lock(mutex_);
    paused_ = false;
    steps_ = run_until_epoch_ = 0;
  }
  changed_.notify_all();
}

void TrainControl::one_step() {
  {
    const std::lock_guard lock(mutex_);
    paused_ = true;
    ++steps_;
  }
  changed_.notify_all();
}

void TrainControl::one_epoch() {
  {
    const std::lock_guard lock(mutex_);
    paused_ = true;
    run_until_epoch_ = epoch_ + 1;
  }
  changed_.notify_all();
}

void TrainControl::stop_and_keep_best() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
}

void TrainControl::cancel() {
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
  }
  changed_.notify_all();
}

// Of two that wait for the same boundary the later one counts.
void TrainControl::ask(const TrainChange& change) {
  const std::lock_guard lock(mutex_);
  std::erase_if(asked_, [&](const TrainChange& other) { return other.kind == change.kind; });
  asked_.push_back(change);
}

void TrainControl::set_learning_rate(float rate) {
  require_rate(rate);
  ask({.kind = ChangeKind::LearningRate, .value = static_cast<double>(rate)});
}

void TrainControl::set_epochs(int epochs) {
  if (epochs < 1) throw std::runtime_error("cannot train for " + std::to_string(epochs) + " epochs: 1 is the least");
  ask({.kind = ChangeKind::Epochs, .value = static_cast<double>(epochs)});
}

void TrainControl::set_patience(int epochs) {
  if (epochs < 0)
    throw std::runtime_error("cannot set the patience to " + std::to_string(epochs) +
                             " epochs: 0 never stops early, and less there is not");
  ask({.kind = ChangeKind::Patience, .value = static_cast<double>(epochs)});
}

void TrainControl::set_depth(Depth depth, float learning_rate) {
  require_rate(learning_rate);
  ask({.kind = ChangeKind::Depth, .value = static_cast<double>(learning_rate), .depth = depth});
}

bool TrainControl::paused() const {
  const std::lock_guard lock(mutex_);
  return paused_;
}

TrainControl::State TrainControl::state() const {
  const std::lock_guard lock(mutex_);
  if (order_locked() != Order::GoOn) return State::Stopping;
  if (sleeping_) return sleeps_locked() ? State::Paused : State::Resuming;
  if (!paused_) return State::Running;
  return goes_step_by_step_locked() ? State::Stepping : State::Pausing;
}

void TrainControl::replay(std::vector<TrainChange> changes) {
  const std::lock_guard lock(mutex_);
  script_ = std::move(changes);
}

int TrainControl::epoch_now() const {
  const std::lock_guard lock(mutex_);
  return epoch_;
}

TrainControl::Order TrainControl::order_locked() const {
  if (cancelled_ || cancel_token_.stop_requested()) return Order::Cancel;
  return stop_ ? Order::StopAndKeepBest : Order::GoOn;
}

bool TrainControl::sleeps_locked() const {
  return paused_ && !goes_step_by_step_locked() && order_locked() == Order::GoOn;
}

TrainControl::Order TrainControl::at_batch_boundary(int epoch, const Tell& tell) {
  std::unique_lock lock(mutex_);
  if (epoch < epoch_) run_until_epoch_ = 0;  // another phase counts from 0 again
  epoch_ = epoch;
  if (sleeps_locked()) {
    sleeping_ = true;
    lock.unlock();
    if (tell) tell(ChangeKind::Pause);
    lock.lock();
    changed_.wait(lock, cancel_token_, [&] { return !sleeps_locked(); });
    sleeping_ = false;
    const ChangeKind woken_by = !paused_ ? ChangeKind::Resume : steps_ > 0 ? ChangeKind::Step : ChangeKind::Epoch;
    const bool goes_on = order_locked() == Order::GoOn;
    lock.unlock();
    if (tell && goes_on) tell(woken_by);
    lock.lock();
  }
  if (paused_ && steps_ > 0) --steps_;
  return order_locked();
}

TrainControl::Order TrainControl::order() const {
  const std::lock_guard lock(mutex_);
  return order_locked();
}

std::vector<TrainControl::Due> TrainControl::take_changes(int epoch, std::size_t step) {
  const std::lock_guard lock(mutex_);
  std::vector<Due> due;
  const auto later = std::ranges::find_if_not(script_, [&](const TrainChange& c) { return is_due(c, epoch, step); });
  for (auto change = script_.begin(); change != later; ++change) {
    stop_ = stop_ || change->kind == ChangeKind::Stop;
    due.push_back({*change, true});
  }
  script_.erase(script_.begin(), later);
  for (TrainChange& change : std::exchange(asked_, {})) due.push_back({change, false});
  for (Due& one : due) one.change.epoch = epoch, one.change.step = step;
  return due;
}

}  // namespace ml
