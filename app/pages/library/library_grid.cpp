#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "app/pages/common/image_parts.h"
#include "app/pages/library/library_panel.h"
#include "app/widgets/format.h"
#include "app/widgets/grid_layout.h"
#include "app/widgets/text.h"
#include "engine/ui/icons.h"
#include "engine/ui/keys.h"
#include "engine/passes/texture_id.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kCaption_px = 30, kGap_px = 10, kBandStart_px = 8;
constexpr float kUncertain = 0.7F;

void draw_caption(LibraryContext& context, const ImageRow& row, const Rect& in) {
  const Style& style = context.style;
  const float y = in.centre().y;
  ImGui::GetWindowDrawList()->AddCircleFilled({in.low.x + 12, y}, 4, common::class_colour(context, row.class_index));
  const bool predicted = row.has_prediction() && context.models.library.show_predictions;
  draw_text(style.fonts.small, {in.low.x + 22, y - 8}, style.theme.text,
            elided(style.fonts.small, common::class_name(context, row.class_index),
                   in.width() - (predicted ? 66.0F : 30.0F)));
  if (!predicted) return;
  const bool doubtful = row.disagrees() || row.confidence < kUncertain;
  draw_text_right(style.fonts.tiny, {in.high.x - 8, y - 7},
                  row.disagrees() ? style.theme.bad
                  : doubtful      ? style.theme.warning
                                  : style.theme.muted,
                  decimals(row.confidence, 2));
}

void draw_tile(LibraryContext& context, std::uint32_t row_index, const Rect& tile, bool hovered) {
  const LibraryView& library = context.models.library;
  const ImageRow& row = library.rows[row_index];
  const engine::Theme& theme = context.style.theme;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool selected = library.selected[row_index], focused = library.focus == row_index;
  const Rect picture{tile.low, {tile.high.x, tile.low.y + tile.width()}};
  draw.AddRectFilled(tile.low, tile.high,
                     selected  ? theme.accent_soft
                     : hovered ? theme.control_hovered
                               : theme.panel_raised,
                     8);
  if (const std::uint64_t texture = context.thumbnails.texture(row.id)) {
    draw.AddImageRounded(engine::imgui_id(texture), picture.low, picture.high, {0, 0}, {1, 1}, IM_COL32_WHITE, 8,
                         ImDrawFlags_RoundCornersTop);
  } else {
    draw.AddRectFilled(picture.low, picture.high, theme.control, 8, ImDrawFlags_RoundCornersTop);
  }
  draw_caption(context, row, {{tile.low.x, picture.high.y}, tile.high});
  if (row.relabelled) {
    const Rect badge{{picture.high.x - 28, picture.low.y + 6}, {picture.high.x - 6, picture.low.y + 28}};
    draw.AddRectFilled(badge.low, badge.high, with_opacity(theme.background, 0.85F), 6);
    draw_text_centred(context.style.fonts.tiny, badge, theme.warning,
                      engine::icon_text(engine::Icon::Tag, context.style.fonts.has_icons));
  }
  if (selected && library.selected_count > 1) {
    draw.AddCircleFilled({picture.low.x + 16, picture.low.y + 16}, 9, theme.accent_strong);
    draw_text_centred(context.style.fonts.tiny,
                      {{picture.low.x + 7, picture.low.y + 7}, {picture.low.x + 25, picture.low.y + 25}}, theme.text,
                      engine::icon_text(engine::Icon::Check, context.style.fonts.has_icons));
  }
  if (focused || selected) draw.AddRect(tile.low, tile.high, theme.accent, 8, 0, focused ? 2.5F : 1.5F);
}

std::vector<ImageId> selection(const LibraryView& library) {
  std::vector<ImageId> images;
  for (const std::uint32_t row : library.shown) {
    if (library.selected[row]) images.push_back(library.rows[row].id);
  }
  return images;
}

