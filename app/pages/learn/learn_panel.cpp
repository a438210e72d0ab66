#include "app/pages/learn/learn_panel.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/lower_case.h"
#include "app/pages/common/image_parts.h"
#include "app/pages/common/stage.h"
#include "app/pages/learn/learn_commands.h"
#include "app/pages/learn/lesson_panel.h"
#include "app/pages/learn/quiz_panel.h"
#include "app/table/glossary.h"
#include "app/widgets/controls.h"
#include "app/widgets/item.h"
#include "app/widgets/scroll_keys.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kTabs_px = 420, kTabsHeight_px = 32;

bool is_found(const Term& term, const std::string& query) {
  const auto holds = [&](std::string_view text) { return in_lower_case(text).find(query) != std::string::npos; };
  return holds(term.name) || holds(term.also) || holds(term.definition);
}

// Marks of code are for pages that set it in a face of its own.
std::string without_marks(std::string_view text) {
  std::string plain(text);
  std::erase(plain, '`');
  return plain;
}

void draw_term(const Style& style, const Term& term) {
  ImGui::Dummy({0, 4});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  label(style, style.fonts.strong, style.theme.text, term.name);
  style.mark("term." + std::string(term.name), at, ImGui::GetItemRectMax());
  if (!term.also.empty()) paragraph(style, style.fonts.tiny, style.theme.muted, "also: " + std::string(term.also));
  paragraph(style, style.fonts.small, style.theme.text, without_marks(term.definition));
  if (!term.formula.empty()) paragraph(style, style.fonts.mono, style.theme.accent, term.formula);
  paragraph(style, style.fonts.tiny, style.theme.faint, "seen in: " + without_marks(term.seen));
}

// Two columns where each of them is wide enough to read; in one, longer lines than these are hard to follow.
void draw_terms_of(const Style& style, TermKind kind, const std::vector<const Term*>& terms) {
  constexpr float kNarrowest_px = 480, kMeasure_px = 760;
  const float gap = 3 * style.theme.gap_px, room = ImGui::GetContentRegionAvail().x;
  const int columns = room >= 2 * kNarrowest_px + gap ? 2 : 1;
  section(style, name_of(kind));
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {gap / 2, 0});
  if (ImGui::BeginTable(std::string(name_of(kind)).c_str(), columns, ImGuiTableFlags_NoPadOuterX,
                        {columns == 1 ? std::min(room, kMeasure_px) : std::min(room, 2 * kMeasure_px + gap), 0})) {
    for (const Term* term : terms) {
      ImGui::TableNextColumn();
      draw_term(style, *term);
    }
    ImGui::EndTable();
  }
  ImGui::PopStyleVar();
}

void draw_terms(LearnContext& context, const Rect& in) {
  const auto place = common::on_stage(context, "terms", in);
  if (!place) return;
  common::begin_card(context, "terms", *place);
  const Style& style = context.style;
  text_field(style, "learn.find", "Find", "a word, or what it means", context.view.query, 60);
  std::map<TermKind, std::vector<const Term*>> found;
  for (const Term& term : glossary())
    if (is_found(term, in_lower_case(context.view.query))) found[term.kind].push_back(&term);
  ImGui::BeginChild("list", {0, 0}, false);
  const float top = ImGui::GetCursorScreenPos().y;
  for (const auto& [kind, terms] : found) draw_terms_of(style, kind, terms);
  if (found.empty()) paragraph(style, style.fonts.small, style.theme.muted, "No term like this.");
  if (!text_stop(style, "learn.list", top) && context.mouse_free)
    scroll_with_keys(context.keyboard_free ? ScrollKeys::All : ScrollKeys::Pages);
  ImGui::EndChild();
  common::end_card();
}

// Those of the workspace; a click chooses one.
void draw_found_sessions(LearnContext& context) {
  constexpr float kFound_px = 34;
  SessionsView& view = context.view.sessions;
  const Style& style = context.style;
  section(style, "In this workspace", view.listed ? std::to_string(view.found.size()) : "");
  if (!view.listed) return paragraph(style, style.fonts.small, style.theme.muted, "Looking …");
  if (view.found.empty())
    paragraph(style, style.fonts.small, style.theme.muted,
              "None yet. Record writes the first one; what lies in " + view.folder + " is listed here.");
  for (const std::string& name : view.found) {
    const Item row = item(style, "sessions." + name, {ImGui::GetContentRegionAvail().x, kFound_px});
    const std::string path = (std::filesystem::path(view.folder) / name).string();
    draw_row_back(style, row.place, view.path == path, row.hovered);
    draw_text(style.fonts.small, {row.place.low.x + 12, row.place.centre().y - 8}, style.theme.text,
              elided(style.fonts.small, name, row.place.width() - 24));
    if (row.clicked) view.path = path;
  }
}

void draw_sessions(LearnContext& context, const Rect& in) {
  SessionsView& view = context.view.sessions;
  const Style& style = context.style;
  common::begin_card(context, "sessions", {in.low, {in.low.x + std::min(in.width(), 760.0F), in.high.y}});
  const bool proposed = std::filesystem::path(view.path).parent_path() == view.folder;
  const bool over = std::ranges::any_of(view.found, [&](const std::string& name) {
    return (std::filesystem::path(view.folder) / name).string() == view.path;
  });
  label(style, style.fonts.title, style.theme.text, "Recorded sessions");
  paragraph(
      style, style.fonts.body, style.theme.muted,
      "What is done in this window can be written down and played again before a class: presses, keys and texts, "
      "a line at a time. A session is a text file that can be read and edited. Escape ends a replay. What it does "
      "it does for real: labels that it gives are decisions, and undo takes them back.");
  ImGui::Dummy({0, 6});
  text_field(style, "sessions.file", "File", "where it is, or where it is written", view.path, 60);
  ImGui::Dummy({0, 4});
  if (button(style, "sessions.replay", "Replay",
             {.kind = ButtonKind::Primary,
              .width_px = 130,
              .enabled = !view.path.empty() && !view.recording && (over || !proposed)}))
    context.commands.push(ReplaySession{});
  ImGui::SameLine(0, 10);
  if (button(style, "sessions.record",
             view.recording ? "Stop and write"
             : over         ? "Record over it"
                            : "Record",
             {.width_px = 150, .enabled = !view.path.empty() && !view.replaying}))
    context.commands.push(ToggleRecording{});
  if (!view.message.empty()) paragraph(style, style.fonts.small, style.theme.text, view.message);
  draw_found_sessions(context);
  common::end_card();
}

}  // namespace

void draw_learn(LearnContext& context, Rect page) {
  LearnView& view = context.view;
  if (context.stage == nullptr || context.stage->alone.empty()) {
    const Rect tabs = page.take_top(kTabsHeight_px);
    page.take_top(context.style.theme.gap_px);
    static constexpr std::array<std::string_view, 4> kParts = {"Terms", "Quiz", "Lessons", "Sessions"};
    ImGui::SetCursorScreenPos(tabs.low);
    const int part = segmented(context.style, "learn", kParts, static_cast<int>(view.part), kTabs_px);
    if (part >= 0) view.part = static_cast<LearnPart>(part);
  }
  switch (view.part) {
    case LearnPart::Terms: return draw_terms(context, page);
    case LearnPart::Quiz: return draw_quiz(context, page);
    case LearnPart::Lessons: return draw_lessons(context, page);
    case LearnPart::Sessions: return draw_sessions(context, page);
  }
}

}  // namespace app
