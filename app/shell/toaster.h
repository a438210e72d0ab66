// Short messages at the edge of the window. Errors stay until they are dismissed; the rest goes by
// itself after some seconds. All are kept in the list of messages. Main thread only.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "app/shell/shell_view.h"

namespace app {

class Toaster : public Messages {
 public:
  explicit Toaster(ShellView& shell) : shell_(shell) {}

  using Messages::show;
  void show(Message message) override;
  void withdraw_undo(std::int64_t batch) override;
  void withdraw(const std::string& topic) override;
  void ask(Question question) override { shell_.question = std::move(question); }
  void dismiss(std::uint64_t toast);
  void drop_expired();
  std::uint64_t errors() const { return errors_; }  // said so far
  std::optional<int> next_expiry_ms() const;        // until the next one goes; empty when all of them stay

 private:
  using Clock = std::chrono::steady_clock;
  void keep(const Message& message);
  void make_room();
  ShellView& shell_;
  std::uint64_t last_ = 0, errors_ = 0;
  std::vector<std::pair<std::uint64_t, Clock::time_point>> expiry_;
};

}  // namespace app
