#include "app/shell/epoch_player.h"

#include "app/models/commands.h"

namespace app {
namespace {

constexpr auto kEach = std::chrono::milliseconds(350);

int epochs_done(const Models& models) { return static_cast<int>(models.run.epochs_done.size()); }

}  // namespace

void EpochPlayer::start_or_stop(const Models& models) {
  if (next_) return next_.reset();
  if (!models.run.run || models.run.live || epochs_done(models) < 2) return;
  const int shown = models.gallery.predictions().epoch();
  asked_ = shown >= epochs_done(models) ? 0 : shown;
  next_ = Clock::now();
}

std::optional<int> EpochPlayer::update(const Models& models, CommandQueue& commands) {
  if (!next_) return std::nullopt;
  if (!models.run.run || models.run.live || asked_ >= epochs_done(models)) {
    next_.reset();
    return std::nullopt;
  }
  const auto now = Clock::now();
  if (now >= *next_) {
    commands.push(ShowRun{*models.run.run, ++asked_});
    next_ = now + kEach;
  }
  return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(*next_ - now).count()) + 1;
}

}  // namespace app
