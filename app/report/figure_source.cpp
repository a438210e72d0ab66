#include "app/report/figure_source.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>
#include <utility>

#include "app/core/json.h"
#include "app/core/kept_epoch.h"
#include "app/core/number_text.h"
#include "app/table/metrics.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_choice.h"
#include "app/workspace/train_request.h"

namespace app {
namespace {

db::Run require_run(const Workspace& workspace, RunId id) {
  if (auto run = db::run(workspace.reader(), id)) return *std::move(run);
  throw std::runtime_error("making a figure: the workspace has no run " + std::to_string(id) +
                           "; `nevus log` and the Train page list them");
}

void evaluate(Workspace& workspace, const OnProgress& progress, FigureSource& source) {
  const FigureRequest& asked = source.request;
  EvaluateRequest request{.run = source.run.id, .split = asked.split, .epoch = asked.epoch};
  request.threshold = asked.threshold;
  request.threshold_then = asked.threshold_then;
  request.reason = asked.reason;
  request.label_revision = asked.label_revision;
  request.told_before = asked.told_before;
  request.leaks_by_splits = asked.leaks_by_splits;
  request.calibrated = asked.calibrated;
  request.cross_fitted_anyhow = asked.cross_fitted_anyhow;
  try {
    source.outcome = evaluate_split(workspace, request, progress);
  } catch (const std::exception& error) {
    source.outcome = {};
    constexpr std::string_view kBeginning = "evaluating: ";  // said by whoever tells the problem
    source.problem = error.what();
    if (source.problem.starts_with(kBeginning)) source.problem.erase(0, kBeginning.size());
  }
}

void read_stress(const Workspace& workspace, FigureSource& source) {
  try {
    source.stress = kept_stress(workspace.run_folder(source.run.id), source.request.split);
  } catch (const std::exception& error) {
    source.stress_problem = error.what();
  }
}

}  // namespace

FigureSource read_figure_source(Workspace& workspace, const FigureRequest& request, const OnProgress& progress) {
  FigureSource source{.request = request, .run = require_run(workspace, request.run)};
  if (request.threshold_then) put(*request.threshold_then, source.run);
  require_epoch(workspace.reader(), request.run, request.epoch, "making a figure");
  if (const auto best = db::best_checkpoint(workspace.reader(), request.run)) source.best_epoch = best->epoch;
  if (source.request.epoch == 0) source.request.epoch = source.best_epoch;
  source.epochs = db::epochs(workspace.reader(), request.run);
  read_stress(workspace, source);
  if (source.epochs.empty()) {
    source.problem = title_of(source.run) + " has no finished epoch, so it predicts nothing";
    return source;
  }
  evaluate(workspace, progress, source);
  return source;
}

bool was_validated(const FigureSource& source) {
  return source.epochs.empty() || std::ranges::any_of(source.epochs, [](const db::Epoch& epoch) {
           return validated(epoch.val_loss, epoch.val_auc, epoch.val_accuracy);
         });
}

bool chose_best(const FigureSource& source) {
  const std::string criterion = criterion_of_run(source.run.config_json);
  return source.epochs.empty() || std::ranges::any_of(source.epochs, [&criterion](const db::Epoch& epoch) {
           const MetricValues metrics = metrics_from_json(Json::parse(epoch.metrics_json));
           return chooses(criterion,
                          {epoch.val_loss, epoch.val_auc, epoch.val_accuracy, metrics[Metric::BalancedAccuracy]});
         });
}

RunId newest_run(const db::Readable& from) {
  if (const auto newest = newest_run_with_epoch(from)) return newest->id;
  throw std::runtime_error(
      "making a figure: no run of this workspace has a finished epoch; train one with `nevus train`");
}

std::string title_of(const db::Run& run) {
  const std::string number = "run " + std::to_string(run.id);
  return run.name == number || run.name.empty() ? number : run.name + " (" + number + ")";
}

std::string recall_title(const FigureSource& source) {
  const auto groups = Json::parse_if_valid(source.run.classes_json);
  return std::string(title_of(Metric::Recall, groups && !source.before_fifth ? groups->size() : 0));
}

Caption caption_of(const FigureSource& source, std::string text) {
  Caption caption{.text = std::move(text), .run = title_of(source.run), .target = source.run.target};
  caption.split = source.request.split;
  if (source.request.epoch > 0) caption.epoch = source.request.epoch;
  if (!source.problem.empty()) return caption;
  const Evaluation& evaluation = source.outcome.evaluation;
  caption.n = evaluation.n;
  caption.label_revision = evaluation.from.label_revision;
  caption.threshold = evaluation.threshold;
  if (evaluation.groups.size() != 2) caption.threshold.reset();  // the most probable is called
  if (!evaluation.from.leak.empty()) caption.notes.push_back("Leak: " + evaluation.from.leak);
  if (source.outcome.views > 0 || source.outcome.calibration)
    caption.notes.push_back("Probabilities: " + asked_words(source.outcome.views, source.outcome.calibration_words));
  if (!source.outcome.unreadable.empty())
    caption.notes.push_back(grouped(static_cast<std::int64_t>(source.outcome.unreadable.size())) +
                            " images could not be read and are left out");
  return caption;
}

namespace {

AgainstRest by(const std::vector<float>& probabilities, const Scored& scored, int group) {
  AgainstRest rest;
  const std::size_t groups = scored.groups.size();
  for (std::size_t i = 0; i < scored.labels.size(); ++i) {
    rest.labels.push_back(scored.labels[i] == group ? 1 : 0);
    rest.positives += rest.labels.back();
    rest.scores.push_back(probabilities[i * groups + static_cast<std::size_t>(group)]);
  }
  return rest;
}

}  // namespace

AgainstRest against_rest(const Scored& scored, int group) { return by(scored.probabilities, scored, group); }
AgainstRest ranked_against_rest(const Scored& scored, int group) { return by(scored.ranking(), scored, group); }

std::vector<int> curve_groups(const Scored& scored) {
  if (scored.groups.size() == 2) return {1};
  std::vector<int> all(scored.groups.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

std::string why_one_class(const Scored& scored) {
  const std::set<int> present(scored.labels.begin(), scored.labels.end());
  const std::string images = scored.labels.size() == 1
                                 ? "the only image is "
                                 : "all " + grouped(static_cast<std::int64_t>(scored.labels.size())) + " images are ";
  if (present.size() != 1) return "no group has both images of it and of others";
  return images + scored.groups[static_cast<std::size_t>(*present.begin())];
}

}  // namespace app
