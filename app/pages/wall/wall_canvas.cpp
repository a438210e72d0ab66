#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "app/pages/common/image_parts.h"
#include "app/pages/wall/wall_panel.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "engine/passes/heat_pass.h"
#include "engine/passes/sprite_pass.h"
#include "engine/passes/texture_id.h"

namespace app::wall {
using namespace widgets;
namespace {

constexpr float kMargin_px = 30, kLargestFitted_px = 150, kTextLine_px = 20;
constexpr float kPicture_px = 16;           // a sprite so large shows its thumbnail
constexpr std::size_t kMostPictures = 900;  // as many as have a layer each, and some to spare
constexpr std::size_t kFew = 2048;          // so many are named to the pass, more are drawn by blocks
constexpr float kFullPicture_px = 110;      // a sprite so large shows the image itself
constexpr float kUnselected = 0.22F, kTextPad_px = 4;
constexpr float kLongestFrame_s = 0.1F;  // after a sleep no movement is skipped

std::vector<WallLook> looks_of(const WallContext& context) {
  const Gallery& gallery = context.models.gallery;
  const ImageTable& table = gallery.table();
  const bool predictions = context.models.predictions_seen(), many = gallery.selected_count() > 1;
  const bool by_group = gallery.target() != nullptr && gallery.target()->groups.size() == 2;
  const Mask selected(gallery.selected(), table.size());
  const ImU32 nothing = context.style.theme.control_hovered;
  std::vector<WallLook> looks(table.size());
  for (Row row = 0; row < table.size(); ++row) {
    const int group = by_group ? gallery.group(row) : -1;
    const bool predicted = predictions && gallery.has_verdict(row);
    looks[row] = {group >= 0 ? group_colour(context, group) : common::class_colour(context, table.class_index(row)),
                  predicted ? group_colour(context, gallery.predictions().predicted(row)) : nothing,
                  !many || selected[row], predicted};
  }
  return looks;
}

WallRequest request_for(const WallContext& context, const Rect& in) {
  const WallView& view = context.view;
  WallRequest request{.kind = view.kind};
  request.aspect = std::clamp((in.width() - 2 * kMargin_px) / std::max(1.0F, in.height() - 2 * kMargin_px), 0.3F, 4.0F);
  request.line = view.line;
  request.map = view.map.shown();
  request.map_missing = !view.map.problem.empty()   ? "The map could not be made: " + view.map.problem
                        : !view.map.working.empty() ? view.map.working + " …"
                        : view.map.no_features      ? "No features of these images are kept yet"
                                                    : "";
  request.decided = view.decided ? &*view.decided : nullptr;
  request.blind = !context.models.show_predictions;
  return request;
}

// A line of text has one height on the screen; how many units that is follows from the layout, which needs it.
void measure_line(WallContext& context, const Rect& in) {
  WallView& view = context.view;
  const auto images = static_cast<float>(std::max<std::size_t>(4, context.models.gallery.rows().size()));
  view.line = kTextLine_px / std::min(kLargestFitted_px, std::sqrt(in.width() * in.height() / (2.2F * images)));
  for (int pass = 0; pass < 2; ++pass)
    view.line = kTextLine_px / camera_for(lay_out(context.models.gallery, request_for(context, in)), in).px_per_unit;
}

void remake_layout(WallContext& context, const Rect& in) {
  WallView& view = context.view;
  const Gallery& gallery = context.models.gallery;
  const bool shape = view.made_kind != view.kind || view.made_width != in.width() || view.made_height != in.height() ||
                     view.made_images != gallery.rows().size() || view.made_for == 0;
  const bool facts = std::exchange(view.made_of_facts, view.facts_version) != view.facts_version;
  const bool blind = view.made_blind != !context.models.show_predictions;
  if (!shape && !facts && !blind && view.made_for == gallery.version()) return;
  if (shape || facts) measure_line(context, in);
  view.made_kind = view.kind;
  view.made_width = in.width();
  view.made_height = in.height();
  view.made_images = gallery.rows().size();
  view.made_for = gallery.version();
  view.made_blind = !context.models.show_predictions;
  view.layout = lay_out(gallery, request_for(context, in));
  view.sprites.follow(view.layout.places, looks_of(context));
  if (!view.layout.missing.empty() || !view.fitted) return;
  const WallCamera all = camera_for(view.layout, in);
  if (view.ever_fitted)
    view.camera.fly(all);
  else
    view.camera.jump(all);
  view.ever_fitted = true;
}

void draw_lines(const WallContext& context, const Projection& project) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  for (const WallLine& line : context.view.layout.lines)
    draw.AddLine(project.to_screen(line.x0, line.y0), project.to_screen(line.x1, line.y1),
                 with_opacity(context.style.theme.faint, 0.45F), 1);
}

std::string that_fits(const Style& style, const WallText& text, float px_per_unit) {
  if (text.room <= 0) return text.text;
  const ImFont* font = text.strong ? style.fonts.strong : style.fonts.small;
  const float room_px = text.room * px_per_unit;
  const float beside_px = text.beside.empty() ? 0 : text_size(style.fonts.strong, text.beside).x + 2 * kTextPad_px;
  const bool whole = text.brief.empty() || text_size(font, text.longest).x <= room_px;
  return elided(font, whole ? text.text : text.brief, room_px - beside_px);
}

// Whether it touches no other of its kind at this size.
bool has_room(const WallText& text, float px_per_unit, float line_px, float width_px) {
  if (text.pitch <= 0) return true;
  const auto every = static_cast<int>(std::ceil(line_px / std::max(0.1F, text.pitch * px_per_unit)));
  if (text.nth >= 0) return text.nth % every == 0;
  return every == 1 && (text.room <= 0 || width_px <= text.room * px_per_unit);
}

void draw_texts(const WallContext& context, const Projection& project) {
  const Style& style = context.style;
  for (const WallText& text : context.view.layout.texts) {
    const ImFont* font = text.strong ? style.fonts.strong : style.fonts.small;
    const float scale = project.camera.px_per_unit;
    if (!has_room(text, scale, text_size(font, "0").y + 2, text_size(font, text.text).x)) continue;
    const std::string shown = that_fits(style, text, scale);
    const ImVec2 size = text_size(font, shown), at = project.to_screen(text.x, text.y);
    if (text.upright) {
      draw_text_upwards(font, {at.x - size.y / 2, at.y}, text.strong ? style.theme.text : style.theme.muted, shown);
      continue;
    }
    const ImVec2 low{at.x - size.x * text.along, at.y - size.y * text.down};
    ImGui::GetWindowDrawList()->AddRectFilled({low.x - kTextPad_px, low.y - 1},
                                              {low.x + size.x + kTextPad_px, low.y + size.y + 1},
                                              with_opacity(style.theme.panel, 0.7F), 4);
    draw_text(font, low, text.strong ? style.theme.text : style.theme.muted, shown);
  }
}

// Thumbnails where few enough are seen and they are large enough; their layers are looked up anew in every frame,
// because the cache gives a layer to another image once it is not seen.
engine::SpriteView sprite_view(WallContext& context, const Rect& in, const Projection& project) {
  WallView& view = context.view;
  engine::SpriteView shown{.field = view.sprites.field()};
  shown.centre_x = project.camera.x;
  shown.centre_y = project.camera.y;
  shown.px_per_unit = project.camera.px_per_unit;
  shown.time = view.sprites.share();
  shown.unselected = context.models.gallery.selected_count() > 1 ? kUnselected : 1;
  const ImVec2 low = project.to_canvas(in.low), high = project.to_canvas(in.high);
  view.sprites.rows_within(low.x, low.y, high.x, high.y, shown.named);
  view.pictures = shown.named.size() <= kMostPictures && project.camera.px_per_unit >= kPicture_px;
  shown.only_named = shown.named.size() <= kFew;
  if (!shown.only_named) shown.named.clear();
  if (!view.pictures) return shown;
  for (const Row row : shown.named) {
    const std::uint64_t texture = context.thumbnails.texture(context.models.gallery.table().id(row));
    if (texture != 0) shown.pictures = texture;
    view.sprites.set_layer(row, texture == 0 ? -1 : static_cast<int>(engine::layer_of(texture)));
  }
  return shown;
}

// The centre square, as the thumbnails are cut.
std::pair<ImVec2, ImVec2> centre_square(int width_px, int height_px) {
  const auto width = static_cast<float>(std::max(1, width_px)), height = static_cast<float>(std::max(1, height_px));
  const float u = std::min(1.0F, height / width) / 2, v = std::min(1.0F, width / height) / 2;
  return {{0.5F - u, 0.5F - v}, {0.5F + u, 0.5F + v}};
}

// Large enough it is the image itself, with its evidence.
void draw_focus(WallContext& context, const Projection& project) {
  const Gallery& gallery = context.models.gallery;
  const auto focus = gallery.focus();
  if (!focus) return;
  const WallPlace place = context.view.sprites.now(*focus);
  if (place.size <= 0) return;
  const float side = std::max(4.0F, place.size * project.camera.px_per_unit * 0.9F);
  const ImVec2 c = project.to_screen(place.x, place.y);
  const Rect at{{std::floor(c.x - side / 2), std::floor(c.y - side / 2)},
                {std::floor(c.x - side / 2) + side, std::floor(c.y - side / 2) + side}};
  const FocusedImage& image = context.models.image;
  if (side >= kFullPicture_px && image.state == LoadState::Ready && image.image == gallery.table().id(*focus)) {
    const float frame = std::clamp(side * 0.04F, 1.5F, 4.0F);
    const auto [uv_low, uv_high] = centre_square(image.width_px, image.height_px);
    common::draw_image(context, at.inset(frame), uv_low, uv_high);
  }
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float round = context.view.pictures ? std::clamp(side * 0.1F, 2.0F, 10.0F) + 3 : (side + 8) / 2;
  draw.AddRect({at.low.x - 4, at.low.y - 4}, {at.high.x + 4, at.high.y + 4}, context.style.theme.text, round, 0, 2.5F);
}

void draw_hover(WallContext& context, const Projection& project) {
  const WallView& view = context.view;
  const Gallery& gallery = context.models.gallery;
  const Style& style = context.style;
  if (!view.hovered || view.gesture != WallGesture::None || *view.hovered >= gallery.table().size()) return;
  const Row row = *view.hovered;
  const WallPlace place = view.sprites.now(row);
  const float half = std::max(4.0F, place.size * project.camera.px_per_unit * 0.45F) + 2;
  const ImVec2 c = project.to_screen(place.x, place.y);
  ImGui::GetWindowDrawList()->AddRect({c.x - half, c.y - half}, {c.x + half, c.y + half}, style.theme.muted,
                                      view.pictures ? 6 : half, 0, 1.5F);
  ImGui::BeginTooltip();
  if (!view.pictures) {
    if (const std::uint64_t texture = context.thumbnails.texture(gallery.table().id(row)))
      ImGui::Image(engine::imgui_id(texture), {128, 128});
    else
      ImGui::Dummy({128, 128});
  }
  label(style, style.fonts.strong, style.theme.text, gallery.table().name(row));
  label(style, style.fonts.small, style.theme.muted,
        std::string("labelled ") + common::class_name(context, gallery.table().class_index(row)));
  if (context.models.predictions_seen() && gallery.has_verdict(row)) {
    const auto group = static_cast<std::size_t>(gallery.predictions().predicted(row));
    label(style, style.fonts.small, gallery.disagrees(row) ? style.theme.warning : style.theme.muted,
          "predicted " + gallery.predictions().run()->groups[group] + " " +
              percent(gallery.predictions().confidence(row)));
  }
  ImGui::EndTooltip();
}

// Below the texts, which stay readable where it crosses them.
void draw_threshold_line(const WallContext& context, const Projection& project) {
  const auto& threshold = context.view.layout.threshold;
  if (!threshold) return;
  ImGui::GetWindowDrawList()->AddLine(project.to_screen(threshold->line, threshold->top),
                                      project.to_screen(threshold->line, threshold->bottom), context.style.theme.accent,
                                      2);
}

void draw_threshold_value(const WallContext& context, const Projection& project) {
  const auto& threshold = context.view.layout.threshold;
  if (!threshold) return;
  const Style& style = context.style;
  const ImVec2 top = project.to_screen(threshold->line, threshold->top);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const std::string text = decimals(static_cast<float>(context.models.gallery.predictions().threshold()), 2);
  const float half = text_size(style.fonts.small, text).x / 2 + 10;
  const Rect pill{{top.x - half, top.y - 24}, {top.x + half, top.y}};
  draw.AddRectFilled(pill.low, pill.high, style.theme.panel_raised, 12);
  draw.AddRect(pill.low, pill.high, style.theme.accent, 12, 0, 1.5F);
  draw_text_centred(style.fonts.small, pill, style.theme.text, text);
}

void draw_lasso(const WallContext& context, const Projection& project) {
  const WallView& view = context.view;
  if (view.gesture != WallGesture::Lasso || view.lasso.size() < 4) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const std::vector<float> outline = lasso_outline(view.lasso);
  std::vector<ImVec2> points;
  for (std::size_t i = 0; i + 1 < outline.size(); i += 2)
    points.push_back(project.to_screen(outline[i], outline[i + 1]));
  const int count = static_cast<int>(points.size());
  if (count == 4) draw.AddConvexPolyFilled(points.data(), count, context.style.theme.accent_soft);
  draw.AddPolyline(points.data(), count, context.style.theme.accent, ImDrawFlags_Closed, 2);
}

}  // namespace

