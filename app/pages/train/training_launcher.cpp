#include "app/pages/train/training_launcher.h"

#include <stop_token>

#include "app/core/thread_niceness.h"

namespace app {
namespace {

constexpr int kNiceness = 10;  // the interface comes first

EpochView to_view(const EpochRecord& record) {
  EpochView view;
  view.epoch = record.epoch;
  view.train_loss = static_cast<float>(record.train_loss);
  view.train_accuracy = static_cast<float>(record.train_accuracy);
  view.val_loss = static_cast<float>(record.val_loss);
  view.val = record.val.metrics;
  view.learning_rate = record.learning_rate;
  view.seconds = static_cast<float>(record.seconds);
  return view;
}

}  // namespace

void TrainingLauncher::start(const TrainRequest& request) {
  if (view_.live) return;
  patience_epochs_ = request.patience_epochs;
  launch([this, request](ml::TrainControl& control, const TrainWatch& watch) {
    return run_training(workspace_, request, control, watch);
  });
}

void TrainingLauncher::resume(RunId run) {
  if (view_.live) return;
  patience_epochs_ = 0;  // not known here
  launch([this, run](ml::TrainControl& control, const TrainWatch& watch) {
    return resume_training(workspace_, run, control, watch);
  });
}

void TrainingLauncher::launch(const Work& work) {
  before_ = view_.run ? std::optional(Shown{*view_.run, shown_run_.epoch()}) : std::nullopt;
  progress_ = std::make_shared<Snapshot<TrainProgress>>();
  control_ = std::make_shared<ml::TrainControl>();
  folded_.reset();
  shown_run_.show_nothing();
  view_.live = true;
  view_.state = RunState::Preparing;
  view_.phase = "Preparing";
  lane_.post(
      [this, work, progress = progress_, control = control_](const std::stop_token& stop) {
        const std::stop_callback cancel(stop, [control] { control->cancel(); });
        set_thread_niceness(kNiceness);
        const auto say = [this](const std::string& note) {
          inbox_.post("Saying what to know of the run",
                      [this, note] { messages_.show(MessageKind::Warning, "Before it begins", note); });
        };
        const TrainOutcome outcome = work(*control, {.progress = progress.get(), .on_change = wake_, .on_note = say});
        inbox_.post("Showing the run that ended", [this, outcome] { end(outcome); });
      },
      [this](const std::string& why) { inbox_.post("Showing the run that failed", [this, why] { fail(why); }); });
}

void TrainingLauncher::pause_or_resume() {
  if (!view_.live) return;
  if (control_->paused())
    control_->resume();
  else
    control_->pause();
  view_.state = control_->paused() ? RunState::Paused : RunState::Running;
}

void TrainingLauncher::stop_and_keep_best() {
  if (view_.live) control_->stop_and_keep_best();
}

void TrainingLauncher::set_learning_rate(float rate) {
  if (view_.live) control_->set_learning_rate(rate);
}

void TrainingLauncher::cancel() {
  if (view_.live) control_->cancel();
}

void TrainingLauncher::fold() {
  if (!view_.live || !progress_) return;
  const auto now = progress_->latest();
  if (!now || now == folded_) return;
  folded_ = now;
  view_.run = now->run;
  view_.state = control_->paused() ? RunState::Paused : now->epoch == 0 ? RunState::Preparing : RunState::Running;
  view_.phase = now->phase == "Training"
                    ? "Epoch " + std::to_string(now->epoch) + " of " + std::to_string(now->epochs)
                    : now->phase + " " + std::to_string(now->done) + " of " + std::to_string(now->total);
  view_.epoch = now->epoch;
  view_.epochs = now->epochs;
  view_.step = static_cast<int>(now->step);
  view_.steps = static_cast<int>(now->steps);
  view_.images_per_s = static_cast<float>(now->images_per_s);
  view_.seconds_left = static_cast<float>(now->seconds_left);
  view_.learning_rate = now->learning_rate;
  view_.step_loss = now->step_loss;
  view_.speed = now->speed;
  view_.best_epoch = now->best_epoch;
  fold_epochs(*now);
}

void TrainingLauncher::fold_epochs(const TrainProgress& progress) {
  const std::size_t known = view_.epochs_done.size();
  for (std::size_t i = known; i < progress.epochs_done.size(); ++i)
    view_.epochs_done.push_back(to_view(progress.epochs_done[i]));
  view_.patience_left =
      patience_epochs_ > 0 && view_.best_epoch > 0 ? patience_epochs_ - (progress.epoch - view_.best_epoch) : -1;
  if (known == progress.epochs_done.size()) return;
  shown_run_.show_live_epoch(progress.epochs_done.back().epoch);  // the newest epoch is what is watched
}

void TrainingLauncher::end(const TrainOutcome& outcome) {
  fold();
  view_.live = false;
  const std::string title = "Run " + std::to_string(outcome.run) + " " + outcome.end;
  if (outcome.best_epoch == 0) {
    view_.state = RunState::Stopped;
    return messages_.show(MessageKind::Warning, title, "It ended before its first epoch; nothing was kept.");
  }
  const std::string skipped =
      outcome.skipped.empty() ? "" : "; " + std::to_string(outcome.skipped.size()) + " images could not be read";
  std::string notes;
  for (const std::string& note : outcome.notes) notes += "\n" + note;
  messages_.show(outcome.notes.empty() ? MessageKind::Success : MessageKind::Warning, title,
                 "Best epoch " + std::to_string(outcome.best_epoch) + " of " + std::to_string(outcome.epochs_run) +
                     skipped + notes);
  shown_run_.read_again(outcome.run, outcome.best_epoch);
}

void TrainingLauncher::fail(const std::string& why) {
  fold();
  view_.live = false;
  if (!view_.run && before_) {  // there is nothing of the new one to show
    shown_run_.show(before_->run, before_->epoch);
    view_.start_problem = why;
  }
  view_.state = RunState::Failed;
  view_.message = why;
  messages_.show(MessageKind::Error, "The training failed", why);
}

}  // namespace app
