// How a page enters the workbench. A page has a view of its own and the models that all pages share; it draws itself,
// enters its commands and actions, and is told what changed. Its folder holds view, commands, logic and panels; the
// shell knows it by this interface only.
//
//   pages.push_back(std::make_unique<InspectPage>(session, host, lane, inbox, commands));
//
// Main thread only. The context's references are valid during the frame.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/core/action_table.h"
#include "app/core/command_queue.h"
#include "app/core/command_table.h"
#include "app/models/commands.h"
#include "app/models/models.h"
#include "app/models/thumbnails.h"
#include "app/widgets/style.h"
#include "engine/ui/icons.h"

namespace app {

// In a presentation one card may fill the page: common::on_stage (pages/common/stage.h).
struct Stage {
  bool presenting = false;
  std::string alone;    // the card's name; empty: all are seen
  widgets::Rect whole;  // of the page
};

// What a panel gets for one frame: the models to read, the queue to ask through, thumbnails, and the style with
// fonts, colours and landmarks.
struct PageContext {
  const Models& models;
  CommandQueue& commands;
  Thumbnails& thumbnails;
  widgets::Style style;
  bool keyboard_free = true;   // keys mean the page's images: nothing on top and no control has taken them
  bool mouse_free = true;      // nothing lies on top of the page
  bool deterministic = false;  // scripts: no timings on screen
  Stage* stage = nullptr;      // none: nothing is presented
};

struct PageInfo {
  std::string id;  // stable, for scripts and ShowPage: "library"
  std::string title;
  std::string tooltip;
  std::string shortcut;
  engine::Icon icon;
};

class Page {
 public:
  virtual ~Page() = default;
  virtual const PageInfo& info() const = 0;
  virtual void draw(PageContext& context, widgets::Rect in) = 0;

  virtual void open() {}  // once, before the first frame
  virtual void enter_commands(CommandTable&) {}
  virtual void enter_actions(ActionTable&) {}
  virtual void update() {}           // before each frame, also while another page is seen
  virtual void weights_changed() {}  // networks to start from were imported
  // Whose keys act: the page's, unless something covers the images that they would act on.
  virtual std::string_view keys() const { return info().id; }
  virtual void shown() {}
  virtual void hidden() {}
  // Files were dropped on the window while the page is seen. False: they are for the import.
  virtual bool files_dropped(std::span<const std::filesystem::path>) { return false; }
  // What would be lost with the window, in words; empty: nothing.
  virtual std::string unapplied() const { return {}; }
  virtual void closing() {}  // the window is about to close: long work is asked to end
  virtual std::optional<std::string> script_value(const std::string&) const { return std::nullopt; }
};

}  // namespace app
