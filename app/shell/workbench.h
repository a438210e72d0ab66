// The workbench: the registry of pages around one session, the lanes for long work, the boundary where failures end,
// and the frame. It applies what was asked for and tells the pages what changed; what a command does stands with
// whoever entered it: session, pages, shell (shell_actions.cpp).
// Main thread only.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/core/action_table.h"
#include "app/core/command_table.h"
#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/file_watch.h"
#include "app/models/session.h"
#include "app/pages/page.h"
#include "app/shell/appearance.h"
#include "app/shell/augment_preview.h"
#include "app/shell/boundary.h"
#include "app/shell/closing.h"
#include "app/shell/epoch_player.h"
#include "app/shell/export_desk.h"
#include "app/shell/folder_desk.h"
#include "app/shell/import_desk.h"
#include "app/shell/plan_desk.h"
#include "app/shell/report_desk.h"
#include "app/shell/shell_view.h"
#include "app/shell/toaster.h"
#include "app/workspace/workspace.h"
#include "engine/host/host.h"

namespace app {

class Workbench : public engine::App {
 public:
  Workbench(Workspace& workspace, engine::Host& host, Appearance& appearance);
  ~Workbench() override;

  void frame() override;
  void key_pressed(const engine::KeyPress& press) override;
  void files_dropped(const std::vector<std::filesystem::path>& paths) override;
  bool quit_requested() override;
  std::optional<std::string> script_value(const std::string& key) override;

  // As if it had been asked for in the window.
  template <class Asked>
  void ask(Asked command) {
    queue_.push(std::move(command));
  }

 private:
  void enter_pages();
  void enter_commands();
  void enter_import_commands();
  void enter_actions();
  void open();
  void take_results();
  void tell_missing_fonts();
  void draw();
  void apply(const Command& command);
  void run_action(const std::string& id);
  void close();
  void go();
  void import_weights_from(const std::filesystem::path& file);
  void answer_yes();
  void enter_file_actions();
  void enter_epoch_actions();
  void enter_run_actions();
  void show_run_beside(int by);  // in the list
  void enter_report_actions();
  void enter_dialog_actions();
  void enter_file_finding_actions();
  void enter_escape_actions();
  void toggle_import();
  std::string plan_state() const;  // for scripts
  void show_page(const std::string& id);
  Page& page() const;  // that is seen
  OnTop on_top() const;
  std::string name_of(const Command& command) const;

  Workspace& workspace_;
  engine::Host& host_;
  Appearance& appearance_;
  ShellView shell_;
  Toaster toaster_{shell_};
  Boundary boundary_{toaster_};
  CommandQueue queue_;
  CommandTable commands_;
  ActionTable actions_;
  Inbox inbox_;
  Session session_;
  FileWatch files_;
  ImportDesk imports_;
  ExportDesk exports_;
  ReportDesk reports_;
  PlanDesk plans_;
  FolderDesk folders_{inbox_, queue_, shell_.import};
  AugmentPreview preview_;
  EpochPlayer player_;
  Closing closing_{workspace_, inbox_, toaster_, [this] { go(); }};
  widgets::KeyboardFocus focus_;
  std::vector<std::unique_ptr<Page>> pages_;
  std::size_t fonts_told_ = 0;  // how many missing packages of fonts were named
  std::vector<PageInfo> page_infos_;
  // Last: their threads end before anything they report to.
  JobLane import_lane_{JobLane::Order::OldestFirst, "nevus-import"};
  JobLane train_lane_{JobLane::Order::OldestFirst, "nevus-train"};
  JobLane measure_lane_{JobLane::Order::OldestFirst, "nevus-measure"};
  JobLane map_lane_{JobLane::Order::OldestFirst, "nevus-map"};
  JobLane pictures_lane_{JobLane::Order::NewestFirst, "nevus-pictures"};
  JobLane reading_lane_{JobLane::Order::OldestFirst, "nevus-read"};
  JobLane refit_lane_{JobLane::Order::OldestFirst, "nevus-refit"};
  JobLane numbers_lane_{JobLane::Order::NewestFirst, "nevus-numbers"};
};

}  // namespace app
