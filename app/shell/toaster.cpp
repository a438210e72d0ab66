#include "app/shell/toaster.h"

#include <algorithm>
#include <utility>

namespace app {
namespace {
constexpr std::chrono::seconds kShown{6};
constexpr std::size_t kMost = 4;
}  // namespace

void Toaster::show(Message message) {
  // News of the same kind replaces older news: a burst of undos is one toast, not a wall of them.
  if (message.kind == MessageKind::Info)
    std::erase_if(shell_.toasts, [](const ToastView& shown) { return shown.kind == MessageKind::Info; });
  // A failure that comes back in every frame is said once.
  const auto same = [&](const ToastView& shown) {
    return shown.kind == message.kind && shown.title == message.title && shown.detail == message.detail;
  };
  if (message.kind == MessageKind::Error && std::ranges::any_of(shell_.toasts, same)) return;
  if (message.kind != MessageKind::Error) expiry_.emplace_back(last_ + 1, Clock::now() + kShown);
  shell_.toasts.push_back(
      {++last_, message.kind, std::move(message.title), std::move(message.detail), message.undo_batch});
  if (shell_.toasts.size() > kMost) dismiss(shell_.toasts.front().id);
}

void Toaster::withdraw_undo(std::int64_t batch) {
  const auto offers = std::ranges::find(shell_.toasts, batch, &ToastView::undo_batch);
  if (batch != 0 && offers != shell_.toasts.end()) dismiss(offers->id);
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
