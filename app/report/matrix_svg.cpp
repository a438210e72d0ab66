// The confusion matrix of a figure: counts and percents of each true class. Hits and misses differ in hue and by lying
// on the diagonal; the ink follows the share.
#include <algorithm>
#include <cstdio>
#include <numeric>

#include "app/core/number_text.h"
#include "app/report/panel_svg.h"

namespace app {
namespace {

constexpr double kLargestCell_px = 128, kLeastCell_px = 23, kLargestCellHeight_px = 84;
constexpr double kName_px = 11, kLongestName_px = 130, kAxisRoom_px = 22;

struct MatrixLayout {
  std::size_t groups = 0;
  std::vector<std::int64_t> row_totals;
  std::vector<std::string> row_names;  // with their number of images
  double left_px = 0, top_px = 0;      // of the cells
  double cell_px = 0, cell_height_px = 0;
  bool upright = false;  // names of columns
  double name_px = kName_px;
};

std::string percent(std::int64_t count, std::int64_t of) {
  if (of == 0) return "–";
  char text[24];
  std::snprintf(text, sizeof text, "%.1f %%", 100.0 * static_cast<double>(count) / static_cast<double>(of));
  return text;
}

double widest(const std::vector<std::string>& names, double size_px) {
  double most = 0;
  for (const std::string& name : names) most = std::max(most, text_width_px(name, size_px));
  return std::min(most, kLongestName_px);
}

MatrixLayout layout_of(const Matrix& matrix, double width_px) {
  MatrixLayout layout{.groups = matrix.names.size()};
  const auto groups = static_cast<std::ptrdiff_t>(layout.groups);
  for (std::ptrdiff_t row = 0; row < groups; ++row) {
    const auto begin = matrix.counts.begin() + row * groups;
    layout.row_totals.push_back(std::accumulate(begin, begin + groups, std::int64_t{0}));
    layout.row_names.push_back(matrix.names[static_cast<std::size_t>(row)] + " (" + grouped(layout.row_totals.back()) +
                               ")");
  }
  layout.name_px = layout.groups > 16 ? 9 : kName_px;
  layout.left_px = kAxisRoom_px + widest(layout.row_names, layout.name_px) + 8;
  layout.cell_px = std::min((width_px - layout.left_px - 2) / static_cast<double>(std::max(groups, std::ptrdiff_t{1})),
                            kLargestCell_px);
  layout.cell_height_px = std::min(layout.cell_px, kLargestCellHeight_px);
  const double longest = widest(matrix.names, layout.name_px);
  layout.upright = longest > layout.cell_px - 4;
  layout.top_px = kAxisRoom_px + (layout.upright ? longest + 8 : 18);
  return layout;
}

void draw_cell_text(Svg& svg, const MatrixLayout& layout, Place middle, std::int64_t count, std::int64_t of,
                    InkName look) {
  const bool roomy = layout.cell_height_px >= 40 && layout.cell_px >= 50;
  if (count == 0 && layout.groups > 8) return;  // most are; the eye finds what is there
  const double size = roomy ? 15 : std::clamp(layout.cell_px * 0.36, 7.0, 11.0);
  svg.text({middle.x, middle.y + (roomy ? 0 : size * 0.36)}, grouped(count),
           {.size_px = size, .bold = roomy, .ink = look, .anchor = Anchor::Middle});
  if (roomy)
    svg.text({middle.x, middle.y + 16}, percent(count, of), {.size_px = 10.5, .ink = look, .anchor = Anchor::Middle});
}

void draw_cells(Svg& svg, const Matrix& matrix, const MatrixLayout& layout, Place corner) {
  for (std::size_t row = 0; row < layout.groups; ++row) {
    for (std::size_t column = 0; column < layout.groups; ++column) {
      const std::int64_t count = matrix.counts[row * layout.groups + column], of = layout.row_totals[row];
      const double share = of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
      const Area cell{corner.x + static_cast<double>(column) * layout.cell_px + 1,
                      corner.y + static_cast<double>(row) * layout.cell_height_px + 1, layout.cell_px - 2,
                      layout.cell_height_px - 2};
      const double radius = layout.cell_px > 40 ? 4 : 1.5;
      svg.box(cell, ink(InkName::Grid), 0.55, radius);
      if (count > 0) svg.box(cell, ink(row == column ? InkName::Hit : InkName::Miss), 0.12 + 0.84 * share, radius);
      draw_cell_text(svg, layout, {cell.x + cell.width / 2, cell.y + cell.height / 2}, count, of,
                     share > 0.5 ? InkName::OnCell : InkName::Text);
    }
  }
}

void draw_names(Svg& svg, const Matrix& matrix, const MatrixLayout& layout, Place corner) {
  for (std::size_t i = 0; i < layout.groups; ++i) {
    const double y = corner.y + (static_cast<double>(i) + 0.5) * layout.cell_height_px;
    svg.text({corner.x - 8, y + layout.name_px * 0.36},
             shortened_text(layout.row_names[i], layout.name_px, kLongestName_px),
             {.size_px = layout.name_px, .anchor = Anchor::End});
    const double x = corner.x + (static_cast<double>(i) + 0.5) * layout.cell_px;
    const std::string name = shortened_text(matrix.names[i], layout.name_px, kLongestName_px);
    if (layout.upright)
      svg.text({x + layout.name_px * 0.36, corner.y - 6}, name, {.size_px = layout.name_px, .upwards = true});
    else
      svg.text({x, corner.y - 8}, name, {.size_px = layout.name_px, .anchor = Anchor::Middle});
  }
}

}  // namespace

double wanted_matrix_width_px(const Matrix& matrix) {
  const double cells = static_cast<double>(matrix.names.size());
  return std::max(400.0, 160 + cells * std::clamp(380 / std::max(cells, 1.0), kLeastCell_px, kLargestCell_px));
}

double matrix_height_px(const Matrix& matrix, double width_px) {
  const MatrixLayout layout = layout_of(matrix, width_px);
  return layout.top_px + static_cast<double>(layout.groups) * layout.cell_height_px + 4;
}

void draw_matrix(Svg& svg, const Panel& panel, const Area& area) {
  const Matrix& matrix = *panel.matrix;
  const MatrixLayout layout = layout_of(matrix, area.width);
  const Place corner{area.x + layout.left_px, area.y + layout.top_px};
  const double cells = static_cast<double>(layout.groups);
  svg.text({corner.x + cells * layout.cell_px / 2, area.y + 12}, panel.x.title,
           {.size_px = 11, .ink = InkName::Muted, .anchor = Anchor::Middle});
  svg.text({area.x + 11, corner.y + cells * layout.cell_height_px / 2}, panel.y.title,
           {.size_px = 11, .ink = InkName::Muted, .anchor = Anchor::Middle, .upwards = true});
  draw_names(svg, matrix, layout, corner);
  draw_cells(svg, matrix, layout, corner);
}

}  // namespace app
