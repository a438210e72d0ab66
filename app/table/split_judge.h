// What the shown run is worth on one split at the shown epoch, with the labels of now: matrix, metrics and
// curve at once; the interval, and the area of more than two groups, are computed elsewhere (later_input)
// and come later (set_later).
//
//   SplitJudge judge(Split::Val);
//   judge.show(run, epoch, table);      // then judge.follow(table, change) when labels changed
//   judge.evaluation(threshold)         // kept until something changed
//
// Main thread only. Shares the run's scores.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/table/evaluation.h"
#include "app/table/image_table.h"
#include "app/table/judge.h"
#include "app/table/run_scores.h"

namespace app {

// What belongs to one state of labels and predictions and takes long: for a worker. Cheap to make.
struct LaterInput {
  std::uint64_t state = 0;  // of the judge
  std::shared_ptr<const ScoreSet> scores;
  std::vector<std::int16_t> truth;
  std::shared_ptr<const std::vector<std::uint64_t>> group_keys;  // by place, see ImageTable::group_key
  std::shared_ptr<const RunScores> run;                          // knows which rows leak
};
struct LaterValues {
  std::uint64_t state = 0;
  std::optional<double> auc, auc_low, auc_high, auc_without_leak;
};
LaterValues compute_later(const LaterInput& input);  // any thread
// One number per counted place, equal for photographs of one lesion, patient or group, in the order of judged_rows.
std::vector<int> lesion_numbers(const LaterInput& input);

class SplitJudge {
 public:
  explicit SplitJudge(Split split) : split_(split) {}

  void show(std::shared_ptr<const RunScores> run, int epoch, const ImageTable& table);
  void follow(const ImageTable& table, const Change& change);

  // Why there is nothing to judge; empty: there is something.
  const std::string& problem() const { return problem_; }
  // Null when there is a problem or no run. `points` thins the curve for drawing, see Judge::roc.
  const Evaluation* evaluation(double threshold, std::size_t points = 0);
  std::uint64_t state() const { return state_; }  // rises with run, epoch and labels
  LaterInput later_input(const ImageTable& table);
  void set_later(const LaterValues& values);  // of another state: dropped

 private:
  void judge_again(const ImageTable& table);
  std::string leak_text() const;  // of what is judged
  std::vector<std::int16_t> truths(const ImageTable& table, const ScoreSet& scores) const;

  Split split_;
  std::shared_ptr<const RunScores> run_;
  int epoch_ = 0;
  std::string problem_;
  std::uint64_t state_ = 0;
  std::optional<Judge> judge_;
  std::optional<LaterValues> later_;
  std::shared_ptr<const std::vector<std::uint64_t>> group_keys_;  // of the judge's scores, while they stay
  std::uint64_t groups_version_ = 0;                              // of the table that they were read from
  std::optional<Evaluation> evaluation_;
  std::int64_t label_revision_ = 0;
};

}  // namespace app
