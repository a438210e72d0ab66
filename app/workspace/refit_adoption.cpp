#include "app/workspace/refit_adoption.h"

#include <optional>
#include <stdexcept>

#include "app/core/json.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/kept_models.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_lock.h"
#include "db/runs.h"

namespace app {
namespace {

constexpr int kEpoch = 1;  // it has but one
constexpr const char* kRefitFrom = "refit from ";

std::string note_of(const db::Run& parent, const Adoption& adoption) {
  const Refit& refit = adoption.refit;
  return "The head of " + parent.name + ", epoch " + std::to_string(refit.from_epoch) + ", refit for " +
         std::to_string(kRefitEpochs) + " epochs to " + std::to_string(refit.learnt_changed) +
         (refit.learnt_changed == 1 ? " changed training label" : " changed training labels") + " (revision " +
         std::to_string(refit.label_revision) + " to " + std::to_string(adoption.label_revision) + ")" +
         (refit.judged_changed == 0 ? ""
                                    : "; " + std::to_string(refit.judged_changed) +
                                          " labels it is measured by changed too, so its score is not comparable with "
                                          "that of " +
                                          parent.name + " as recorded");
}

db::Run row_of(const db::Run& parent, const Adoption& adoption) {
  db::Run run = parent;
  run.id = 0;
  run.name.clear();
  run.state = db::RunState::Finished;
  run.depth = "head";
  run.label_revision = adoption.label_revision;
  run.model_path.clear();
  run.message = kRefitFrom + parent.name;
  run.note = note_of(parent, adoption);
  run.deleted = false;
  run.calibration_json = "{}";  // fitted anew to what it says
  run.threshold.reset();
  run.threshold_json = "{}";
  run.parent = parent.id;
  run.parent_epoch = adoption.refit.from_epoch;
  return run;
}

db::Epoch epoch_of(RunId run, const Adoption& adoption) {
  const Evaluation& validation = adoption.validation;
  Json metrics = evaluation_json(validation);
  metrics["best"] = true;
  db::Epoch epoch{.run = run, .epoch = kEpoch};
  epoch.val_auc = validation.metrics[Metric::Auc];
  epoch.val_accuracy = validation.metrics[Metric::Accuracy];
  epoch.seconds = adoption.refit.seconds;
  epoch.metrics_json = metrics.dump();
  return epoch;
}

std::optional<db::Prediction> prediction_of(RunId run, Split split, const Adoption& adoption) {
  const RunScores& scores = *adoption.refit.scores;
  const ScoreSet* set = scores.find(scores.refit_epoch, split);
  if (set == nullptr || set->size() == 0) return std::nullopt;
  static constexpr std::array kSplits = {db::Split::None, db::Split::Train, db::Split::Val, db::Split::Test};
  db::Prediction prediction{run,
                            kEpoch,
                            kSplits[static_cast<std::size_t>(split)],
                            adoption.label_revision,
                            set->groups,
                            {},
                            set->given.empty() ? set->probabilities : set->given,
                            set->views};
  // What is stored is as the network gave it; undone to the last digits that a float has.
  if (scores.calibration && set->given.empty())
    ml::apply(inverse_of(*scores.calibration), prediction.probabilities, set->groups);
  for (const Row row : set->rows) prediction.images.push_back(adoption.ids[row]);
  return prediction;
}

void save_model_of(Workspace& workspace, db::Transaction& transaction, RunId run, const Adoption& adoption,
                   const std::string& request) {
  const std::filesystem::path file = best_model_file(workspace, run);
  ml::Model model = *adoption.refit.model;
  model.trained_on =
      Json{{"request", Json::parse(request)}, {"run", run}, {"label_revision", adoption.label_revision}}.dump();
  ml::save_model(file, model);
  const std::string relative = std::filesystem::relative(file, workspace.folder()).string();
  db::save_checkpoint(transaction, {run, kEpoch, relative, adoption.validation.metrics[Metric::Auc], true});
  db::set_run_model(transaction, run, relative, ml::backbone_hash(model));
}

}  // namespace

bool is_refit(const db::Run& run) { return run.message.starts_with(kRefitFrom); }

RunId adopt_refit(Workspace& workspace, const db::Reader& from, const Adoption& adoption) {
  const Refit& refit = adoption.refit;
  if (!refit.problem.empty() || !refit.model || !refit.scores)
    throw std::runtime_error(
        "adopting a refit: no training label changed, so the model is the run's own and there is nothing to keep");
  const auto parent = db::run(from, refit.scores->run);
  if (!parent)
    throw std::runtime_error("adopting a refit: the workspace has no run " + std::to_string(refit.scores->run));
  RunId id = 0;
  std::optional<RunLock> lock;
  workspace.writer().transact_and_wait("Adopt the refit", [&](db::Transaction& transaction) {
    const db::Run row = row_of(*parent, adoption);
    id = db::add_run(transaction, row);
    lock.emplace(workspace.run_folder(id));
    db::set_run_note(transaction, id, row.note);
    save_model_of(workspace, transaction, id, adoption, parent->config_json);
    db::save_epoch(transaction, epoch_of(id, adoption));
    for (const Split split : {Split::None, Split::Train, Split::Val})
      if (const auto prediction = prediction_of(id, split, adoption)) db::save_prediction(transaction, *prediction);
  });
  lock.reset();  // the calibration is kept under it too
  fit_run_calibration(workspace, *workspace.make_reader(), id);
  return id;
}

}  // namespace app
