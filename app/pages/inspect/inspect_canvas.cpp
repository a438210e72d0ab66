#include "app/pages/inspect/inspect_canvas.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "app/pages/common/image_parts.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kLargestZoom = 32;
constexpr float kLargestKept_px = 8;  // screen pixels per image pixel that a new image is shown with at most
constexpr float kAround_px = 16;

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

void follow_request(InspectView& view, float fit) {
  if (view.zoom_request == ZoomRequest::None) return;
  view.actual_pixels = view.zoom_request == ZoomRequest::Actual;
  view.zoom = view.zoom_request == ZoomRequest::Fit ? 1.0F : std::clamp(1 / fit, smallest_zoom(fit), kLargestZoom);
  view.centre_u = view.centre_v = 0.5F;
  view.zoom_request = ZoomRequest::None;
}

float fit_of(const FocusedImage& image, const Rect& in) {
  return std::min((in.width() - 2 * kAround_px) / static_cast<float>(std::max(1, image.width_px)),
                  (in.height() - 2 * kAround_px) / static_cast<float>(std::max(1, image.height_px)));
}

// The whole picture's rectangle at the view's zoom and centre; two pictures have the same parts in the middle.
Rect place_of(const InspectView& view, const FocusedImage& image, const Rect& in) {
  const float scale = fit_of(image, in) * view.zoom;
  const float width = static_cast<float>(image.width_px) * scale, height = static_cast<float>(image.height_px) * scale;
  const ImVec2 c = in.centre();
  const ImVec2 low{c.x - view.centre_u * width, c.y - view.centre_v * height};
  return {low, {low.x + width, low.y + height}};
}

// Zoom is relative to fitting; the centre is in image uv. Both are kept when the next image comes.
void zoom_and_pan(InspectView& view, const FocusedImage& image, const Rect& in) {
  ImGuiIO& io = ImGui::GetIO();
  const float fit = fit_of(image, in);
  const Rect picture = place_of(view, image, in);
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
    // The place under the cursor stays where it is.
    const ImVec2 c = in.centre();
    const ImVec2 under{view.centre_u + (io.MousePos.x - c.x) / picture.width(),
                       view.centre_v + (io.MousePos.y - c.y) / picture.height()};
    const float zoom = std::clamp(view.zoom * std::pow(1.2F, io.MouseWheel), smallest_zoom(fit), kLargestZoom);
    const float ratio = view.zoom / zoom;
    view.centre_u = under.x + (view.centre_u - under.x) * ratio;
    view.centre_v = under.y + (view.centre_v - under.y) * ratio;
    view.zoom = zoom;
    view.actual_pixels = false;
  }
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2)) {
    view.centre_u -= io.MouseDelta.x / picture.width();
    view.centre_v -= io.MouseDelta.y / picture.height();
  }
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
    view.zoom_request = ZoomRequest::Fit;
  if (view.zoom <= 1) view.centre_u = view.centre_v = 0.5F;
  view.centre_u = std::clamp(view.centre_u, 0.0F, 1.0F);
  view.centre_v = std::clamp(view.centre_v, 0.0F, 1.0F);
}

void draw_cells(const Style& style, const HeatView& heat, const Rect& picture) {
  const auto& [scale_x, scale_y, offset_x, offset_y] = heat.image_from_crop;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float left = picture.low.x + offset_x * picture.width(), top = picture.low.y + offset_y * picture.height();
  const float width = scale_x * picture.width(), height = scale_y * picture.height();
  for (int i = 0; i <= heat.cells; ++i) {
    const float t = static_cast<float>(i) / static_cast<float>(heat.cells);
    draw.AddLine({left + t * width, top}, {left + t * width, top + height}, style.theme.over_image);
    draw.AddLine({left, top + t * height}, {left + width, top + t * height}, style.theme.over_image);
  }
}

void draw_outline(const Style& style, const MaskView& mask, const Rect& picture) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto at = [&](float u, float v) {
    return ImVec2{picture.low.x + u * picture.width(), picture.low.y + v * picture.height()};
  };
  for (const auto& [colour, thickness] :
       {std::pair(style.theme.over_image_edge, 3.0F), std::pair(style.theme.over_image_text, 1.2F)}) {
    for (const auto& [x0, y0, x1, y1] : mask.outline) draw.AddLine(at(x0, y0), at(x1, y1), colour, thickness);
  }
}

