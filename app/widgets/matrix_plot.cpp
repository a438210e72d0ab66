#include "app/widgets/matrix_plot.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app::widgets {
namespace {

constexpr float kNames_px = 150, kReadout_px = 20, kAxis_px = 16;
constexpr float kCountHeight_px = 13, kRoomyWidth_px = 46, kRoomyHeight_px = 36;
constexpr float kLargestZoom = 12, kWheelStep = 1.2F;

// Where the cells are seen, how large they are, and what stands in which row.
struct Layout {
  Rect area;
  ImVec2 cell;
  std::vector<std::size_t> order;
  float from_x = 0, from_y = 0;       // cells scrolled past
  float beside_px = 0, above_px = 0;  // room for the names
  bool upright = false;               // those above

  Rect place(std::size_t row, std::size_t column) const {
    const float gap = std::min(cell.x, cell.y) > 14 ? 1.5F : std::min(cell.x, cell.y) > 6 ? 0.5F : 0.0F;
    const float x = area.low.x + (static_cast<float>(column) - from_x) * cell.x,
                y = area.low.y + (static_cast<float>(row) - from_y) * cell.y;
    return {{x + gap, y + gap}, {x + cell.x - gap, y + cell.y - gap}};
  }
  std::size_t first(float from) const { return static_cast<std::size_t>(std::max(0.0F, std::floor(from))); }
  std::size_t end(float from, float px, float each) const {
    return std::min(order.size(), static_cast<std::size_t>(std::ceil(from + px / each)));
  }
};

float widest(const Style& style, std::span<const std::string> names) {
  float width = 0;
  for (const std::string& name : names) width = std::max(width, text_size(style.fonts.tiny, name).x);
  return width;
}

Layout layout_of(const Style& style, const Rect& in, const MatrixCounts& matrix, const MatrixLook& look,
                 MatrixView& view) {
  const float names = std::min({kNames_px, in.width() * 0.3F, widest(style, matrix.groups) + 10});
  const auto size = static_cast<float>(matrix.size());
  const bool upright = (in.width() - names) / size * view.zoom < widest(style, matrix.groups) + 6;
  const float above = upright ? std::min({kNames_px, in.height() * 0.24F, widest(style, matrix.groups) + 8}) : 16;
  Layout layout;
  layout.beside_px = names;
  layout.above_px = above;
  layout.upright = upright;
  layout.area = {{in.low.x + names + kAxis_px, in.low.y + above + kAxis_px}, {in.high.x, in.high.y - kReadout_px}};
  layout.order = matrix_order(matrix, look.order);
  layout.cell = {layout.area.width() / size * view.zoom, layout.area.height() / size * view.zoom};
  const float seen = size / view.zoom;
  view.x = std::clamp(view.x, 0.0F, size - seen);
  view.y = std::clamp(view.y, 0.0F, size - seen);
  layout.from_x = view.x;
  layout.from_y = view.y;
  return layout;
}

struct CellColours {
  ImU32 back, text;
};

// Stronger is more. The text is the page's own where the cell is still near to the page's colour.
CellColours cell_colours(const Style& style, bool hit, float share) {
  const ImU32 hue = hit ? style.theme.hit : style.theme.miss;
  return {with_opacity(hue, 0.06F + 0.74F * std::sqrt(share)),
          share > 0.53F ? style.theme.background : style.theme.text};
}

float share_of(const MatrixCounts& matrix, const MatrixLook& look, std::size_t row, std::size_t column,
               std::int64_t largest) {
  const auto count = static_cast<float>(matrix.at(row, column));
  const std::int64_t whole = look.by_row ? matrix.row_total(row) : largest;
  return whole > 0 ? std::clamp(count / static_cast<float>(whole), 0.0F, 1.0F) : 0;
}

void draw_cell(const Style& style, const Rect& cell, const MatrixCounts& matrix, const MatrixLook& look,
               std::size_t row, std::size_t column, std::int64_t largest) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const int count = matrix.at(row, column);
  const float rounding = std::min(cell.width(), cell.height()) > 24 ? 6.0F : 1.0F;
  draw.AddRectFilled(cell.low, cell.high, style.theme.control, rounding);
  const CellColours colours = cell_colours(style, row == column, share_of(matrix, look, row, column, largest));
  if (count > 0) draw.AddRectFilled(cell.low, cell.high, colours.back, rounding);
  if (cell.height() < kCountHeight_px) return;
  const auto whole = static_cast<float>(matrix.row_total(row));
  const std::string share = whole > 0 ? percent(static_cast<float>(count) / whole) : "–";
  const ImU32 ink = count > 0 ? colours.text : style.theme.faint;
  const bool roomy = cell.height() > kRoomyHeight_px && cell.width() > kRoomyWidth_px;
  const float y = cell.centre().y;
  if (roomy) {
    const ImFont* large = cell.height() > 64 && cell.width() > 80 ? style.fonts.title : style.fonts.strong;
    const float rise = text_size(large, "0").y;
    draw_text_centred(large, {{cell.low.x, y - rise - 1}, {cell.high.x, y}}, ink, look.by_row ? share : grouped(count));
    std::string below = look.by_row ? grouped(count) : share;
    if (const auto was = matrix.was(row, column)) below += " (was " + grouped(*was) + ")";
    draw_text_centred(style.fonts.tiny, {{cell.low.x, y + 2}, {cell.high.x, y + 18}}, ink,
                      elided(style.fonts.tiny, below, cell.width() - 2));
    return;
  }
  const std::string text = grouped(count);
  if (text_size(style.fonts.tiny, text).x + 4 <= cell.width()) draw_text_centred(style.fonts.tiny, cell, ink, text);
}

