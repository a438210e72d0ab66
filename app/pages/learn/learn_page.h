// The Learn page: the words that the program uses, a quiz without consequences, lessons worked out before the eyes.
// Main thread only, but for the work on the lanes.
#pragma once

#include <optional>
#include <string>

#include "app/pages/learn/learn_view.h"
#include "app/pages/learn/lesson_runner.h"
#include "app/pages/learn/quiz_game.h"
#include "app/pages/page.h"

namespace app {

class LearnPage : public Page {
 public:
  struct Lanes {
    JobLane& pictures;  // newest first
    JobLane& working;   // lessons
    JobLane& files;     // sessions
  };
  LearnPage(Session& session, engine::Host& host, const Lanes& lanes, Inbox& inbox, CommandQueue& commands)
      : session_(session),
        host_(host),
        files_(lanes.files),
        inbox_(inbox),
        commands_(commands),
        quiz_(session, host, lanes.pictures, inbox, view_.quiz),
        lessons_(host, {lanes.pictures, lanes.working}, inbox, view_.lesson) {}

  const PageInfo& info() const override;
  void open() override { list_sessions(); }
  void draw(PageContext& context, widgets::Rect in) override;
  void enter_commands(CommandTable& table) override;
  void enter_actions(ActionTable& table) override;
  void update() override;
  void closing() override { lessons_.cancel(); }
  std::optional<std::string> script_value(const std::string& key) const override;

 private:
  void show_here(std::size_t lesson);
  void replay();
  void toggle_recording();
  void list_sessions();  // of the workspace, beside the interface

  Session& session_;
  engine::Host& host_;
  JobLane& files_;
  Inbox& inbox_;
  CommandQueue& commands_;
  LearnView view_;
  QuizGame quiz_;
  LessonRunner lessons_;
};

}  // namespace app
