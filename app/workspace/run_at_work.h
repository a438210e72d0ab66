// A run at work: one phase after another, each from what the one before kept; what was asked for on the way is logged
// and, from a log, done again. training.h puts one together.
//
//   RunAtWork run(workspace, store, request, plan, data, changes, control, watch);
//   TrainOutcome outcome = run.from(model, place);
//
// One thread at a time; the owner decides. Everything passed in stays the caller's and must outlive it.
#pragma once

#include <optional>
#include <string>

#include "app/workspace/dataset.h"
#include "app/workspace/run_changes.h"
#include "app/workspace/run_decisions.h"
#include "app/workspace/run_recorder.h"
#include "app/workspace/run_store.h"
#include "app/workspace/training.h"
#include "ml/features/feature_cache.h"
#include "ml/train/train_plan.h"
#include "ml/train/trainer.h"

namespace app {

// Where a run stands between two phases, or where a cut-off one goes on.
struct RunPosition {
  int phase = 1;        // 1-based
  int first_epoch = 0;  // of the phase, over the whole run
  std::optional<ml::TrainCheckpoint> checkpoint;
  std::optional<double> best;  // criterion of the best epoch of earlier phases
  double best_loss = 0;        // its validation loss
};

class RunAtWork {
 public:
  RunAtWork(Workspace& workspace, RunStore& store, const TrainRequest& request, ml::TrainPlan plan,
            const TargetData& data, const RunChanges& changes, ml::TrainControl& control, const TrainWatch& watch);

  TrainOutcome from(ml::Model model, RunPosition at);

 private:
  bool run_phase(ml::Model& model, RunPosition& at);  // false: the run ends here
  void judge_best_by(ml::Criterion criterion, RunPosition& at) const;
  void begin_phase(const RunPosition& at, int views);
  ml::TrainResult trained(const ml::Model& model, ml::FeatureCache* cache, const ml::TrainConfig& config,
                          const ml::TrainCheckpoint* from);
  void finish(ml::Model model, const RunPosition& at);
  void forget_of_other_epoch();
  void learn_familiarity(ml::Model& model);
  void save_as_kept(ml::Model model);
  RunCalibration calibrated(ml::Model& model);
  std::string kept_text() const;
  std::string trained_on() const;

  Workspace& workspace_;
  RunStore& store_;
  const TrainRequest& request_;
  ml::TrainPlan plan_;  // a phase is added where another depth was asked for
  const TargetData& data_;
  const RunChanges& changes_;
  ml::TrainControl& control_;
  std::function<void(const std::string&)> on_note_;
  ImageFiles source_;
  ml::Dataset dataset_;
  RunRecorder recorder_;
  FormerDecisions former_;
  TrainOutcome outcome_;
};

}  // namespace app
