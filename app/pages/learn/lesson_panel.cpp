#include "app/pages/learn/lesson_panel.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "app/pages/common/image_parts.h"
#include "app/pages/common/stage.h"
#include "app/pages/learn/learn_commands.h"
#include "app/pages/learn/lesson_runner.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "engine/passes/texture_id.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kList_px = 300, kRow_px = 46, kBar_px = 26;

void draw_list(LearnContext& context, const Rect& in) {
  LessonView& view = context.view.lesson;
  common::begin_card(context, "lessons", in);
  const Style& style = context.style;
  for (std::size_t i = 0; i < lessons().size(); ++i) {
    const Lesson& lesson = lessons()[i];
    const float width = ImGui::GetContentRegionAvail().x;
    const Item row = item(style, "lesson." + std::string(lesson.name), {width, kRow_px});
    const bool on = view.chosen == i;
    if (on || row.hovered)
      ImGui::GetWindowDrawList()->AddRectFilled(row.place.low, row.place.high,
                                                on ? style.theme.accent_soft : style.theme.control_hovered, 8);
    draw_text(style.fonts.small, {row.place.low.x + 12, row.place.low.y + 15},
              on ? style.theme.accent : style.theme.text,
              elided(style.fonts.small, std::to_string(i + 1) + "  " + std::string(lesson.title), width - 24));
    if (row.clicked) view.chosen = i;
  }
  common::end_card();
}

// Before it is worked out an empty bar stands for what will be known.
void draw_number(const Style& style, std::string_view what, std::optional<double> value) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  draw_text(style.fonts.small, at, value ? style.theme.text : style.theme.muted,
            elided(style.fonts.small, what, width - 60));
  draw_text_right(style.fonts.strong, {at.x + width, at.y - 1}, value ? style.theme.text : style.theme.muted,
                  value ? decimals(static_cast<float>(*value), 3) : "–");
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = at.y + kBar_px - 6, share = static_cast<float>(std::clamp(value.value_or(0), 0.0, 1.0));
  draw.AddRectFilled({at.x, y}, {at.x + width, y + 6}, style.theme.control_hovered, 3);
  if (value) draw.AddRectFilled({at.x, y}, {at.x + std::max(6.0F, width * share), y + 6}, style.theme.series[0], 3);
  ImGui::Dummy({width, kBar_px + 8});
}

void draw_result(const LearnContext& context, const Lesson& lesson) {
  const LessonView& view = context.view.lesson;
  const Style& style = context.style;
  const bool known = view.chosen < view.results.size() && view.results[view.chosen].has_value();
  section(style, "What comes of it");
  if (!known) {
    for (const std::string_view name : lesson.numbers)
      if (!name.empty()) draw_number(style, name, std::nullopt);
    return paragraph(style, style.fonts.tiny, style.theme.muted, "Nothing is known before it is worked out.");
  }
  const LessonResult& result = *view.results[view.chosen];
  for (const LessonNumber& number : result.numbers) draw_number(style, number.what, number.value);
  paragraph(style, style.fonts.strong, style.theme.text, result.conclusion);
  paragraph(style, style.fonts.tiny, style.theme.muted,
            "Worked out from " + grouped(result.images) + " generated images (seed " + std::to_string(result.seed) +
                "): melanomas and moles, half each.");
}

// The first look: generated pictures side by side, or their places until they are drawn.
void draw_figures(const LearnContext& context, float width) {
  constexpr int kFigures = 4;
  constexpr float kGap_px = 12, kMost_px = 230, kCaption_px = 22;
  const Style& style = context.style;
  const LessonView& view = context.view.lesson;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float w = std::min(kMost_px, (width - (kFigures - 1) * kGap_px) / kFigures), h = w * 3 / 4;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool known = view.chosen < view.figures.size() && view.figures[view.chosen].size() == kFigures;
  for (int i = 0; i < kFigures; ++i) {
    const ImVec2 low{at.x + static_cast<float>(i) * (w + kGap_px), at.y}, high{low.x + w, low.y + h};
    draw.AddRectFilled(low, high, style.theme.control, 8);
    if (!known) continue;
    const LessonFigure& figure = view.figures[view.chosen][static_cast<std::size_t>(i)];
    draw.AddImageRounded(engine::imgui_id(figure.texture), low, high, {0, 0}, {1, 1}, IM_COL32_WHITE, 8);
    draw_text(style.fonts.tiny, {low.x + 2, high.y + 4}, style.theme.muted,
              elided(style.fonts.tiny, figure.caption, w - 4));
  }
  ImGui::Dummy({width, h + kCaption_px});
}

