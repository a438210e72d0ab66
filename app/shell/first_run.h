// The window before a workspace is open: an empty page that offers to import images, to make a demo, or to open one of
// the last workspaces. Nothing is made on the disk until one of them is chosen; from then on it is the workbench.
// Main thread only, but for what asks the disk, which has a lane. Owns the workspace and the workbench once there are
// any.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/shell/workbench.h"
#include "app/widgets/keyboard_focus.h"
#include "app/workspace/workspace.h"
#include "engine/host/host.h"

namespace app {

class FirstRun : public engine::App {
 public:
  // `folder`: where a workspace would be made.
  FirstRun(engine::Host& host, Appearance& appearance, const std::filesystem::path& folder);

  void frame() override;
  void key_pressed(const engine::KeyPress& press) override;
  void files_dropped(const std::vector<std::filesystem::path>& paths) override;
  bool quit_requested() override;
  std::optional<std::string> script_value(const std::string& key) override;

  Workspace* workspace() { return workspace_.get(); }  // null: none was chosen

 private:
  enum class Then { Look, Import, Demo };
  struct Choice {
    std::filesystem::path folder;
    Then then = Then::Look;
    std::vector<std::filesystem::path> paths;  // dropped
  };
  // What is in the folder that the field names.
  enum class Found { NotYetKnown, Nothing, Folder, Workspace };

  void choose(const Choice& choice);
  void choose(Then then) { choose(Choice{folder_, then, {}}); }
  void open(const Choice& choice, std::unique_ptr<Workspace> workspace);
  void look();
  void draw();
  void draw_card(const widgets::Style& style);
  void draw_choices(const widgets::Style& style);
  void draw_recent(const widgets::Style& style);
  std::string what_would_be_made() const;
  bool holds_workspace() const { return found_ == Found::Workspace; }

  engine::Host& host_;
  Appearance& appearance_;
  std::string folder_;  // edited in place
  std::vector<std::filesystem::path> recent_;
  std::string problem_;
  std::string looked_;  // the folder that was asked about last
  Found found_ = Found::NotYetKnown;
  std::string opening_;                         // the folder that is being opened; empty: none
  std::vector<std::filesystem::path> dropped_;  // meanwhile
  widgets::KeyboardFocus focus_;
  Inbox inbox_;
  std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<Workbench> workbench_;                     // uses everything above
  JobLane lane_{JobLane::Order::OldestFirst, "nevus-open"};  // last: its thread ends before what it reports to
};

}  // namespace app
