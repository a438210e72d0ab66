// Every value, in order: workers push, the owner takes all that came. Nothing is dropped.
// Any thread. Owns the values until they are taken.
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace app {

template <typename T>
class Channel {
 public:
  // `on_push` wakes the taker (for example the window); called without the lock held.
  explicit Channel(std::function<void()> on_push = {}) : on_push_(std::move(on_push)) {}

  void push(T value) {
    {
      const std::lock_guard lock(mutex_);
      values_.push_back(std::move(value));
    }
    if (on_push_) on_push_();
  }

  std::vector<T> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(values_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<T> values_;
  std::function<void()> on_push_;
};

}  // namespace app
