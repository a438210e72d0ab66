// Keeps the view of the shown run: its epochs, what validation says at an epoch and a threshold, and the list of
// runs. Runs are read on a worker; once one is there, another epoch or threshold asks the table only. Intervals are
// computed on a worker too and come a moment later. A run that cannot be measured is shown with the reason instead
// of numbers. The page that trains writes how far a live run is. While one trains, another that is asked for is shown
// beside it: by the gallery, which the other pages draw, and not by this view, which goes on with the live one.
// Main thread only, but for the work on the lanes.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/evaluation_asker.h"
#include "app/models/lane_reader.h"
#include "app/models/run_reader.h"
#include "app/models/run_view.h"
#include "app/table/gallery.h"
#include "app/table/split_judge.h"
#include "app/workspace/workspace.h"

namespace app {

class ShownRun {
 public:
  struct Told {
    std::function<void(RunId run, bool another)> arrived;
    std::function<void(const RunRow& deleted, const RunRow* instead)> deleted;
    std::function<void(const RunScores& scores, bool another)> beside;
  };
  // `reading` takes what is read, `numbers` what is computed. `told.arrived` hears of a run that is shown from now
  // on, and whether it is another one than before; `told.deleted` that the shown one was deleted, and which is shown
  // in a moment instead (null: none is left); `told.beside` of one that is shown beside the live run.
  ShownRun(Workspace& workspace, JobLane& reading, JobLane& numbers, Inbox& inbox, Gallery& gallery, RunView& view,
           Told told);

  void open();                                                    // reads the list and shows the newest usable run
  void show(RunId run, int epoch);                                // epoch below 1: the best; maybe beside the live one
  void step(int epochs);                                          // from the shown one, as far as there are any
  void read_again(RunId run, int epoch);                          // it has changed in the database
  void forget_start_problem();                                    // what kept a training from starting may be cured
  void show_nothing();                                            // until a run that begins has an epoch
  void show_live_epoch(int epoch);                                // of the run that trains now
  void set_threshold(double threshold, std::optional<RunId> of);  // wherever that run is shown
  void writes_threshold(RunId run, double threshold);             // this window does, which changes nothing here
  bool gallery_shows(std::optional<RunId> run) const;             // or no run at all
  void follow(const Change& change);                              // labels or classes changed
  void runs_changed(const std::vector<RunId>& runs);              // in the database
  int epoch() const { return epoch_; }                            // 0: none
  // The run as it is stored; null: none.
  const std::shared_ptr<const RunScores>& stored() const { return scores_; }
  // The stored run with one epoch more, that of a refit, which is shown; until it is dropped or the run is read again.
  void show_refit(std::shared_ptr<const RunScores> refit);
  void drop_refit();
  Evaluation evaluation_of_refit();  // with the labels of now; there is one

 private:
  void read_list(bool show_newest);
  void leave_deleted(const RunRow* instead);
  enum class Purpose { Show, WatchLive };  // in the whole window, or its numbers only
  void show_beside(RunId run, int epoch);
  void take_beside(const RunDetails& details, int epoch);
  void ask_for(RunId run, int epoch, Purpose purpose);
  void take(const RunDetails& details, int epoch, Purpose purpose);
  void take_threshold(const RunDetails& details, const std::shared_ptr<const RunScores>& before);
  bool is_echo(std::optional<double> stored);
  void restore_threshold(std::optional<double> kept);
  void move_threshold(const std::optional<ml::FittedCalibration>& before, std::optional<double> kept);
  bool awaited() const;
  void show_epoch(int epoch);
  void judge();
  void fill_evaluation();
  void ask_for_later();
  void ask_for_details();

  Workspace& workspace_;
  JobLane& reading_;
  JobLane& numbers_;
  Inbox& inbox_;
  Gallery& gallery_;
  RunView& view_;
  Told told_;
  std::shared_ptr<LaneReader> reader_;
  SplitJudge judge_{Split::Val};
  const std::shared_ptr<const RunScores>& shown() const { return refit_ ? refit_ : scores_; }
  std::shared_ptr<const RunScores> scores_, refit_;
  std::optional<double> stored_threshold_;  // of the run, as it was last read
  std::vector<double> written_here_;        // its thresholds that this window has written and not yet read
  EvaluationAsker details_;
  int epoch_ = 0;
  std::uint64_t question_ = 0;                                // number of the newest request for a run
  std::uint64_t beside_ = 0;                                  // of the newest for one beside the live run
  std::shared_ptr<std::atomic<std::uint64_t>> wanted_state_;  // of the judge; older intervals are not worth computing
};

}  // namespace app
