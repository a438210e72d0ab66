#include "app/pages/wall/wall_panel.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "app/pages/common/image_parts.h"
#include "app/pages/common/looked_at_chip.h"
#include "app/pages/wall/wall_commands.h"
#include "app/pages/wall/wall_sorts.h"
#include "app/table/verdict.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kSide_px = 340, kNarrowSide_px = 280, kWide_px = 1240, kRoomForSide_px = 820;
constexpr float kRow_px = 32, kBetween_px = 10, kLegend_px = 26;
constexpr float kLayouts_px = 620;

constexpr std::array<std::string_view, kWallKinds> kLayoutNames = {"Grid", "Scores",   "Confusion",
                                                                   "Map",  "Data map", "Timeline"};
constexpr std::array<std::string_view, 2> kMapNames = {"Axes", "Neighbours"};

void draw_sort(WallContext& context, ImVec2 at) {
  const Sort& sort = context.models.gallery.sort();
  draw_text(context.style.fonts.small, {at.x, at.y + 8}, context.style.theme.muted, "sorted by");
  ImGui::SetCursorScreenPos({at.x + 74, at.y});
  std::vector<std::string> names;
  int shown = -1;
  for (const WallSort& one : wall_sorts()) {
    if (one.key == sort.key) shown = static_cast<int>(names.size());
    names.push_back(one.name);
  }
  const int chosen = drop_down(context.style, "wall.sort", names, shown, {170, kRow_px});
  if (chosen >= 0)
    context.commands.push(SortWall{{wall_sorts()[static_cast<std::size_t>(chosen)].key, sort.descending}});
  ImGui::SetCursorScreenPos({at.x + 252, at.y});
  if (button(context.style, "wall.sort_direction", direction_in_words(sort),
             {.width_px = 150, .height_px = kRow_px, .tip = "The other way round"}))
    context.commands.push(SortWall{{sort.key, !sort.descending}});
}

void draw_map_choice(WallContext& context, ImVec2 at, float right) {
  const WallMapView& map = context.view.map;
  ImGui::SetCursorScreenPos(at);
  const int chosen = segmented(context.style, "wall.map", kMapNames, static_cast<int>(map.kind), 220);
  if (chosen >= 0) context.commands.push(ShowWallMap{static_cast<MapKind>(chosen)});
  float x = at.x + 236;
  if (!map.working.empty()) {
    ImGui::SetCursorScreenPos({x, at.y});
    if (button(context.style, "wall.map_stop", "Stop", {.width_px = 64, .height_px = kRow_px}))
      context.commands.push(StopWallMap{});
    x += 76;
  }
  const std::string text = !map.problem.empty() ? map.problem : !map.working.empty() ? map.working + " …" : map.note;
  draw_text(context.style.fonts.small, {x, at.y + 8},
            map.problem.empty() ? context.style.theme.muted : context.style.theme.bad,
            elided(context.style.fonts.small, text, right - x));
}

// Of the layouts that a threshold divides.
float looked_at_here_px(const WallContext& context) {
  const WallKind kind = context.view.kind;
  const RunScores* run = context.models.gallery.predictions().run();
  if (run == nullptr || (kind != WallKind::Scores && kind != WallKind::Confusion)) return 0;
  return common::looked_at_px(context, run->run);
}

// What belongs to the layout that is shown.
void draw_second_row(WallContext& context, ImVec2 at, float right) {
  const Gallery& gallery = context.models.gallery;
  if (gallery.selected_count() > 1) {
    const std::string text = counted(static_cast<std::int64_t>(gallery.selected_count()), "image", "images") +
                             " selected · a class key labels all of them · Esc selects none";
    return draw_text(context.style.fonts.small, {at.x, at.y + 8}, context.style.theme.accent,
                     elided(context.style.fonts.small, text, right - at.x));
  }
  if (context.view.kind == WallKind::Grid) return draw_sort(context, at);
  if (context.view.kind == WallKind::Map) return draw_map_choice(context, at, right);
  if (const float chip_px = looked_at_here_px(context); chip_px > 0) {
    right -= chip_px + 1;
    ImGui::SetCursorScreenPos({right, at.y + 2});
    common::looked_at_chip(context, "wall.looked_at", gallery.predictions().run()->run);
    right -= 10;
  }
  draw_text(context.style.fonts.small, {at.x, at.y + 8}, context.style.theme.muted,
            elided(context.style.fonts.small, context.view.layout.note, right - at.x));
}