void draw_pill(const Style& style, ImVec2 at, const std::string& text, float most_px) {
  const std::string shown = elided(style.fonts.small, text, most_px - 20);
  const ImVec2 size = text_size(style.fonts.small, shown);
  ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + size.x + 20, at.y + 24}, style.theme.over_image_back, 12);
  draw_text(style.fonts.small, {at.x + 10, at.y + 12 - size.y / 2}, style.theme.over_image_text, shown);
}

bool shows_heat(const InspectContext& context, const FocusedImage& image) {
  return image.heat.visible && image.heat.texture != 0 && context.models.show_predictions;
}

// The map is named wherever it is seen: its colours tell neither whose evidence they are nor which epoch's.
std::string evidence_words(const InspectContext& context, const FocusedImage& image) {
  const std::string group = image.evidence_group();
  if (!shows_heat(context, image) || group.empty()) return "";
  return "evidence for " + group + (image.model_epoch.empty() ? "" : " by " + image.model_epoch);
}

// Two runs have each a threshold of their own.
std::string caption_of(const InspectContext& context, const FocusedImage& image) {
  const CompareWith with = context.view.compare.with;
  if (with == CompareWith::Class)
    return "evidence for " + (image.evidence_group().empty() ? std::string("…") : image.evidence_group());
  std::string text = with == CompareWith::Image ? image.file_name + "  ·  " : "";
  text += common::speaker_of(context, image) + "  ·  ";
  const auto said = static_cast<std::size_t>(image.said_group());
  if (!context.models.show_predictions || image.said_group() < 0 || said >= image.said().size()) return text + "…";
  text += image.said()[said].group + " " + percent(image.said()[said].probability);
  if (with == CompareWith::Run && image.said().size() == 2) text += " at " + decimals(image.threshold, 2);
  const std::string evidence = evidence_words(context, image);
  return text + (evidence.empty() ? "" : "  ·  " + evidence);
}

void draw_picture(InspectContext& context, const FocusedImage& image, const Rect& in, const Rect& clip) {
  const Style& style = context.style;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (image.state != LoadState::Ready) {
    const std::string text = image.state == LoadState::Loading ? "Loading …"
                             : image.state == LoadState::Empty
                                 ? "Choose an image in the Library"
                                 : elided(style.fonts.small, image.message, in.width() - 60);
    return draw_text_centred(style.fonts.small, in,
                             image.state == LoadState::Failed ? style.theme.bad : style.theme.muted, text);
  }
  const Rect picture = place_of(context.view, image, in);
  const bool heat = shows_heat(context, image);
  draw.PushClipRect(clip.low, clip.high, true);
  common::draw_image(image, heat, picture, {0, 0}, {1, 1});
  if (context.view.show_cells && heat) draw_cells(style, image.heat, picture);
  if (context.view.show_outline) draw_outline(style, image.mask, picture);
  if (heat) {
    const auto& [scale_x, scale_y, offset_x, offset_y] = image.heat.image_from_crop;  // what the network was shown
    const ImVec2 low{picture.low.x + offset_x * picture.width(), picture.low.y + offset_y * picture.height()};
    draw.AddRect(low, {low.x + scale_x * picture.width(), low.y + scale_y * picture.height()}, style.theme.over_image);
  }
  draw.PopClipRect();
}

// The way out is that of the other pages.
void draw_no_images(InspectContext& context, const Rect& in) {
  const Style& style = context.style;
  const ImVec2 c = in.centre();
  draw_text_centred(style.fonts.strong, {{in.low.x, c.y - 40}, {in.high.x, c.y - 10}}, style.theme.text,
                    "There are no images yet");
  ImGui::SetCursorScreenPos({c.x - 80, c.y + 6});
  if (button(style, "inspect.import", "Import…", {.kind = ButtonKind::Primary, .width_px = 160}))
    context.commands.push(RunAction{"import"});
}

