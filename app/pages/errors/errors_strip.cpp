#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "app/pages/common/image_parts.h"
#include "app/pages/errors/errors_commands.h"
#include "app/pages/errors/errors_panel.h"
#include "app/pages/errors/errors_selection.h"
#include "app/table/verdict.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "engine/passes/texture_id.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kStripHead_px = 44, kLeastCell_px = 216, kGap_px = 10, kStripPad_px = 12;

std::vector<std::string> verdict_lines(const Gallery& gallery, Row row) {
  VerdictParts parts = verdict_parts(gallery, row);
  std::vector<std::string> lines{std::move(parts.label), std::move(parts.prediction)};
  if (!parts.outcome.empty()) lines.push_back(std::move(parts.outcome));
  return lines;
}

void draw_cell(ErrorsContext& context, const Rect& in, Row row, const std::vector<std::string>& lines, ImU32 last) {
  const Style& style = context.style;
  const float picture_px = in.height();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 high{in.low.x + picture_px, in.low.y + picture_px};
  if (const std::uint64_t texture = context.thumbnails.texture(context.models.gallery.table().id(row)))
    draw.AddImageRounded(engine::imgui_id(texture), in.low, high, {0, 0}, {1, 1}, IM_COL32_WHITE, 6);
  else
    draw.AddRectFilled(in.low, high, style.theme.control, 6);
  const float x = high.x + 8, width = in.high.x - x;
  float y = in.low.y + 2;
  for (std::size_t i = 0; i < lines.size() && y + 16 < in.high.y + 4; ++i, y += 17)
    draw_text(style.fonts.tiny, {x, y},
              i + 1 == lines.size() ? last
              : i == 0              ? style.theme.text
                                    : style.theme.muted,
              elided(style.fonts.tiny, lines[i], width));
  if (context.models.gallery.focus() == row)
    draw.AddRect({in.low.x - 2, in.low.y - 2}, {high.x + 2, high.y + 2}, style.theme.accent, 7, 0, 2);
}

// Cells side by side; only those that are seen ask for their pictures.
template <typename Lines>
void draw_cells(ErrorsContext& context, const Rect& in, const std::vector<Row>& rows, bool selects, Lines lines) {
  ImGui::SetCursorScreenPos(in.low);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::BeginChild("errors.cells", {in.width(), in.height()}, false, ImGuiWindowFlags_HorizontalScrollbar);
  ImGui::PopStyleVar();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  // As many whole cells as fit.
  const float each =
      (in.width() + kGap_px) / std::max(1.0F, std::floor((in.width() + kGap_px) / (kLeastCell_px + kGap_px)));
  if (ImGui::IsWindowHovered() && ImGui::GetIO().MouseWheel != 0)
    ImGui::SetScrollX(ImGui::GetScrollX() - ImGui::GetIO().MouseWheel * each);
  const float tall = in.height() - 16;
  const auto first = static_cast<std::size_t>(std::max(0.0F, ImGui::GetScrollX() / each));
  const std::size_t fits = static_cast<std::size_t>(in.width() / each) + 2;
  for (std::size_t i = first; i < std::min(rows.size(), first + fits); ++i) {
    const ImVec2 low{origin.x + 2 + each * static_cast<float>(i), origin.y + 2};
    const Rect cell{low, {low.x + each - kGap_px - 2, low.y + tall - 4}};
    ImGui::SetCursorScreenPos(low);
    ImGui::PushID(static_cast<int>(i));
    const bool clicked = ImGui::InvisibleButton("cell", {cell.width(), cell.height()});
    const bool twice = ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    ImGui::PopID();
    context.style.mark("errors.cell." + std::to_string(i), cell.low, cell.high);
    tooltip(context.style, std::string(context.models.gallery.table().name(rows[i])) + "\n" +
                               verdict_of(context.models.gallery, rows[i]));
    const engine::Theme& theme = context.style.theme;
    const Gallery& gallery = context.models.gallery;
    const ImU32 last = gallery.disagrees(rows[i])                                    ? theme.miss
                       : gallery.has_verdict(rows[i]) && gallery.group(rows[i]) >= 0 ? theme.hit
                                                                                     : theme.muted;
    draw_cell(context, cell, rows[i], lines(i), last);
    if (!selects) continue;
    if (twice)
      context.commands.push(OpenImage{rows[i]});
    else if (clicked)
      context.commands.push(SelectImages{{rows[i]}, rows[i]});
  }
  ImGui::SetCursorScreenPos({origin.x + each * static_cast<float>(rows.size()), origin.y});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
}

