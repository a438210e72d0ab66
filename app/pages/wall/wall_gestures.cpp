// What the mouse and the keyboard do on the canvas.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/pages/wall/wall_panel.h"
#include "app/widgets/item.h"
#include "engine/ui/keys.h"

namespace app::wall {
using namespace widgets;
namespace {

constexpr float kLassoStart_px = 5, kLassoStep_px = 3, kReach_px = 5, kGrip_px = 9;
constexpr float kWheel = 1.2F, kKey = 1.4F;
constexpr float kFills = 0.55F;  // of the canvas: a sprite so large is what is looked at

float most_px(const Rect& in) { return std::min(in.width(), in.height()) * 1.2F; }
float least_px(const WallView& view, const Rect& in) { return camera_for(view.layout, in).px_per_unit * 0.5F; }

std::vector<Row> with_selected(const Gallery& gallery, std::vector<Row> rows) {
  if (!engine::ctrl_held() && !engine::shift_held()) return rows;
  std::vector<Row> all = gallery.selected().rows(), both;
  std::ranges::set_union(all, rows, std::back_inserter(both));
  return both;
}

void click(WallContext& context, std::optional<Row> row) {
  const Gallery& gallery = context.models.gallery;
  if (!row) {
    if (gallery.selected_count() > 1 && !engine::ctrl_held() && !engine::shift_held())
      context.commands.push(RunAction{"select-none"});
    return;
  }
  if (!engine::ctrl_held() && !engine::shift_held()) return context.commands.push(SelectImages{{*row}, row});
  std::vector<Row> rows = gallery.selected().rows();
  if (gallery.selected().contains(*row))
    std::erase(rows, *row);
  else
    rows.push_back(*row);
  context.commands.push(SelectImages{std::move(rows), row});
}

void end_lasso(WallContext& context, const Projection& project, ImVec2 mouse) {
  WallView& view = context.view;
  const std::vector<float> path = std::exchange(view.lasso, {});
  view.gesture = WallGesture::None;
  if (ImGui::GetIO().MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] < kLassoStart_px * kLassoStart_px) {
    const ImVec2 at = project.to_canvas(mouse);
    return click(context, row_at(view.layout, at.x, at.y, kReach_px / project.camera.px_per_unit));
  }
  const Gallery& gallery = context.models.gallery;
  std::vector<Row> rows = with_selected(gallery, rows_inside(view.layout, lasso_outline(path)));
  if (rows.empty()) return click(context, std::nullopt);
  const auto focus = gallery.focus();
  const Row kept = focus && std::ranges::binary_search(rows, *focus) ? *focus : rows.front();
  context.commands.push(SelectImages{std::move(rows), kept});
}

void follow_lasso(WallContext& context, const Projection& project, ImVec2 mouse) {
  std::vector<float>& lasso = context.view.lasso;
  const ImVec2 at = project.to_canvas(mouse);
  const float step = kLassoStep_px / project.camera.px_per_unit;
  if (lasso.size() >= 2 && std::abs(at.x - lasso[lasso.size() - 2]) + std::abs(at.y - lasso.back()) < step) return;
  lasso.push_back(at.x);
  lasso.push_back(at.y);
}

// The line has the mouse before the canvas has it.
void drag_threshold(WallContext& context, const Rect& in, const Projection& project) {
  WallView& view = context.view;
  if (!view.layout.threshold) return;
  const WallThreshold& line = *view.layout.threshold;
  const auto value = static_cast<float>(context.models.gallery.predictions().threshold());
  const ImVec2 top = project.to_screen(line.line, line.top), bottom = project.to_screen(line.line, line.bottom);
  const float low_y = std::max(in.low.y, top.y - 24), high_y = std::min(in.high.y, bottom.y);
  if (top.x < in.low.x || top.x > in.high.x || high_y <= low_y) return;
  ImGui::SetCursorScreenPos({top.x - kGrip_px, low_y});
  const Item grip = item(context.style, "wall.threshold", {2 * kGrip_px, high_y - low_y}, Takes::Steps);
  if (grip.hovered || grip.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  float wanted = value;
  if (grip.held) wanted = line.at(project.to_canvas(ImGui::GetIO().MousePos).x);
  if (grip.step != 0) wanted = value + 0.01F * static_cast<float>(grip.step);
  view.gesture = grip.held                                ? WallGesture::Threshold
                 : view.gesture == WallGesture::Threshold ? WallGesture::None
                                                          : view.gesture;
  if (!grip.held && grip.step == 0) return;  // else a threshold of more places would move by being looked at
  wanted = std::round(std::clamp(wanted, 0.0F, 1.0F) * 1000) / 1000;
  if (std::abs(wanted - value) > 1e-4F)
    context.commands.push(SetThreshold{wanted, context.models.gallery.predictions().run()->run});
}

void pan_and_zoom(WallContext& context, const Rect& in) {
  WallView& view = context.view;
  const ImGuiIO& io = ImGui::GetIO();
  const bool dragged =
      ImGui::IsMouseDragging(ImGuiMouseButton_Right, 2) || ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 2);
  if (ImGui::IsItemActive() && dragged && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
    view.camera.pan(io.MouseDelta.x, io.MouseDelta.y);
    view.fitted = false;
  }
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
    const ImVec2 c = in.centre();
    view.camera.zoom_at(io.MousePos.x - c.x, io.MousePos.y - c.y, std::pow(kWheel, io.MouseWheel), least_px(view, in),
                        most_px(in));
    view.fitted = false;
  }
}