// Names where a line of text has room, otherwise of every so many cells.
void draw_names(const Style& style, const Layout& layout, const MatrixCounts& matrix) {
  const float line = text_size(style.fonts.tiny, "0").y;
  const auto stride = [&](float each) { return static_cast<std::size_t>(std::max(1.0F, std::ceil(line / each))); };
  for (std::size_t row = layout.first(layout.from_y);
       row < layout.end(layout.from_y, layout.area.height(), layout.cell.y); ++row) {
    if (row % stride(layout.cell.y) != 0) continue;
    const float y = layout.place(row, 0).centre().y;
    if (y < layout.area.low.y || y > layout.area.high.y) continue;
    draw_text_right(style.fonts.tiny, {layout.area.low.x - 5, y - line / 2}, style.theme.muted,
                    elided(style.fonts.tiny, matrix.groups[layout.order[row]], layout.beside_px - 6));
  }
  for (std::size_t column = layout.first(layout.from_x);
       column < layout.end(layout.from_x, layout.area.width(), layout.cell.x); ++column) {
    const std::string& name = matrix.groups[layout.order[column]];
    const float x = layout.place(0, column).centre().x;
    if (x < layout.area.low.x || x > layout.area.high.x) continue;
    if (!layout.upright) {
      const float half = layout.cell.x / 2 - 2;
      draw_text_centred(style.fonts.tiny, {{x - half, layout.area.low.y - 17}, {x + half, layout.area.low.y - 2}},
                        style.theme.muted, elided(style.fonts.tiny, name, 2 * half));
    } else if (column % stride(layout.cell.x) == 0) {
      draw_text_upwards(style.fonts.tiny, {x - line / 2, layout.area.low.y - 4}, style.theme.muted,
                        elided(style.fonts.tiny, name, layout.above_px - 4));
    }
  }
}

void draw_axis_names(const Style& style, const Rect& in, const Layout& layout) {
  draw_text_centred(style.fonts.tiny, {{layout.area.low.x, in.low.y - 3}, {layout.area.high.x, in.low.y + 11}},
                    style.theme.faint, "predicted");
  const float half = text_size(style.fonts.tiny, "labelled").x / 2;
  draw_text_upwards(style.fonts.tiny, {in.low.x - 4, layout.area.centre().y + half}, style.theme.faint, "labelled");
}

