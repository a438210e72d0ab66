// The models of the window over a workspace, without pages and without drawing.
#pragma once

#include <chrono>
#include <exception>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/core/command_table.h"
#include "app/models/session.h"
#include "engine/host/host.h"

namespace test {

class Silent : public app::Messages {
 public:
  using app::Messages::show;
  void show(app::Message message) override {
    last = message.title;
    all.push_back(message.title);
  }
  void withdraw_undo(std::int64_t) override {}
  void withdraw(const std::string& topic) override { withdrawn = topic; }
  void ask(app::Question question) override { asked = std::move(question.detail); }
  std::string last, withdrawn, asked;
  std::vector<std::string> all;
};

// A session without pages.
struct OpenSession {
  explicit OpenSession(app::Workspace& workspace)
      : host({.width_px = 640, .height_px = 480, .headless = true}),
        inbox([] {}),
        session(workspace, host, {pictures, reading, numbers, refits}, inbox, messages) {
    session.enter_commands(commands);
    session.open();
  }
  // Frames without drawing, until what workers had to bring is there.
  template <typename Condition>
  bool wait_for(const Condition& condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!condition() && std::chrono::steady_clock::now() < until) {
      for (const app::Inbox::Task& task : inbox.take()) run(task);
      session.take_news();
      session.follow_focus();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return condition();
  }
  // As the window's boundary does: a failure becomes a message.
  void run(const app::Inbox::Task& task) {
    try {
      task.work();
    } catch (const std::exception& error) {
      messages.show(app::MessageKind::Error, task.what, error.what());
    }
  }
  const app::Models& models() const { return session.models(); }

  engine::Host host;
  app::Inbox inbox;
  Silent messages;
  app::CommandTable commands;
  app::Session session;
  // Last: their threads end before what they report to.
  app::JobLane pictures{app::JobLane::Order::NewestFirst, "pictures"};
  app::JobLane reading{app::JobLane::Order::OldestFirst, "reading"};
  app::JobLane numbers{app::JobLane::Order::OldestFirst, "numbers"};
  app::JobLane refits{app::JobLane::Order::OldestFirst, "refits"};
};

}  // namespace test