// Towards the image in focus where there is one to be seen.
void zoom_by_key(WallContext& context, const Rect& in) {
  WallView& view = context.view;
  if (std::exchange(view.fit_asked, false)) {
    view.fitted = true;
    view.camera.fly(camera_for(view.layout, in));
  }
  const int steps = std::exchange(view.zoom_asked, 0);
  if (steps == 0) return;
  WallCamera to = view.camera.goal();
  if (const auto focus = context.models.gallery.focus(); focus && steps > 0 && view.layout.places[*focus].size > 0) {
    to.x = view.layout.places[*focus].x;
    to.y = view.layout.places[*focus].y;
  }
  to.px_per_unit =
      std::clamp(to.px_per_unit * std::pow(kKey, static_cast<float>(steps)), least_px(view, in), most_px(in));
  view.fitted = false;
  view.camera.fly(to);
}

// Shift: in the grid, which has an order, all from the anchor to there, as in the Library; elsewhere what is come to is
// added.
SelectImages walked_to(const WallContext& context, Row to) {
  const Gallery& gallery = context.models.gallery;
  if (!engine::shift_held()) return {{to}, to};
  auto range = context.view.kind == WallKind::Grid ? gallery.from_anchor(to) : std::nullopt;
  if (range) return {*std::move(range), to, true};
  std::vector<Row> rows = gallery.selected().rows();
  if (const auto focus = gallery.focus()) rows.push_back(*focus);
  rows.push_back(to);
  return {std::move(rows), to};
}

void walk_with_keys(WallContext& context) {
  using engine::GridKey;
  const Gallery& gallery = context.models.gallery;
  const WallLayout& layout = context.view.layout;
  static constexpr std::pair<GridKey, std::pair<int, int>> kSteps[] = {
      {GridKey::Left, {-1, 0}}, {GridKey::Right, {1, 0}}, {GridKey::Up, {0, -1}}, {GridKey::Down, {0, 1}}};
  std::optional<Row> to;
  const auto focus = gallery.focus();
  const bool seen = focus && layout.places[*focus].size > 0;
  for (const auto& [key, step] : kSteps) {
    if (!engine::grid_key_pressed(key)) continue;
    to = seen ? neighbour_towards(layout, to.value_or(*focus), step.first, step.second) : gallery.rows().front();
  }
  if (engine::grid_key_pressed(GridKey::Home)) to = gallery.rows().front();
  if (engine::grid_key_pressed(GridKey::End)) to = gallery.rows().back();
  if (to) context.commands.push(walked_to(context, *to));
}

// What got the focus from elsewhere, or by an arrow, comes into sight.
void show_focus(WallContext& context, const Rect& in) {
  WallView& view = context.view;
  const auto focus = context.models.gallery.focus();
  if (std::exchange(view.last_focus, focus) == focus || !focus || view.fitted) return;
  const WallPlace& place = view.layout.places[*focus];
  if (place.size <= 0) return;
  const WallCamera& goal = view.camera.goal();
  const float x = std::abs(place.x - goal.x) * goal.px_per_unit, y = std::abs(place.y - goal.y) * goal.px_per_unit;
  if (x < in.width() * 0.45F && y < in.height() * 0.45F) return;
  view.camera.fly({place.x, place.y, goal.px_per_unit});
}

// An image that fills the canvas is the one in focus, so that its own pixels are shown and keys mean it.
void focus_what_fills(WallContext& context, const Rect& in) {
  const WallView& view = context.view;
  const WallCamera& now = view.camera.now();
  if (view.camera.moves() || view.sprites.moves() || context.models.gallery.selected_count() > 1 ||
      now.px_per_unit < kFills * std::min(in.width(), in.height()))
    return;
  const auto row = row_at(view.layout, now.x, now.y);
  if (row && row != context.models.gallery.focus()) context.commands.push(SelectImages{{*row}, row});
}

}  // namespace

void take_gestures(WallContext& context, const Rect& in) {
  WallView& view = context.view;
  const Projection project = projection(view, in);
  drag_threshold(context, in, project);
  ImGui::SetCursorScreenPos(in.low);
  ImGui::InvisibleButton(
      "canvas", {in.width(), in.height()},
      ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
  context.style.mark("wall.canvas", in.low, in.high);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  view.hovered.reset();
  if (context.mouse_free) {
    pan_and_zoom(context, in);
    if (ImGui::IsItemHovered()) {
      const ImVec2 at = project.to_canvas(mouse);
      view.hovered = row_at(view.layout, at.x, at.y, kReach_px / project.camera.px_per_unit);
    }
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && view.hovered)
      context.commands.push(OpenImage{*view.hovered});
    else if (ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left))
      view.gesture = WallGesture::Lasso;
    if (view.gesture == WallGesture::Lasso) {
      follow_lasso(context, project, mouse);
      if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) end_lasso(context, project, mouse);
    }
  }
  if (context.keyboard_free) walk_with_keys(context);
  zoom_by_key(context, in);
  show_focus(context, in);
  focus_what_fills(context, in);
}

}  // namespace app::wall
