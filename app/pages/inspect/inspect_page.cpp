#include "app/pages/inspect/inspect_page.h"

#include "app/pages/inspect/inspect_panel.h"

namespace app {

const PageInfo& InspectPage::info() const {
  static const PageInfo info{"inspect", "Inspect", "One image, its history and why the model thinks so", "f2",
                             engine::Icon::Inspect};
  return info;
}

void InspectPage::draw(PageContext& context, widgets::Rect in) {
  InspectContext own{context, view_};
  draw_inspect(own, in);
}

void InspectPage::enter_commands(CommandTable& table) {
  table.on<OpenImage>("Open the image", [this](const OpenImage& c) {
    session_.select({{c.row}, c.row});
    commands_.push(ShowPage{"inspect"});
  });
}

void InspectPage::enter_actions(ActionTable& table) {
  table.add({.id = "open",
             .title = "Open image",
             .tooltip = "Show the focused image in Inspect",
             .shortcut = "enter",
             .scope = Scope::Page,
             .pages = {"library"},
             .run = [this] { commands_.push(ShowPage{"inspect"}); }});
  table.add({.id = "back",
             .title = "Back to the Library",
             .tooltip = "Leave the image",
             .shortcut = "escape",
             .scope = Scope::Page,
             .pages = {"inspect"},
             .run = [this] { commands_.push(ShowPage{"library"}); }});
  table.add({.id = "zoom-fit",
             .menu = "View",
             .title = "Fit image",
             .tooltip = "Zoom so that the whole image is seen",
             .shortcut = "f",
             .scope = Scope::Page,
             .pages = {"inspect"},
             .run = [this] { view_.zoom_request = ZoomRequest::Fit; }});
  table.add({.id = "zoom-actual",
             .menu = "View",
             .title = "Actual pixels",
             .tooltip = "One image pixel per screen pixel",
             .shortcut = "g",
             .scope = Scope::Page,
             .pages = {"inspect"},
             .run = [this] { view_.zoom_request = ZoomRequest::Actual; }});
}

}  // namespace app