ImU32 group_colour(const PageContext& context, int group) {
  const TargetFacts* target = context.models.gallery.target();
  const engine::Theme& theme = context.style.theme;
  if (target == nullptr || group < 0) return theme.faint;
  if (target->groups.size() == 2) return group == 0 ? theme.accent : theme.warning;
  const auto first = std::ranges::find(target->group_of_class, group);
  return first == target->group_of_class.end()
             ? theme.faint
             : common::class_colour(context, static_cast<int>(first - target->group_of_class.begin()));
}

// Whole pixels where sprites are small, or their rows would be uneven.
WallCamera camera_for(const WallLayout& layout, const Rect& in) {
  const float width = std::max(0.1F, layout.high_x - layout.low_x),
              height = std::max(0.1F, layout.high_y - layout.low_y);
  float scale =
      std::min({(in.width() - 2 * kMargin_px) / width, (in.height() - 2 * kMargin_px) / height, kLargestFitted_px});
  if (scale >= 4) scale = std::floor(scale);
  return {(layout.low_x + layout.high_x) / 2, (layout.low_y + layout.high_y) / 2, std::max(scale, 0.05F)};
}

void draw_canvas(WallContext& context, const Rect& in) {
  WallView& view = context.view;
  remake_layout(context, in);
  const float seconds = std::min(ImGui::GetIO().DeltaTime, kLongestFrame_s);
  view.sprites.advance(seconds);
  view.camera.advance(seconds);
  if (!view.layout.missing.empty()) return;
  take_gestures(context, in);
  const Projection project = projection(view, in);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.PushClipRect(in.low, in.high, true);
  draw_lines(context, project);
  engine::draw_sprites(draw, sprite_view(context, in, project), in.low, in.high);
  draw_focus(context, project);
  draw_threshold_line(context, project);
  draw_texts(context, project);
  draw_threshold_value(context, project);
  draw_lasso(context, project);
  draw_hover(context, project);
  draw.PopClipRect();
}

}  // namespace app::wall
