// The Inspect page: the image in focus, large, with its evidence and everything known about it.
// Main thread only.
#pragma once

#include "app/models/session.h"
#include "app/pages/inspect/dropped_card.h"
#include "app/pages/inspect/inspect_view.h"
#include "app/pages/inspect/second_picture.h"
#include "app/pages/page.h"

namespace app {

class InspectPage : public Page {
 public:
  // `lane`: newest first; the second picture and a dropped one are asked about there.
  InspectPage(Session& session, engine::Host& host, JobLane& lane, Inbox& inbox, CommandQueue& commands)
      : session_(session),
        commands_(commands),
        second_(session, host, lane, inbox, view_.compare),
        dropped_(session, host, lane, inbox, view_.dropped) {}

  const PageInfo& info() const override;
  void draw(PageContext& context, widgets::Rect in) override;
  void enter_commands(CommandTable& table) override;
  void enter_actions(ActionTable& table) override;
  void update() override;
  bool files_dropped(std::span<const std::filesystem::path> paths) override;
  void shown() override { session_.see_one_image(true); }
  void hidden() override;
  std::string_view keys() const override;
  std::optional<std::string> script_value(const std::string& key) const override;

 private:
  void enter_compare_actions(ActionTable& table);

  Session& session_;
  CommandQueue& commands_;
  InspectView view_;
  SecondPicture second_;
  DroppedFile dropped_;
};

}  // namespace app
