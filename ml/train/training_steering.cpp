// How a run is steered: what TrainControl hands out at a batch boundary, and when the run ends.
#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "ml/train/training_run.h"

namespace ml {

// What is asked for here counts before the run looks whether it has come to its end: more epochs, more patience.
bool TrainingRun::goes_on(int epoch) {
  const bool obeyed = obey(epoch, 0);
  if (obeyed && depth_) apply_depth();
  if (result_.end == TrainEnd::OtherDepth) return false;
  if (epoch >= config_.epochs) {
    result_.end = TrainEnd::Finished;  // whatever was asked for: nothing is left to do
    return false;
  }
  if (obeyed && stops_early()) result_.end = TrainEnd::StoppedEarly;
  return obeyed && result_.end != TrainEnd::StoppedEarly;
}

// Without a usable criterion there is no best epoch, and nothing to wait for.
bool TrainingRun::stops_early() const {
  return config_.patience > 0 && stopping_.best_epoch() >= 0 && stopping_.state().epoch > 0 &&
         stopping_.state().wait >= config_.patience;
}

bool TrainingRun::obey(int epoch, std::size_t step) {
  const Clock::time_point came = Clock::now();
  control_.at_batch_boundary(
      epoch, [&](ChangeKind kind) { listener_.on_change({.change = {.kind = kind, .epoch = epoch, .step = step}}); });
  paused_s_ += seconds_since(came);
  for (const TrainControl::Due& due : control_.take_changes(epoch, step)) apply(due);
  const TrainControl::Order order = control_.order();
  if (order == TrainControl::Order::GoOn) return true;
  result_.end = order == TrainControl::Order::Cancel ? TrainEnd::Cancelled : TrainEnd::Stopped;
  if (epoch < config_.epochs)  // where it ended, so that it can be repeated
    listener_.on_change({.change = {.kind = ChangeKind::Stop, .epoch = epoch, .step = step}});
  return false;
}

void TrainingRun::apply(const TrainControl::Due& due) {
  ChangeReport report{.change = due.change, .replayed = due.replayed};
  switch (due.change.kind) {
    case ChangeKind::LearningRate:
      report.before = static_cast<double>(rates_.rate(step_));
      rates_.set_rate(static_cast<float>(due.change.value));
      return listener_.on_change(report);
    case ChangeKind::Patience:
      report.before = config_.patience;
      config_.patience = static_cast<int>(due.change.value);
      return listener_.on_change(report);
    case ChangeKind::Epochs: return apply_epochs(due);
    case ChangeKind::Depth:
      depth_ = due;  // waits for the end of the epoch
      return;
    default: return;  // pauses change nothing; a stop was obeyed
  }
}

// An epoch that has begun is finished; a rate that rises over some epochs has them.
void TrainingRun::apply_epochs(const TrainControl::Due& due) {
  ChangeReport report{.change = due.change, .before = static_cast<double>(config_.epochs), .replayed = due.replayed};
  const int begun = due.change.epoch + (due.change.step > 0 ? 1 : 0);
  const int rising = static_cast<int>(std::ceil(config_.warmup_epochs));
  config_.epochs = std::max({static_cast<int>(due.change.value), begun, rising, 1});
  report.change.value = config_.epochs;
  rates_.set_epochs(config_.epochs);
  listener_.on_change(report);
}

void TrainingRun::apply_depth() {
  const TrainControl::Due due = *std::exchange(depth_, std::nullopt);
  ChangeReport report{.change = due.change,
                      .before = static_cast<double>(rates_.rate(step_)),
                      .depth_before = config_.depth,
                      .replayed = due.replayed};
  report.change.epoch = epoch_;
  report.change.step = 0;
  if (due.change.depth == config_.depth) return;
  try {
    result_.next = at_depth(config_, result_.epochs_run, due.change.depth, static_cast<float>(due.change.value));
    result_.end = TrainEnd::OtherDepth;
  } catch (const std::exception& error) {
    report.refused = error.what();
  }
  listener_.on_change(report);
}

}  // namespace ml
