#include "app/pages/inspect/inspect_panel.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "app/pages/common/image_parts.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "engine/passes/texture_id.h"
#include "engine/ui/keys.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kSide_px = 372, kStrip_px = 104, kThumb_px = 84;
constexpr float kLargestZoom = 32;
constexpr float kLargestKept_px = 8;  // screen pixels per image pixel that a new image is shown with at most
constexpr int kPage = 10;             // images that Page Down goes on

// The whole image, or its own pixels where those are smaller.
float smallest_zoom(float fit) { return std::min(1.0F, 1 / fit); }

// The next image: its pixels are as large as those of the one before where those were asked for; else it is zoomed
// as far beyond fitting, but never into a few pixels.
void follow_image(InspectView& view, const FocusedImage& image, float fit) {
  if (std::exchange(view.image, image.image) == image.image) return;
  if (view.actual_pixels)
    view.zoom_request = ZoomRequest::Actual;
  else if (fit * view.zoom > kLargestKept_px)
    view.zoom = std::max(1.0F, kLargestKept_px / fit);
}

// Zoom is relative to fitting; the centre is in image uv. Both are kept when the next image comes.
void zoom_and_pan(InspectView& view, const FocusedImage& image, const Rect& in, float fit) {
  ImGuiIO& io = ImGui::GetIO();
  const float width = static_cast<float>(image.width_px) * fit * view.zoom,
              height = static_cast<float>(image.height_px) * fit * view.zoom;
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
    // The place under the cursor stays where it is.
    const ImVec2 c = in.centre();
    const ImVec2 under{view.centre_u + (io.MousePos.x - c.x) / width, view.centre_v + (io.MousePos.y - c.y) / height};
    const float zoom = std::clamp(view.zoom * std::pow(1.2F, io.MouseWheel), smallest_zoom(fit), kLargestZoom);
    const float ratio = view.zoom / zoom;
    view.centre_u = under.x + (view.centre_u - under.x) * ratio;
    view.centre_v = under.y + (view.centre_v - under.y) * ratio;
    view.zoom = zoom;
    view.actual_pixels = false;
  }
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2)) {
    view.centre_u -= io.MouseDelta.x / width;
    view.centre_v -= io.MouseDelta.y / height;
  }
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
    view.zoom_request = ZoomRequest::Fit;
}

void follow_request(InspectView& view, float fit) {
  if (view.zoom_request == ZoomRequest::None) return;
  view.actual_pixels = view.zoom_request == ZoomRequest::Actual;
  view.zoom = view.zoom_request == ZoomRequest::Fit ? 1.0F : std::clamp(1 / fit, smallest_zoom(fit), kLargestZoom);
  view.centre_u = view.centre_v = 0.5F;
  view.zoom_request = ZoomRequest::None;
}

void draw_canvas(InspectContext& context, const Rect& in) {
  InspectView& view = context.view;
  const FocusedImage& image = context.models.image;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(in.low, in.high, context.style.theme.panel, context.style.theme.radius_px);
  ImGui::SetCursorScreenPos(in.low);
  ImGui::InvisibleButton("canvas", {in.width(), in.height()});
  context.style.mark("inspect.canvas", in.low, in.high);
  if (image.state != LoadState::Ready) {
    const std::string text = image.state == LoadState::Loading ? "Loading …"
                             : image.state == LoadState::Empty
                                 ? "Choose an image in the Library"
                                 : elided(context.style.fonts.small, image.message, in.width() - 60);
    return draw_text_centred(context.style.fonts.small, in,
                             image.state == LoadState::Failed ? context.style.theme.bad : context.style.theme.muted,
                             text);
  }
  const float fit = std::min((in.width() - 32) / static_cast<float>(image.width_px),
                             (in.height() - 32) / static_cast<float>(image.height_px));
  follow_image(view, image, fit);
  follow_request(view, fit);
  zoom_and_pan(view, image, in, fit);
  const float width = static_cast<float>(image.width_px) * fit * view.zoom,
              height = static_cast<float>(image.height_px) * fit * view.zoom;
  if (view.zoom <= 1) view.centre_u = view.centre_v = 0.5F;
  view.centre_u = std::clamp(view.centre_u, 0.0F, 1.0F);
  view.centre_v = std::clamp(view.centre_v, 0.0F, 1.0F);
  const ImVec2 c = in.centre();
  const ImVec2 low{c.x - view.centre_u * width, c.y - view.centre_v * height};
  draw.PushClipRect(in.low, in.high, true);
  common::draw_image(context, {low, {low.x + width, low.y + height}}, {0, 0}, {1, 1});
  if (view.show_cells && image.heat.texture != 0 && image.heat.visible) {
    const auto& [scale_x, scale_y, offset_x, offset_y] = image.heat.image_from_crop;
    for (int i = 0; i <= image.heat.cells; ++i) {
      const float t = static_cast<float>(i) / static_cast<float>(image.heat.cells);
      const float x = low.x + (offset_x + t * scale_x) * width, y = low.y + (offset_y + t * scale_y) * height;
      draw.AddLine({x, low.y + offset_y * height}, {x, low.y + (offset_y + scale_y) * height},
                   IM_COL32(255, 255, 255, 50));
      draw.AddLine({low.x + offset_x * width, y}, {low.x + (offset_x + scale_x) * width, y},
                   IM_COL32(255, 255, 255, 50));
    }
  }
  if (image.heat.visible && image.heat.texture != 0 && context.models.show_predictions) {
    const auto& [scale_x, scale_y, offset_x, offset_y] = image.heat.image_from_crop;  // what the network was shown
    draw.AddRect({low.x + offset_x * width, low.y + offset_y * height},
                 {low.x + (offset_x + scale_x) * width, low.y + (offset_y + scale_y) * height},
                 IM_COL32(255, 255, 255, 70));
  }
  draw.PopClipRect();
  const std::string place =
      grouped(image.position) + " of " + grouped(image.of) + "   " + percent(fit * view.zoom) + " zoom";
  const float place_px = text_size(context.style.fonts.tiny, place).x;
  draw.AddRectFilled({in.low.x + 12, in.high.y - 32}, {in.low.x + 32 + place_px, in.high.y - 10},
                     with_opacity(context.style.theme.background, 0.8F), 11);
  draw_text(context.style.fonts.tiny, {in.low.x + 22, in.high.y - 28}, context.style.theme.text, place);
}

