// The workbench's models and pages over a workspace, frame by frame, without rasterising: what the main thread does.
// The host gives fonts and an ImGui context; pictures are not loaded, because a generated workspace has no files.
// Main thread only.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include <imgui.h>

#include "app/core/command_table.h"
#include "app/models/session.h"
#include "app/pages/library/library_page.h"
#include "app/pages/train/train_page.h"
#include "app/shell/workbench_panel.h"

namespace bench {

class Silent : public app::Messages {
 public:
  using app::Messages::show;
  void show(app::Message message) override { last = message.title + ": " + message.detail; }
  void withdraw_undo(std::int64_t) override {}
  void withdraw(const std::string&) override {}
  void ask(app::Question question) override { asked = std::move(question.on_yes); }
  std::string last;
  std::optional<app::Command> asked;  // what a question would do
};

class Window {
 public:
  explicit Window(const std::filesystem::path& workspace)
      : workspace_(workspace, app::Workspace::Open::MustExist),
        host_({.width_px = 1600, .height_px = 1000, .headless = true}),
        session_(workspace_, host_, {pictures_, reading_, numbers_, refits_}, inbox_, messages_),
        library_(session_),
        train_(session_, training_, inbox_, messages_, queue_, [] {}) {
    session_.enter_commands(commands_);
    library_.enter_commands(commands_);
    session_.open();
    train_.open();
    frame();
  }

  const app::Models& models() const { return session_.models(); }
  app::Workspace& workspace() { return workspace_; }
  const std::string& last_message() const { return messages_.last; }
  void see_library() { page_ = &library_; }
  void see_train() { page_ = &train_; }

  // Questions are answered with yes.
  void apply(const app::Command& command) {
    commands_.apply(command);
    if (const auto yes = std::exchange(messages_.asked, std::nullopt)) commands_.apply(*yes);
  }
  void frame() {
    for (const app::Inbox::Task& task : inbox_.take()) task.work();
    session_.take_news();
    session_.follow_focus();
    page_->update();
    ImGui::GetIO().DeltaTime = 1.0F / 60;
    ImGui::NewFrame();
    app::ShellContext context{
        {session_.models(), queue_, session_.thumbnails(), {host_.fonts(), host_.theme(), host_.landmarks(), focus_}},
        shell_,
        actions_,
        infos_};
    focus_.begin_frame({});
    app::draw_workbench(context, *page_);
    focus_.end_frame();
    ImGui::Render();
  }
  template <typename Condition>
  void frames_until(const Condition& condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > until) throw std::runtime_error("the window waited too long");
      frame();
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

 private:
  app::Workspace workspace_;
  engine::Host host_;
  app::Inbox inbox_{[] {}};
  Silent messages_;
  app::CommandTable commands_;
  app::CommandQueue queue_;
  app::ShellView shell_;
  app::widgets::KeyboardFocus focus_;
  const app::ActionTable actions_;
  app::Session session_;
  app::LibraryPage library_;
  app::JobLane training_{app::JobLane::Order::OldestFirst, "training"};
  app::TrainPage train_;
  const std::vector<app::PageInfo> infos_{library_.info(), train_.info()};
  app::Page* page_ = &library_;
  // Last: their threads end before what they report to.
  app::JobLane pictures_{app::JobLane::Order::NewestFirst, "pictures"};
  app::JobLane reading_{app::JobLane::Order::OldestFirst, "reading"};
  app::JobLane numbers_{app::JobLane::Order::OldestFirst, "numbers"};
  app::JobLane refits_{app::JobLane::Order::OldestFirst, "refits"};
};

}  // namespace bench
