#include "app/pages/library/library_page.h"

#include "app/pages/library/library_commands.h"
#include "app/pages/library/library_panel.h"

namespace app {

const PageInfo& LibraryPage::info() const {
  static const PageInfo info{"library", "Library", "Browse, filter and label the images", "f1", engine::Icon::Library};
  return info;
}

void LibraryPage::draw(PageContext& context, widgets::Rect in) {
  LibraryContext own{context, view_};
  draw_library(own, in);
}

void LibraryPage::enter_commands(CommandTable& table) {
  table.on<SetSort>("Sort", [this](const SetSort& c) { session_.set_sort(c.sort); });
}

void LibraryPage::enter_actions(ActionTable& table) {
  table.add({.id = "clear-filters",
             .menu = "Edit",
             .title = "Clear filters",
             .tooltip = "Show all images again",
             .shortcut = "ctrl+shift+f",
             .scope = Scope::Page,
             .pages = {"library"},
             .over_text_field = true,
             .run = [this] { session_.set_filter({}); }});
}

}  // namespace app
