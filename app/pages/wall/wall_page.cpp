#include "app/pages/wall/wall_page.h"

#include <utility>

#include "app/pages/wall/wall_commands.h"
#include "app/pages/wall/wall_panel.h"

namespace app {
namespace {

struct LayoutAction {
  WallKind kind;
  const char* id;
  const char* title;
  const char* key;
};
constexpr LayoutAction kLayouts[] = {{WallKind::Grid, "wall-grid", "Wall: grid", "ctrl+1"},
                                     {WallKind::Scores, "wall-scores", "Wall: histogram of scores", "ctrl+2"},
                                     {WallKind::Confusion, "wall-confusion", "Wall: confusion matrix", "ctrl+3"},
                                     {WallKind::Map, "wall-map", "Wall: map of the features", "ctrl+4"},
                                     {WallKind::DataMap, "wall-data-map", "Wall: data map", "ctrl+5"},
                                     {WallKind::Timeline, "wall-timeline", "Wall: times of decisions", "ctrl+6"}};

const char* name_of(WallKind kind) { return kLayouts[static_cast<std::size_t>(kind)].id + 5; }

}  // namespace

WallPage::WallPage(Session& session, engine::Host& host, JobLane& lane, Inbox& inbox)
    : session_(session), host_(host), facts_(session, lane, inbox, view_) {}

const PageInfo& WallPage::info() const {
  static const PageInfo info{"wall", "Wall", "All images at once, laid out by score, by verdict, by likeness", "f5",
                             engine::Icon::Grid};
  return info;
}

void WallPage::update() {
  if (visible_) facts_.want();
}

void WallPage::draw(PageContext& context, widgets::Rect in) {
  WallContext own{context, view_};
  draw_wall(own, in);
  if (view_.moves()) host_.request_redraw();
}

void WallPage::enter_commands(CommandTable& table) {
  table.on<ShowWallLayout>("Lay the Wall out", [this](const ShowWallLayout& c) {
    view_.kind = c.kind;
    view_.fitted = true;
  });
  table.on<SortWall>("Sort", [this](const SortWall& c) { session_.set_sort(c.sort); });
  table.on<ShowWallMap>("Show a map", [this](const ShowWallMap& c) {
    view_.map.kind = c.kind;
    view_.fitted = true;
    ++view_.facts_version;
  });
  table.on<ComputeWallMap>("Compute features", [this](const ComputeWallMap&) { facts_.compute_features(); });
  table.on<StopWallMap>("Stop the map", [this](const StopWallMap&) { facts_.stop(); });
}

void WallPage::enter_actions(ActionTable& table) {
  const auto add = [&table](Action action) {
    action.menu = "View";
    action.scope = Scope::Page;
    action.pages = {"wall"};
    table.add(std::move(action));
  };
  for (const LayoutAction& layout : kLayouts)
    add({.id = layout.id,
         .title = layout.title,
         .tooltip = "Every image of the gallery moves to its place there",
         .shortcut = layout.key,
         .run = [this, kind = layout.kind] {
           view_.kind = kind;
           view_.fitted = true;
         }});
  add({.id = "wall-fit",
       .title = "Fit the wall",
       .tooltip = "Zoom so that all images are seen",
       .shortcut = "f",
       .run = [this] { view_.fit_asked = true; }});
  add({.id = "wall-zoom-in",
       .title = "Zoom in",
       .tooltip = "Towards the image in focus",
       .shortcut = "+",
       .other_shortcuts = {"=", "shift+="},  // where the plus is the equals key with Shift
       .run = [this] { ++view_.zoom_asked; }});
  add({.id = "wall-zoom-out", .title = "Zoom out", .tooltip = "See more of the wall", .shortcut = "-", .run = [this] {
         --view_.zoom_asked;
       }});
}

std::optional<std::string> WallPage::script_value(const std::string& key) const {
  if (key == "wall.layout") return name_of(view_.kind);
  if (key == "wall.moves") return view_.moves() ? "1" : "0";
  if (key == "wall.placed") return std::to_string(view_.layout.placed);
  if (key == "wall.aside") return std::to_string(view_.layout.aside);
  if (key == "wall.missing") return view_.layout.missing;
  if (key == "wall.pictures") return view_.pictures ? "1" : "0";
  if (key == "wall.zoom") return std::to_string(view_.camera.now().px_per_unit);
  if (key == "wall.map")
    return !view_.map.working.empty()      ? "working"
           : !view_.map.neighbours.empty() ? "neighbours"
           : !view_.map.principal.empty()  ? "axes"
           : view_.map.no_features         ? "no features"
                                           : "none";
  return std::nullopt;
}

}  // namespace app