void draw_note(const ErrorsContext& context, const Rect& in, const std::string& text) {
  draw_text_centred(context.style.fonts.small, in, context.style.theme.muted,
                    elided(context.style.fonts.small, text, in.width() - 20));
}

void draw_verdicts(ErrorsContext& context, const Rect& in, const std::vector<Row>& rows, const char* none) {
  if (rows.empty()) return draw_note(context, in, none);
  draw_cells(context, in, rows, true, [&](std::size_t i) { return verdict_lines(context.models.gallery, rows[i]); });
}

void draw_neighbours(ErrorsContext& context, const Rect& in) {
  const NeighboursView& shown = context.view.neighbours;
  const Gallery& gallery = context.models.gallery;
  const auto of = gallery.table().row_of(shown.of);
  if (!of) return draw_note(context, in, "Choose an image: its nearest training images come here.");
  if (shown.working) return draw_note(context, in, "Reading the features kept from training …");
  if (!shown.problem.empty()) return draw_note(context, in, shown.problem + ".");
  std::vector<Row> rows{*of};
  std::vector<double> cosines{1};
  for (const TrainingNeighbour& each : shown.nearest) {
    const auto row = gallery.table().row_of(each.image);
    if (!row) continue;
    rows.push_back(*row);
    cosines.push_back(each.cosine);
  }
  draw_cells(context, in, rows, false, [&](std::size_t i) {
    if (i == 0) return verdict_lines(gallery, rows[0]);
    const int label = gallery.table().class_index(rows[i]);
    return std::vector<std::string>{std::string("train: ") + common::class_name(context, label),
                                    "likeness " + decimals(static_cast<float>(cosines[i]), 2)};
  });
}

struct RunTile {
  const char* landmark;
  std::string title;
  std::size_t count;
  const Bits* rows;  // null: not to be chosen
};

void draw_tiles(ErrorsContext& context, const Rect& in, const std::vector<RunTile>& tiles) {
  const float width = std::min(
      220.0F, (in.width() - kGap_px * static_cast<float>(tiles.size() - 1)) / static_cast<float>(tiles.size()));
  float x = in.low.x;
  for (const RunTile& tile : tiles) {
    ImGui::SetCursorScreenPos({x, in.low.y + 8});
    const std::string text = grouped(static_cast<std::int64_t>(tile.count)) + "  " + tile.title;
    const ButtonLook look{.width_px = width,
                          .height_px = 40,
                          .enabled = tile.rows != nullptr && tile.count > 0,
                          .tip = tile.rows == nullptr ? "" : "Click for these images"};
    if (button(context.style, tile.landmark, elided(context.style.fonts.body, text, width - 20), look)) {
      context.commands.push(SetFilter{of_picked(*tile.rows, tile.title)});
      context.view.strip = ErrorStrip::Shown;
    }
    x += width + kGap_px;
  }
}

void draw_runs(ErrorsContext& context, const Rect& in) {
  const ErrorAnalysis& analysis = context.analysis;
  if (!context.view.second) return draw_note(context, in, "Choose a second run above: where do the two disagree?");
  if (context.view.second_working) return draw_note(context, in, "Reading the run …");
  if (!analysis.disagreement_problem().empty()) return draw_note(context, in, analysis.disagreement_problem());
  if (!analysis.disagreement()) return;
  const Disagreement& found = *analysis.disagreement();
  const auto& runs = context.models.run.runs;
  const auto second = std::ranges::find(runs, *context.view.second, &RunRow::id);
  const std::string name = second == runs.end() ? "the other" : second->name;
  std::vector<RunTile> tiles = {
      {"errors.runs.first", "only " + context.models.gallery.predictions().run()->name + " right",
       found.only_first_right.count(), &found.only_first_right},
      {"errors.runs.second", "only " + name + " right", found.only_second_right.count(), &found.only_second_right},
      {"errors.runs.right", "both right", found.both_right, nullptr},
      {"errors.runs.wrong", "both wrong alike", found.both_wrong_alike, nullptr}};
  if (found.both_wrong_differently.count() > 0)
    tiles.push_back({"errors.runs.apart", "wrong differently", found.both_wrong_differently.count(),
                     &found.both_wrong_differently});
  draw_tiles(context, in, tiles);
  if (found.without_second > 0)
    draw_text(context.style.fonts.tiny, {in.low.x, in.high.y - 18}, context.style.theme.faint,
              counted(static_cast<std::int64_t>(found.without_second), "image has", "images have") +
                  " no prediction of " + name);
}

