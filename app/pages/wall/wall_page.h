// The Wall: every image of the gallery on one canvas, laid out by what is known of it. Draws nothing and asks for
// nothing while another page is seen, and asks for frames only while something moves.
// Main thread only, but for the work on the lane.
#pragma once

#include <optional>
#include <string>

#include "app/models/session.h"
#include "app/pages/page.h"
#include "app/pages/wall/wall_facts.h"
#include "app/pages/wall/wall_view.h"

namespace app {

class WallPage : public Page {
 public:
  WallPage(Session& session, engine::Host& host, JobLane& lane, Inbox& inbox);

  const PageInfo& info() const override;
  void draw(PageContext& context, widgets::Rect in) override;
  void enter_commands(CommandTable& table) override;
  void enter_actions(ActionTable& table) override;
  void update() override;
  void shown() override { visible_ = true; }
  void hidden() override { visible_ = false; }
  void closing() override { facts_.stop(); }
  std::optional<std::string> script_value(const std::string& key) const override;

 private:
  Session& session_;
  engine::Host& host_;
  WallView view_;
  WallFacts facts_;
  bool visible_ = false;
};

}  // namespace app
