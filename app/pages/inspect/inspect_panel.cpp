#include "app/pages/inspect/inspect_panel.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "app/pages/common/image_parts.h"
#include "app/pages/common/stage.h"
#include "app/pages/common/trajectory.h"
#include "app/pages/inspect/dropped_card.h"
#include "app/pages/inspect/familiarity_note.h"
#include "app/pages/inspect/inspect_canvas.h"
#include "app/pages/inspect/inspect_commands.h"
#include "app/pages/inspect/inspect_verdict.h"
#include "app/pages/inspect/second_picture.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "engine/passes/texture_id.h"
#include "engine/ui/keys.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kSide_px = 372, kStrip_px = 104, kThumb_px = 84;
constexpr int kPage = 10;  // images that Page Down goes on

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

// Left and right go through the images, up and down through the epochs of the shown run.
void walk_with_keys(InspectContext& context) {
  using engine::GridKey;
  const int all = static_cast<int>(context.models.gallery.rows().size());
  const std::pair<GridKey, int> steps[] = {{GridKey::Left, -1},        {GridKey::Right, 1},   {GridKey::PageUp, -kPage},
                                           {GridKey::PageDown, kPage}, {GridKey::Home, -all}, {GridKey::End, all}};
  if (engine::grid_key_pressed(GridKey::Up)) context.commands.push(StepEpoch{-1});
  if (engine::grid_key_pressed(GridKey::Down)) context.commands.push(StepEpoch{1});
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

const char* mark_of(VerdictKind kind) { return kind == VerdictKind::Hit ? "✓" : kind == VerdictKind::Miss ? "✗" : "?"; }

// First of all what the model says against the label.
void draw_verdict(const InspectContext& context) {
  const Style& style = context.style;
  const FocusedImage& image = context.models.image;
  if (!context.models.show_predictions) return;
  std::vector<std::string> groups;
  if (const TargetFacts* target = context.models.gallery.target()) groups = target->groups;
  const std::string name = image.class_index < 0 ? "" : common::class_name(context, image.class_index);
  const InspectVerdict verdict = inspect_verdict(image, name, groups);
  if (verdict.kind == VerdictKind::None) return;
  const ImU32 colour = verdict.kind == VerdictKind::Hit    ? style.theme.hit
                       : verdict.kind == VerdictKind::Miss ? style.theme.miss
                                                           : style.theme.muted;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  // Long names leave the prediction a line of its own: it is what the card is for.
  const float room = width - 24;
  std::vector<std::string> lines{verdict.what()};
  if (text_size(style.fonts.strong, lines[0]).x > room) lines = {verdict.label, verdict.said};
  const float outcome_px = 7 + 22 * static_cast<float>(lines.size());
  const float height = outcome_px + (verdict.outcome.empty() ? 3 : 23);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(low, {low.x + width, low.y + height}, with_opacity(colour, 0.13F), 8);
  draw.AddRectFilled(low, {low.x + 4, low.y + height}, colour, 2);
  for (std::size_t i = 0; i < lines.size(); ++i)
    draw_text(style.fonts.strong, {low.x + 14, low.y + 7 + 22 * static_cast<float>(i)}, style.theme.text,
              elided(style.fonts.strong, lines[i], room));
  if (!verdict.outcome.empty())
    draw_text(style.fonts.small, {low.x + 14, low.y + outcome_px}, colour,
              elided(style.fonts.small, std::string(mark_of(verdict.kind)) + "  " + verdict.outcome, room));
  style.mark("inspect.verdict", low, {low.x + width, low.y + height});
  ImGui::Dummy({width, height + 2});
  tooltip(style, verdict.what() + (verdict.outcome.empty() ? "" : ": " + verdict.outcome));
}

void choose_run(InspectContext& context) {
  PairView& compare = context.view.compare;
  std::vector<std::string> names;
  int chosen = -1;
  std::vector<RunId> runs;
  for (const RunRow& run : context.models.run.runs) {
    if (!can_be_compared(run, context.models.image.model_name)) continue;
    if (run.id == compare.run) chosen = static_cast<int>(runs.size());
    names.push_back(run.name);
    runs.push_back(run.id);
  }
  if (names.empty())
    return label(context.style, context.style.fonts.small, context.style.theme.muted,
                 "There is no other run with a model.");
  if (choice(context.style, "inspect.compare_run", "Run", names, chosen))
    compare.run = runs[static_cast<std::size_t>(chosen)];
}

void choose_class(InspectContext& context) {
  PairView& compare = context.view.compare;
  std::vector<std::string> names;
  for (const ProbabilityView& group : context.models.image.probabilities) names.push_back(group.group);
  if (names.empty()) return;
  const int groups = static_cast<int>(names.size());
  if (compare.group < 0 || compare.group >= groups) compare.group = context.models.image.heat.group == 0 ? 1 : 0;
  choice(context.style, "inspect.compare_class", "Evidence for", names, compare.group);
}

void draw_compare(InspectContext& context) {
  PairView& compare = context.view.compare;
  const Style& style = context.style;
  section(style, "Compare", "K pins, W wipes");
  static constexpr std::array<std::string_view, 4> kWith = {"off", "image", "run", "class"};
  const float width = ImGui::GetContentRegionAvail().x;
  const int with = segmented(style, "inspect.compare", kWith, static_cast<int>(compare.with), width);
  if (with == static_cast<int>(CompareWith::Image) && !compare.pinned) context.commands.push(PinImage{});
  if (with >= 0) compare.with = static_cast<CompareWith>(with);
  if (compare.with == CompareWith::None) return;
  if (compare.with == CompareWith::Image)
    paragraph(style, style.fonts.small, style.theme.muted,
              (compare.pinned_name.empty() ? "Nothing is pinned yet." : "With " + compare.pinned_name + ".") +
                  std::string(" Arrows go on with the other."));
  if (compare.with == CompareWith::Run) choose_run(context);
  if (compare.with == CompareWith::Class) choose_class(context);
  toggle(style, "inspect.wipe", "wipe one over the other", compare.wipe, "Drag the edge; otherwise side by side");
}

void draw_details(InspectContext& context, const Rect& side) {
  common::begin_card(context, "details", side);
  const Style& style = context.style;
  const FocusedImage& inspect = context.models.image;
  if (!inspect.image) {
    label(style, style.fonts.small, style.theme.muted, "No image is shown.");
    return common::end_card(context, "inspect.text");
  }
  if (inspect.width_px > 0) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_text_right(style.fonts.small, {at.x + ImGui::GetContentRegionAvail().x, at.y}, style.theme.muted,
                    std::to_string(inspect.width_px) + " × " + std::to_string(inspect.height_px));
  }
  label(style, style.fonts.strong, style.theme.text, elided(style.fonts.strong, inspect.file_name, side.width() - 140));
  draw_familiarity(style, inspect.familiarity, context.models.show_predictions);
  draw_verdict(context);
  common::relabel_buttons(context, "inspect.label");
  common::prediction_bars(context);
  common::draw_trajectory(context);
  common::heat_controls(context);
  toggle(style, "heat.cells", "show the map's cells", context.view.show_cells,
         "The map has this many cells; everything finer is interpolation");
  if (!inspect.mask.outline.empty())
    toggle(style, "inspect.outline", "outline of the lesion (M)", context.view.show_outline, "From the image's mask");
  draw_compare(context);
  draw_metadata(context);
  draw_history(context);
  common::end_card(context, "inspect.text");
}

}  // namespace

void draw_inspect(InspectContext& context, Rect page) {
  if (context.view.dropped.open) return draw_dropped(context, page);
  if (context.keyboard_free) walk_with_keys(context);
  const Rect side = page.take_right(std::min(kSide_px, page.width() * 0.45F));
  page.take_right(context.style.theme.gap_px);
  const Rect strip = page.take_bottom(context.models.gallery.rows().empty() ? 0 : kStrip_px);
  if (const auto place = common::on_stage(context, "canvas", page)) draw_inspect_canvas(context, *place);
  const bool alone = context.stage != nullptr && !context.stage->alone.empty();
  if (!alone) draw_strip(context, strip);
  if (const auto place = common::on_stage(context, "details", side)) draw_details(context, *place);
}

}  // namespace app
