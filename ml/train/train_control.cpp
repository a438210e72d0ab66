#include "ml/train/train_control.h"

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace ml {

TrainControl::TrainControl(std::stop_token cancel) : cancel_token_(std::move(cancel)) {}

void TrainControl::pause() {
  const std::lock_guard lock(mutex_);
  paused_ = true;
}

void TrainControl::resume() {
  {
    const std::lock_guard lock(mutex_);
    paused_ = false;
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

void TrainControl::set_learning_rate(float rate) {
  if (!std::isfinite(rate) || rate <= 0.F)
    throw std::runtime_error("cannot set the learning rate to " + std::to_string(rate) + ": it must be above 0");
  const std::lock_guard lock(mutex_);
  rate_ = rate;
}

bool TrainControl::paused() const {
  const std::lock_guard lock(mutex_);
  return paused_;
}

TrainControl::Order TrainControl::order_locked() const {
  if (cancelled_ || cancel_token_.stop_requested()) return Order::Cancel;
  return stop_ ? Order::StopAndKeepBest : Order::GoOn;
}

TrainControl::Order TrainControl::at_batch_boundary() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, cancel_token_, [&] { return !paused_ || order_locked() != Order::GoOn; });
  return order_locked();
}

TrainControl::Order TrainControl::order() const {
  const std::lock_guard lock(mutex_);
  return order_locked();
}

std::optional<float> TrainControl::take_learning_rate() {
  const std::lock_guard lock(mutex_);
  return std::exchange(rate_, std::nullopt);
}

}  // namespace ml
