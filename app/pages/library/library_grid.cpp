#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "app/pages/common/image_parts.h"
#include "app/pages/library/library_panel.h"
#include "app/widgets/format.h"
#include "app/widgets/grid_layout.h"
#include "app/widgets/text.h"
#include "engine/passes/texture_id.h"
#include "engine/ui/icons.h"
#include "engine/ui/keys.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kCaption_px = 30, kGap_px = 10, kBandStart_px = 8;
constexpr float kUncertain = 0.7F;

void draw_caption(LibraryContext& context, Row row, const Rect& in) {
  const Style& style = context.style;
  const Gallery& gallery = context.models.gallery;
  const int class_index = gallery.table().class_index(row);
  const float y = in.centre().y;
  ImGui::GetWindowDrawList()->AddCircleFilled({in.low.x + 12, y}, 4, common::class_colour(context, class_index));
  const SortKey key = gallery.sort().key;
  if (sorts_by_measure(key)) {
    const float value = gallery.table().measure(
        row, static_cast<Measure>(static_cast<int>(key) - static_cast<int>(SortKey::Sharpness)));
    const std::string text = std::isnan(value) ? "–" : decimals(value, key >= SortKey::Aspect ? 2 : 0);
    draw_text_right(style.fonts.tiny, {in.high.x - 8, y - 7}, style.theme.accent, text);
    draw_text(style.fonts.small, {in.low.x + 22, y - 8}, style.theme.text,
              elided(style.fonts.small, common::class_name(context, class_index), in.width() - 66.0F));
    return;
  }
  const bool predicted = context.models.show_predictions && gallery.has_verdict(row);
  draw_text(
      style.fonts.small, {in.low.x + 22, y - 8}, style.theme.text,
      elided(style.fonts.small, common::class_name(context, class_index), in.width() - (predicted ? 66.0F : 30.0F)));
  if (!predicted) return;
  const float confidence = gallery.predictions().confidence(row);
  const bool disagrees = gallery.disagrees(row);
  draw_text_right(style.fonts.tiny, {in.high.x - 8, y - 7},
                  disagrees                 ? style.theme.bad
                  : confidence < kUncertain ? style.theme.warning
                                            : style.theme.muted,
                  decimals(confidence, 2));
}

void draw_tile(LibraryContext& context, Row row, const Rect& tile, bool hovered) {
  const Gallery& gallery = context.models.gallery;
  const engine::Theme& theme = context.style.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool selected = gallery.selected().contains(row), focused = gallery.focus() == row;
  const Rect picture{tile.low, {tile.high.x, tile.low.y + tile.width()}};
  draw.AddRectFilled(tile.low, tile.high,
                     selected  ? theme.accent_soft
                     : hovered ? theme.control_hovered
                               : theme.panel_raised,
                     8);
  if (const std::uint64_t texture = context.thumbnails.texture(gallery.table().id(row))) {
    draw.AddImageRounded(engine::imgui_id(texture), picture.low, picture.high, {0, 0}, {1, 1}, IM_COL32_WHITE, 8,
                         ImDrawFlags_RoundCornersTop);
  } else {
    draw.AddRectFilled(picture.low, picture.high, theme.control, 8, ImDrawFlags_RoundCornersTop);
  }
  draw_caption(context, row, {{tile.low.x, picture.high.y}, tile.high});
  if (gallery.table().relabelled(row)) {
    const Rect badge{{picture.high.x - 28, picture.low.y + 6}, {picture.high.x - 6, picture.low.y + 28}};
    draw.AddRectFilled(badge.low, badge.high, with_opacity(theme.background, 0.85F), 6);
    draw_text_centred(context.style.fonts.tiny, badge, theme.warning,
                      engine::icon_text(engine::Icon::Tag, context.style.fonts.has_icons));
  }
  if (const bool gone = gallery.table().missing(row); gone || gallery.table().content_changed(row)) {
    const Rect badge{{picture.low.x + 6, picture.low.y + 6},
                     {picture.low.x + (gone ? 74.0F : 80.0F), picture.low.y + 26}};
    draw.AddRectFilled(badge.low, badge.high, with_opacity(theme.background, 0.85F), 6);
    draw_text_centred(context.style.fonts.tiny, badge, theme.bad, gone ? "file missing" : "file changed");
  }
  if (gallery.table().unsaved(row)) {
    const Rect badge{{picture.low.x + 6, picture.high.y - 28}, {picture.low.x + 70, picture.high.y - 6}};
    draw.AddRectFilled(badge.low, badge.high, with_opacity(theme.background, 0.85F), 6);
    draw_text_centred(context.style.fonts.tiny, badge, theme.muted, "saving …");
  }
  if (selected && gallery.selected_count() > 1) {
    draw.AddCircleFilled({picture.low.x + 16, picture.low.y + 16}, 9, theme.accent_strong);
    draw_text_centred(context.style.fonts.tiny,
                      {{picture.low.x + 7, picture.low.y + 7}, {picture.low.x + 25, picture.low.y + 25}},
                      theme.on_accent, engine::icon_text(engine::Icon::Check, context.style.fonts.has_icons));
  }
  if (focused || selected) draw.AddRect(tile.low, tile.high, theme.accent, 8, 0, focused ? 2.5F : 1.5F);
}

