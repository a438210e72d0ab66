#include "app/pages/train/training_launcher.h"

#include <algorithm>
#include <stop_token>

#include "app/core/thread_niceness.h"
#include "app/models/run_marks.h"
#include "app/report/model_card.h"
#include "app/workspace/leave_one_out.h"
#include "ml/arch/trainable.h"

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
  for (const ml::BlockNorm& norm : record.norms)
    view.block_norms.push_back({norm.block, static_cast<float>(norm.gradient), static_cast<float>(norm.update)});
  return view;
}

}  // namespace

void TrainingLauncher::start(const TrainRequest& request) {
  if (view_.live) return;
  launch([this, request](ml::TrainControl& control, const TrainWatch& watch) {
    return run_training(workspace_, request, control, watch);
  });
}

void TrainingLauncher::resume(const ResumeOrder& order) {
  if (view_.live) return;
  launch([this, order](ml::TrainControl& control, const TrainWatch& watch) {
    return resume_training(workspace_, order, control, watch);
  });
}

void TrainingLauncher::replay(RunId run) {
  if (view_.live) return;
  launch([this, run](ml::TrainControl& control, const TrainWatch& watch) {
    return replay_training(workspace_, run, control, watch);
  });
}

void TrainingLauncher::launch(const Work& work) {
  before_ = view_.run ? std::optional(Shown{*view_.run, shown_run_.epoch()}) : std::nullopt;
  progress_ = std::make_shared<Snapshot<TrainProgress>>();
  control_ = std::make_shared<ml::TrainControl>();
  folded_.reset();
  session_.run_begins();
  view_.live = true;
  view_.state = RunState::Preparing;
  view_.phase = "Preparing";
  view_.stage_done = view_.stage_total = 0;
  view_.step = view_.steps = view_.epoch = view_.best_epoch = view_.part_first_epoch = 0;
  view_.seconds_left = kUnknown;
  lane_.post(
      [this, work, progress = progress_, control = control_](const std::stop_token& stop) {
        const std::stop_callback cancel(stop, [control] { control->cancel(); });
        set_thread_niceness(kNiceness);
        const auto say = [this](const char* title) {
          return [this, title](const std::string& note) {
            inbox_.post("Saying what to know of the run",
                        [this, title, note] { messages_.show(MessageKind::Warning, title, note); });
          };
        };
        TrainOutcome outcome = work(*control, {.progress = progress.get(),
                                               .on_change = wake_,
                                               .on_note = say("Before it begins"),
                                               .on_trouble = say("Not saved yet")});
        if (outcome.best_epoch > 0)
          if (std::string why = write_card_of_ended_run(workspace_, outcome.run); !why.empty())
            outcome.notes.push_back(std::move(why));
        const std::string left_out =
            outcome.best_epoch > 0 ? left_out_sentence(workspace_, *workspace_.make_reader(), outcome.run) : "";
        inbox_.post("Showing the run that ended", [this, outcome, left_out] { end(outcome, left_out); });
      },
      [this](const std::string& why) { inbox_.post("Showing the run that failed", [this, why] { fail(why); }); });
}

void TrainingLauncher::pause_or_resume() {
  if (!view_.live) return;
  if (control_->paused())
    control_->resume();
  else
    control_->pause();
  fold_state();
}

void TrainingLauncher::one_step() {
  if (!view_.live) return;
  control_->one_step();
  fold_state();
}

void TrainingLauncher::one_epoch() {
  if (!view_.live) return;
  control_->one_epoch();
  fold_state();
}

void TrainingLauncher::stop_and_keep_best() {
  if (!view_.live) return;
  control_->stop_and_keep_best();
  fold_state();
}

void TrainingLauncher::set_learning_rate(float rate) {
  if (view_.live) control_->set_learning_rate(rate);
}

void TrainingLauncher::set_epochs(int epochs) {
  if (!view_.live || !folded_) return;
  control_->set_epochs(std::max(1, folded_->part_epochs + epochs - folded_->epochs));
}

void TrainingLauncher::set_patience(int epochs) {
  if (view_.live) control_->set_patience(epochs);
}

void TrainingLauncher::set_depth(Depth depth, float learning_rate) {
  if (view_.live) control_->set_depth(ml::depth_from_name(name_of(depth)), learning_rate);
}

void TrainingLauncher::cancel() {
  if (view_.live) control_->cancel();
}

// What was asked for and what the trainer does are told apart: a batch may take seconds.
void TrainingLauncher::fold_state() {
  using State = ml::TrainControl::State;
  const State state = control_->state();
  view_.pausing = state == State::Pausing;
  view_.resuming = state == State::Resuming;
  view_.stopping = state == State::Stopping;
  view_.stepping = state == State::Stepping;
  const bool prepares = !folded_ || folded_->epoch == 0;
  view_.state = state == State::Paused ? RunState::Paused : prepares ? RunState::Preparing : RunState::Running;
}

