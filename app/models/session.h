// What is open in the workbench, beside the pages: the workspace with the models the pages share, kept in step with
// what is committed here or by another program (a feed on a thread of its own) and with what the user chooses.
// Answers the commands that several pages give (commands.h), and has the actions on the shared selection.
// Main thread only, but for the work on the lanes. Nothing here asks the database or reads a file on the main thread,
// but for open().
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "app/core/action_table.h"
#include "app/core/channel.h"
#include "app/core/command_table.h"
#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/class_editing.h"
#include "app/models/commands.h"
#include "app/models/focused_image_loader.h"
#include "app/models/labelling.h"
#include "app/models/lane_reader.h"
#include "app/models/messages.h"
#include "app/models/models.h"
#include "app/models/referral_desk.h"
#include "app/models/refit_desk.h"
#include "app/models/run_editing.h"
#include "app/models/run_overlays.h"
#include "app/models/set_editing.h"
#include "app/models/shown_run.h"
#include "app/models/thumbnail_loader.h"
#include "app/models/unlike_desk.h"
#include "app/workspace/table_feed.h"
#include "app/workspace/workspace.h"
#include "engine/host/host.h"

namespace app {

class Session {
 public:
  struct Lanes {
    JobLane& pictures;  // newest first: images, evidence, thumbnails
    JobLane& reading;   // runs
    JobLane& numbers;   // intervals
    JobLane& refits;
  };
  Session(Workspace& workspace, engine::Host& host, const Lanes& lanes, Inbox& inbox, Messages& messages);
  ~Session();

  const Models& models() const { return models_; }
  Workspace& workspace() { return workspace_; }
  RunView& run_view() { return models_.run; }  // for the page that trains
  ShownRun& shown_run() { return shown_run_; }
  RunEditing& run_editing() { return run_editing_; }
  ReferralDesk& referral() { return referral_; }
  const Lanes& lanes() const { return lanes_; }
  void set_threshold(const SetThreshold& wanted);
  // True where nothing can be changed, which is then said.
  bool only_viewing(const std::string& wanted);
  ThumbnailLoader& thumbnails() { return thumbnails_; }

  // Reads the table, and has the newest run that can be shown read.
  void open();
  // Takes over what was committed since the last frame; true when anything was.
  bool take_news();
  void run_begins();  // nothing of another is shown on the Train page until it has an epoch
  // Before each frame: the focused image is what Inspect and the side column show.
  void follow_focus();

  void undo_decision(std::int64_t batch) { labelling_.undo_batch(batch); }
  void select(const SelectImages& selection);
  void set_filter(const Filter& filter);
  void set_sort(const Sort& sort);
  void closing() { run_editing_.closing(); }  // the window is about to close
  // A page that shows the image in focus and no selection is seen, or no longer.
  void see_one_image(bool one) { models_.one_image_seen = one; }

  void enter_commands(CommandTable& table);
  void enter_actions(ActionTable& table);
  std::optional<std::string> script_value(const std::string& key) const;

 private:
  void apply(WorkspaceNews& news);
  void table_changed(const Change& change);
  void ask_for_details();
  void run_arrived(bool another);
  void run_deleted(const RunRow& deleted, const RunRow* instead);
  void run_seen_beside(const RunScores& scores, bool another);
  void show_target_of(const RunScores& scores);
  std::string why_no_model(const RunScores& stored) const;  // of a run without an epoch
  void explain_with(const RunScores& stored, double threshold);
  void read_model(RunId run);
  void relabel(const RelabelImages& wanted);
  void move_images(const MoveImages& wanted);
  void change_classes(const ClassChange& change);
  void plan_a_split();
  void enter_set_actions(ActionTable& table);
  void enter_label_actions(ActionTable& table);
  void enter_refit_actions(ActionTable& table);
  void enter_calibration_actions(ActionTable& table);
  void calibrate(CalibrateRun::What what);
  void set_target(const std::string& target);
  void groups_changed(const std::optional<TargetFacts>& before);
  void take_filter_from(Row row);
  void filter_as_before();
  void move_focus(int step);

  Workspace& workspace_;
  Lanes lanes_;
  Inbox& inbox_;
  Messages& messages_;
  Models models_;
  FocusedImageLoader image_;
  ShownRun shown_run_;
  RefitDesk refit_;
  UnlikeDesk unlike_;
  ReferralDesk referral_;
  ThumbnailLoader thumbnails_;
  Labelling labelling_;
  SetEditing editing_;
  ClassEditing class_editing_;
  RunEditing run_editing_;
  RunOverlays overlays_;
  std::shared_ptr<LaneReader> details_reader_;
  std::optional<ImageId> opened_;
  std::optional<Filter> filter_before_;  // that was taken away to show an image
  std::uint64_t details_question_ = 0;
  std::chrono::steady_clock::time_point focus_since_ = std::chrono::steady_clock::now();
  Channel<WorkspaceNews> news_;
  std::unique_ptr<TableFeed> feed_;  // last: its thread ends before what it reports to
};

}  // namespace app
