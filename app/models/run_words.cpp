#include "app/models/run_words.h"

#include <algorithm>

namespace app {
namespace {

std::string paused_at(const RunView& run) {
  if (run.steps == 0) return "paused";
  if (run.step >= run.steps) return "paused after epoch " + std::to_string(run.epoch);
  return "paused in epoch " + std::to_string(run.epoch) + ", before batch " + std::to_string(run.step + 1) + " of " +
         std::to_string(run.steps);
}

std::string ended(RunState state) {
  switch (state) {
    case RunState::Finished: return "finished";
    case RunState::Stopped: return "stopped";
    case RunState::Failed: return "failed";
    default: return "no run";
  }
}

}  // namespace

std::string doing_in_words(const RunView& run) {
  if (!run.live) return ended(run.state);
  if (run.stopping) return "stopping after this batch";
  if (run.pausing) return "pausing after this batch";
  if (run.resuming) return "resuming";
  if (run.stepping) return "going on, then pausing";
  if (run.state == RunState::Paused) return paused_at(run);
  return run.epoch == 0 ? "preparing" : "training";
}

std::string why_no_answer(const RunView& run) {
  if (run.live) return "training: the run answers once it has ended";
  if (!run.runs_read) return "reading the runs …";
  if (run.runs.empty()) return "no run yet: train one to see predictions";
  const bool usable = std::ranges::any_of(run.runs, [](const RunRow& row) { return row.best_epoch > 0; });
  return usable ? "reading the run …" : "no run has kept an epoch: train one to see predictions";
}

const char* why_no_run(const RunView& run) {
  return run.runs_read ? "no run is shown: start one, or choose one from the list" : "reading the runs …";
}

std::string why_no_answer(const FocusedImage& image, const RunView& run) {
  if (image.state == LoadState::Failed) return "the picture cannot be read, so no model is asked about it";
  if (image.model_name.empty()) return why_no_answer(run);
  return image.heat.state == HeatState::Failed ? "the model gave no answer: " + image.heat.message : "computing …";
}

std::string epoch_of_evidence(const FocusedImage& image) {
  if (image.model_epoch.empty()) return {};
  return "Evidence of " + image.model_epoch +
         (image.best_so_far ? ", of which a model is stored so far" : ", the run's best") + "; not of the shown epoch.";
}

std::string name_beside(const RunOverlay& other, const RunView& shown) {
  const RunQuestion& question = shown.evaluation.question;
  const bool told_apart = !question.groups.empty() && !other.question.groups.empty();
  return other.name +
         (told_apart && !same_question(other.question, question) ? " (" + other.question.target + ")" : "");
}

std::string curves_left_out(const RunView& run) {
  std::string names;
  for (const RunOverlay& other : run.overlays)
    if (!other.roc.empty() && run.evaluation.groups.size() == 2 &&
        !same_question(other.question, run.evaluation.question))
      names += (names.empty() ? "" : ", ") + name_beside(other, run);
  return names.empty() ? "" : names + ": another question, no curve here";
}

std::string name_of_model(const std::string& model, const std::vector<RunRow>& runs) {
  const auto found = std::ranges::find(runs, model, [](const RunRow& run) { return "run:" + std::to_string(run.id); });
  return found == runs.end() || found->name.empty() ? model : found->name;
}

}  // namespace app
