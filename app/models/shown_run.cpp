#include "app/models/shown_run.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace app {
namespace {

std::vector<ImageId> ids_of(const ImageTable& table) {
  std::vector<ImageId> ids(table.size());
  for (Row row = 0; row < ids.size(); ++row) ids[row] = table.id(row);
  return ids;
}

}  // namespace

ShownRun::ShownRun(Workspace& workspace, JobLane& reading, JobLane& numbers, Inbox& inbox, Gallery& gallery,
                   RunView& view, Told told)
    : workspace_(workspace),
      reading_(reading),
      numbers_(numbers),
      inbox_(inbox),
      gallery_(gallery),
      view_(view),
      told_(std::move(told)),
      reader_(std::make_shared<LaneReader>(workspace)),
      details_(numbers, inbox),
      wanted_state_(std::make_shared<std::atomic<std::uint64_t>>(0)) {}

void ShownRun::open() { read_list(true); }

void ShownRun::read_list(bool show_newest) {
  reading_.post(
      [this, reader = reader_, show_newest](const std::stop_token&) {
        auto list = std::make_shared<RunList>(read_run_list(reader->workspace(), reader->get()));
        inbox_.post("Showing the runs", [this, list, show_newest] {
          view_.runs = std::move(list->runs);
          view_.runs_read = true;
          view_.deleted_runs = std::move(list->deleted);
          const auto newest = std::ranges::find_if(view_.runs, [](const RunRow& row) { return row.best_epoch > 0; });
          const RunRow* usable = newest == view_.runs.end() ? nullptr : &*newest;
          if (show_newest && usable != nullptr && !view_.run) show(usable->id, 0);
          leave_deleted(usable);
        });
      },
      [this](const std::string& why) { inbox_.post("Reading the runs", [why] { throw std::runtime_error(why); }); });
}

// The newest run that is left takes its place.
void ShownRun::leave_deleted(const RunRow* instead) {
  if (!view_.run || view_.live) return;
  const auto deleted = std::ranges::find(view_.deleted_runs, *view_.run, &RunRow::id);
  if (deleted == view_.deleted_runs.end()) return;
  if (instead != nullptr) {
    show(instead->id, 0);
  } else {
    show_nothing();
    view_.state = RunState::None;
    gallery_.show_run(nullptr, 0);
  }
  told_.deleted(*deleted, instead);
}

void ShownRun::runs_changed(const std::vector<RunId>& runs) {
  read_list(false);
  const bool shown = view_.run && std::ranges::find(runs, *view_.run) != runs.end();
  if (shown && !view_.live) ask_for(*view_.run, epoch_, Purpose::Show);
}

void ShownRun::show(RunId run, int epoch) {
  if (view_.live && view_.run != run) return show_beside(run, epoch);
  view_.start_problem.clear();
  if (scores_ && scores_->run == run && view_.run == run && !view_.live) return show_epoch(epoch);
  ask_for(run, epoch, Purpose::Show);
}

// Only the newest question is answered on the screen.
void ShownRun::ask_for(RunId run, int epoch, Purpose purpose) {
  const std::uint64_t question = ++question_;
  if (purpose == Purpose::Show) ++beside_;
  const auto before = scores_ && scores_->run == run ? scores_ : nullptr;
  reading_.post(
      [this, reader = reader_, run, epoch, purpose, before, question,
       ids = ids_of(gallery_.table())](const std::stop_token&) {
        auto details = std::make_shared<const std::optional<RunDetails>>(
            read_run(reader->workspace(), reader->get(), run, ids, before));
        inbox_.post("Showing run " + std::to_string(run), [this, details, epoch, purpose, question] {
          if (question == question_ && *details) take(**details, epoch, purpose);
        });
      },
      [this, run](const std::string& why) {
        inbox_.post("Reading run " + std::to_string(run), [why] { throw std::runtime_error(why); });
      });
}

