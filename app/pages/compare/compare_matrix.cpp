// A − B, cell by cell.
#include <algorithm>
#include <string>

#include "app/pages/compare/compare_commands.h"
#include "app/pages/compare/compare_panel.h"
#include "app/widgets/item.h"
#include "app/widgets/matrix_plot.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kRoomy_px = 44;

struct Change {
  int only_a = 0, only_b = 0;
  int net() const { return only_a - only_b; }
  int moved() const { return only_a + only_b; }
};

Change change_in(const Comparison& comparison, int true_group, int predicted_group) {
  Change change;
  for (const std::size_t row : rows_of_cell(comparison, CellOf::Changed, true_group, predicted_group))
    ++(comparison.predicted_a[row] == predicted_group ? change.only_a : change.only_b);
  return change;
}

std::string net_text(int net) { return (net > 0 ? "+" : net < 0 ? "−" : "") + std::to_string(std::abs(net)); }

struct Cell {
  int row = 0, column = 0;
  Rect place;
};

void draw_cell(CompareContext& context, const Cell& cell) {
  const Style& style = context.style;
  const Comparison& comparison = context.view.comparison->numbers;
  const Change change = change_in(comparison, cell.row, cell.column);
  const auto& groups = comparison.a.groups;
  ImGui::SetCursorScreenPos(cell.place.low);
  const Item it = item(style, "compare.change." + std::to_string(cell.row) + "." + std::to_string(cell.column),
                       {cell.place.width(), cell.place.height()}, Takes::Press, change.moved() > 0);
  const std::string in_words = groups[static_cast<std::size_t>(cell.row)] + " predicted as " +
                               groups[static_cast<std::size_t>(cell.column)] + ": " + std::to_string(change.only_a) +
                               " images only by A, " + std::to_string(change.only_b) + " only by B";
  const bool good = (cell.row == cell.column) == (change.net() > 0);
  const ImU32 hue = change.net() == 0 ? style.theme.control : good ? style.theme.hit : style.theme.miss;
  const auto all = static_cast<float>(std::max<std::size_t>(1, comparison.labels.size()));
  const float share = std::min(1.0F, static_cast<float>(std::abs(change.net())) / all * 12);
  auto* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(cell.place.low, cell.place.high, style.theme.control, 4);
  if (change.net() != 0)
    draw->AddRectFilled(cell.place.low, cell.place.high, with_opacity(hue, 0.15F + 0.45F * share), 4);
  if (it.hovered && change.moved() > 0) draw->AddRect(cell.place.low, cell.place.high, style.theme.accent, 4);
  if (cell.place.width() >= kRoomy_px && cell.place.height() >= kRoomy_px) {
    const float middle = cell.place.centre().y;
    draw_text_centred(style.fonts.strong, {{cell.place.low.x, middle - 20}, {cell.place.high.x, middle}},
                      style.theme.text, net_text(change.net()));
    draw_text_centred(style.fonts.tiny, {{cell.place.low.x, middle + 2}, {cell.place.high.x, middle + 18}},
                      style.theme.text,
                      elided(style.fonts.tiny, std::to_string(change.only_a) + " | " + std::to_string(change.only_b),
                             cell.place.width() - 4));
  } else if (cell.place.width() >= 18) {
    draw_text_centred(style.fonts.tiny, cell.place, style.theme.text,
                      elided(style.fonts.tiny, net_text(change.net()), cell.place.width()));
  }
  tooltip(style, in_words);
  if (it.clicked) context.commands.push(ShowComparedCell{CellOf::Changed, cell.row, cell.column});
}

}  // namespace

void draw_difference_matrix(CompareContext& context, const Rect& in) {
  const auto& groups = context.view.comparison->numbers.a.groups;
  const auto size = static_cast<float>(groups.size());
  const Rect area = matrix_frame(context.style, in, groups);  // as both matrices have it
  const ImVec2 each{area.width() / size, area.height() / size};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto at = static_cast<float>(i);
    for (std::size_t j = 0; j < groups.size(); ++j) {
      const float x = area.low.x + static_cast<float>(j) * each.x, y = area.low.y + at * each.y;
      draw_cell(context,
                {static_cast<int>(i), static_cast<int>(j), {{x + 1, y + 1}, {x + each.x - 1, y + each.y - 1}}});
    }
  }
}

}  // namespace app
