#include "app/shell/toaster.h"

#include <algorithm>
#include <utility>

#include "app/core/time_text.h"

namespace app {
namespace {
constexpr std::chrono::seconds kShown{6};
constexpr std::size_t kMost = 4, kMostErrors = 3;  // on the screen at once
constexpr std::size_t kMostKept = 1000;

std::int64_t now_ms() {
  using std::chrono::duration_cast, std::chrono::milliseconds, std::chrono::system_clock;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

void Toaster::show(Message message) {
  if (message.kind == MessageKind::Error) ++errors_;
  // News of the same kind replaces older news: a burst of undos is one toast, not a wall of them.
  if (message.kind == MessageKind::Info)
    std::erase_if(shell_.toasts, [](const ToastView& shown) { return shown.kind == MessageKind::Info; });
  if (!message.topic.empty())
    std::erase_if(shell_.toasts, [&](const ToastView& shown) { return shown.topic == message.topic; });
  // A failure that comes back in every frame is said once.
  const auto same = [&](const ToastView& shown) {
    return shown.kind == message.kind && shown.title == message.title && shown.detail == message.detail;
  };
  if (message.kind == MessageKind::Error && std::ranges::any_of(shell_.toasts, same)) return;
  keep(message);
  if (message.kind != MessageKind::Error) expiry_.emplace_back(last_ + 1, Clock::now() + kShown);
  shell_.toasts.push_back({++last_, message.kind, std::move(message.title), std::move(message.detail),
                           message.undo_batch, std::move(message.topic), message.import, std::move(message.action),
                           std::move(message.action_text)});
  make_room();
}

void Toaster::keep(const Message& message) {
  shell_.messages.push_back({message.kind, local_time_text(now_ms()), message.title,
                             message.whole.empty() ? message.detail : message.whole, message.import,
                             message.import != 0, message.action, message.action_text});
  if (shell_.messages.size() <= kMostKept) return;
  shell_.messages.erase(shell_.messages.begin());
  shell_.messages_seen -= std::min<std::size_t>(1, shell_.messages_seen);
}

// An error stays until it is read; of many errors the newest do, the others are in the list.
void Toaster::make_room() {
  const auto is_error = [](const ToastView& shown) { return shown.kind == MessageKind::Error; };
  while (shell_.toasts.size() > kMost) {
    const bool many_errors = static_cast<std::size_t>(std::ranges::count_if(shell_.toasts, is_error)) > kMostErrors;
    dismiss((many_errors ? std::ranges::find_if(shell_.toasts, is_error)
                         : std::ranges::find_if_not(shell_.toasts, is_error))
                ->id);
  }
}

void Toaster::withdraw_undo(std::int64_t batch) {
  const auto offers = std::ranges::find(shell_.toasts, batch, &ToastView::undo_batch);
  if (batch != 0 && offers != shell_.toasts.end()) dismiss(offers->id);
}

void Toaster::withdraw(const std::string& topic) {
  const auto said = std::ranges::find(shell_.toasts, topic, &ToastView::topic);
  if (!topic.empty() && said != shell_.toasts.end()) dismiss(said->id);
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