void draw_strip(InspectContext& context, const Rect& in) {
  const Gallery& gallery = context.models.gallery;
  const int count = static_cast<int>(gallery.rows().size());
  const int middle = static_cast<int>(gallery.focus_place().value_or(0));
  const int fits = static_cast<int>(in.width() / (kThumb_px + 8));
  const int first = std::max(0, std::min(middle - fits / 2, count - fits));
  for (int n = 0; n < fits && first + n < count; ++n) {
    const Row row = gallery.rows()[static_cast<std::size_t>(first + n)];
    const ImVec2 low{in.low.x + static_cast<float>(n) * (kThumb_px + 8), in.low.y + 10};
    const Rect place{low, {low.x + kThumb_px, low.y + kThumb_px}};
    ImGui::SetCursorScreenPos(low);
    ImGui::PushID(first + n);
    if (ImGui::InvisibleButton("thumb", {kThumb_px, kThumb_px})) context.commands.push(SelectImages{{row}, row});
    ImGui::PopID();
    context.style.mark("inspect.strip." + std::to_string(n), place.low, place.high);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (const std::uint64_t texture = context.thumbnails.texture(gallery.table().id(row)))
      draw.AddImageRounded(engine::imgui_id(texture), place.low, place.high, {0, 0}, {1, 1}, IM_COL32_WHITE, 6);
    else
      draw.AddRectFilled(place.low, place.high, context.style.theme.control, 6);
    draw.AddCircleFilled({place.low.x + 10, place.high.y - 10}, 4,
                         common::class_colour(context, gallery.table().class_index(row)));
    if (first + n == middle) draw.AddRect(place.low, place.high, context.style.theme.accent, 6, 0, 2.5F);
  }
}

// The keys of the grid, in a row.
void walk_with_keys(InspectContext& context) {
  using engine::GridKey;
  const int all = static_cast<int>(context.models.gallery.rows().size());
  const std::pair<GridKey, int> steps[] = {{GridKey::Left, -1},   {GridKey::Right, 1},       {GridKey::Up, -1},
                                           {GridKey::Down, 1},    {GridKey::PageUp, -kPage}, {GridKey::PageDown, kPage},
                                           {GridKey::Home, -all}, {GridKey::End, all}};
  for (const auto& [key, step] : steps) {
    if (engine::grid_key_pressed(key)) context.commands.push(MoveFocus{step});
  }
}

void draw_metadata(const InspectContext& context) {
  const Style& style = context.style;
  section(style, "About this image");
  for (const auto& [name, value] : context.models.image.metadata) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    draw_text(style.fonts.small, at, style.theme.muted, name);
    draw_text(style.fonts.small, {at.x + 104, at.y}, style.theme.text, elided(style.fonts.small, value, width - 104));
    ImGui::Dummy({width, 14});
    tooltip(style, value);
  }
}

void draw_history(const InspectContext& context) {
  const Style& style = context.style;
  section(style, "Label history",
          counted(static_cast<std::int64_t>(context.models.image.history.size()), "event", "events"));
  for (const LabelEventView& event : context.models.image.history) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    ImGui::GetWindowDrawList()->AddCircleFilled({at.x + 5, at.y + 9}, 4,
                                                event.source == "import" ? style.theme.faint : style.theme.accent);
    draw_text(style.fonts.small, {at.x + 18, at.y}, style.theme.text, event.from + " → " + event.to);
    draw_text(style.fonts.tiny, {at.x + 18, at.y + 18}, style.theme.muted,
              elided(style.fonts.tiny, event.source + " · " + event.who + " · " + event.when, width - 20));
    ImGui::Dummy({width, 32});
  }
}

}  // namespace

void draw_inspect(InspectContext& context, Rect page) {
  if (context.keyboard_free) walk_with_keys(context);
  const Rect side = page.take_right(kSide_px);
  page.take_right(context.style.theme.gap_px);
  const Rect strip = page.take_bottom(kStrip_px);
  draw_canvas(context, page);
  draw_strip(context, strip);
  common::begin_card(context, "details", side);
  const Style& style = context.style;
  const FocusedImage& inspect = context.models.image;
  if (inspect.width_px > 0) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_text_right(style.fonts.small, {at.x + ImGui::GetContentRegionAvail().x, at.y}, style.theme.muted,
                    std::to_string(inspect.width_px) + " × " + std::to_string(inspect.height_px));
  }
  label(style, style.fonts.strong, style.theme.text, elided(style.fonts.strong, inspect.file_name, side.width() - 140));
  common::relabel_buttons(context, "inspect.label");
  common::prediction_bars(context);
  common::heat_controls(context);
  toggle(style, "heat.cells", "show the map's cells", context.view.show_cells,
         "The map has this many cells; everything finer is interpolation");
  draw_metadata(context);
  draw_history(context);
  common::end_card();
}

}  // namespace app
