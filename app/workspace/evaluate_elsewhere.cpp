#include "app/workspace/evaluate_elsewhere.h"

#include <stdexcept>

#include "app/workspace/run_calibration.h"
#include "app/workspace/run_threshold.h"
#include "db/runs.h"

namespace app {
namespace fs = std::filesystem;
namespace {

fs::path model_file(const Workspace& home, const db::Run& run) {
  const fs::path file = home.folder() / run.model_path;
  if (run.model_path.empty() || !fs::exists(file))
    throw std::runtime_error("evaluating elsewhere: " + run.name +
                             " has no model file any more, or never finished an epoch: " + file.string());
  return file;
}

void require_best(const db::Reader& from, const db::Run& run, int epoch) {
  const auto best = db::best_checkpoint(from, run.id);
  if (epoch == 0 || !best || best->epoch == epoch) return;
  throw std::runtime_error("evaluating elsewhere: another workspace is asked with the best epoch of " + run.name +
                           ", which is " + std::to_string(best->epoch) + ", not with epoch " + std::to_string(epoch) +
                           "; leave the epoch out");
}

}  // namespace

EvaluateOutcome evaluate_elsewhere(const Workspace& home, const db::Reader& from, const ElsewhereRequest& request,
                                   const OnProgress& progress) {
  const auto run = db::run(from, request.run);
  if (!run) throw std::runtime_error("evaluating elsewhere: the workspace has no run " + std::to_string(request.run));
  std::error_code error;
  if (fs::equivalent(home.folder(), request.workspace, error))
    throw std::runtime_error("evaluating elsewhere: that is the run's own workspace; choose a split of it instead: " +
                             request.workspace.string());
  require_best(from, *run, request.epoch);
  const fs::path model = model_file(home, *run);
  Workspace other(request.workspace, Workspace::Open::ToRead);
  EvaluateRequest there{.model = model.string(), .split = request.split, .reason = request.reason};
  there.calibrated = request.calibrated;
  there.target = request.target;
  there.questions = request.questions;
  there.precision = request.precision;
  there.threshold = request.threshold ? request.threshold : run->threshold;
  if (const RunCalibration kept = calibration_of(*run);
      !request.threshold && !request.calibrated && kept.applied() && run->threshold)
    there.threshold = ml::threshold_before(*kept.applied(), *run->threshold);
  there.leak_of_model = [&](const db::Readable& images, db::Split split, const std::vector<ImageId>& judged) {
    return leak_of_run_elsewhere(from, *run, images, split, judged);
  };
  EvaluateOutcome outcome = evaluate_split(other, there, progress);
  outcome.notes.push_back(run->name + " of " + home.name() + ", asked about " + other.name());
  if (run->threshold && !request.threshold)
    outcome.notes.push_back(std::string(kAtKeptThreshold) + threshold_words(*run));
  const RunCalibration calibration = calibration_of(*run);
  if (const auto kept = kept_threshold(*run))
    outcome.kept =
        KeptBeside{threshold_of_run(*run, calibration.applied(), outcome.calibration.has_value()), kept->words};
  return outcome;
}

}  // namespace app
