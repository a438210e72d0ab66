// The workbench: applies what the panels ask for, keeps the views in step with the database and the
// workers, and builds each frame. It owns the lanes and the desks; each desk owns its part of the view.
// Main thread only.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/core/channel.h"
#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/inspector.h"
#include "app/models/library_desk.h"
#include "app/models/training_desk.h"
#include "app/models/workbench_view.h"
#include "app/pages/panel_context.h"
#include "app/shell/augment_preview.h"
#include "app/shell/import_desk.h"
#include "app/shell/thumbnail_loader.h"
#include "app/shell/toaster.h"
#include "app/workspace/labeling.h"
#include "app/workspace/workspace.h"
#include "db/change_set.h"
#include "engine/host/host.h"

namespace app {

class Workbench : public engine::App {
 public:
  Workbench(Workspace& workspace, engine::Host& host);
  ~Workbench() override;

  void frame() override;
  void key_pressed(const engine::KeyPress& press) override;
  void files_dropped(const std::vector<std::filesystem::path>& paths) override;
  bool quit_requested() override;
  std::optional<std::string> script_value(const std::string& key) override;

  const WorkbenchView& view() const { return view_; }

 private:
  void apply(const Command& command);
  // The command boundary: a failure becomes a toast and nothing else changes.
  void attempt(const std::string& what, const std::function<void()>& work);
  void take_changes();
  void follow_focus();
  void training_ended(const TrainingDesk::Ended& ended);
  void show_run(RunId run, int epoch);
  void load_explaining_model(RunId run);
  void update_files();

  void run_action(Action action);
  bool run_navigation(Action action);
  bool run_selection(Action action);
  bool run_labelling(Action action);
  void relabel_to(const std::vector<ImageId>& images, std::optional<ClassId> to, bool advance);
  void label_by_key(int index);
  void reverse(const std::optional<LabelChange>& change, const std::string& nothing);
  void open_image(ImageId image);
  void show_page(Page page);

  Workspace& workspace_;
  engine::Host& host_;
  WorkbenchView view_;
  CommandQueue commands_;
  Inbox inbox_;
  Channel<db::ChangeSet> changes_;
  Toaster toaster_{view_.shell};
  ThumbnailLoader thumbnails_;
  Inspector inspector_;
  LibraryDesk library_{workspace_, view_};
  ImportDesk imports_;
  AugmentPreview views_;
  TrainingDesk training_;
  std::unordered_map<ImageId, std::filesystem::path> paths_;
  std::optional<ImageId> opened_;
  std::chrono::steady_clock::time_point focus_since_ = std::chrono::steady_clock::now();
  // Last: their threads end before anything they report to.
  JobLane import_lane_{JobLane::Order::OldestFirst, "nevus-import"};
  JobLane train_lane_{JobLane::Order::OldestFirst, "nevus-train"};
  JobLane short_lane_{JobLane::Order::NewestFirst, "nevus-short"};
};

}  // namespace app
