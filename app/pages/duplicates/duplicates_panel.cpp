#include "app/pages/duplicates/duplicates_panel.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/pages/duplicates/duplicates_commands.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "engine/passes/texture_id.h"
#include "engine/ui/keys.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kSide_px = 372, kTop_px = 44, kStrip_px = 86, kCaption_px = 26, kThumb_px = 46;
constexpr float kLargestZoom = 16;
constexpr int kPage = 10;

void walk_with_keys(DuplicatesContext& context) {
  using engine::GridKey;
  const int all = static_cast<int>(context.view.shelves[context.view.shelf].pairs.size());
  const std::pair<GridKey, int> steps[] = {{GridKey::Left, -1},   {GridKey::Right, 1},       {GridKey::Up, -1},
                                           {GridKey::Down, 1},    {GridKey::PageUp, -kPage}, {GridKey::PageDown, kPage},
                                           {GridKey::Home, -all}, {GridKey::End, all}};
  for (const auto& [key, step] : steps)
    if (engine::grid_key_pressed(key)) context.commands.push(StepPair{step});
}

void draw_shelves(DuplicatesContext& context, Rect in) {
  constexpr float kPad_px = 16;
  const ImFont* font = context.style.fonts.small;
  std::array<std::string, kShelfCount> numbers, texts;
  float widest = 0;
  for (std::size_t i = 0; i < kShelfCount; ++i) {
    numbers[i] = "  " + grouped(static_cast<std::int64_t>(context.view.shelves[i].pairs.size()));
    widest = std::max(widest, text_size(font, std::string(kShelfTitles[i]) + numbers[i]).x + kPad_px);
  }
  // As wide as the texts ask; where they get less the words are cut, never the number.
  const float width = std::min(std::max(540.0F, widest * kShelfCount), std::max(240.0F, in.width() - 150));
  const float each = width / kShelfCount;
  std::array<std::string_view, kShelfCount> names;
  for (std::size_t i = 0; i < kShelfCount; ++i) {
    const float words_px = each - kPad_px - text_size(font, numbers[i]).x;
    texts[i] = elided(font, kShelfTitles[i], words_px) + numbers[i];
    names[i] = texts[i];
  }
  ImGui::SetCursorScreenPos(in.low);
  const int clicked = segmented(context.style, "duplicates.shelf", names, static_cast<int>(context.view.shelf), width);
  if (clicked >= 0) context.commands.push(ShowShelf{static_cast<std::size_t>(clicked)});
  const PairShelf& shelf = context.view.shelves[context.view.shelf];
  const std::string progress = !context.view.working.empty() ? context.view.working
                               : shelf.pairs.empty() || context.view.shelf == kCopiesShelf
                                   ? ""
                                   : grouped(static_cast<std::int64_t>(context.view.decided_on(context.view.shelf))) +
                                         " of " + grouped(static_cast<std::int64_t>(shelf.pairs.size())) + " decided";
  draw_text_right(context.style.fonts.small, {in.high.x - 4, in.low.y + 9}, context.style.theme.muted,
                  elided(context.style.fonts.small, progress, in.width() - width - 20));
}

// The wheel zooms where the mouse is, a drag pans; both pictures follow.
void zoom_and_pan(DuplicatesView& view, const Rect& in, float width, float height) {
  ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
    const ImVec2 c = in.centre();
    const ImVec2 under{view.centre_u + (io.MousePos.x - c.x) / width, view.centre_v + (io.MousePos.y - c.y) / height};
    const float zoom = std::clamp(view.zoom * std::pow(1.2F, io.MouseWheel), 1.0F, kLargestZoom);
    view.centre_u = under.x + (view.centre_u - under.x) * view.zoom / zoom;
    view.centre_v = under.y + (view.centre_v - under.y) * view.zoom / zoom;
    view.zoom = zoom;
  }
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2)) {
    view.centre_u -= io.MouseDelta.x / width;
    view.centre_v -= io.MouseDelta.y / height;
  }
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) view.zoom = 1;
  if (view.zoom <= 1) view.centre_u = view.centre_v = 0.5F;
  view.centre_u = std::clamp(view.centre_u, 0.0F, 1.0F);
  view.centre_v = std::clamp(view.centre_v, 0.0F, 1.0F);
}

void draw_picture(DuplicatesContext& context, Rect in, std::size_t which, const std::string& caption) {
  const Style& style = context.style;
  DuplicatesView& view = context.view;
  const PairPicture& picture = view.pictures[which];
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(in.low, in.high, style.theme.panel, style.theme.radius_px);
  const Rect line = in.take_bottom(kCaption_px);
  draw_text(style.fonts.small, {line.low.x + 14, line.low.y + 2}, style.theme.muted,
            std::string(which == 0 ? "first   " : "second   ") + elided(style.fonts.small, caption, line.width() - 90));
  ImGui::SetCursorScreenPos(in.low);
  const char* name = which == 0 ? "duplicates.first" : "duplicates.second";
  ImGui::InvisibleButton(name, {in.width(), in.height()});
  style.mark(name, in.low, in.high);
  if (picture.texture == 0)
    return draw_text_centred(
        style.fonts.small, in, picture.problem.empty() ? style.theme.muted : style.theme.bad,
        elided(style.fonts.small, picture.problem.empty() ? "Loading …" : picture.problem, in.width() - 30));
  const float fit = std::min((in.width() - 20) / static_cast<float>(picture.width_px),
                             (in.height() - 20) / static_cast<float>(picture.height_px));
  zoom_and_pan(view, in, static_cast<float>(picture.width_px) * fit * view.zoom,
               static_cast<float>(picture.height_px) * fit * view.zoom);
  const float width = static_cast<float>(picture.width_px) * fit * view.zoom,
              height = static_cast<float>(picture.height_px) * fit * view.zoom;
  const ImVec2 c = in.centre();
  const ImVec2 low{std::floor(c.x - view.centre_u * width), std::floor(c.y - view.centre_v * height)};
  draw.PushClipRect(in.low, in.high, true);
  draw.AddImage(engine::imgui_id(picture.texture), low, {low.x + width, low.y + height});
  draw.PopClipRect();
}

