// The newest value only: a worker publishes, readers take whatever is newest. Readers never wait for
// the worker's work, only for a pointer swap.
// Any thread. Owns the value through a shared pointer; a reader keeps what it took alive.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace app {

template <typename T>
class Snapshot {
 public:
  void publish(T value) {
    auto next = std::make_shared<const T>(std::move(value));
    const std::lock_guard lock(mutex_);
    current_ = std::move(next);
  }

  // Null until something was published.
  std::shared_ptr<const T> latest() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> current_;
};

}  // namespace app