// Shift selects from the anchor to here and nothing else, so that a range can shrink again; with Ctrl it is added.
SelectImages range_to(const Gallery& gallery, std::size_t place) {
  const Row row = gallery.rows()[place];
  const auto range = gallery.from_anchor(row);
  std::vector<Row> rows = engine::ctrl_held() ? gallery.selected().rows() : std::vector<Row>{};
  if (range)
    rows.insert(rows.end(), range->begin(), range->end());
  else
    rows.push_back(row);
  return {std::move(rows), row, range.has_value()};
}

void click_tile(LibraryContext& context, std::size_t place) {
  const Gallery& gallery = context.models.gallery;
  const Row row = gallery.rows()[place];
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) return context.commands.push(OpenImage{row});
  if (engine::shift_held()) return context.commands.push(range_to(gallery, place));
  if (!engine::ctrl_held()) return context.commands.push(SelectImages{{row}, row});
  std::vector<Row> rows = gallery.selected().rows();
  if (gallery.selected().contains(row))
    std::erase(rows, row);
  else
    rows.push_back(row);
  context.commands.push(SelectImages{std::move(rows), row});
}

void move_with_keys(LibraryContext& context, const GridLayout& layout, std::size_t focus, float page_px) {
  const Gallery& gallery = context.models.gallery;
  for (int number = 0; number <= static_cast<int>(engine::GridKey::PageDown); ++number) {
    const auto key = static_cast<engine::GridKey>(number);
    if (!engine::grid_key_pressed(key)) continue;
    const std::size_t place = layout.moved(focus, key, page_px);
    const Row row = gallery.rows()[place];
    SelectImages selection = engine::shift_held() ? range_to(gallery, place) : SelectImages{{row}, row};
    selection.reveals = true;
    context.commands.push(std::move(selection));
  }
}

// Dragging over the grid frames what it touches and selects it when the button is let go; with Ctrl or
// Shift it adds to the selection.
void rubber_band(LibraryContext& context, const GridLayout& layout, ImVec2 origin, const Rect& in) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 from = io.MouseClickedPos[ImGuiMouseButton_Left], to = io.MousePos;
  const bool here = from.x >= in.low.x && from.x < in.high.x - 14 && from.y >= in.low.y && from.y < in.high.y &&
                    ImGui::IsWindowFocused();
  const bool released = ImGui::IsMouseReleased(ImGuiMouseButton_Left);
  if (!here || (!released && !ImGui::IsMouseDown(ImGuiMouseButton_Left)) ||
      io.MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] < kBandStart_px * kBandStart_px)
    return;
  const Rect band{{std::min(from.x, to.x), std::min(from.y, to.y)}, {std::max(from.x, to.x), std::max(from.y, to.y)}};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(band.low, band.high, context.style.theme.accent_soft, 4);
  draw.AddRect(band.low, band.high, context.style.theme.accent, 4);
  if (!released) return;
  const Gallery& gallery = context.models.gallery;
  std::vector<Row> rows = engine::ctrl_held() || engine::shift_held() ? gallery.selected().rows() : std::vector<Row>{};
  layout.touched(band.low.x - origin.x, band.low.y - origin.y, band.high.x - origin.x, band.high.y - origin.y,
                 [&](std::size_t place) { rows.push_back(gallery.rows()[place]); });
  if (rows.empty()) return;
  const Row last = rows.back();
  context.commands.push(SelectImages{std::move(rows), last});
}

}  // namespace

void draw_grid(LibraryContext& context, const Rect& in) {
  const Gallery& gallery = context.models.gallery;
  ImGui::SetCursorScreenPos(in.low);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::BeginChild("grid", {in.width(), in.height()}, false);
  ImGui::PopStyleVar();
  const GridLayout layout(in.width() - 14, context.view.tile_px, kCaption_px, kGap_px, gallery.rows().size());
  const auto focus = gallery.focus_place();
  if (context.keyboard_free) move_with_keys(context, layout, focus.value_or(0), in.height());
  const std::uint64_t reveals = context.models.reveals;
  const ImVec2 start = ImGui::GetCursorScreenPos();  // moves with the scroll
  ImVec2 origin = start;
  float scroll_px = ImGui::GetScrollY();
  if (std::exchange(context.view.revealed, reveals) != reveals && focus) {
    const float to_px = layout.scroll_to_show(*focus, scroll_px, in.height());
    ImGui::SetScrollY(to_px);  // from the next frame on: this one already shows it
    origin.y += scroll_px - to_px;
    scroll_px = to_px;
  }
  const TileSpan span = layout.visible(scroll_px, in.height());
  for (std::size_t place = span.first; place < span.last; ++place) {
    const ImVec2 low{std::floor(origin.x + layout.x_px(place)), std::floor(origin.y + layout.y_px(place))};
    const Rect tile{low, {low.x + std::floor(layout.tile_width_px()), low.y + std::floor(layout.tile_height_px())}};
    ImGui::SetCursorScreenPos(tile.low);
    ImGui::PushID(static_cast<int>(place));
    ImGui::InvisibleButton("tile", {tile.width(), tile.height()});
    const bool hovered = ImGui::IsItemHovered();
    if (hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) click_tile(context, place);
    ImGui::PopID();
    context.style.mark("library.tile." + std::to_string(place), tile.low, tile.high);
    draw_tile(context, gallery.rows()[place], tile, hovered);
  }
  if (context.mouse_free) rubber_band(context, layout, origin, in);
  ImGui::SetCursorScreenPos({start.x, start.y + layout.content_height_px() - 1});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
}

}  // namespace app
