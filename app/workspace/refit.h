// The head of a run, refit to the labels of now from cached features: a few epochs from the run's best weights, with
// its own settings and seed, in a fraction of a second. Nothing is written; the answer is shown beside the run, and
// becomes a run of its own when it is adopted (refit_adoption.h).
//
//   Refitter refitter(workspace);
//   auto refit = refitter.refit(reader, request, stop);     // absent: stopped
//   if (refit && refit->problem.empty()) show(refit->scores, refit->scores->refit_epoch);
//
// The same labels give the same refit, whatever was labelled in between: it starts from the run's stored model each
// time. What the refit alone does, without a changed label, is computed once for a run and kept beside (untouched):
// the difference of the two is what the labels did. Learning looks at no validation label; the last epoch is taken.
// What is kept of a run lives as long as the refitter. One thread at a time; the owner decides.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/table/run_scores.h"
#include "app/workspace/workspace.h"
#include "db/reader.h"
#include "ml/model/model.h"

namespace app {

inline constexpr int kRefitEpochs = 4;

struct RefitRequest {
  RunId run = 0;
  std::shared_ptr<const RunScores> scores;          // as stored
  std::vector<ImageId> ids;                         // of the table by row, ascending
  std::vector<ClassId> labels;                      // of now, by row; 0: none
  std::unordered_map<ClassId, int> group_of_class;  // in the run's groups
  bool may_extract = false;                         // however many features are lacking, they are computed
};

struct Refit {
  std::string problem;             // why there is none; empty: there is one
  std::size_t lacking = 0;         // so many features are not cached, which is the problem
  std::size_t learnt_changed = 0;  // training images whose label is not what the run learnt
  std::size_t judged_changed = 0;  // validation images whose label is not what the run was judged by
  // The run's scores with one epoch more, that of the refit.
  std::shared_ptr<const RunScores> scores;
  // Of validation: by the run's own model, refit without a changed label, refit.
  std::shared_ptr<const ScoreSet> stored, untouched, refitted;
  std::vector<std::int16_t> truth_before, truth_now;  // by place of them; -1: none
  std::shared_ptr<const ml::Model> model;             // null: no training label changed, so it is the run's own
  std::int64_t label_revision = 0;                    // that the run knew
  int from_epoch = 0;
  std::size_t kept_scores = 0;  // images outside validation whose features are not cached: their score is the run's
  double seconds = 0;

  bool unchanged() const { return learnt_changed == 0 && judged_changed == 0; }
};

class Refitter {
 public:
  explicit Refitter(const Workspace& workspace);
  ~Refitter();
  Refitter(const Refitter&) = delete;
  Refitter& operator=(const Refitter&) = delete;

  // Absent when it was stopped. What cannot be refit is given back with the reason.
  std::optional<Refit> refit(const db::Reader& from, const RefitRequest& request, std::stop_token stop);

 private:
  class Known;
  const Workspace& workspace_;
  std::unique_ptr<Known> known_;  // the run asked about last
};

}  // namespace app
