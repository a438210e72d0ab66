// What is open in the workbench, beside the pages: the workspace with the models the pages share, kept in step with
// the database (changed) and with what the user chooses. Answers the commands that several pages give (commands.h),
// and has the actions on the shared selection: labels, undo, moving on.
// Main thread only, but for the work on the lane. Owns models and textures of the image in focus.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/core/action_table.h"
#include "app/core/command_table.h"
#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/commands.h"
#include "app/models/focused_image_loader.h"
#include "app/models/library_rows.h"
#include "app/models/messages.h"
#include "app/models/models.h"
#include "app/models/shown_run.h"
#include "app/models/thumbnail_loader.h"
#include "app/workspace/labeling.h"
#include "app/workspace/workspace.h"
#include "db/change_set.h"
#include "engine/host/host.h"

namespace app {

class Session {
 public:
  Session(Workspace& workspace, engine::Host& host, JobLane& short_lane, Inbox& inbox, Messages& messages);

  const Models& models() const { return models_; }
  Workspace& workspace() { return workspace_; }
  RunView& run_view() { return models_.run; }  // for the page that trains
  ShownRun& shown_run() { return shown_run_; }
  ThumbnailLoader& thumbnails() { return thumbnails_; }

  // Reads everything, and shows the newest run that can be shown.
  void open();
  void changed(const db::ChangeSet& changes);
  // Before each frame: the focused image is what Inspect and the side column show.
  void follow_focus();

  // Everything of a run that can be read is shown; what cannot is said in the models.
  void show_run(RunId run, int epoch);
  void select(const SelectImages& selection);
  void set_filter(const LibraryFilter& filter);
  void set_sort(SortKey key, bool descending);

  void enter_commands(CommandTable& table);
  void enter_actions(ActionTable& table);
  std::optional<std::string> script_value(const std::string& key) const;

 private:
  void read_images();
  void load_explaining_model(RunId run);
  void relabel_to(const std::vector<ImageId>& images, std::optional<ClassId> to, bool advance);
  void label_by_key(std::size_t index);
  void reverse(const std::optional<LabelChange>& change, const std::string& nothing);
  void set_target(const std::string& target);
  void set_threshold(float threshold);
  std::string relabel_name(std::size_t images, std::optional<ClassId> to) const;

  Workspace& workspace_;
  Messages& messages_;
  Models models_;
  LibraryRows rows_{workspace_, models_.catalog, models_.library};
  FocusedImageLoader image_;
  ShownRun shown_run_{workspace_, models_.run};
  ThumbnailLoader thumbnails_;
  std::unordered_map<ImageId, std::filesystem::path> paths_;
  std::optional<ImageId> opened_;
  std::chrono::steady_clock::time_point focus_since_ = std::chrono::steady_clock::now();
};

}  // namespace app