ImU32 colour_of(const DuplicatesContext& context, PairDecision decision) {
  switch (decision) {
    case PairDecision::Group: return context.style.theme.good;
    case PairDecision::KeepApart: return context.style.theme.accent;
    case PairDecision::RemoveSecond: return context.style.theme.bad;
    case PairDecision::None: break;
  }
  return context.style.theme.control_hovered;
}

// One pair: both thumbnails, and its verdict under them.
void draw_strip_pair(DuplicatesContext& context, std::size_t at, const Rect& place) {
  const ImageTable& table = context.models.gallery.table();
  const PairShelf& shelf = context.view.shelves[context.view.shelf];
  const ShelfPair& pair = shelf.pairs[at];
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  float x = place.low.x + 3;
  for (const ImageId id : {pair.a, pair.b}) {
    const ImVec2 low{x, place.low.y + 3}, high{x + kThumb_px, place.low.y + 3 + kThumb_px};
    const std::uint64_t texture = table.row_of(id) ? context.thumbnails.texture(id) : 0;
    if (texture != 0)
      draw.AddImageRounded(engine::imgui_id(texture), low, high, {0, 0}, {1, 1}, IM_COL32_WHITE, 5);
    else
      draw.AddRectFilled(low, high, context.style.theme.control, 5);
    x += kThumb_px + 2;
  }
  const float y = place.low.y + kThumb_px + 8;
  draw.AddRectFilled({place.low.x + 3, y}, {place.high.x - 3, y + 5}, colour_of(context, context.view.decision(pair)),
                     2.5F);
  if (at == shelf.at) draw.AddRect(place.low, {place.high.x, y + 9}, context.style.theme.accent, 7, 0, 2.0F);
}

void draw_strip(DuplicatesContext& context, const Rect& in) {
  const PairShelf& shelf = context.view.shelves[context.view.shelf];
  constexpr float kWide_px = 2 * kThumb_px + 8, kGap_px = 8;
  const std::size_t fits = std::max<std::size_t>(1, static_cast<std::size_t>(in.width() / (kWide_px + kGap_px)));
  const std::size_t half = fits / 2, count = shelf.pairs.size();
  const std::size_t first = count <= fits ? 0 : std::min(shelf.at > half ? shelf.at - half : 0, count - fits);
  for (std::size_t n = 0; n < fits && first + n < count; ++n) {
    const ImVec2 low{in.low.x + static_cast<float>(n) * (kWide_px + kGap_px), in.low.y + 10};
    const Rect place{low, {low.x + kWide_px, low.y + kThumb_px + 20}};
    ImGui::SetCursorScreenPos(low);
    ImGui::PushID(static_cast<int>(first + n));
    if (ImGui::InvisibleButton("pair", {place.width(), place.height()})) context.commands.push(ShowPair{first + n});
    ImGui::PopID();
    context.style.mark("duplicates.pair." + std::to_string(n), place.low, place.high);
    draw_strip_pair(context, first + n, place);
  }
}

void draw_nothing(DuplicatesContext& context, const Rect& in) {
  const DuplicatesView& view = context.view;
  const std::string title = !view.problem.empty()   ? "The search failed"
                            : !view.working.empty() ? "Searching …"
                                                    : "Nothing on this shelf";
  const std::string detail = !view.problem.empty()        ? view.problem
                             : !view.working.empty()      ? view.working
                             : view.shelf == kCopiesShelf ? "No imported file had the same bytes as another"
                             : view.shelf == 1            ? "No two images share a lesion that is not grouped yet"
                                                          : "No two pictures look alike that are not decided on yet";
  const ImVec2 c = in.centre();
  draw_text_centred(context.style.fonts.title, {{in.low.x, c.y - 40}, {in.high.x, c.y - 6}}, context.style.theme.text,
                    title);
  draw_text_centred(context.style.fonts.small, {{in.low.x, c.y}, {in.high.x, c.y + 26}}, context.style.theme.muted,
                    elided(context.style.fonts.small, detail, in.width() - 40));
}

std::string caption_of(const DuplicatesContext& context, ImageId image) {
  const ImageTable& table = context.models.gallery.table();
  const auto row = table.row_of(image);
  return row ? std::string(table.name(*row)) : "";
}

}  // namespace

void draw_duplicates(DuplicatesContext& context, Rect page) {
  if (context.keyboard_free) walk_with_keys(context);
  const Rect side = page.take_right(kSide_px);
  page.take_right(context.style.theme.gap_px);
  draw_shelves(context, page.take_top(kTop_px));
  const ShelfPair* pair = context.view.pair();
  if (pair == nullptr) {
    draw_nothing(context, page);
  } else {
    const Rect strip = page.take_bottom(kStrip_px);
    const std::string second =
        pair->copy_path.empty() ? caption_of(context, pair->b) : pair->copy_path.substr(pair->copy_path.rfind('/') + 1);
    Rect right = page;
    const Rect left = right.take_left((page.width() - context.style.theme.gap_px) / 2);
    right.take_left(context.style.theme.gap_px);
    draw_picture(context, left, 0, caption_of(context, pair->a));
    draw_picture(context, right, 1, second);
    draw_strip(context, strip);
  }
  draw_pair_details(context, side);
}

}  // namespace app
