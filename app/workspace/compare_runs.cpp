#include "app/workspace/compare_runs.h"

#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "app/core/joined.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/run_groups.h"

namespace app {
namespace {

db::Run required_run(const db::Readable& from, RunId id) {
  if (auto run = db::run(from, id)) return *std::move(run);
  throw std::runtime_error("comparing runs: the workspace has no run " + std::to_string(id));
}

std::string named(const db::Run& run) { return "run:" + std::to_string(run.id) + " (\"" + run.name + "\")"; }

std::string groups_words(const db::Run& run, const RunGroups& groups) {
  return named(run) + " was trained for " + run.target + " {" + joined(groups.names) + "}";
}

// Probabilities of other groups, or of groups with other classes in them, answer another question.
void require_same_question(const db::Run& a, const db::Run& b) {
  if (a.id == b.id) throw std::runtime_error("comparing runs: " + named(a) + " is compared with itself; name two");
  const RunGroups of_a = groups_of_run(a), of_b = groups_of_run(b);
  if (of_a.names != of_b.names)
    throw std::runtime_error("comparing runs: " + groups_words(a, of_a) + " and " + groups_words(b, of_b) +
                             ": their predictions answer different questions; compare runs of one target");
  const bool both_known = !of_a.group_of_class.empty() && !of_b.group_of_class.empty();
  if (both_known && of_a.group_of_class != of_b.group_of_class)
    throw std::runtime_error("comparing runs: " + named(a) + " and " + named(b) + " have the groups {" +
                             joined(of_a.names) +
                             "} with other classes in them; compare runs of one grouping, or train one of them again");
}

EvaluateOutcome judged(Workspace& workspace, const db::Reader& from, const CompareRequest& request, RunId run,
                       int epoch, std::optional<double> threshold, const OnProgress& progress) {
  EvaluateRequest asked{.run = run, .split = request.split, .epoch = epoch, .threshold = threshold};
  asked.calibrated = request.calibrated;
  asked.reason = request.reason;
  return evaluate_split(workspace, from, asked, progress);
}

ComparedRun compared(const db::Run& run, const EvaluateOutcome& outcome, std::size_t shared) {
  ComparedRun side{.id = run.id,
                   .name = run.name,
                   .state = db::name_of(run.state),
                   .note = run.note,
                   .leak = outcome.leak.text,
                   .auc_without_leak = outcome.evaluation.auc_without_leak};
  side.not_shared = static_cast<int>(outcome.images.size() - shared);
  side.views = outcome.views;
  side.calibration = outcome.calibration_words;
  side.notes = outcome.notes;
  if (!outcome.unreadable.empty())
    side.notes.push_back(std::to_string(outcome.unreadable.size()) +
                         " images could not be read; the first: " + outcome.unreadable.front());
  return side;
}

std::vector<float> row_of(const EvaluateOutcome& outcome, std::size_t row) {
  const std::size_t groups = outcome.scored.groups.size();
  const auto at = outcome.scored.ranking().begin() + static_cast<std::ptrdiff_t>(row * groups);
  return {at, at + static_cast<std::ptrdiff_t>(groups)};
}

// Labels and lesions are the same in both: one state of the workspace.
PairedRows shared_rows(const EvaluateOutcome& a, const EvaluateOutcome& b, std::vector<ImageId>& images) {
  std::unordered_map<ImageId, std::size_t> place_in_b;
  for (std::size_t i = 0; i < b.images.size(); ++i) place_in_b[b.images[i]] = i;
  PairedRows rows{.groups = a.scored.groups, .labels = {}, .lesions = {}, .a = {}, .b = {}, .known = a.scored.known};
  for (std::size_t i = 0; i < a.images.size(); ++i) {
    const auto found = place_in_b.find(a.images[i]);
    if (found == place_in_b.end()) continue;
    images.push_back(a.images[i]);
    rows.labels.push_back(a.scored.labels[i]);
    rows.lesions.push_back(a.scored.lesions[i]);
    const auto of_a = row_of(a, i), of_b = row_of(b, found->second);
    rows.a.insert(rows.a.end(), of_a.begin(), of_a.end());
    rows.b.insert(rows.b.end(), of_b.begin(), of_b.end());
  }
  return rows;
}

}  // namespace

RunComparison compare_runs(Workspace& workspace, const db::Reader& from, const CompareRequest& request,
                           const OnProgress& progress) {
  const db::Run run_a = required_run(from, request.a), run_b = required_run(from, request.b);
  require_same_question(run_a, run_b);
  const EvaluateOutcome a = judged(workspace, from, request, run_a.id, request.epoch_a, request.threshold_a, progress);
  const EvaluateOutcome b = judged(workspace, from, request, run_b.id, request.epoch_b, request.threshold_b, progress);
  RunComparison result;
  const PairedRows rows = shared_rows(a, b, result.images);
  if (result.images.empty())
    throw std::runtime_error("comparing runs: " + named(run_a) + " and " + named(run_b) +
                             " have judged no image in common in the split " + request.split);
  result.a = compared(run_a, a, result.images.size());
  result.b = compared(run_b, b, result.images.size());
  result.split = request.split;
  result.target = a.evaluation.from.target;
  result.numbers =
      compare(rows, {a.evaluation.from, a.evaluation.threshold}, {b.evaluation.from, b.evaluation.threshold});
  const auto settings = [&](const db::Run& run) {
    return run_settings(run, changed_settings(db::run_events(from, run.id)));
  };
  result.settings = side_by_side(settings(run_a), settings(run_b));
  if (b.looks) result.looks = TestLooks{.in_all = b.looks->in_all};  // of both runs together
  return result;
}

}  // namespace app
