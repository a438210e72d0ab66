// Keeps the head of the shown run in step with the labels, while that is switched on: a moment after a label changed
// (or was undone) the head is refit on a lane of its own, and the answer is shown as one more epoch of the run, with
// what was and what each cause did. The next label takes back what is under way. A refit that fails leaves what is
// shown, and says so. It is adopted as a run, or dropped.
// Main thread only, but for the work on the lane.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/core/command_table.h"
#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/lane_reader.h"
#include "app/models/messages.h"
#include "app/models/models.h"
#include "app/models/shown_run.h"
#include "app/workspace/refit.h"
#include "app/workspace/workspace.h"

namespace app {

class RefitDesk {
 public:
  RefitDesk(Workspace& workspace, JobLane& lane, Inbox& inbox, Messages& messages, Models& models, ShownRun& shown);

  void switch_on(bool on);
  void follow(const Change& change);  // labels or classes changed
  void run_arrived(bool another);     // it is shown from now on, or was read again
  void run_left();                    // it is shown no more
  void threshold_changed();
  void adopt();
  void drop();
  void extract();

  void enter_commands(CommandTable& table);
  std::optional<std::string> script_value(const std::string& key) const;

 private:
  // What the lane computes from; shared with it, never changed.
  struct Question {
    RefitRequest request;
    std::vector<std::uint8_t> judged;  // by place of validation: in the split, and not removed
    std::shared_ptr<const std::vector<std::uint64_t>> group_keys;
    double threshold = 0.5;
    bool patient = true;  // waits until the labels have rested
  };
  struct Answer;
  std::shared_ptr<Question> question() const;
  void ask(bool may_extract = false, bool patient = true);
  void forget();
  static Answer answered(Refit refit, const Question& question);
  void take(const std::shared_ptr<const Answer>& answer);
  void take_effect(const RelabelEffect& effect);

  Workspace& workspace_;
  JobLane& lane_;
  Inbox& inbox_;
  Messages& messages_;
  Models& models_;
  RefitView& view_;
  ShownRun& shown_;
  std::shared_ptr<LaneReader> reader_;
  std::shared_ptr<Refitter> refitter_;
  JobId job_ = 0;
  std::uint64_t asked_ = 0;  // number of the newest question
  std::shared_ptr<const Answer> answer_;
  mutable std::shared_ptr<const std::vector<std::uint64_t>> group_keys_;  // of these scores
  mutable std::shared_ptr<const ScoreSet> keys_of_;
  mutable std::uint64_t groups_version_ = 0;  // of the table that they were read from
};

}  // namespace app
