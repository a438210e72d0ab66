// The plan of an import, made beside the interface: what was named is read on a lane, shown in the dialog, and made
// again with every choice (files are read once). Nothing is written here; take() gives the plan to the import.
// Main thread only, but for the work on the lane.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/shell/plan_view_of.h"
#include "app/shell/shell_view.h"
#include "app/workspace/workspace.h"

namespace app {

class PlanDesk {
 public:
  PlanDesk(Workspace& workspace, JobLane& lane, Inbox& inbox, ImportView& view)
      : workspace_(workspace), lane_(lane), inbox_(inbox), view_(view) {}

  void look_at(std::vector<std::filesystem::path> paths);
  void set_role(const std::string& column, int role);
  void set_reading(bool by_folders);
  void set_split(const std::string& word, int split);  // into PlanView::splits
  void keep_apart(const std::string& spelling, const std::string& label, bool apart);
  void set_malignant(const std::string& name, bool malignant);
  void set_source(const std::string& name);  // empty: as it is read
  void set_update(const std::string& kind, bool on);
  // Cancels what is being read; the dialog goes back to the folders.
  void forget();

  struct Decided {
    std::shared_ptr<const ImportPlan> plan;
    ImportChoices choices;
  };
  // Empty while there is no plan to import.
  std::optional<Decided> take();

 private:
  void make();
  void show(std::shared_ptr<const ImportPlan> plan);
  void show();

  Workspace& workspace_;
  JobLane& lane_;
  Inbox& inbox_;
  ImportView& view_;
  std::vector<std::filesystem::path> paths_;
  PlanDecisions decisions_;
  std::shared_ptr<FileReadings> readings_ = std::make_shared<FileReadings>();  // the lane's, one job at a time
  std::shared_ptr<const ImportPlan> plan_;
  std::uint64_t question_ = 0;  // number of the newest plan that was asked for
  JobId job_ = 0;
};

}  // namespace app
