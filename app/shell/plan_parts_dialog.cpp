#include "app/shell/plan_parts_dialog.h"

#include <algorithm>
#include <array>
#include <string>

#include <imgui.h>

#include "app/shell/shell_commands.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr std::size_t kFew = 6;  // examples of a kind of conflict, until more are asked for
constexpr float kPlanRow_px = 38, kCardGap_px = 10, kCardHeight_px = 74;

// A row of a list: what stands left is drawn, what is worked is laid at `control_x` by the caller.
struct PlanRow {
  ImVec2 at;
  float width = 0;
  float text_y() const { return at.y + 10; }
};

PlanRow begin_row(const Style& style, bool first) {
  const PlanRow row{ImGui::GetCursorScreenPos(), ImGui::GetContentRegionAvail().x};
  if (!first) ImGui::GetWindowDrawList()->AddLine(row.at, {row.at.x + row.width, row.at.y}, style.theme.border);
  return row;
}

void end_row(const PlanRow& row) {
  ImGui::SetCursorScreenPos({row.at.x, row.at.y + kPlanRow_px});
  ImGui::Dummy({1, 0});
}

void control_at(const PlanRow& row, float from_right_px) {
  ImGui::SetCursorScreenPos({row.at.x + row.width - from_right_px, row.at.y + 3});
}

void draw_card(const Style& style, const PlanCard& card, const Rect& in) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(in.low, in.high, style.theme.panel, style.theme.control_radius_px);
  draw_text(style.fonts.title, {in.low.x + 14, in.low.y + 10}, card.warning ? style.theme.warning : style.theme.text,
            card.number);
  draw_text(style.fonts.small, {in.low.x + 14, in.low.y + 44}, style.theme.muted,
            elided(style.fonts.small, card.title, in.width() - 24));
}

void draw_cards(const Style& style, const std::vector<PlanCard>& cards) {
  constexpr int kAcross = 3;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = (ImGui::GetContentRegionAvail().x - (kAcross - 1) * kCardGap_px) / kAcross;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const auto column = static_cast<float>(i % kAcross), line = static_cast<float>(i / kAcross);
    const ImVec2 low{at.x + column * (width + kCardGap_px), at.y + line * (kCardHeight_px + kCardGap_px)};
    draw_card(style, cards[i], {low, {low.x + width, low.y + kCardHeight_px}});
  }
  const auto lines = static_cast<float>((cards.size() + kAcross - 1) / kAcross);
  ImGui::Dummy({1, lines * (kCardHeight_px + kCardGap_px)});
}

constexpr float kBar_px = 26;

void draw_bars(const Style& style, const char* title, const std::vector<PlanBar>& bars, const Rect& in) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_text(style.fonts.strong, in.low, style.theme.text, title);
  const float name_px = 130, count_px = 62, from = in.low.x + name_px,
              room = std::max(20.0F, in.width() - name_px - count_px);
  float y = in.low.y + 30;
  for (const PlanBar& bar : bars) {
    draw_text(style.fonts.small, {in.low.x, y}, style.theme.text, elided(style.fonts.small, bar.name, name_px - 10));
    draw.AddRectFilled({from, y + 3}, {from + room, y + 13}, style.theme.panel, 4);
    draw.AddRectFilled({from, y + 3}, {from + std::max(3.0F, room * bar.share), y + 13}, style.theme.accent_strong, 4);
    draw_text_right(style.fonts.small, {in.high.x, y}, style.theme.muted, bar.count);
    y += kBar_px;
  }
}

// Classes and splits beside each other, as high as the longer list.
void draw_shares(const Style& style, const PlanView& plan) {
  if (plan.class_bars.empty() && plan.split_bars.empty()) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, half = (width - 32) / 2;
  const auto lines = static_cast<float>(std::max(plan.class_bars.size(), plan.split_bars.size()));
  const float height = 30 + lines * kBar_px;
  const bool both = !plan.class_bars.empty() && !plan.split_bars.empty();
  if (!plan.class_bars.empty()) draw_bars(style, "Classes", plan.class_bars, {at, {at.x + half, at.y + height}});
  const float x = both ? at.x + half + 32 : at.x;
  if (!plan.split_bars.empty()) draw_bars(style, "Splits", plan.split_bars, {{x, at.y}, {x + half, at.y + height}});
  ImGui::Dummy({1, height});
}

