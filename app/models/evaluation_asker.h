// Asks a worker for what takes long of the shown evaluation: curves of each group against the rest and intervals of
// every metric at its threshold. Only the newest question is computed and answered; what is shown of an earlier one is
// marked as such until then.
//
//   details.ask(std::make_shared<const LaterInput>(judge.later_input(table)), threshold, view.details);
//
// Main thread only, but for the work on the lane. The view has to outlive the lane's work.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/run_view.h"
#include "app/table/split_judge.h"

namespace app {

class EvaluationAsker {
 public:
  EvaluationAsker(JobLane& numbers, Inbox& inbox)
      : numbers_(numbers), inbox_(inbox), newest_(std::make_shared<std::atomic<std::uint64_t>>(0)) {}

  // The same state and threshold as before: nothing is asked.
  void ask(const std::shared_ptr<const LaterInput>& input, double threshold, EvaluationDetails& view);
  void forget(EvaluationDetails& view);  // nothing is shown any more

 private:
  JobLane& numbers_;
  Inbox& inbox_;
  std::shared_ptr<std::atomic<std::uint64_t>> newest_;  // number of the newest question
  std::uint64_t state_ = 0;
  double threshold_ = -1;
};

// Any thread; a pure function. The curves are thinned for drawing.
EvaluationDetails evaluation_details(const LaterInput& input, double threshold);

}  // namespace app
