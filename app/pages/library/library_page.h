// The Library page: every image in a grid, filtered and sorted, and the focused one at the side.
// Main thread only.
#pragma once

#include "app/models/session.h"
#include "app/pages/library/grid_view.h"
#include "app/pages/page.h"

namespace app {

class LibraryPage : public Page {
 public:
  explicit LibraryPage(Session& session) : session_(session) {}

  const PageInfo& info() const override;
  void draw(PageContext& context, widgets::Rect in) override;
  void enter_commands(CommandTable& table) override;
  void enter_actions(ActionTable& table) override;

 private:
  Session& session_;
  GridView view_;
};

}  // namespace app
