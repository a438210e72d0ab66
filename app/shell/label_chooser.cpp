// The label chooser: a class found by typing some of its letters; Enter labels and goes on. For more classes than
// there are keys.
#include <algorithm>
#include <string>
#include <vector>

#include <imgui.h>

#include "app/shell/dialog.h"
#include "app/shell/query_field.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/format.h"
#include "app/widgets/fuzzy.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

// Places in the list of classes, the best first; in its order while nothing is typed. A short name's beginning wins.
std::vector<int> matching(const std::vector<ClassFacts>& classes, const std::string& query) {
  std::vector<std::pair<int, int>> scored;
  for (int i = 0; i < static_cast<int>(classes.size()); ++i) {
    const ClassFacts& known = classes[static_cast<std::size_t>(i)];
    if (known.retired) continue;
    const auto by_name = fuzzy_score(query, known.name), by_words = fuzzy_score(query, known.full_name);
    if (!by_name && !by_words) continue;
    const int exact = query == known.name ? 1'000'000 : 0;
    scored.emplace_back(query.empty() ? 0 : -std::max(by_name.value_or(-1) + exact, by_words.value_or(-1)), i);
  }
  std::ranges::stable_sort(scored, {}, &std::pair<int, int>::first);
  std::vector<int> places;
  for (const auto& [score, place] : scored) places.push_back(place);
  return places;
}

void choose(ShellContext& context, int class_index) {
  const auto& classes = context.models.gallery.table().class_list().classes;
  const ClassId to = classes[static_cast<std::size_t>(class_index)].id;
  context.commands.push(RelabelImages{context.models.label_candidates(), to, true});
  context.view.label_open = false;
}

// True when the mouse comes to it: Enter takes the row that is lit.
bool class_row(ShellContext& context, int class_index, bool chosen) {
  const Style& style = context.style;
  const ClassFacts& known = context.models.gallery.table().class_list().classes[static_cast<std::size_t>(class_index)];
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(class_index);
  if (ImGui::InvisibleButton("row", {width, kQueryRow_px})) choose(context, class_index);
  ImGui::PopID();
  const bool hovered = ImGui::IsItemHovered();
  style.mark("label_chooser." + known.name, at, {at.x + width, at.y + kQueryRow_px});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_row_back(style, {at, {at.x + width, at.y + kQueryRow_px}}, chosen, hovered);
  draw.AddCircleFilled({at.x + 18, at.y + kQueryRow_px / 2}, 6, colour_from_rgb(known.colour_rgb));
  draw_text(style.fonts.body, {at.x + 34, at.y + 8}, style.theme.text, known.name);
  const float name_px = text_size(style.fonts.body, known.name).x;
  if (known.full_name != known.name)
    draw_text(style.fonts.small, {at.x + 48 + name_px, at.y + 9}, style.theme.muted,
              elided(style.fonts.small, known.full_name, width - name_px - 110));
  const char key = key_of_class(static_cast<std::size_t>(class_index));
  if (key != '\0')
    draw_text_right(style.fonts.tiny, {at.x + width - 10, at.y + 10}, style.theme.muted, std::string(1, key));
  return hovered && mouse_moved();
}

}  // namespace

void draw_label_chooser(ShellContext& context, const Rect& window) {
  begin_dialog(context, "label_chooser", window, {520, 440}, 120);
  const Style& style = context.style;
  const auto images = static_cast<std::int64_t>(context.models.candidate_count());
  label(style, style.fonts.strong, style.theme.text, "Label " + counted(images, "image", "images"));
  const std::string before = context.view.label_query;
  int& choice = context.view.label_choice;
  const int last_choice = choice;
  const bool entered = query_field(style, "label_chooser.input", "Some letters of the class, then Enter",
                                   context.view.label_query, choice);
  const auto& classes = context.models.gallery.table().class_list().classes;
  const std::vector<int> rows = matching(classes, context.view.label_query);
  choice =
      context.view.label_query != before ? 0 : std::clamp(choice, 0, std::max(0, static_cast<int>(rows.size()) - 1));
  if (entered && !rows.empty()) choose(context, rows[static_cast<std::size_t>(choice)]);
  ImGui::BeginChild("rows", {0, 0}, false);
  if (rows.empty()) label(style, style.fonts.small, style.theme.muted, "No class has these letters.");
  int met = choice;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (class_row(context, rows[i], static_cast<int>(i) == choice)) met = static_cast<int>(i);
    if (static_cast<int>(i) == choice && choice != last_choice) ImGui::SetScrollHereY();
  }
  choice = met;
  ImGui::EndChild();
  end_dialog(context);
}

}  // namespace app