std::optional<std::pair<std::size_t, std::size_t>> cell_under_mouse(const Layout& layout, const Item& plot) {
  if (!plot.hovered) return std::nullopt;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float column = layout.from_x + (mouse.x - layout.area.low.x) / layout.cell.x,
              row = layout.from_y + (mouse.y - layout.area.low.y) / layout.cell.y;
  if (column < 0 || row < 0) return std::nullopt;
  const auto at = std::pair(static_cast<std::size_t>(row), static_cast<std::size_t>(column));
  return at.first < layout.order.size() && at.second < layout.order.size() ? std::optional(at) : std::nullopt;
}

void move_view(const Layout& layout, const Item& plot, MatrixView& view) {
  const ImGuiIO& io = ImGui::GetIO();
  if (plot.held && ImGui::IsMouseDragging(ImGuiMouseButton_Left) && view.zoom > 1) {
    view.x -= io.MouseDelta.x / layout.cell.x;
    view.y -= io.MouseDelta.y / layout.cell.y;
  }
  if (!plot.hovered || !io.KeyCtrl || io.MouseWheel == 0) return;
  const float zoom = std::clamp(view.zoom * (io.MouseWheel > 0 ? kWheelStep : 1 / kWheelStep), 1.0F, kLargestZoom);
  const float along_x = (io.MousePos.x - layout.area.low.x) / layout.cell.x,
              along_y = (io.MousePos.y - layout.area.low.y) / layout.cell.y;
  view.x += along_x * (1 - view.zoom / zoom);
  view.y += along_y * (1 - view.zoom / zoom);
  view.zoom = zoom;
}

// From cell to cell; what is seen follows.
void move_cell(const Item& plot, std::size_t size, MatrixView& view) {
  const auto moved = [size](std::size_t from, int by) {
    return static_cast<std::size_t>(std::clamp(static_cast<int>(from) + by, 0, static_cast<int>(size) - 1));
  };
  view.row = moved(std::min(view.row, size - 1), plot.step_down);
  view.column = moved(std::min(view.column, size - 1), plot.step);
  const float seen = static_cast<float>(size) / view.zoom;
  if (plot.step == 0 && plot.step_down == 0) return;
  view.x = std::clamp(view.x, static_cast<float>(view.column) + 1 - seen, static_cast<float>(view.column));
  view.y = std::clamp(view.y, static_cast<float>(view.row) + 1 - seen, static_cast<float>(view.row));
}

void draw_cells(const Style& style, std::string_view landmark, const Layout& layout, const MatrixCounts& matrix,
                const MatrixLook& look) {
  const std::int64_t largest = std::max(1, *std::ranges::max_element(matrix.counts));
  ImGui::PushClipRect(layout.area.low, layout.area.high, true);
  for (std::size_t row = layout.first(layout.from_y);
       row < layout.end(layout.from_y, layout.area.height(), layout.cell.y); ++row) {
    for (std::size_t column = layout.first(layout.from_x);
         column < layout.end(layout.from_x, layout.area.width(), layout.cell.x); ++column) {
      const Rect cell = layout.place(row, column);
      draw_cell(style, cell, matrix, look, layout.order[row], layout.order[column], largest);
      style.mark(
          std::string(landmark) + "." + std::to_string(layout.order[row]) + "." + std::to_string(layout.order[column]),
          cell.low, cell.high);
    }
  }
  ImGui::PopClipRect();
}

}  // namespace

std::optional<int> MatrixCounts::was(std::size_t row, std::size_t column) const {
  if (before.size() != counts.size()) return std::nullopt;
  const int count = before[row * size() + column];
  return count == at(row, column) ? std::nullopt : std::optional(count);
}

std::int64_t MatrixCounts::row_total(std::size_t row) const {
  const auto cells = counts.subspan(row * size(), size());
  return std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
}

std::int64_t MatrixCounts::column_total(std::size_t column) const {
  std::int64_t sum = 0;
  for (std::size_t row = 0; row < size(); ++row) sum += at(row, column);
  return sum;
}

