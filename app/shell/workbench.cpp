#include "app/shell/workbench.h"

#include <algorithm>

#include <imgui.h>
#include <imgui_internal.h>

#include "app/core/joined.h"
#include "app/pages/compare/compare_page.h"
#include "app/pages/duplicates/duplicates_page.h"
#include "app/pages/errors/errors_page.h"
#include "app/pages/inspect/inspect_page.h"
#include "app/pages/learn/learn_page.h"
#include "app/pages/library/library_page.h"
#include "app/pages/train/train_page.h"
#include "app/pages/wall/wall_page.h"
#include "app/shell/folder_browser.h"
#include "app/shell/shell_commands.h"
#include "app/shell/workbench_panel.h"
#include "app/widgets/item.h"

namespace app {

Workbench::Workbench(Workspace& workspace, engine::Host& host, Appearance& appearance)
    : workspace_(workspace),
      host_(host),
      appearance_(appearance),
      inbox_([&host] { host.wake(); }),
      session_(workspace, host, {pictures_lane_, reading_lane_, numbers_lane_, refit_lane_}, inbox_, toaster_),
      files_(workspace, measure_lane_, inbox_, toaster_),
      imports_(workspace, import_lane_, inbox_, shell_, toaster_),
      exports_(workspace, import_lane_, inbox_, shell_, toaster_),
      reports_(workspace, import_lane_, inbox_, shell_, toaster_),
      plans_(workspace, import_lane_, inbox_, shell_.import),
      preview_(workspace, host, pictures_lane_, inbox_, shell_.preview) {
  shell_.device = host.device_name();
  enter_pages();
  enter_commands();
  enter_actions();
  open();
}

Workbench::~Workbench() {
  for (const auto& page : pages_) page->closing();
}

// In the order of the navigation; the first is what is seen at the start.
void Workbench::enter_pages() {
  pages_.push_back(std::make_unique<LibraryPage>(session_));
  pages_.push_back(std::make_unique<InspectPage>(session_, host_, pictures_lane_, inbox_, queue_));
  pages_.push_back(
      std::make_unique<TrainPage>(session_, train_lane_, inbox_, toaster_, queue_, [this] { host_.wake(); }));
  pages_.push_back(std::make_unique<DuplicatesPage>(
      session_, host_, DuplicatesPage::Lanes{pictures_lane_, measure_lane_}, inbox_, toaster_));
  pages_.push_back(std::make_unique<WallPage>(session_, host_, map_lane_, inbox_));
  pages_.push_back(std::make_unique<ComparePage>(session_, inbox_, toaster_, queue_));
  pages_.push_back(
      std::make_unique<ErrorsPage>(session_, ErrorsPage::Lanes{reading_lane_, numbers_lane_}, inbox_, queue_));
  pages_.push_back(std::make_unique<LearnPage>(
      session_, host_, LearnPage::Lanes{pictures_lane_, measure_lane_, reading_lane_}, inbox_, queue_));
  for (const auto& page : pages_) page_infos_.push_back(page->info());
  shell_.page = page_infos_.front().id;
}

// What cannot be read is said; the window opens with the rest.
void Workbench::open() {
  boundary_.run("Opening the workspace", [this] { session_.open(); });
  files_.open();  // before the pages have the lane measure
  for (const auto& page : pages_) boundary_.run("Opening " + page->info().title, [&] { page->open(); });
  page().shown();
  if (workspace_.viewing())
    toaster_.show(MessageKind::Warning, "The workspace is open for viewing only", workspace_.viewing_because());
  imports_.read_earlier(reading_lane_);
}

void Workbench::frame() {
  take_results();
  boundary_.run("Taking over changes", [this] { session_.take_news(); });
  files_.update();
  for (const auto& page : pages_) boundary_.run("Keeping " + page->info().title + " in step", [&] { page->update(); });
  boundary_.run("Showing the image in focus", [this] { session_.follow_focus(); });
  if (!shell_.import.open && shell_.import.plan.state != PlanState::None) plans_.forget();
  tell_missing_fonts();
  if (const auto news = appearance_.take_news())
    toaster_.show({.kind = MessageKind::Info, .title = *news, .topic = "scale"});
  shell_.stage.presenting = appearance_.presenting();
  if (!shell_.stage.presenting) shell_.stage.alone.clear();
  toaster_.drop_expired();
  if (const auto ms = player_.update(session_.models(), queue_)) host_.request_redraw_in_ms(*ms);
  shell_.playing_epochs = player_.playing();
  shell_.frame_ms = host_.last_frame_ms();
  // Windows that a failure left open are closed, so that the next frame can be built.
  if (!boundary_.run("Drawing " + page().info().title, [this] { draw(); })) ImGui::ErrorCheckEndFrameRecover(nullptr);
  session_.thumbnails().end_frame();
  for (auto asked = queue_.take(); !asked.empty(); asked = queue_.take()) {
    for (const Command& command : asked) apply(command);
    host_.request_redraw();
  }
  if (const auto ms = toaster_.next_expiry_ms()) host_.request_redraw_in_ms(*ms);
}

void Workbench::take_results() {
  for (const Inbox::Task& task : inbox_.take()) boundary_.run(task.what, task.work);
}

// Once for each package, when a character is met that only it would have.
void Workbench::tell_missing_fonts() {
  const std::vector<std::string> packages = host_.missing_fonts();
  if (packages.size() <= fonts_told_) return;
  fonts_told_ = packages.size();
  toaster_.show({.kind = MessageKind::Warning,
                 .title = "Some characters are shown as boxes",
                 .detail = "No font here has them; each box holds the character's number. Install " + joined(packages) +
                           " and open the window again.",
                 .topic = "fonts"});
}

void Workbench::draw() {
  const OnTop top = on_top();
  const bool nothing_on_top = top.dialog.empty() && !top.menu;
  focus_.begin_frame(widgets::take_focus_keys());
  ShellContext context{{session_.models(),
                        queue_,
                        session_.thumbnails(),
                        {host_.fonts(), host_.theme(), host_.landmarks(), focus_},
                        nothing_on_top && !focus_.visible(),
                        nothing_on_top,
                        host_.headless(),
                        &shell_.stage},
                       shell_,
                       actions_,
                       page_infos_};
  draw_workbench(context, page());
  focus_.end_frame();
  widgets::draw_focus_ring(context.style);
}

void Workbench::apply(const Command& command) {
  std::string name;
  if (boundary_.run("Reading a command", [&] { name = name_of(command); }))
    boundary_.run(name, [&] { commands_.apply(command); });
}

// An action is known by its own name, not as a command of the table.
std::string Workbench::name_of(const Command& command) const {
  const auto* named = command.as<RunAction>();
  const Action* action = named == nullptr ? nullptr : actions_.find(named->id);
  return action == nullptr ? commands_.name_of(command) : app::name_of(*action);
}

Page& Workbench::page() const {
  const auto seen = std::ranges::find_if(pages_, [this](const auto& page) { return page->info().id == shell_.page; });
  return **seen;
}

OnTop Workbench::on_top() const {
  const bool menu = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  return {page().keys(), shell_.dialog(), menu, ImGui::GetIO().WantTextInput, focus_.visible()};
}

void Workbench::key_pressed(const engine::KeyPress& press) {
  if (const Action* action = actions_.for_key(press.chord, on_top(), press.repeat)) queue_.push(RunAction{action->id});
}

void Workbench::files_dropped(const std::vector<std::filesystem::path>& paths) {
  bool taken = false;
  boundary_.run("Taking dropped files", [&] { taken = page().files_dropped(paths); });
  if (taken) return;
  std::vector<std::filesystem::path> images;
  for (const std::filesystem::path& path : paths) {
    if (is_weights_file(path))
      queue_.push(ImportWeights{path});
    else
      images.push_back(path);
  }
  if (!images.empty()) queue_.push(PlanImport{images});
}

// The window goes by itself, once what was decided is saved; what waits to be applied is asked about.
bool Workbench::quit_requested() {
  for (const auto& page : pages_) {
    const std::string waits = page->unapplied();
    if (waits.empty()) continue;
    toaster_.ask({"Close without applying?", waits, "Close without applying", CloseWindow{}, true});
    return false;
  }
  close();
  return false;
}

void Workbench::close() {
  session_.closing();
  closing_.begin();
}

// A running training keeps its best epoch.
void Workbench::go() {
  for (const auto& page : pages_) page->closing();
  files_.closing();
  imports_.cancel_all();
  plans_.forget();
  host_.quit();
}

std::string Workbench::plan_state() const {
  const PlanView& plan = shell_.import.plan;
  switch (plan.state) {
    case PlanState::None: break;
    case PlanState::Reading: return "reading";
    case PlanState::Ready: return plan.working ? "working" : "ready";
    case PlanState::Failed: return "failed";
  }
  return "none";
}

std::optional<std::string> Workbench::script_value(const std::string& key) {
  if (key == "page") return shell_.page;
  if (key == "jobs") return std::to_string(shell_.jobs.size());
  if (key == "toasts") return std::to_string(shell_.toasts.size());
  if (key == "toast") return shell_.toasts.empty() ? "" : shell_.toasts.back().title;
  if (key == "scale") return std::to_string(static_cast<int>(host_.scale() * 100 + 0.5F));
  if (key == "theme") return host_.theme().light ? "light" : "dark";
  if (key == "presenting") return shell_.stage.presenting ? "1" : "0";
  if (key == "stage") return shell_.stage.alone;
  if (key == "palette") return shell_.palette_open ? "1" : "0";
  if (key == "dialog") return std::string(shell_.dialog());
  if (key == "menu") return on_top().menu ? "1" : "0";
  if (key == "control") return focus_.visible() ? focus_.current() : "";
  if (key == "toast.detail") return shell_.toasts.empty() ? "" : shell_.toasts.back().detail;
  if (key == "question") return shell_.question ? shell_.question->title : "";
  if (key == "question.detail") return shell_.question ? shell_.question->detail : "";
  if (key == "messages") return std::to_string(shell_.messages.size());
  if (key == "messages.text") return shell_.messages.empty() ? "" : shell_.messages.back().detail;
  if (key == "export.message") return shell_.exporting.message;
  if (key == "export.path") return shell_.exporting.path;
  if (key == "import.content") return shell_.import.content;
  if (key == "import.path") return shell_.import.path;
  if (key == "import.folder") return shell_.import.folder;
  if (key == "import.message") return shell_.import.message;
  if (key == "files") return files_.state();
  if (key == "plan") return plan_state();
  if (key == "plan.button") return shell_.import.plan.button;
  if (key == "thumbnails.missing") return std::to_string(session_.thumbnails().missing());
  if (key == "views.state") {
    const AugmentPreviewView& view = shell_.preview;
    return !view.open ? "closed" : view.working ? "working" : view.texture != 0 ? "ready" : "failed";
  }
  if (auto value = session_.script_value(key)) return value;
  for (const auto& page : pages_) {
    if (auto value = page->script_value(key)) return value;
  }
  return std::nullopt;
}

}  // namespace app
