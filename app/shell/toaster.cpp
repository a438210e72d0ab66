#include "app/shell/toaster.h"

#include <algorithm>
#include <utility>

namespace app {
namespace {
constexpr std::chrono::seconds kShown{6};
constexpr std::size_t kMost = 4;
}  // namespace

void Toaster::show(MessageKind kind, std::string title, std::string detail, bool undo) {
  // News of the same kind replaces older news: a burst of undos is one toast, not a wall of them.
  if (kind == MessageKind::Info)
    std::erase_if(shell_.toasts, [](const ToastView& shown) { return shown.kind == MessageKind::Info; });
  // A failure that comes back in every frame is said once.
  const auto same = [&](const ToastView& shown) {
    return shown.kind == kind && shown.title == title && shown.detail == detail;
  };
  if (kind == MessageKind::Error && std::ranges::any_of(shell_.toasts, same)) return;
  shell_.toasts.push_back({++last_, kind, std::move(title), std::move(detail), undo});
  if (kind != MessageKind::Error) expiry_.emplace_back(last_, Clock::now() + kShown);
  if (shell_.toasts.size() > kMost) dismiss(shell_.toasts.front().id);
}

void Toaster::dismiss(std::uint64_t toast) {
  std::erase_if(shell_.toasts, [toast](const ToastView& shown) { return shown.id == toast; });
  std::erase_if(expiry_, [toast](const auto& entry) { return entry.first == toast; });
}

std::optional<int> Toaster::next_expiry_ms() const {
  const auto next = std::ranges::min_element(expiry_, {}, &std::pair<std::uint64_t, Clock::time_point>::second);
  if (next == expiry_.end()) return std::nullopt;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next->second - Clock::now());
  return static_cast<int>(std::max<std::chrono::milliseconds::rep>(0, left.count()));
}

void Toaster::drop_expired() {
  const auto now = Clock::now();
  const auto due = expiry_;
  for (const auto& [toast, when] : due) {
    if (when <= now) dismiss(toast);
  }
}

}  // namespace app