std::vector<std::size_t> matrix_order(const MatrixCounts& matrix, MatrixOrder order) {
  std::vector<std::size_t> groups(matrix.size());
  std::iota(groups.begin(), groups.end(), std::size_t{0});
  const auto weight = [&](std::size_t group) {
    const std::int64_t images = matrix.row_total(group);
    return order == MatrixOrder::Largest ? images : images - matrix.at(group, group);
  };
  if (order != MatrixOrder::Given)
    std::ranges::stable_sort(groups, [&](std::size_t a, std::size_t b) { return weight(a) > weight(b); });
  return groups;
}

std::string cell_in_words(const MatrixCounts& matrix, std::size_t row, std::size_t column) {
  const int count = matrix.at(row, column);
  const std::int64_t labelled = matrix.row_total(row), called = matrix.column_total(column);
  const auto share = [count](std::int64_t whole) {
    return whole > 0 ? percent(static_cast<float>(count) / static_cast<float>(whole), 1) : std::string("–");
  };
  const auto was = matrix.was(row, column);
  return matrix.groups[row] + " predicted as " + matrix.groups[column] + ": " + grouped(count) +
         (was ? " (was " + grouped(*was) + ")" : "") + " of " + grouped(labelled) + ", " + share(labelled) + "; " +
         share(called) + " of what is called " + matrix.groups[column];
}

Rect matrix_frame(const Style& style, const Rect& in, std::span<const std::string> groups) {
  MatrixView whole;
  const MatrixCounts names{groups, {}};
  const Layout layout = layout_of(style, in, names, {}, whole);
  draw_axis_names(style, in, layout);
  draw_names(style, layout, names);
  return layout.area;
}

std::optional<MatrixCell> matrix_plot(const Style& style, std::string_view landmark, const Rect& in,
                                      const MatrixCounts& matrix, const MatrixLook& look, MatrixView& view) {
  const std::size_t size = matrix.size();
  if (size == 0 || matrix.counts.size() != size * size) {
    style.mark(landmark, in.low, in.high);
    paragraph_in(style, in, style.theme.faint, look.empty);
    return std::nullopt;
  }
  const Layout layout = layout_of(style, in, matrix, look, view);
  if (layout.area.width() < 8 || layout.area.height() < 8) return std::nullopt;
  draw_axis_names(style, in, layout);
  draw_names(style, layout, matrix);
  draw_cells(style, landmark, layout, matrix, look);
  ImGui::SetCursorScreenPos(layout.area.low);
  const Item plot = item(style, landmark, {layout.area.width(), layout.area.height()}, Takes::Moves);
  move_view(layout, plot, view);
  if (plot.focused) move_cell(plot, size, view);
  auto pointed = cell_under_mouse(layout, plot);
  if (!pointed && plot.focused) pointed = std::pair(view.row, view.column);
  const float below = in.high.y - kReadout_px + 4;
  if (!pointed) {
    draw_text(style.fonts.tiny, {layout.area.low.x, below}, style.theme.faint,
              elided(style.fonts.tiny, "a cell opens its images", layout.area.width()));
    return std::nullopt;
  }
  const auto [row, column] = *pointed;
  const Rect cell = layout.place(row, column);
  ImGui::GetWindowDrawList()->AddRect(cell.low, cell.high, style.theme.text, 4, 0, 2);
  const std::string words = cell_in_words(matrix, layout.order[row], layout.order[column]);
  draw_text(style.fonts.tiny, {in.low.x, below}, style.theme.text, elided(style.fonts.tiny, words, in.width()));
  tooltip(style, words + ". Click to see these images.");
  constexpr float kDragged = 16;  // square of the pixels from which on a press is a drag
  if (!plot.clicked || ImGui::GetIO().MouseDragMaxDistanceSqr[0] > kDragged) return std::nullopt;
  return MatrixCell{static_cast<int>(layout.order[row]), static_cast<int>(layout.order[column])};
}

}  // namespace app::widgets