// The edge between the two pictures, dragged or moved with the arrows.
void draw_edge(InspectContext& context, const Rect& in) {
  PairView& compare = context.view.compare;
  const float x = in.low.x + compare.edge * in.width();
  ImGui::SetCursorScreenPos({x - 9, in.centre().y - 28});
  const Item knob = item(context.style, "inspect.edge", {18, 56}, Takes::Steps);
  if (knob.held) compare.edge = (ImGui::GetIO().MousePos.x - in.low.x) / in.width();
  if (knob.step != 0) compare.edge += 0.02F * static_cast<float>(knob.step);
  compare.edge = std::clamp(compare.edge, 0.02F, 0.98F);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddLine({x, in.low.y}, {x, in.high.y}, context.style.theme.over_image_edge, 4);
  draw.AddLine({x, in.low.y}, {x, in.high.y}, context.style.theme.over_image_text, 2);
  draw.AddRectFilled(knob.place.low, knob.place.high, context.style.theme.accent_strong, 8);
  for (const float dx : {-2.5F, 2.5F})
    draw.AddLine({x + dx, in.centre().y - 8}, {x + dx, in.centre().y + 8}, context.style.theme.on_accent, 1.5F);
}

void draw_two(InspectContext& context, const Rect& in) {
  const PairView& compare = context.view.compare;
  const FocusedImage& one = context.models.image;
  const Style& style = context.style;
  if (compare.wipe) {
    const float x = in.low.x + compare.edge * in.width();
    draw_picture(context, one, in, {in.low, {x, in.high.y}});
    draw_picture(context, compare.other, in, {{x, in.low.y}, in.high});
    draw_edge(context, in);
    draw_pill(style, {in.low.x + 12, in.low.y + 12}, caption_of(context, one), in.width() / 2 - 30);
    const std::string other = caption_of(context, compare.other);
    const float width = std::min(in.width() / 2 - 30, text_size(style.fonts.small, other).x + 20);
    return draw_pill(style, {in.high.x - 12 - width, in.low.y + 12}, other, width);
  }
  const Rect left{in.low, {in.centre().x - 2, in.high.y}}, right{{in.centre().x + 2, in.low.y}, in.high};
  draw_picture(context, one, left, left);
  draw_picture(context, compare.other, right, right);
  draw_pill(style, {left.low.x + 12, left.low.y + 12}, caption_of(context, one), left.width() - 24);
  draw_pill(style, {right.low.x + 12, right.low.y + 12}, caption_of(context, compare.other), right.width() - 24);
  ImGui::GetWindowDrawList()->AddLine({in.centre().x, in.low.y + 8}, {in.centre().x, in.high.y - 8}, style.theme.border,
                                      2);
}

}  // namespace

void draw_inspect_canvas(InspectContext& context, const Rect& in) {
  InspectView& view = context.view;
  const Style& style = context.style;
  const FocusedImage& image = context.models.image;
  ImGui::GetWindowDrawList()->AddRectFilled(in.low, in.high, style.theme.panel, style.theme.radius_px);
  ImGui::SetCursorScreenPos(in.low);
  ImGui::InvisibleButton("canvas", {in.width(), in.height()});
  ImGui::SetItemAllowOverlap();
  style.mark("inspect.canvas", in.low, in.high);
  const bool two = view.compare.with != CompareWith::None, side_by_side = two && !view.compare.wipe;
  const Rect first{in.low, {side_by_side ? in.centre().x - 2 : in.high.x, in.high.y}};
  if (context.models.gallery.table().count() == 0) return draw_no_images(context, in);
  if (image.state != LoadState::Ready) return draw_picture(context, image, in, in);
  const float fit = fit_of(image, first);
  follow_image(view, image, fit);
  follow_request(view, fit);
  zoom_and_pan(view, image, first);
  two ? draw_two(context, in) : draw_picture(context, image, in, in);
  const std::string evidence = two ? "" : evidence_words(context, image);
  const std::string place = grouped(image.position) + " of " + grouped(image.of) + "   " + percent(fit * view.zoom) +
                            " zoom" + (evidence.empty() ? "" : "   " + evidence);
  draw_pill(style, {in.low.x + 12, in.high.y - 34}, place, in.width() - 24);
}

}  // namespace app
