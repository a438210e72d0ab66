#include "app/pages/compare/compare_panel.h"

#include <algorithm>
#include <array>
#include <string>

#include "app/pages/common/image_parts.h"
#include "app/pages/compare/compare_commands.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kListWidest_px = 320, kListShare = 0.3F, kHead_px = 108, kSealed_px = 140;

void draw_side(const CompareContext& context, const char* letter, std::optional<RunId> run, ImU32 colour, ImVec2 at,
               float width) {
  const RunRow* row = row_of(context.models.run.runs, run);
  const Style& style = context.style;
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + 3}, {at.x + 4, at.y + 19}, colour, 2);
  const std::string text = std::string(letter) + "  " + (row ? row->name : "none");
  draw_text(style.fonts.strong, {at.x + 12, at.y}, style.theme.text, elided(style.fonts.strong, text, width - 14));
}

// How often the test split was seen stands beside it, before anybody looks.
void draw_split(CompareContext& context, float width) {
  static constexpr std::array<std::string_view, 3> kNames = {"validation", "training", "test"};
  const float least = 3 * (text_size(context.style.fonts.small, kNames[0]).x + 16);  // with air around the longest
  const float segments = std::min(width, std::clamp(width - kSealed_px, least, std::max(260.0F, least)));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const auto chosen = std::ranges::find(kCompareSplits, context.view.split);
  const int clicked =
      segmented(context.style, "compare.split", kNames, static_cast<int>(chosen - kCompareSplits.begin()), segments);
  if (clicked >= 0) context.commands.push(CompareOn{kCompareSplits[static_cast<std::size_t>(clicked)]});
  const int looks = context.view.looks.in_all;
  const std::string sealed =
      looks == 0 ? std::string("test sealed, never seen") : "test seen " + std::to_string(looks) + "×";
  const ImFont* font = context.style.fonts.tiny;
  draw_text(font, {at.x + segments + 8, at.y + 9}, looks == 0 ? context.style.theme.muted : context.style.theme.warning,
            elided(font, sealed, width - segments - 8));
}

void draw_tabs(CompareContext& context, float width) {
  static constexpr std::array<std::string_view, 4> kTabs = {"Results", "Settings", "Threshold", "Elsewhere"};
  const int clicked = segmented(context.style, "compare.tab", kTabs, static_cast<int>(context.view.tab), width);
  if (clicked >= 0) context.view.tab = static_cast<CompareTab>(clicked);
}

// Above the line what the page shows and of which images, below it the two runs.
void draw_head(CompareContext& context, const Rect& in) {
  common::begin_card(context, "compare_head", in, common::Scroll::No);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, half = width / 2;
  const engine::Theme& theme = context.style.theme;
  draw_tabs(context, std::min(380.0F, half - 8));
  ImGui::SetCursorScreenPos({at.x + half, at.y});
  draw_split(context, half);
  const float y = at.y + 32 + 12;
  ImGui::GetWindowDrawList()->AddLine({at.x, y}, {at.x + width, y}, theme.border);
  draw_side(context, "A", context.view.a, colour_of_a(theme), {at.x, y + 12}, half);
  draw_side(context, "B", context.view.b, colour_of_b(theme), {at.x + half, y + 12}, half);
  common::end_card();
}

void draw_body(CompareContext& context) {
  switch (context.view.tab) {
    case CompareTab::Results: return draw_comparison(context);
    case CompareTab::Settings: return draw_compared_settings(context);
    case CompareTab::Threshold: draw_threshold_choice(context); return draw_referral_choice(context);
    case CompareTab::Elsewhere: return draw_elsewhere(context);
  }
}

}  // namespace

ImU32 colour_of_a(const engine::Theme& theme) { return theme.series[0]; }
ImU32 colour_of_b(const engine::Theme& theme) { return theme.series[1]; }

void draw_compare(CompareContext& context, Rect page) {
  const float gap = context.style.theme.gap_px;
  const Rect list = page.take_left(std::min(kListWidest_px, page.width() * kListShare));
  page.take_left(gap);
  common::begin_card(context, "compare_runs", list);
  draw_runs_list(context);
  common::end_card();
  draw_head(context, page.take_top(kHead_px));
  page.take_top(gap);
  common::begin_card(context, "compare_body", page);
  draw_body(context);
  common::end_card(context, "compare.text");
}

}  // namespace app