// Where there is no leak nothing could be shown, and nothing is to be done.
void draw_own_images(LearnContext& context, const Lesson& lesson) {
  const Style& style = context.style;
  const WorkspaceView& workspace = context.models.workspace;
  section(style, "On your own images");
  if (lesson.name == "leak" && workspace.leak.empty())
    return paragraph(style, style.fonts.small, style.theme.muted,
                     workspace.leak_known
                         ? "Your splits do not leak: no lesion, patient or group of look-alikes stands "
                           "in more than one."
                         : "Your splits are being looked through …");
  std::string text(lesson.in_window);
  std::erase(text, '`');
  paragraph(style, style.fonts.small, style.theme.muted, text);
  if (button(style, "lesson.show_here", "Show it here",
             {.tip = "Opens the page and sets it up; labels, splits and runs stay as they are"}))
    context.commands.push(ShowLessonHere{context.view.lesson.chosen});
}

void draw_text_of(LearnContext& context, const Lesson& lesson) {
  LessonView& view = context.view.lesson;
  const Style& style = context.style;
  const bool known = view.chosen < view.results.size() && view.results[view.chosen].has_value();
  paragraph(style, style.fonts.body, style.theme.text, lesson.text);
  ImGui::Dummy({0, 4});
  number_field(style, "lesson.seed", "Seed", view.seed, 0, 1'000'000, 60);
  tooltip(style, "Other seeds draw other images; the same seed gives the same numbers");
  if (button(style, "lesson.work_out", known ? "Work it out again" : "Work it out",
             {.kind = ButtonKind::Primary, .enabled = !view.working, .tip = "Draws images, trains and measures"}))
    context.commands.push(WorkOutLesson{view.chosen});
  if (const std::string note = lesson_note(view); !note.empty())
    paragraph(style, style.fonts.small, view.working ? style.theme.muted : style.theme.warning, note);
  ImGui::Dummy({0, 6});
}

// Text and numbers side by side where both have a line's length, else one below the other.
void draw_lesson(LearnContext& context, const Rect& in) {
  constexpr float kNarrowest_px = 380, kMeasure_px = 620;
  const Lesson& lesson = lessons()[context.view.lesson.chosen];
  common::begin_card(context, "lesson", in);
  const Style& style = context.style;
  const float gap = 3 * style.theme.gap_px, room = ImGui::GetContentRegionAvail().x;
  const int columns = room >= 2 * kNarrowest_px + gap ? 2 : 1;
  const float width = columns == 2 ? std::min(room, 2 * kMeasure_px + gap) : std::min(room, 720.0F);
  label(style, style.fonts.title, style.theme.text, lesson.title);
  draw_figures(context, width);
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {gap / 2, 0});
  if (ImGui::BeginTable("lesson", columns, ImGuiTableFlags_NoPadOuterX, {width, 0})) {
    ImGui::TableNextColumn();
    draw_text_of(context, lesson);
    if (columns == 2) draw_own_images(context, lesson);
    ImGui::TableNextColumn();
    draw_result(context, lesson);
    if (columns == 1) draw_own_images(context, lesson);  // what comes of it belongs to the text
    ImGui::EndTable();
  }
  ImGui::PopStyleVar();
  common::end_card();
}

}  // namespace

void draw_lessons(LearnContext& context, Rect in) {
  const Rect list = in.take_left(std::min(kList_px, in.width() * 0.35F));
  in.take_left(context.style.theme.gap_px);
  if (const auto place = common::on_stage(context, "lessons", list)) draw_list(context, *place);
  if (const auto place = common::on_stage(context, "lesson", in)) draw_lesson(context, *place);
}

}  // namespace app