// Both readings, to choose from, of a folder whose table cannot be used as it stands.
void draw_readings(ShellContext& context, const PlanView& plan) {
  static constexpr std::array<std::string_view, 2> kWays = {"By its table", "By folder names"};
  const Style& style = context.style;
  if (plan.readings.empty()) return;
  section(style, "This can be read in two ways", plan.by_folders ? "" : "nothing is imported until one is chosen");
  for (const PlanReadingView& reading : plan.readings) {
    const std::string of = plan.readings.size() > 1 ? reading.folder + ". " : "";
    paragraph(
        style, style.fonts.small, style.theme.text,
        of + "By its table: " + reading.by_table + ". Mend it, or choose under Columns which names the pictures.");
    paragraph(style, style.fonts.small, style.theme.text,
              of + "By the names of its folders: " + reading.by_folders + ".");
  }
  ImGui::Dummy({1, 4});
  if (const int way = segmented(style, "plan.reading", kWays, plan.by_folders ? 1 : -1, 300);
      way >= 0 && (way == 0 || !plan.by_folders))
    context.commands.push(ChooseReading{way == 1});
  ImGui::Dummy({1, 10});
}

// What all of it is called; empty, the name that stands there faintly.
void draw_source(ShellContext& context, const PlanView& plan) {
  std::string name = plan.source;
  if (text_field(context.style, "plan.source", "Source", plan.source_hint.c_str(), name))
    context.commands.push(NameSource{name});
  ImGui::Dummy({1, 6});
}

void draw_line(const Style& style, const PlanLine& line) {
  const bool example = line.text.starts_with(" ");
  if (example) ImGui::Indent(16);
  paragraph(style, style.fonts.small,
            line.warning ? style.theme.warning
            : example    ? style.theme.muted
                         : style.theme.text,
            example ? line.text.substr(line.text.find_first_not_of(' ')) : line.text);
  if (example) ImGui::Unindent(16);
}

void draw_class(ShellContext& context, const PlanView& plan, const PlanClassView& one, bool first) {
  const Style& style = context.style;
  const PlanRow row = begin_row(style, first);
  draw_text(style.fonts.body, {row.at.x, row.text_y()}, style.theme.text,
            elided(style.fonts.body, one.name, row.width * 0.4F));
  if (one.is_new)
    draw_text(style.fonts.tiny, {row.at.x + row.width * 0.42F, row.text_y() + 3}, style.theme.accent, "new");
  draw_text_right(style.fonts.body, {row.at.x + row.width * 0.62F, row.text_y()}, style.theme.muted, one.count);
  if (plan.can_choose_malignant) {
    control_at(row, 130);
    bool malignant = one.malignant;
    if (toggle(style, "plan.malignant." + one.name, "malignant", malignant))
      context.commands.push(ChooseMalignant{one.name, malignant});
  }
  end_row(row);
}

void draw_spelling(ShellContext& context, const PlanSpellingView& spelling, bool first) {
  static constexpr std::array<std::string_view, 2> kWays = {"Merge", "Keep apart"};
  const Style& style = context.style;
  const PlanRow row = begin_row(style, first);
  const std::string text = "\"" + spelling.found + "\"" +
                           (!spelling.apart                    ? " is read as " + spelling.label
                            : spelling.label == spelling.found ? " is a class of its own"
                                                               : " is a class of its own, though it may be " +
                                                                     spelling.label + " under another name") +
                           (spelling.count.empty() ? "" : "   " + spelling.count);
  draw_text(style.fonts.small, {row.at.x, row.text_y() + 1}, style.theme.text,
            elided(style.fonts.small, text, row.width - 230));
  control_at(row, 210);
  if (const int way = segmented(style, "plan.spelling." + spelling.found, kWays, spelling.apart ? 1 : 0, 200); way >= 0)
    context.commands.push(KeepApart{spelling.found, spelling.label, way == 1});
  end_row(row);
}

}  // namespace

void draw_plan_lines(ShellContext& context, std::string_view title, const std::vector<PlanLine>& lines,
                     std::string_view nothing) {
  section(context.style, title);
  if (lines.empty()) label(context.style, context.style.fonts.small, context.style.theme.muted, nothing);
  for (const PlanLine& line : lines) draw_line(context.style, line);
}

void draw_plan_summary(ShellContext& context, const PlanView& plan) {
  draw_readings(context, plan);
  draw_cards(context.style, plan.cards);
  draw_source(context, plan);
  draw_shares(context.style, plan);
  if (!plan.summary.empty()) draw_plan_lines(context, "To know", plan.summary, "");
  if (!plan.targets.empty()) draw_plan_lines(context, "Targets", plan.targets, "");
}

