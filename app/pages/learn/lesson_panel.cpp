#include "app/pages/learn/lesson_panel.h"

#include <algorithm>
#include <string>

#include "app/pages/common/image_parts.h"
#include "app/pages/common/stage.h"
#include "app/pages/learn/learn_commands.h"
#include "app/pages/learn/lesson_runner.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

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

void draw_number(const Style& style, const LessonNumber& number) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  draw_text(style.fonts.small, at, style.theme.text, elided(style.fonts.small, number.what, width - 60));
  draw_text_right(style.fonts.strong, {at.x + width, at.y - 1}, style.theme.text,
                  decimals(static_cast<float>(number.value), 3));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = at.y + kBar_px - 6, share = std::clamp(static_cast<float>(number.value), 0.0F, 1.0F);
  draw.AddRectFilled({at.x, y}, {at.x + width, y + 6}, style.theme.control_hovered, 3);
  draw.AddRectFilled({at.x, y}, {at.x + std::max(6.0F, width * share), y + 6}, style.theme.series[0], 3);
  ImGui::Dummy({width, kBar_px + 8});
}

void draw_lesson(LearnContext& context, const Rect& in) {
  LessonView& view = context.view.lesson;
  const Lesson& lesson = lessons()[view.chosen];
  common::begin_card(context, "lesson", in);
  const Style& style = context.style;
  ImGui::BeginChild("text", {std::min(720.0F, ImGui::GetContentRegionAvail().x), 0}, false);
  label(style, style.fonts.title, style.theme.text, lesson.title);
  paragraph(style, style.fonts.body, style.theme.text, lesson.text);
  ImGui::Dummy({0, 4});
  const bool known = view.chosen < view.results.size() && view.results[view.chosen].has_value();
  if (button(style, "lesson.work_out", known ? "Work it out again" : "Work it out",
             {.kind = ButtonKind::Primary, .enabled = !view.working, .tip = "Draws images, trains and measures"}))
    context.commands.push(WorkOutLesson{view.chosen});
  if (const std::string note = lesson_note(view); !note.empty())
    paragraph(style, style.fonts.small, view.working ? style.theme.muted : style.theme.warning, note);
  ImGui::Dummy({0, 6});
  if (known) {
    const LessonResult& result = *view.results[view.chosen];
    for (const LessonNumber& number : result.numbers) draw_number(style, number);
    paragraph(style, style.fonts.strong, style.theme.text, result.conclusion);
    paragraph(style, style.fonts.tiny, style.theme.muted,
              "Worked out from " + grouped(result.images) + " generated images: melanomas and moles, half each.");
  }
  section(style, "On your own images");
  paragraph(style, style.fonts.small, style.theme.muted, lesson.in_window);
  if (button(style, "lesson.show_here", "Show it here",
             {.tip = "Opens the page and sets it up; labels, splits and runs stay as they are"}))
    context.commands.push(ShowLessonHere{view.chosen});
  ImGui::EndChild();
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