void ShownRun::take(const RunDetails& details, int epoch, Purpose purpose) {
  const bool another = view_.run != details.run || !gallery_shows(details.run);
  const auto before = std::exchange(scores_, details.scores);
  refit_.reset();
  view_.run = details.run;
  view_.calibration = details.calibration;
  view_.usual_threshold = scores_->usual_threshold();
  take_threshold(details, before);
  if (!view_.live) {
    view_.state = details.state;
    view_.message = details.message;
    view_.phase = details.name + ", " + details.message;
    view_.epochs_done = details.epochs;
    view_.best_epoch =
        trains_elsewhere(view_) ? std::max(details.best_so_far, scores_->best_epoch) : scores_->best_epoch;
    view_.epoch = view_.epochs = static_cast<int>(details.epochs.size());
    if (trains_elsewhere(view_)) view_.epochs = details.epochs_asked;
    view_.step_loss = details.step_loss;
    view_.speed = details.speed;
    view_.steps_per_epoch = details.steps_per_epoch;
    view_.patience_epochs = details.patience_epochs;
    view_.pausing = view_.resuming = view_.stopping = false;
    view_.stage_done = view_.stage_total = 0;
  }
  view_.marks = details.marks;
  view_.criterion = details.criterion;
  if (purpose == Purpose::Show || awaited()) {
    show_epoch(epoch);
    return told_.arrived(details.run, another);
  }
  epoch_ = epoch;
  judge();
}

// The pages were to show the run before it had an epoch: now there is something to show.
bool ShownRun::awaited() const {
  const RunScores* seen = gallery_.predictions().run();
  return seen != nullptr && seen->run == scores_->run && seen->best_epoch == 0 && scores_->best_epoch > 0;
}

// The numbers of the live run, and the threshold that is dragged on them, stay its own.
void ShownRun::show_beside(RunId run, int epoch) {
  const std::uint64_t question = ++beside_;
  reading_.post(
      [this, reader = reader_, run, epoch, question, ids = ids_of(gallery_.table())](const std::stop_token&) {
        auto details = std::make_shared<const std::optional<RunDetails>>(
            read_run(reader->workspace(), reader->get(), run, ids, nullptr));
        inbox_.post("Showing run " + std::to_string(run), [this, details, epoch, question] {
          if (question == beside_ && *details) take_beside(**details, epoch);
        });
      },
      [this, run](const std::string& why) {
        inbox_.post("Reading run " + std::to_string(run), [why] { throw std::runtime_error(why); });
      });
}

// Where the live run has ended meanwhile, it is shown by now. What is only looked at stays on another epoch.
void ShownRun::take_beside(const RunDetails& details, int epoch) {
  if (!view_.live || view_.run == details.run || !details.scores) return;
  const RunScores& scores = *details.scores;
  const RunScores* seen = gallery_.predictions().run();
  const bool another = seen == nullptr || seen->run != details.run;
  if (another) {
    view_.looked_at.erase(details.run);
    gallery_.set_threshold(details.threshold.value_or(scores.usual_threshold()));
  }
  gallery_.show_run(scores.problem.empty() ? details.scores : nullptr,
                    scores.epochs.contains(epoch) ? epoch : scores.best_epoch);
  told_.beside(scores, another);
}

// One behind the last was a refit that is no more.
void ShownRun::show_epoch(int epoch) {
  const auto& epochs = shown()->epochs;
  const bool gone = !epochs.empty() && epoch > epochs.rbegin()->first;
  epoch_ = epoch > 0 && !gone ? epoch : scores_->best_epoch;
  const auto threshold = static_cast<double>(view_.evaluation.threshold);
  if (gallery_.predictions().threshold() != threshold) gallery_.set_threshold(threshold);
  gallery_.show_run(scores_->problem.empty() ? shown() : nullptr, epoch_);
  judge();
}

void ShownRun::show_refit(std::shared_ptr<const RunScores> refit) {
  if (!scores_ || refit->run != scores_->run || view_.live) return;
  refit_ = std::move(refit);
  show_epoch(refit_->refit_epoch);
}