void draw_plan_columns(ShellContext& context, const PlanView& plan) {
  const Style& style = context.style;
  section(style, "Columns", plan.columns.empty() ? "" : "what each becomes");
  if (plan.columns.empty())
    label(style, style.fonts.small, style.theme.muted,
          "There is no table: what is known comes from the folders' names.");
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const PlanColumnView& column = plan.columns[i];
    const PlanRow row = begin_row(style, i == 0);
    draw_text(style.fonts.body, {row.at.x, row.text_y()}, style.theme.text,
              elided(style.fonts.body, column.name, row.width * 0.45F));
    if (column.leak)
      draw_text_right(style.fonts.tiny, {row.at.x + row.width - 236, row.text_y() + 3}, style.theme.warning,
                      "tells the diagnosis");
    if (!column.key.empty()) {
      draw_text_right(style.fonts.body, {row.at.x + row.width - 10, row.text_y()}, style.theme.muted,
                      elided(style.fonts.body, column.key, row.width * 0.5F));
      end_row(row);
      continue;
    }
    control_at(row, 220);
    const int role = drop_down(style, "plan.column." + column.name, plan.roles, column.role, {210, 32});
    if (role >= 0 && role != column.role) context.commands.push(ChooseRole{column.name, role});
    end_row(row);
  }
}

void draw_plan_classes(ShellContext& context, const PlanView& plan) {
  const Style& style = context.style;
  section(style, "Classes", plan.can_choose_malignant ? "which of them the target malignant means" : "");
  if (plan.classes.empty()) label(style, style.fonts.small, style.theme.muted, "No picture has a label.");
  for (std::size_t i = 0; i < plan.classes.size(); ++i) draw_class(context, plan, plan.classes[i], i == 0);
  if (!plan.spellings.empty()) section(style, "Spellings and names that may mean the same");
  for (std::size_t i = 0; i < plan.spellings.size(); ++i) draw_spelling(context, plan.spellings[i], i == 0);
  if (!plan.targets.empty()) draw_plan_lines(context, "Targets", plan.targets, "");
}

void draw_plan_splits(ShellContext& context, const PlanView& plan) {
  const Style& style = context.style;
  if (!plan.words.empty()) section(style, "Words for splits");
  for (std::size_t i = 0; i < plan.words.size(); ++i) {
    const PlanWordView& word = plan.words[i];
    const PlanRow row = begin_row(style, i == 0);
    draw_text(style.fonts.body, {row.at.x, row.text_y()}, word.split == 0 ? style.theme.warning : style.theme.text,
              elided(style.fonts.body, word.word, row.width * 0.4F));
    draw_text_right(style.fonts.body, {row.at.x + row.width * 0.62F, row.text_y()}, style.theme.muted, word.count);
    control_at(row, 170);
    const int split = drop_down(style, "plan.split." + word.word, plan.splits, word.split, {160, 32});
    if (split >= 0 && split != word.split) context.commands.push(ChooseSplit{word.word, split});
    end_row(row);
  }
  draw_plan_lines(context, "Splits", plan.splits_text, "No picture is added.");
}

void draw_plan_conflicts(ShellContext& context, PlanView& plan) {
  const Style& style = context.style;
  section(style, "Conflicts", plan.conflicts.empty() ? "" : "what is here stays unless you choose the source");
  if (plan.conflicts.empty())
    label(style, style.fonts.small, style.theme.muted, "The source says nothing else than what is here.");
  for (PlanConflictView& conflict : plan.conflicts) {
    bool update = conflict.update;
    if (toggle(style, "plan.update." + conflict.kind, conflict.title + ": take the source's", update))
      context.commands.push(ChooseUpdate{conflict.kind, update});
    const std::size_t shown = conflict.whole ? conflict.examples.size() : std::min(kFew, conflict.examples.size());
    for (std::size_t i = 0; i < shown; ++i) draw_line(style, {"  " + conflict.examples[i], false});
    if (conflict.examples.size() > kFew &&
        button(style, "plan.whole." + conflict.kind, conflict.whole ? "Show fewer" : "Show all",
               {.kind = ButtonKind::Quiet, .height_px = 28}))
      conflict.whole = !conflict.whole;
    ImGui::Dummy({1, 8});
  }
}

}  // namespace app
