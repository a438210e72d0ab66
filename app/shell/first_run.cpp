#include "app/shell/first_run.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <imgui.h>

#include "app/core/disclaimer.h"
#include "app/shell/open_workbench.h"
#include "app/widgets/controls.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "app/workspace/recent_workspaces.h"

namespace app {
using namespace widgets;
namespace fs = std::filesystem;
namespace {

constexpr float kCard_px = 680, kStartCardHeight_px = 600, kTop_px = 110;
constexpr int kPatience_ms = 500;  // for another program's transaction; the window waits
constexpr std::size_t kShownRecent = 6;

std::unique_ptr<Workspace> opened(const fs::path& folder) {
  std::error_code ignored;
  const bool is_there = fs::exists(folder / "nevus.db", ignored);
  auto workspace = std::make_unique<Workspace>(folder, is_there ? Workspace::Open::ToRead : Workspace::Open::OrCreate);
  workspace->wait_for_turn(kPatience_ms);
  if (!workspace->viewing()) mark_interrupted(*workspace);
  remember_workspace(workspace->folder());
  return workspace;
}

}  // namespace

FirstRun::FirstRun(engine::Host& host, Appearance& appearance, const fs::path& folder)
    : host_(host),
      appearance_(appearance),
      folder_(fs::absolute(folder).lexically_normal().string()),
      recent_(recent_workspaces()),
      inbox_([&host] { host.wake(); }) {
  if (recent_.size() > kShownRecent) recent_.resize(kShownRecent);
}

void FirstRun::frame() {
  for (const Inbox::Task& task : inbox_.take()) {
    try {
      task.work();
    } catch (const std::exception& error) {  // the page stays, with the reason
      workbench_.reset();
      workspace_.reset();
      problem_ = error.what();
    }
  }
  if (workbench_) return workbench_->frame();
  if (looked_ != folder_) look();
  draw();
}

// One at a time: its buttons wait while a workspace is opened.
void FirstRun::choose(const Choice& choice) {
  if (!opening_.empty()) return;
  opening_ = choice.folder.string();
  problem_.clear();
  lane_.post(
      [this, choice](const std::stop_token&) {
        auto workspace = std::make_shared<std::unique_ptr<Workspace>>(opened(choice.folder));
        inbox_.post("Opening the workspace", [this, choice, workspace] {
          opening_.clear();
          open(choice, std::move(*workspace));
        });
      },
      [this](const std::string& why) {
        inbox_.post("Opening the workspace", [this, why] {
          opening_.clear();
          problem_ = why;
        });
      });
}

void FirstRun::open(const Choice& choice, std::unique_ptr<Workspace> workspace) {
  workspace_ = std::move(workspace);
  workbench_ = std::make_unique<Workbench>(*workspace_, host_, appearance_);
  if (!choice.paths.empty())
    workbench_->files_dropped(choice.paths);
  else if (choice.then == Then::Import)
    workbench_->ask(RunAction{"import"});
  else if (choice.then == Then::Demo)
    workbench_->ask(RunAction{"demo"});
  if (!dropped_.empty()) workbench_->files_dropped(std::exchange(dropped_, {}));
  host_.request_redraw();
}

void FirstRun::look() {
  looked_ = folder_;
  found_ = Found::NotYetKnown;
  const auto say = [this](const std::string& folder, Found found) {
    inbox_.post("Looking for the folder", [this, folder, found] {
      if (folder == looked_) found_ = found;
    });
  };
  lane_.post(
      [say, folder = folder_](const std::stop_token&) {
        std::error_code ignored;
        say(folder, fs::exists(fs::path(folder) / "nevus.db", ignored) ? Found::Workspace
                    : fs::exists(folder, ignored)                      ? Found::Folder
                                                                       : Found::Nothing);
      },
      [say, folder = folder_](const std::string&) { say(folder, Found::Nothing); });
}

void FirstRun::key_pressed(const engine::KeyPress& press) {
  if (workbench_) return workbench_->key_pressed(press);
  if (appearance_.take_key(press.chord)) return;
  if (press.chord == "ctrl+q") host_.quit();
  if (press.chord == "ctrl+o") choose(Then::Import);
  if (press.chord == "escape") focus_.leave();
}

void FirstRun::files_dropped(const std::vector<fs::path>& paths) {
  if (workbench_) return workbench_->files_dropped(paths);
  if (opening_.empty()) return choose(Choice{folder_, Then::Import, paths});
  dropped_.insert(dropped_.end(), paths.begin(), paths.end());
}

bool FirstRun::quit_requested() { return !workbench_ || workbench_->quit_requested(); }

std::optional<std::string> FirstRun::script_value(const std::string& key) {
  if (workbench_) return workbench_->script_value(key);
  if (key == "page") return "start";
  if (key == "control") return focus_.visible() ? focus_.current() : "";
  if (key == "start.problem") return problem_;
  if (key == "start.state") return !opening_.empty() ? "opening" : found_ == Found::NotYetKnown ? "looking" : "ready";
  if (key == "start.recent") return std::to_string(recent_.size());
  return std::nullopt;
}

std::string FirstRun::what_would_be_made() const {
  if (!opening_.empty()) return "Opening " + opening_ + " …";
  switch (found_) {
    case Found::NotYetKnown: return "";
    case Found::Workspace: return "There is a workspace in this folder: it is opened.";
    case Found::Folder: return "A workspace is made in this folder when you choose. Images stay where they are.";
    case Found::Nothing:
      return "This folder and a workspace in it are made when you choose. Images stay where they are.";
  }
  return "";
}

void FirstRun::draw() {
  focus_.begin_frame(take_focus_keys());
  const Style style{host_.fonts(), host_.theme(), host_.landmarks(), focus_};
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::Begin("first run", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
  draw_text_centred(style.fonts.tiny, {{0, size.y - 34}, {size.x, size.y - 12}}, style.theme.muted, kDisclaimer);
  const float top = std::min(kTop_px, size.y * 0.08F), width = std::min(kCard_px, size.x - 24);
  ImGui::SetCursorPos({(size.x - width) / 2, top});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {32, 28});
  ImGui::PushStyleColor(ImGuiCol_ChildBg, style.theme.panel);
  ImGui::BeginChild("card", {width, std::min(kStartCardHeight_px, size.y - top - 60)}, true, ImGuiWindowFlags_NoNav);
  draw_card(style);
  ImGui::EndChild();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ImGui::End();
  focus_.end_frame();
  draw_focus_ring(style);
}

void FirstRun::draw_card(const Style& style) {
  label(style, style.fonts.title, style.theme.text, "Nevus");
  paragraph(style, style.fonts.body, style.theme.muted,
            "Browse and relabel images of skin lesions, fine-tune a model and see why it decides.");
  ImGui::Dummy({0, 12});
  text_field(style, "start.folder", "Workspace", "Folder of the workspace", folder_, 92);
  paragraph(style, style.fonts.small, style.theme.muted, what_would_be_made());
  ImGui::Dummy({0, 8});
  draw_choices(style);
  if (!problem_.empty()) {
    ImGui::Dummy({0, 6});
    paragraph(style, style.fonts.small, style.theme.warning, problem_);
  }
  draw_recent(style);
}

void FirstRun::draw_choices(const Style& style) {
  const bool ready = found_ != Found::NotYetKnown && opening_.empty();
  const ButtonLook first{.kind = ButtonKind::Primary, .width_px = 190, .height_px = 40, .enabled = ready};
  const ButtonLook other{.width_px = 190, .height_px = 40, .enabled = ready};
  if (holds_workspace()) {
    if (button(style, "start.open", "Open it", first)) choose(Then::Look);
    ImGui::SameLine(0, 12);
  }
  if (button(style, "start.import", "Import images…", holds_workspace() ? other : first)) choose(Then::Import);
  if (holds_workspace()) return;
  ImGui::SameLine(0, 12);
  ButtonLook demo = other;
  demo.tip = "Generated images with known wrong labels, to try everything on";
  if (button(style, "start.demo", "Try the demo", demo)) choose(Then::Demo);
}

void FirstRun::draw_recent(const Style& style) {
  ImGui::Dummy({0, 16});
  section(style, "Recent workspaces");
  if (recent_.empty()) return paragraph(style, style.fonts.small, style.theme.muted, "None yet.");
  const float width = ImGui::GetContentRegionAvail().x;
  for (std::size_t i = 0; i < recent_.size(); ++i) {
    constexpr float kRow_px = 42;
    const Item row = item(style, "start.recent." + std::to_string(i + 1), {width, kRow_px});
    const ImVec2 at = row.place.low;
    if (row.hovered || row.focused)
      ImGui::GetWindowDrawList()->AddRectFilled(row.place.low, row.place.high, style.theme.accent_soft, 8);
    draw_text(style.fonts.strong, {at.x + 12, at.y + 3}, style.theme.text,
              elided(style.fonts.strong, recent_[i].filename().string(), width - 24));
    draw_text(style.fonts.tiny, {at.x + 12, at.y + 23}, style.theme.muted,
              elided(style.fonts.tiny, recent_[i].string(), width - 24));
    if (row.clicked) choose(Choice{recent_[i], Then::Look, {}});
  }
}

}  // namespace app
