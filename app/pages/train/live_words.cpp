#include "app/pages/train/live_words.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/models/run_words.h"
#include "app/widgets/format.h"

namespace app {
using widgets::counted;
using widgets::duration;
using widgets::grouped;
using widgets::learning_rate;
namespace {

std::string where_in(const RunView& run) {
  if (run.epoch <= 0) return run.phase;
  std::string text = "epoch " + std::to_string(run.epoch) + " of " + std::to_string(run.epochs);
  if (run.steps > 0) text += ", batch " + grouped(run.step) + " of " + grouped(run.steps);
  return text;
}

// Only whole epochs are known of it.
std::string elsewhere_in_words(const RunView& run) {
  const std::string text = "Training in another program";
  if (run.epochs_done.empty()) return text + ", before its first epoch ends";
  return text + ": epoch " + std::to_string(run.epochs_done.back().epoch) +
         (run.epochs > 0 ? " of " + std::to_string(run.epochs) : "") + " is done";
}

std::string with_reason(std::string text, const std::string& reason) {
  return reason.empty() ? text : text.append(": ").append(reason);
}

void join(std::string& text, const std::string& part) {
  if (!part.empty()) text += (text.empty() ? "" : "   ·   ") + part;
}

std::string stage_in_words(const RunView& run) {
  if (run.stage_total <= 0) return run.phase.empty() ? "Preparing" : run.phase;
  return run.phase;
}

std::string epochs_done(const RunView& run) {
  return counted(static_cast<std::int64_t>(run.epochs_done.size()), "epoch", "epochs");
}

std::int64_t labelled(const EvaluationView& evaluation, std::size_t group) {
  const std::size_t groups = evaluation.groups.size();
  std::int64_t sum = 0;
  for (std::size_t column = 0; column < groups; ++column) sum += evaluation.confusion[group * groups + column];
  return sum;
}

}  // namespace

std::string state_in_words(const RunView& run) {
  if (run.live && run.stopping)
    return std::string("Stopping after this batch; the ") + (chose_best(run) ? "best" : "last") + " epoch is kept";
  if (run.live && run.pausing) return "Pausing after this batch: " + where_in(run);
  if (run.live && run.resuming) return "Resuming: " + where_in(run);
  switch (run.state) {
    case RunState::None: return run.runs_read ? "No run is shown" : "Reading the runs …";
    case RunState::Preparing: return stage_in_words(run);
    case RunState::Running: return trains_elsewhere(run) ? elsewhere_in_words(run) : "Training: " + where_in(run);
    case RunState::Paused: return "Paused in " + where_in(run);
    case RunState::Finished:
      return with_reason("Finished after " + epochs_done(run), run.message == "finished" ? "" : run.message);
    case RunState::Stopped: return with_reason("Stopped after " + epochs_done(run), run.message);
    case RunState::Failed: return with_reason("Failed after " + epochs_done(run), run.message);
  }
  return "";
}

std::string progress_in_words(const RunView& run, bool timings) {
  std::string text;
  if (run.live && timings && run.images_per_s > 0)
    join(text, grouped(static_cast<std::int64_t>(std::lround(run.images_per_s))) + " images/s");
  if (run.live && timings && run.state != RunState::Paused)
    join(text, run.seconds_left >= 0 ? "about " + duration(run.seconds_left) + " left" : "time left not known yet");
  if (run.best_epoch > 0) join(text, kept_epoch_words(run.best_epoch, chose_best(run)));
  if (run.live && run.patience_left >= 0)
    join(text, "patience " + std::to_string(std::max(0, run.patience_left)) +
                   (run.patience_epochs > 0 ? " of " + std::to_string(run.patience_epochs) : ""));
  const float rate = run.live                  ? run.learning_rate
                     : run.epochs_done.empty() ? kUnknown
                                               : run.epochs_done.back().learning_rate;
  if (rate > 0) join(text, (run.live ? "rate " : "last rate ") + learning_rate(rate));
  if (!run.live && run.patience_epochs > 0 && chose_best(run))
    join(text, "patience " + std::to_string(run.patience_epochs));
  return text;
}

float progress_of(const RunView& run) {
  if (run.epoch > 0 && run.epochs > 0) {
    const float within = run.steps > 0 ? static_cast<float>(run.step) / static_cast<float>(run.steps) : 0;
    return std::clamp((static_cast<float>(run.epoch - 1) + within) / static_cast<float>(run.epochs), 0.0F, 1.0F);
  }
  if (run.stage_total > 0) return static_cast<float>(run.stage_done) / static_cast<float>(run.stage_total);
  return -1;
}

std::string epoch_in_words(const RunView& run) {
  const int epoch = run.evaluation.epoch;
  if (epoch <= 0) return "";
  if (run.evaluation.refit) return "the refit";
  const bool best = epoch == run.best_epoch, last = !run.epochs_done.empty() && epoch == run.epochs_done.back().epoch;
  const char* which = best && !chose_best(run) ? ", the last, kept"
                      : best && last           ? ", best and last"
                      : best                   ? ", the best"
                      : last                   ? ", the last"
                                               : "";
  return "epoch " + std::to_string(epoch) + which;
}

std::string why_no_evaluation(const RunView& run) {
  if (run.evaluation.epoch > 0 && !run.evaluation.groups.empty()) return "";
  const bool waits = run.live || (trains_elsewhere(run) && run.epochs_done.empty());
  if (!run.not_measurable.empty() && !waits) return run.not_measurable;
  if (waits) return "the first numbers come with the first epoch";
  return run.run ? "this run kept no epoch" : why_no_run(run);
}

std::string why_no_curve(const EvaluationView& evaluation, int group) {
  const std::size_t groups = evaluation.groups.size();
  if (groups < 2 || evaluation.confusion.size() != groups * groups) return "";
  std::vector<std::size_t> present;
  for (std::size_t i = 0; i < groups; ++i)
    if (labelled(evaluation, i) > 0) present.push_back(i);
  if (evaluation.n == 1) return "validation has a single image: a curve needs images of two groups";
  if (present.size() == 1)
    return "every validation image is labelled " + evaluation.groups[present.front()] +
           ": a curve needs a second group";
  if (group >= 0 && labelled(evaluation, static_cast<std::size_t>(group)) == 0)
    return "no validation image is labelled " + evaluation.groups[static_cast<std::size_t>(group)];
  return "";
}

}  // namespace app
