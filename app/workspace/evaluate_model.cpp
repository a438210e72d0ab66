#include "app/workspace/evaluate_model.h"

#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "app/core/joined.h"
#include "app/workspace/dataset.h"
#include "app/workspace/model_store.h"
#include "db/runs.h"
#include "db/settings.h"

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
  for (const db::Run& run : db::runs(from)) {
    if (db::best_checkpoint(from, run.id)) return run;
  }
  throw std::runtime_error(
      "evaluating: no run of this workspace has a finished epoch; train one with `nevus train`, or name a model with "
      "--model");
}

void require_same_groups(const std::vector<std::string>& model, const std::vector<std::string>& target) {
  if (model == target) return;
  throw std::runtime_error("evaluating: the model predicts {" + joined(model) + "} and the target has {" +
                           joined(target) + "}; choose the target it was trained for with --target");
}

void add_row(EvaluateOutcome& outcome, const TargetData& data, std::size_t index,
             std::span<const float> probabilities) {
  outcome.images.push_back(data.images[index].id);
  outcome.scored.labels.push_back(data.group[index]);
  outcome.scored.lesions.push_back(data.lesion[index]);
  outcome.scored.probabilities.insert(outcome.scored.probabilities.end(), probabilities.begin(), probabilities.end());
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
  }
}

void add_computed(EvaluateOutcome& outcome, Workspace& workspace, const TargetData& data, db::Split split,
                  const ml::Model& model, const EvaluateRequest& request, const OnProgress& progress) {
  const ImageFiles source(data.images, data.stamps);
  PredictedSet set =
      predict_images(model, source, indices_of(data, split), workspace.features_folder(),
                     {.questions = request.questions, .precision = request.precision, .progress = progress});
  if (model.contract.decoding == ml::Decoding::AsStored) {
    std::size_t turned = 0;
    for (const std::size_t index : set.indices) {
      const auto stamp = data.stamps.find(data.images[index].id);
      turned += stamp != data.stamps.end() && !stamp->second.decoding.empty() ? 1 : 0;
    }
    outcome.decoding = decoding_note(turned, set.indices.size());
  }
  const std::size_t groups = data.groups.size();
  for (std::size_t i = 0; i < set.indices.size(); ++i) {
    add_row(outcome, data, set.indices[i], std::span(set.probabilities).subspan(i * groups, groups));
  }
  for (const Unreadable& image : set.unreadable) outcome.unreadable.push_back(image.reason);
  outcome.questions = set.questions;
  outcome.answers = std::move(set.answers);
}

// The files that the figures speak of, also where their predictions are stored.
void look_at_files(EvaluateOutcome& outcome, const TargetData& data, db::Split split) {
  std::vector<db::Image> images;
  for (const std::size_t index : indices_of(data, split)) images.push_back(data.images[index]);
  outcome.files = check_content(images, data.stamps);
}

// The test split is locked in spirit: every look is counted in the workspace and can be shown.
void count_test_look(Workspace& workspace) {
  workspace.writer().transact_and_wait("Look at the test split", [](db::Transaction& transaction) {
    const int looks = std::stoi(db::setting(transaction, "test_looks").value_or("0"));
    db::set_setting(transaction, "test_looks", std::to_string(looks + 1));
  });
}

EvaluateOutcome from_model(Workspace& workspace, const EvaluateRequest& request, db::Split split,
                           const OnProgress& progress) {
  const ml::Model model = find_model(&workspace, request.model);
  const TargetData data = load_target_data(workspace.reader(), request.target.empty() ? model.target : request.target);
  require_same_groups(model.spec.classes, data.groups);
  EvaluateOutcome outcome;
  outcome.scored.groups = data.groups;
  look_at_files(outcome, data, split);
  add_computed(outcome, workspace, data, split, model, request, progress);
  outcome.evaluation.from = {request.split, request.model, data.target, 0, data.label_revision};
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
  stored.data = load_target_data(from, request.target.empty() ? stored.run.target : request.target);
  if (const auto best = db::best_checkpoint(from, stored.run.id)) stored.best_epoch = best->epoch;
  stored.epoch = request.epoch > 0 ? request.epoch : stored.best_epoch;
  stored.prediction = db::prediction(from, stored.run.id, stored.epoch, split);
  return stored;
}

EvaluateOutcome from_run(Workspace& workspace, const EvaluateRequest& request, db::Split split,
                         const OnProgress& progress) {
  const auto [run, data, best_epoch, epoch, stored] = read_run(workspace.reader(), request, split);
  EvaluateOutcome outcome;
  outcome.scored.groups = data.groups;
  look_at_files(outcome, data, split);
  const std::string name = "run:" + std::to_string(run.id);
  const bool usual = request.questions == Questions{} && request.precision == ml::Precision::Float32;
  if (stored && usual && data.groups.size() == static_cast<std::size_t>(stored->groups) && data.target == run.target) {
    add_stored(outcome, data, split, *stored);
  } else {
    if (best_epoch > 0 && epoch != best_epoch) {
      throw std::runtime_error("evaluating: " + name + " kept predictions of epoch " + std::to_string(epoch) +
                               " for validation only");
    }
    const ml::Model model = find_model(&workspace, name);
    require_same_groups(model.spec.classes, data.groups);
    add_computed(outcome, workspace, data, split, model, request, progress);
  }
  outcome.evaluation.from = {request.split, name, data.target, epoch, data.label_revision};
  return outcome;
}

}  // namespace

EvaluateOutcome evaluate_split(Workspace& workspace, const EvaluateRequest& request, const OnProgress& progress) {
  const db::Split split = require_split(request.split);
  EvaluateOutcome outcome = request.model.empty() ? from_run(workspace, request, split, progress)
                                                  : from_model(workspace, request, split, progress);
  if (outcome.images.empty()) {
    const std::string files = outcome.files.text();
    throw std::runtime_error("evaluating: no labelled, readable image of the target " + outcome.evaluation.from.target +
                             " is in the split " + request.split + (files.empty() ? "" : "; " + files));
  }
  if (split == db::Split::Test) count_test_look(workspace);
  outcome.evaluation = evaluate(outcome.scored, outcome.evaluation.from, {.threshold = request.threshold});
  return outcome;
}

}  // namespace app