void choose_second(ErrorsContext& context, const ImVec2& at, float width_px) {
  std::vector<std::string> names;
  std::vector<RunId> ids;
  for (const RunRow& run : context.models.run.runs) {
    if (run.best_epoch == 0 || context.models.gallery.predictions().run()->run == run.id) continue;
    names.push_back(run.name + "  " + run.summary);
    ids.push_back(run.id);
  }
  ImGui::SetCursorScreenPos(at);
  if (ids.empty())
    return draw_text(context.style.fonts.small, {at.x, at.y + 8}, context.style.theme.muted, "There is no second run");
  const auto shown = context.view.second ? std::ranges::find(ids, *context.view.second) - ids.begin() : -1;
  const int chosen = drop_down(context.style, "errors.second", names, static_cast<int>(shown), {width_px, 32});
  if (chosen >= 0) context.commands.push(CompareErrorsWith{ids[static_cast<std::size_t>(chosen)]});
}

// Which images; and what can be done with them.
void draw_head(ErrorsContext& context, const Rect& in) {
  const Gallery& gallery = context.models.gallery;
  const auto number = [](std::size_t count) { return grouped(static_cast<std::int64_t>(count)); };
  const std::array<std::string, 4> texts = {"mistakes " + number(context.analysis.mistake_count()),
                                            "shown " + number(gallery.rows().size()), "two runs", "neighbours"};
  constexpr std::array<std::string_view, 4> kLandmarks = {"mistakes", "shown", "runs", "neighbours"};
  float x = in.low.x;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const float width = text_size(context.style.fonts.small, texts[i]).x + 28;
    ImGui::SetCursorScreenPos({x, in.low.y});
    if (button(context.style, "errors.strip." + std::string(kLandmarks[i]), texts[i],
               {.kind = ButtonKind::Quiet,
                .width_px = width,
                .height_px = 32,
                .selected = static_cast<std::size_t>(context.view.strip) == i}))
      context.view.strip = static_cast<ErrorStrip>(i);
    x += width + 6;
  }
  const float room = in.high.x - x - 6;
  if (context.view.strip == ErrorStrip::Runs) return choose_second(context, {x + 6, in.low.y}, std::min(320.0F, room));
  if (context.view.strip != ErrorStrip::Shown || room < 130) return;
  ImGui::SetCursorScreenPos({in.high.x - 130, in.low.y});
  if (button(context.style, "errors.to_library", "Show in Library", {.width_px = 130, .height_px = 32}))
    context.commands.push(ShowPage{"library"});
}

}  // namespace

void draw_error_strip(ErrorsContext& context, Rect in) {
  common::begin_card(context, "errors.strip", in, common::Scroll::No);
  Rect inside{{in.low.x + kStripPad_px, in.low.y + 8}, {in.high.x - kStripPad_px, in.high.y - 4}};
  draw_head(context, inside.take_top(kStripHead_px - 4));
  switch (context.view.strip) {
    case ErrorStrip::Mistakes:
      draw_verdicts(context, inside, context.analysis.mistakes(), "No mistakes under this filter.");
      break;
    case ErrorStrip::Shown:
      draw_verdicts(context, inside, context.models.gallery.rows(), "No image passes the filter.");
      break;
    case ErrorStrip::Runs: draw_runs(context, inside); break;
    case ErrorStrip::Neighbours: draw_neighbours(context, inside); break;
  }
  common::end_card();
}

}  // namespace app