// Shift selects from the anchor to here and nothing else, so that a range can shrink again; with Ctrl it is added.
SelectImages range_to(const LibraryView& library, std::size_t place) {
  const auto anchor =
      std::ranges::find_if(library.shown, [&](std::uint32_t row) { return library.rows[row].id == library.anchor; });
  const std::size_t from =
      anchor == library.shown.end() ? place : static_cast<std::size_t>(anchor - library.shown.begin());
  std::vector<ImageId> images = engine::ctrl_held() ? selection(library) : std::vector<ImageId>{};
  for (std::size_t i = std::min(from, place); i <= std::max(from, place); ++i)
    images.push_back(library.rows[library.shown[i]].id);
  return {std::move(images), library.rows[library.shown[place]].id, anchor != library.shown.end()};
}

void click_tile(LibraryContext& context, std::size_t place) {
  const LibraryView& library = context.models.library;
  const std::uint32_t row = library.shown[place];
  const ImageId image = library.rows[row].id;
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) return context.commands.push(OpenImage{image});
  if (engine::shift_held()) return context.commands.push(range_to(library, place));
  if (!engine::ctrl_held()) return context.commands.push(SelectImages{{image}, image});
  std::vector<ImageId> images = selection(library);
  if (library.selected[row])
    std::erase(images, image);
  else
    images.push_back(image);
  context.commands.push(SelectImages{std::move(images), image});
}

void move_with_keys(LibraryContext& context, const GridLayout& layout, std::size_t focus, float page_px) {
  for (int key = 0; key <= static_cast<int>(GridMove::PageDown); ++key) {
    if (!engine::grid_key_pressed(static_cast<engine::GridKey>(key))) continue;
    const std::size_t place = layout.moved(focus, static_cast<GridMove>(key), page_px);
    const ImageId image = context.models.library.rows[context.models.library.shown[place]].id;
    SelectImages selection =
        engine::shift_held() ? range_to(context.models.library, place) : SelectImages{{image}, image};
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
  const LibraryView& library = context.models.library;
  std::vector<ImageId> images =
      engine::ctrl_held() || engine::shift_held() ? selection(library) : std::vector<ImageId>{};
  layout.touched(band.low.x - origin.x, band.low.y - origin.y, band.high.x - origin.x, band.high.y - origin.y,
                 [&](std::size_t place) { images.push_back(library.rows[library.shown[place]].id); });
  if (images.empty()) return;
  const ImageId last = images.back();
  context.commands.push(SelectImages{std::move(images), last});
}

}  // namespace

void draw_grid(LibraryContext& context, const Rect& in) {
  const LibraryView& library = context.models.library;
  ImGui::SetCursorScreenPos(in.low);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::BeginChild("grid", {in.width(), in.height()}, false);
  ImGui::PopStyleVar();
  const GridLayout layout(in.width() - 14, context.view.tile_px, kCaption_px, kGap_px, library.shown.size());
  const auto focus = library.focus ? std::ranges::find(library.shown, *library.focus) : library.shown.end();
  const bool has_focus = focus != library.shown.end();
  const std::size_t focus_place = has_focus ? static_cast<std::size_t>(focus - library.shown.begin()) : 0;
  if (context.keyboard_free) move_with_keys(context, layout, focus_place, in.height());
  if (std::exchange(context.view.revealed, library.reveals) != library.reveals && has_focus)
    ImGui::SetScrollY(layout.scroll_to_show(focus_place, ImGui::GetScrollY(), in.height()));

  const ImVec2 origin = ImGui::GetCursorScreenPos();  // moves with the scroll
  const TileSpan span = layout.visible(ImGui::GetScrollY(), in.height());
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
    draw_tile(context, library.shown[place], tile, hovered);
  }
  if (context.keyboard_free) rubber_band(context, layout, origin, in);
  ImGui::SetCursorScreenPos({origin.x, origin.y + layout.content_height_px() - 1});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
}

}  // namespace app