void draw_toolbar(WallContext& context, Rect& in) {
  const Gallery& gallery = context.models.gallery;
  Rect row = in.take_top(kRow_px);
  const std::string count = counted(static_cast<std::int64_t>(gallery.rows().size()), "image", "images");
  const std::string source = context.models.prediction_source();
  const std::string text = source.empty() || !context.models.show_predictions ? count : count + " · " + source;
  const float text_px = text_size(context.style.fonts.small, text).x;
  ImGui::SetCursorScreenPos(row.low);
  const float layouts_px = std::min(kLayouts_px, row.width());
  const int chosen =
      segmented(context.style, "wall.layout", kLayoutNames, static_cast<int>(context.view.kind), layouts_px);
  if (chosen >= 0) context.commands.push(ShowWallLayout{static_cast<WallKind>(chosen)});
  if (text_px + layouts_px + 16 < row.width())
    draw_text_right(context.style.fonts.small, {row.high.x, row.low.y + 8}, context.style.theme.muted, text);
  in.take_top(kBetween_px);
  row = in.take_top(kRow_px);
  draw_second_row(context, row.low, row.high.x);
  in.take_top(6);
}

// A ring for the label beside a disc for the prediction, of each group or class that fits.
void draw_legend(const WallContext& context, const Rect& in) {
  const Style& style = context.style;
  const Gallery& gallery = context.models.gallery;
  const TargetFacts* target = gallery.target();
  const bool by_group = target != nullptr && target->groups.size() == 2;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = in.centre().y;
  float x = in.low.x + 4;
  const std::string meaning = context.models.predictions_seen() ? "ring: label · inside: prediction" : "ring: label";
  const float meaning_px = text_size(style.fonts.tiny, meaning).x;
  const auto entry = [&](ImU32 colour, std::string_view name, std::size_t left = 0) {
    const float width = 24 + text_size(style.fonts.small, name).x + 14;
    const float more_px = left == 0 ? 0 : text_size(style.fonts.small, "+" + std::to_string(left)).x + 6;
    if (x + width + more_px > in.high.x - meaning_px - 16) {
      draw_text(style.fonts.small, {x + 2, y - 8}, style.theme.muted, "+" + std::to_string(left + 1));
      style.mark("wall.legend.more", {x, y - 8}, {x + 20, y + 8});
      return false;
    }
    draw.AddCircleFilled({x + 8, y}, 4, colour);
    draw.AddCircle({x + 8, y}, 7.5F, colour, 0, 2);
    draw_text(style.fonts.small, {x + 22, y - 8}, style.theme.text, name);
    x += width;
    return true;
  };
  if (by_group) {
    for (std::size_t group = 0; group < 2; ++group)
      entry(wall::group_colour(context, static_cast<int>(group)), target->groups[group]);
  } else {
    const auto& classes = gallery.table().class_list().classes;
    for (std::size_t i = 0; i < classes.size(); ++i)
      if (!entry(common::class_colour(context, static_cast<int>(i)), classes[i].name, classes.size() - i - 1)) break;
  }
  draw_text_right(style.fonts.tiny, {in.high.x - 4, y - 7}, style.theme.muted, meaning);
}

struct WayOut {
  std::string text;
  Command command;
};