void ShownRun::drop_refit() {
  if (!refit_) return;
  const int epoch = epoch_ == refit_->refit_epoch ? 0 : epoch_;
  refit_.reset();
  show_epoch(epoch);
}

Evaluation ShownRun::evaluation_of_refit() {
  if (!refit_) throw std::runtime_error("measuring the refit: it is shown no more; change a label to refit again");
  SplitJudge judge(Split::Val);
  judge.show(refit_, refit_->refit_epoch, gallery_.table());
  const Evaluation* said = judge.evaluation(static_cast<double>(view_.evaluation.threshold));
  if (said == nullptr) throw std::runtime_error("measuring the refit: " + judge.problem());
  return *said;
}

void ShownRun::forget_start_problem() {
  if (view_.live) return;
  view_.start_problem.clear();
  if (view_.run || view_.state != RunState::Failed) return;
  view_.state = RunState::None;
  view_.message.clear();
}

void ShownRun::show_nothing() {
  ++question_;
  ++beside_;
  view_.run.reset();
  view_.message.clear();
  view_.start_problem.clear();
  view_.not_measurable.clear();
  view_.epoch = view_.epochs = view_.step = view_.steps = view_.best_epoch = 0;
  view_.step_loss.clear();
  view_.speed.clear();
  view_.epochs_done.clear();
  view_.marks.clear();
  view_.steps_per_epoch = 0;
  view_.stage_done = view_.stage_total = 0;
  view_.patience_epochs = 0;
  view_.evaluation = {.threshold = view_.evaluation.threshold};
  view_.calibration = {};
  details_.forget(view_.evaluation.details);
  scores_.reset();
  refit_.reset();
  epoch_ = 0;
  judge_.show(nullptr, 0, gallery_.table());
}

void ShownRun::step(int epochs) {
  if (!scores_ || view_.live || shown()->epochs.empty()) return;
  const int last = shown()->epochs.rbegin()->first;
  show_epoch(std::clamp(epoch_ + epochs, 1, last));
}

void ShownRun::read_again(RunId run, int epoch) { ask_for(run, epoch, Purpose::Show); }

// Its predictions were stored before the epoch was reported.
void ShownRun::show_live_epoch(int epoch) {
  if (view_.run) ask_for(*view_.run, epoch, Purpose::WatchLive);
}

bool ShownRun::gallery_shows(std::optional<RunId> run) const {
  const RunScores* seen = gallery_.predictions().run();
  return seen == nullptr || seen->run == run;
}

void ShownRun::set_threshold(double threshold, std::optional<RunId> of) {
  if (gallery_shows(of)) gallery_.set_threshold(threshold);
  if (of != view_.run) return;
  view_.evaluation.threshold = static_cast<float>(threshold);
  fill_evaluation();
  ask_for_details();
}

void ShownRun::writes_threshold(RunId run, double threshold) {
  if (run == view_.run) written_here_.push_back(threshold);
}

// Of what this window has written, something newer is already shown; what it wrote last comes at the end in any case.
bool ShownRun::is_echo(std::optional<double> stored) {
  const auto written = stored ? std::ranges::find(written_here_, *stored) : written_here_.end();
  const bool echo = written != written_here_.end() && written + 1 != written_here_.end();
  written_here_.erase(written_here_.begin(), echo ? written + 1 : written_here_.end());
  return echo;
}

// What is only looked at stays until another one is kept, here or by another program, or none any more.
void ShownRun::take_threshold(const RunDetails& details, const std::shared_ptr<const RunScores>& before) {
  const auto stored_before = std::exchange(stored_threshold_, details.threshold);
  if (!before || before->run != details.run) {  // also of a run that was just started
    written_here_.clear();
    return restore_threshold(details.threshold);
  }
  if (scores_->calibration != before->calibration) {
    written_here_.clear();
    return move_threshold(before->calibration, details.threshold);
  }
  if (details.threshold != stored_before) {
    if (!is_echo(details.threshold)) restore_threshold(details.threshold);
  } else if (!written_here_.empty() && details.threshold == written_here_.back()) {
    written_here_.clear();
  }
}

