// The Inspect page: the image in focus, large, with its evidence and everything known about it.
// Main thread only.
#pragma once

#include "app/models/session.h"
#include "app/pages/inspect/inspect_view.h"
#include "app/pages/page.h"

namespace app {

class InspectPage : public Page {
 public:
  InspectPage(Session& session, CommandQueue& commands) : session_(session), commands_(commands) {}

  const PageInfo& info() const override;
  void draw(PageContext& context, widgets::Rect in) override;
  void enter_commands(CommandTable& table) override;
  void enter_actions(ActionTable& table) override;
  void shown() override { session_.see_one_image(true); }
  void hidden() override { session_.see_one_image(false); }

 private:
  Session& session_;
  CommandQueue& commands_;
  InspectView view_;
};

}  // namespace app