// What leads out of an empty layout; none: it is only a matter of waiting.
std::optional<WayOut> way_out(const WallContext& context) {
  const Gallery& gallery = context.models.gallery;
  if (gallery.table().count() == 0) return WayOut{"Import…", RunAction{"import"}};
  if (gallery.rows().empty()) return WayOut{"Clear filters", SetFilter{}};
  const WallKind kind = context.view.kind;
  if (kind == WallKind::Map)
    return context.view.map.no_features ? std::optional(WayOut{"Compute features", ComputeWallMap{}}) : std::nullopt;
  if (kind == WallKind::Timeline) return std::nullopt;
  if (!context.models.show_predictions) return WayOut{"Show predictions", RunAction{"toggle-prediction"}};
  if (const std::string target = target_to_show(gallery); !target.empty())
    return WayOut{"Show " + target, SetTarget{target}};
  return gallery.predictions().run() == nullptr ? WayOut{"Train a run", ShowPage{"train"}}
                                                : WayOut{"Show the grid", ShowWallLayout{WallKind::Grid}};
}

void draw_missing(WallContext& context, const Rect& in) {
  const ImVec2 c = in.centre();
  draw_text_centred(context.style.fonts.strong, {{in.low.x, c.y - 40}, {in.high.x, c.y - 10}}, context.style.theme.text,
                    elided(context.style.fonts.strong, context.view.layout.missing, in.width() - 40));
  const auto way = way_out(context);
  if (!way) return;
  ImGui::SetCursorScreenPos({c.x - 80, c.y + 6});
  if (button(context.style, "wall.way_out", way->text, {.kind = ButtonKind::Primary, .width_px = 160}))
    context.commands.push(way->command);
}

}  // namespace

void draw_wall(WallContext& context, Rect page) {
  const float side_px = page.width() < kRoomForSide_px ? 0 : page.width() < kWide_px ? kNarrowSide_px : kSide_px;
  const Rect side = page.take_right(side_px);
  if (side_px > 0) page.take_right(context.style.theme.gap_px);
  common::begin_card(context, "wall", page, common::Scroll::No);
  Rect inside{{page.low.x + 16, page.low.y + 14}, {page.high.x - 16, page.high.y - 8}};
  draw_toolbar(context, inside);
  draw_legend(context, inside.take_bottom(kLegend_px));
  const Rect canvas{{page.low.x + 1, inside.low.y}, {page.high.x - 1, inside.high.y}};
  wall::draw_canvas(context, canvas);
  if (!context.view.layout.missing.empty()) draw_missing(context, canvas);
  common::end_card();
  if (side_px > 0) wall::draw_side(context, side);
}

}  // namespace app

namespace app::wall {

void draw_side(WallContext& context, const Rect& in) {
  common::begin_card(context, "wall side", in);
  const Style& style = context.style;
  const FocusedImage& image = context.models.image;
  const Gallery& gallery = context.models.gallery;
  const float width = ImGui::GetContentRegionAvail().x;
  if (!image.image) {
    paragraph(style, style.fonts.small, style.theme.muted,
              gallery.table().count() == 0 ? "There are no images yet."
              : gallery.rows().empty()     ? "No image passes the filters."
                                           : "No image is focused. Click one, or go to it with the arrow keys; drag "
                                             "around many to select them.");
    return common::end_card();
  }
  label(style, style.fonts.strong, style.theme.text, elided(style.fonts.strong, image.file_name, width));
  const float aspect =
      image.width_px > 0 ? static_cast<float>(image.height_px) / static_cast<float>(image.width_px) : 1.0F;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const Rect picture{low, {low.x + width, low.y + std::min(width * aspect, width)}};
  if (image.state == LoadState::Ready) {
    common::draw_image(context, picture, {0, 0}, {1, 1});
    common::round_corners(picture, 10, style.theme.panel);
  } else {
    ImGui::GetWindowDrawList()->AddRectFilled(picture.low, picture.high, style.theme.control, 10);
  }
  ImGui::SetCursorScreenPos(picture.low);
  if (item(style, "wall.image", {picture.width(), picture.height()}).clicked) context.commands.push(RunAction{"open"});
  tooltip(style, "Click to inspect (Enter)");
  if (image.state == LoadState::Failed) paragraph(style, style.fonts.small, style.theme.bad, image.message);
  common::relabel_buttons(context, "wall.label");
  common::prediction_bars(context);
  common::heat_controls(context);
  common::end_card(context, "wall.text");
}

}  // namespace app::wall
