#include "app/workspace/evaluate_model.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "app/core/joined.h"
#include "app/core/json.h"
#include "app/core/number_text.h"
#include "app/workspace/dataset.h"
#include "app/workspace/fit_at_hand.h"
#include "app/workspace/left_out_sources.h"
#include "app/workspace/model_store.h"
#include "app/workspace/model_threshold.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_choice.h"
#include "app/workspace/run_groups.h"
#include "app/workspace/run_of_model.h"
#include "app/workspace/run_threshold.h"
#include "db/runs.h"

namespace app {
namespace {

db::Split require_split(const std::string& name) {
  if (const auto split = db::split_named(name); split && *split != db::Split::None) return *split;
  throw std::runtime_error("evaluating: a split is train, val or test, not \"" + name + "\"");
}

db::Run chosen_run(const db::Readable& from, std::optional<RunId> wanted) {
  if (wanted) {
    if (auto run = db::run(from, *wanted)) return *run;
    throw std::runtime_error("evaluating: the workspace has no run " + std::to_string(*wanted));
  }
  if (auto newest = newest_run_with_epoch(from)) return *std::move(newest);
  throw std::runtime_error(
      "evaluating: no run of this workspace has a finished epoch; train one with `nevus train`, or name a model with "
      "--model");
}

// Where the groups of the target have changed since the model was trained, it is judged on those it knows: images of
// other groups are left out, and that is said. Throws when none of its groups is left.
void judge_on_groups(TargetData& data, const std::vector<std::string>& known, db::Split split,
                     EvaluateOutcome& outcome) {
  // As they are kept with a run: a class may be named after a folder whose name is no UTF-8.
  const auto named = Json::parse(Json(data.groups).dump()).get<std::vector<std::string>>();
  if (known == named) {
    data.groups = known;
    return;
  }
  std::vector<int> place;  // among the model's groups, of each of the target's
  bool any = false;
  for (const std::string& group : named) {
    const auto found = std::ranges::find(known, group);
    place.push_back(found == known.end() ? -1 : static_cast<int>(found - known.begin()));
    any = any || found != known.end();
  }
  if (!any)
    throw std::runtime_error("evaluating: the model predicts {" + joined(known) + "} and the target has {" +
                             joined(data.groups) + "}; choose the target it was trained for with --target");
  long left_out = 0;
  for (std::size_t i = 0; i < data.images.size(); ++i) {
    if (data.group[i] < 0) continue;
    data.group[i] = place[static_cast<std::size_t>(data.group[i])];
    if (data.group[i] < 0 && data.images[i].split == split) ++left_out;
  }
  outcome.notes.push_back("judged on the groups it was trained for, {" + joined(known) + "}; the target has {" +
                          joined(data.groups) + "} now, and " + std::to_string(left_out) +
                          " labelled images of the others are left out");
  data.groups = known;
}

void add_row(EvaluateOutcome& outcome, const TargetData& data, std::size_t index,
             std::span<const float> probabilities) {
  outcome.images.push_back(data.images[index].id);
  outcome.scored.labels.push_back(data.group[index]);
  outcome.scored.lesions.push_back(data.lesion[index]);
  outcome.scored.probabilities.insert(outcome.scored.probabilities.end(), probabilities.begin(), probabilities.end());
}

// Images that came to the split, or got a label, after the run was trained.
void note_not_asked(EvaluateOutcome& outcome, const std::string& run, const std::string& split, std::size_t all) {
  if (outcome.not_asked == 0) return;
  outcome.notes.push_back(grouped(static_cast<std::int64_t>(outcome.not_asked)) + " of " +
                          grouped(static_cast<std::int64_t>(all)) + " labelled images of " + split +
                          " are left out: the run has no answer for them (imported, labelled or moved since it was "
                          "trained); `nevus eval --model " +
                          run + "` asks about all");
}

// Stored rows whose image still belongs to the split and the target.
void add_stored(EvaluateOutcome& outcome, const TargetData& data, db::Split split, const db::Prediction& stored) {
  std::unordered_map<ImageId, std::size_t> rows;
  for (std::size_t i = 0; i < stored.images.size(); ++i) rows[stored.images[i]] = i;
  const auto groups = static_cast<std::size_t>(stored.groups);
  for (const std::size_t index : indices_of(data, split)) {
    const auto row = rows.find(data.images[index].id);
    if (row != rows.end())
      add_row(outcome, data, index, std::span(stored.probabilities).subspan(row->second * groups, groups));
    else
      ++outcome.not_asked;
  }
}

std::optional<RunId> run_named(const std::string& name) {
  constexpr std::string_view kRun = "run:";
  return name.starts_with(kRun) ? std::optional<RunId>(std::atoll(name.c_str() + kRun.size())) : std::nullopt;
}

// Everything of the outcome's rows: it was filled with what the network gave. `why_as_shown`: of a calibration that was
// fitted on validation images of this workspace, some of which may be among the rows; empty where they are as they were
// then. Absent: it was fitted elsewhere.
void calibrate(EvaluateOutcome& outcome, const ml::FittedCalibration* calibration,
               const std::optional<std::string>& why_as_shown) {
  if (calibration == nullptr || !calibration->on) return;
  Scored& scored = outcome.scored;
  const auto groups = static_cast<int>(scored.groups.size());
  for (float& p : scored.probabilities) p = std::min(p, 1.0F);  // a mean over views may round beyond 1
  outcome.calibration = *calibration;
  outcome.calibration_words = calibration_words(*calibration);
  scored.before_calibration = scored.probabilities;
  ml::apply(*calibration, scored.probabilities, groups);
  scored.why_as_shown = why_as_shown.value_or("");
  if (!why_as_shown || !why_as_shown->empty()) return;
  if (auto crossed = ml::cross_fitted(scored.before_calibration, groups, scored.labels, scored.lesions))
    scored.cross_fitted = std::move(*crossed);
}

// Of validation, as it was asked at the epoch.
AtHand at_hand(const EvaluateOutcome& outcome, const TargetData& data, int epoch) {
  return {.asked = {epoch, outcome.views, outcome.questions.dropout_passes},
          .images = outcome.images,
          .groups = outcome.scored.labels,
          .target = data.target,
          .label_revision = data.label_revision};
}

// The one that was asked for, or that of a model, which keeps what its run was given.
double threshold_of_model(EvaluateOutcome& outcome, const EvaluateRequest& request, const ml::Model& model) {
  if (model.spec.classes.size() != 2) return request.threshold.value_or(0.5);
  const DecidedAt at = decided_at(model, outcome.calibration ? &*outcome.calibration : nullptr, request.threshold);
  if (at.kept) outcome.kept = KeptBeside{*at.kept, at.kept_words, "model"};
  if (at.kept && !request.threshold)
    outcome.notes.push_back("at the threshold that is kept with the model: " + at.kept_words);
  return at.value;
}

void add_computed(EvaluateOutcome& outcome, Workspace& workspace, const TargetData& data, db::Split split,
                  const ml::Model& model, const EvaluateRequest& request, const OnProgress& progress) {
  const ImageFiles source(data.images, data.stamps);
  PredictedSet set = predict_images(
      model, source, indices_of(data, split), workspace.features_folder(),
      {.questions = request.questions, .precision = request.precision, .calibrated = false, .progress = progress});
  if (model.contract.decoding == ml::Decoding::AsStored) {
    std::size_t turned = 0;
    for (const std::size_t index : set.indices) {
      const auto stamp = data.stamps.find(data.images[index].id);
      turned += stamp != data.stamps.end() && !stamp->second.decoding.empty() ? 1U : 0U;
    }
    outcome.decoding = decoding_note(turned, set.indices.size());
  }
  const std::size_t groups = data.groups.size();
  for (std::size_t i = 0; i < set.indices.size(); ++i) {
    add_row(outcome, data, set.indices[i], std::span(set.probabilities).subspan(i * groups, groups));
  }
  for (const Unreadable& image : set.unreadable) outcome.unreadable.push_back(image.reason);
  outcome.questions = set.questions;
  outcome.views = set.questions.views;
  outcome.answers = std::move(set.answers);
}

// The files that the figures speak of, also where their predictions are stored.
void look_at_files(EvaluateOutcome& outcome, const TargetData& data, db::Split split) {
  std::vector<db::Image> images;
  for (const std::size_t index : indices_of(data, split)) images.push_back(data.images[index]);
  outcome.files = check_content(images, data.stamps);
}

EvaluateOutcome from_model(Workspace& workspace, const db::Reader& from, const EvaluateRequest& request,
                           db::Split split, const OnProgress& progress) {
  const ml::Model model = find_model(&workspace, request.model);
  // Known by its training images and by what its calibration was fitted on; another workspace's are not here.
  const auto run = request.leak_of_model ? std::nullopt : run_of_model(workspace, from, request.model, model);
  TargetData data = load_target_data(from, request.target.empty() ? model.target : request.target);
  EvaluateOutcome outcome;
  judge_on_groups(data, model.spec.classes, split, outcome);
  outcome.scored.groups = data.groups;
  outcome.scored.known = known_groups(data);
  look_at_files(outcome, data, split);
  add_computed(outcome, workspace, data, split, model, request, progress);
  if (request.calibrated && model.calibration) {
    std::optional<std::string> why;
    if (split == db::Split::Val && run) {
      const auto best = db::best_checkpoint(from, run->id);
      why = why_as_shown(from, *run, *model.calibration, at_hand(outcome, data, best ? best->epoch : 0));
    }
    calibrate(outcome, &*model.calibration, why);
  }
  if (!outcome.calibration)
    outcome.calibration_words = request.calibrated ? not_calibrated_words(model, run) : "not calibrated, as asked for";
  outcome.evaluation.threshold = threshold_of_model(outcome, request, model);
  if (request.leak_of_model) outcome.leak = request.leak_of_model(from, split, outcome.images);
  if (run) outcome.leak = leak_of_run(from, *run, split, outcome.images);
  outcome.evaluation.from = {request.split, request.model, data.target, 0, data.label_revision, outcome.leak.text};
  return outcome;
}

// What the workspace holds of a run, read from one state of the file.
struct StoredRun {
  db::Run run;
  TargetData data;
  int best_epoch = 0;  // 0: none
  int epoch = 0;       // the one asked for, or the best
  std::optional<db::Prediction> prediction;
};

StoredRun read_run(const db::Reader& from, const EvaluateRequest& request, db::Split split) {
  const db::Reader::Snapshot snapshot(from);
  StoredRun stored{.run = chosen_run(from, request.run)};
  require_epoch(from, stored.run.id, request.epoch, "evaluating");
  const bool own = request.target.empty() || request.target == stored.run.target;
  stored.data = own ? load_run_data(from, stored.run, request.label_revision, Members::OfNow)
                    : load_target_data(from, request.target, request.label_revision);
  if (!own) take_out(from, stored.run, stored.data);
  if (const auto best = db::best_checkpoint(from, stored.run.id)) stored.best_epoch = best->epoch;
  stored.epoch = request.epoch > 0 ? request.epoch : stored.best_epoch;
  stored.prediction = db::prediction(from, stored.run.id, stored.epoch, split);
  return stored;
}

// The images of the left-out sources in place of a split: none of their predictions is stored as such.
std::vector<std::string> turn_to_left_out(StoredRun& stored) {
  const std::vector<std::string> sources = left_out_of(stored.run);
  if (sources.empty())
    throw std::runtime_error("evaluating: run " + std::to_string(stored.run.id) +
                             " left no source out; train one that does with `nevus train --leave-out SOURCE`");
  const LeftOutImages left = judge_left_out(stored.data);
  std::vector<std::string> notes = notes_of(left);
  if (left.judged == 0)
    throw std::runtime_error("evaluating: no image of " + joined(sources) +
                             " is left to judge the run on: " + joined({notes.begin() + 1, notes.end()}));
  stored.prediction.reset();
  return notes;
}

// Of another epoch than the best there is what was stored while it trained, and no model to ask.
[[noreturn]] void refuse_epoch(const std::string& run, int epoch, int best, bool stored, bool usual) {
  const std::string begin = "evaluating: " + run + " kept predictions of epoch " + std::to_string(epoch);
  if (!stored) throw std::runtime_error(begin + " for validation only");
  throw std::runtime_error(begin +
                           (usual ? " for its own target; another one needs"
                                  : " as they were asked in training; other views, dropout or precision need") +
                           " its best epoch, " + std::to_string(best) + ": leave the epoch out");
}

// What was left out shares nothing with what it learnt from: such images are not judged.
RunLeak leak_of_rows(const db::Reader& from, const db::Run& run, db::Split split, const EvaluateRequest& request,
                     const std::vector<ImageId>& judged) {
  if (request.left_out) return {};
  return request.leaks_by_splits ? leak_by_splits(from, run, split) : leak_of_run(from, run, split, judged);
}

EvaluateOutcome from_run(Workspace& workspace, const db::Reader& from, const EvaluateRequest& request, db::Split split,
                         const OnProgress& progress) {
  StoredRun known = read_run(from, request, split);
  EvaluateOutcome outcome;
  if (request.left_out) outcome.notes = turn_to_left_out(known);
  auto [run, data, best_epoch, epoch, stored] = std::move(known);
  if (request.threshold_then) put(*request.threshold_then, run);
  if (run.threshold && !request.threshold)
    outcome.notes.push_back(std::string(kAtKeptThreshold) + threshold_words(run));
  judge_on_groups(data, groups_of_run(run).names, split, outcome);
  outcome.scored.groups = data.groups;
  outcome.scored.known = known_groups(data);
  look_at_files(outcome, data, split);
  const std::string name = "run:" + std::to_string(run.id);
  const bool usual = request.questions == Questions{} && request.precision == ml::Precision::Float32;
  if (stored && usual && data.groups.size() == static_cast<std::size_t>(stored->groups) && data.target == run.target) {
    add_stored(outcome, data, split, *stored);
    note_not_asked(outcome, name, request.split, indices_of(data, split).size());
    outcome.views = stored->views;
  } else if (!indices_of(data, split).empty()) {  // nothing to predict needs no model
    if (best_epoch > 0 && epoch != best_epoch) refuse_epoch(name, epoch, best_epoch, stored.has_value(), usual);
    const ml::Model model = find_model(&workspace, name);
    judge_on_groups(data, model.spec.classes, split, outcome);
    add_computed(outcome, workspace, data, split, model, request, progress);
  }
  const RunCalibration calibration = calibration_of(run);
  outcome.calibration_words = request.calibrated ? calibration_words(calibration) : "not calibrated, as asked for";
  // What was left out is no part of the validation that it was fitted on, whatever its split.
  if (request.calibrated) {
    std::optional<std::string> why;
    if (split == db::Split::Val && !request.left_out && calibration.applied() != nullptr)
      why = request.cross_fitted_anyhow
                ? ""
                : why_as_shown(from, run, *calibration.applied(), at_hand(outcome, data, epoch));
    calibrate(outcome, calibration.applied(), why);
  }
  const double usual_threshold = data.groups.size() == 2
                                     ? threshold_of_run(run, calibration.applied(), outcome.calibration.has_value())
                                     : run.threshold.value_or(0.5);
  if (const auto kept = kept_threshold(run)) outcome.kept = KeptBeside{usual_threshold, kept->words};
  outcome.evaluation.threshold = request.threshold.value_or(usual_threshold);
  outcome.leak = leak_of_rows(from, run, split, request, outcome.images);
  outcome.evaluation.from = {request.left_out ? "left out: " + joined(left_out_of(run)) : request.split,
                             name,
                             data.target,
                             epoch,
                             data.label_revision,
                             outcome.leak.text};
  return outcome;
}

// Before a number is computed, so that none is seen which is not counted.
void look_at_test(Workspace& workspace, const db::Reader& from, const EvaluateRequest& request,
                  EvaluateOutcome& outcome) {
  const Provenance& what = outcome.evaluation.from;
  const auto run = run_named(what.run);
  count_test_look(
      workspace,
      {.run = run,
       .epoch = what.epoch,
       .threshold = outcome.scored.groups.size() == 2 ? std::optional(outcome.evaluation.threshold) : std::nullopt,
       .n = static_cast<std::int64_t>(outcome.images.size()),
       .label_revision = what.label_revision,
       .reason = request.reason});
  outcome.looks = test_looks(from, run);
}

void note_one_class(EvaluateOutcome& outcome) {
  const std::vector<int>& labels = outcome.scored.labels;
  if (std::ranges::count(labels, labels.front()) != std::ssize(labels)) return;
  outcome.notes.push_back("every image that is judged is " +
                          outcome.scored.groups[static_cast<std::size_t>(labels.front())] + ", so " +
                          undefined_of_one_group(outcome.scored.groups.size()));
}

void judge_without_leak(EvaluateOutcome& outcome) {
  if (!outcome.leak.found()) return;
  const Scored kept = without_leak(outcome.scored, outcome.images, outcome.leak);
  if (kept.labels.empty()) return;
  Provenance from = outcome.evaluation.from;
  from.leak.clear();
  outcome.without_leak = evaluate(kept, from, {.threshold = outcome.evaluation.threshold});
  outcome.evaluation.auc_without_leak = outcome.without_leak->metrics[Metric::Auc];
}

}  // namespace

void put(const ThresholdThen& then, db::Run& run) {
  run.threshold = then.value;
  run.threshold_json = then.how;
}

EvaluateOutcome evaluate_split(Workspace& workspace, const EvaluateRequest& request, const OnProgress& progress) {
  return evaluate_split(workspace, workspace.reader(), request, progress);
}

EvaluateOutcome evaluate_split(Workspace& workspace, const db::Reader& from, const EvaluateRequest& request,
                               const OnProgress& progress) {
  const db::Split split = require_split(request.split);
  const bool tells_test = split == db::Split::Test && !request.told_before;
  if (tells_test && workspace.viewing())
    throw std::runtime_error(
        "evaluating: every look at the test split is counted in the workspace, which is open for viewing only: " +
        workspace.viewing_because());
  EvaluateOutcome outcome = request.model.empty() ? from_run(workspace, from, request, split, progress)
                                                  : from_model(workspace, from, request, split, progress);
  if (outcome.images.empty()) {
    const std::string files = outcome.files.text();
    throw std::runtime_error("evaluating: no labelled, readable image of the target " + outcome.evaluation.from.target +
                             " is in the split " + request.split + (files.empty() ? "" : "; " + files));
  }
  if (tells_test) look_at_test(workspace, from, request, outcome);
  outcome.evaluation = evaluate(outcome.scored, outcome.evaluation.from, {.threshold = outcome.evaluation.threshold});
  judge_without_leak(outcome);
  note_one_class(outcome);
  return outcome;
}

}  // namespace app