void TrainingLauncher::fold() {
  if (!view_.live || !progress_) return;
  fold_state();
  const auto now = progress_->latest();
  if (!now || now == folded_) return;
  folded_ = now;
  fold_state();
  view_.run = now->run;
  view_.phase = now->phase == "Training" ? "Epoch " + std::to_string(now->epoch) + " of " + std::to_string(now->epochs)
                                         : now->phase;
  if (now->parts > 1) view_.phase += ", phase " + std::to_string(now->part) + " of " + std::to_string(now->parts);
  const bool steps = now->phase == "Training";
  view_.stage_done = steps ? static_cast<long>(now->step) : now->done;
  view_.stage_total = steps ? static_cast<long>(now->steps) : now->total;
  view_.epoch = now->epoch;
  view_.epochs = now->epochs;
  view_.step = static_cast<int>(now->step);
  view_.steps = static_cast<int>(now->steps);
  view_.images_per_s = now->images_per_s > 0 ? static_cast<float>(now->images_per_s) : kUnknown;
  view_.seconds_left = now->seconds_left >= 0 ? static_cast<float>(now->seconds_left) : kUnknown;
  view_.learning_rate = now->learning_rate;
  view_.depth = now->depth;
  view_.part_first_epoch = now->part_first_epoch;
  view_.steps_per_epoch = static_cast<float>(now->steps);
  view_.marks = run_marks(now->events, view_.steps_per_epoch);
  view_.criterion = now->criterion;
  view_.patience_epochs = now->patience;
  view_.step_loss = now->step_loss;
  view_.speed = now->speed;
  view_.best_epoch = now->best_epoch;
  fold_epochs(*now);
}

void TrainingLauncher::fold_epochs(const TrainProgress& progress) {
  const std::size_t known = view_.epochs_done.size();
  for (std::size_t i = known; i < progress.epochs_done.size(); ++i)
    view_.epochs_done.push_back(to_view(progress.epochs_done[i]));
  const int waited =
      static_cast<int>(progress.epochs_done.size()) - std::max(view_.best_epoch, progress.part_first_epoch);
  const bool waits = progress.patience > 0 && view_.best_epoch > 0 && chose_best(view_);
  view_.patience_left = waits ? std::max(0, progress.patience - waited) : -1;
  if (known == progress.epochs_done.size()) return;
  shown_run_.show_live_epoch(progress.epochs_done.back().epoch);  // the newest epoch is what is watched
}

void TrainingLauncher::end(const TrainOutcome& outcome, const std::string& left_out) {
  fold();
  view_.live = view_.pausing = view_.resuming = view_.stopping = view_.stepping = false;
  const std::string title = "Run " + std::to_string(outcome.run) + " " + outcome.end;
  const bool complete = outcome.end == "finished" || outcome.end == "stopped early";
  view_.state = complete ? RunState::Finished : RunState::Stopped;  // as it is read again in a moment
  if (outcome.best_epoch == 0) {
    view_.state = RunState::Stopped;
    messages_.show(MessageKind::Warning, title, "It ended before its first epoch; nothing was kept.");
    return shown_run_.read_again(outcome.run, 0);
  }
  const std::string skipped =
      outcome.skipped.empty() ? "" : "; " + std::to_string(outcome.skipped.size()) + " images could not be read";
  std::string notes;
  for (const std::string& note : outcome.notes) notes += "\n" + note;
  if (!left_out.empty()) notes += "\n" + left_out;
  if (!outcome.replay.empty()) notes += "\nReplay: " + outcome.replay;
  messages_.show(outcome.notes.empty() && !outcome.replay_differs ? MessageKind::Success : MessageKind::Warning, title,
                 (outcome.chosen ? "Best epoch " : "Last epoch kept: ") + std::to_string(outcome.best_epoch) + " of " +
                     std::to_string(outcome.epochs_run) +
                     (outcome.chosen ? "" : "; " + why_none_chosen(outcome.criterion, outcome.validated)) + skipped +
                     notes);
  shown_run_.read_again(outcome.run, outcome.best_epoch);
}

void TrainingLauncher::fail(const std::string& why) {
  fold();
  view_.live = view_.pausing = view_.resuming = view_.stopping = view_.stepping = false;
  view_.state = RunState::Failed;
  view_.message = why;
  if (!view_.run && before_) {  // nothing of the new one is shown, and the one before has not failed
    shown_run_.show(before_->run, before_->epoch);
    view_.start_problem = why;
    view_.state = RunState::None;  // until it is read again
    view_.message.clear();
  }
  messages_.show(MessageKind::Error, "The training failed", why);
}

}  // namespace app