// Each run has its own: what was set for another one says nothing about its scores. The gallery takes it with the run,
// for while one trains it still shows another one.
void ShownRun::restore_threshold(std::optional<double> kept) {
  if (view_.run) view_.looked_at.erase(*view_.run);
  view_.evaluation.threshold = static_cast<float>(kept.value_or(scores_->usual_threshold()));
}

// With the calibration, so that no decision changes; a kept one was moved where it is kept.
void ShownRun::move_threshold(const std::optional<ml::FittedCalibration>& before, std::optional<double> kept) {
  if (scores_->groups.size() != 2) return;
  const bool looked_at = !kept && view_.looked_at.contains(*view_.run);
  const auto shown = static_cast<double>(view_.evaluation.threshold);
  const double plain = before ? ml::threshold_before(*before, shown) : shown;
  restore_threshold(kept ? *kept : scores_->calibration ? ml::moved_threshold(*scores_->calibration, plain) : plain);
  if (looked_at) view_.looked_at.insert(*view_.run);
}

void ShownRun::follow(const Change& change) {
  judge_.follow(gallery_.table(), change);
  fill_evaluation();
  ask_for_later();
}

void ShownRun::judge() {
  judge_.show(shown(), epoch_, gallery_.table());
  fill_evaluation();
  ask_for_later();
}

// What keeps a run from being measured is shown where its numbers would stand.
void ShownRun::fill_evaluation() {
  EvaluationView& view = view_.evaluation;
  view_.not_measurable = judge_.problem();
  const Evaluation* from = judge_.evaluation(static_cast<double>(view.threshold), kCurvePoints);
  if (from == nullptr) {
    view = {.threshold = view.threshold};
    details_.forget(view.details);
    return;
  }
  view.split = from->from.split;
  view.n = from->n;
  view.epoch = from->from.epoch;
  const ScoreSet* set = shown() ? shown()->find(epoch_, Split::Val) : nullptr;
  view.views = set != nullptr ? set->views : 0;
  view.refit = shown() && epoch_ == shown()->refit_epoch;
  view.label_revision = from->from.label_revision;
  view.groups = from->groups;
  if (shown()) view.question = question_of(*shown());
  view.confusion.assign(from->confusion.begin(), from->confusion.end());
  view.roc.clear();
  for (const ml::RocPoint& point : from->roc)
    view.roc.push_back(
        {static_cast<float>(point.fpr), static_cast<float>(point.tpr), static_cast<float>(point.threshold)});
  view.metrics = from->metrics;
  view.auc_low = from->auc_low;
  view.auc_high = from->auc_high;
  view.leak = from->from.leak;
  view.auc_without_leak = from->auc_without_leak;
}

// At a threshold the most probable group of more than two is not moved.
void ShownRun::ask_for_details() {
  EvaluationView& view = view_.evaluation;
  if (view.epoch == 0) return;
  details_.ask(std::make_shared<const LaterInput>(judge_.later_input(gallery_.table())),
               view.groups.size() == 2 ? static_cast<double>(view.threshold) : 0.5, view.details);
}

void ShownRun::ask_for_later() {
  ask_for_details();
  const std::uint64_t state = judge_.state();
  if (*wanted_state_ == state || judge_.evaluation(0.5) == nullptr) return;
  *wanted_state_ = state;
  auto input = std::make_shared<const LaterInput>(judge_.later_input(gallery_.table()));
  numbers_.post(
      [this, input, wanted = wanted_state_](const std::stop_token&) {
        if (input->state != *wanted) return;
        const LaterValues values = compute_later(*input);
        inbox_.post("Showing the interval", [this, values] {
          judge_.set_later(values);
          fill_evaluation();
        });
      },
      [this](const std::string& why) {
        inbox_.post("Computing the interval", [why] { throw std::runtime_error(why); });
      });
}

}  // namespace app
