// The confusion matrix, each cell with its images.
#include <algorithm>
#include <cmath>

#include "app/core/number_text.h"
#include "app/pages/wall/wall_blocks.h"

namespace app::wall {
namespace {

struct Cells {
  std::size_t groups = 0;
  std::vector<std::vector<Row>> rows;  // labels in rows, predictions in columns
  const std::vector<Row>& at(std::size_t label, std::size_t predicted) const {
    return rows[label * groups + predicted];
  }

  // What the row of a label has to hold: with two groups all of it in one cell, so that nothing is laid out anew while
  // the threshold moves; with more what it holds now, or the cells would stay nearly empty.
  std::size_t most_of(std::size_t label) const {
    std::size_t most = 0, sum = 0;
    for (std::size_t predicted = 0; predicted < groups; ++predicted) {
      most = std::max(most, at(label, predicted).size());
      sum += at(label, predicted).size();
    }
    return groups == 2 ? sum : most;
  }
  float height_of_label(std::size_t label, std::size_t columns) const {
    return static_cast<float>(std::max<std::size_t>(2, height_of(most_of(label), columns)));
  }
};

std::string count_of(const std::vector<Row>& rows) { return grouped(static_cast<std::int64_t>(rows.size())); }

float between_of(float line) { return std::max(1.5F, 1.5F * line); }

std::size_t columns_of(const Cells& cells, float aspect, float line) {
  const float between = between_of(line);
  for (std::size_t columns = 2;; ++columns) {
    float height = 1.5F * line;
    for (std::size_t label = 0; label < cells.groups; ++label)
      height += cells.height_of_label(label, columns) + between;
    if (static_cast<float>(cells.groups) * (static_cast<float>(columns) + between) >= aspect * height) return columns;
  }
}

void frame(WallLayout& layout, float x, float y, float width, float height) {
  layout.lines.push_back({x, y, x + width, y});
  layout.lines.push_back({x, y + height, x + width, y + height});
  layout.lines.push_back({x, y, x, y + height});
  layout.lines.push_back({x + width, y, x + width, y + height});
}

}  // namespace

void lay_out_confusion(const Gallery& gallery, const WallRequest& request, WallLayout& layout) {
  if (gallery.predictions().run() == nullptr) {
    layout.missing = "No run is shown: nothing is predicted that a label could be compared with";
    return;
  }
  const std::vector<std::string>& groups = gallery.predictions().run()->groups;
  Cells cells{groups.size(), std::vector<std::vector<Row>>(groups.size() * groups.size())};
  std::vector<Row> aside;
  std::size_t judged = 0;
  for (const Row row : gallery.rows()) {
    const int label = gallery.group(row);
    if (!gallery.has_verdict(row) || label < 0) {
      aside.push_back(row);
      continue;
    }
    ++judged;
    cells
        .rows[static_cast<std::size_t>(label) * groups.size() +
              static_cast<std::size_t>(gallery.predictions().predicted(row))]
        .push_back(row);
  }
  if (judged == 0) {
    layout.missing =
        "None of these images has a label of the target and a prediction of " + gallery.predictions().run()->name;
    return;
  }
  // The surest first: what is about to change its cell stands at the end.
  for (auto& rows : cells.rows)
    std::ranges::stable_sort(rows, std::greater{}, [&](Row row) { return gallery.predictions().confidence(row); });
  const std::string longest = *std::ranges::max_element(groups, {}, &std::string::size);
  const std::string most = count_of(*std::ranges::max_element(cells.rows, {}, &std::vector<Row>::size));
  const std::size_t columns = columns_of(cells, request.aspect, request.line);
  const float between = between_of(request.line);
  const auto width = static_cast<float>(columns);
  float y = 0;
  for (std::size_t label = 0; label < groups.size(); ++label) {
    const float height = cells.height_of_label(label, columns);
    for (std::size_t predicted = 0; predicted < groups.size(); ++predicted) {
      const float x = static_cast<float>(predicted) * (width + between);
      const std::vector<Row>& rows = cells.at(label, predicted);
      fill_block(layout, rows, x, y, columns);
      frame(layout, x - 0.25F, y - 0.25F, width + 0.5F, height + 0.5F);
      const std::string count = count_of(rows);
      layout.texts.push_back({count, x + width, y - 0.3F, 1, 1, label == predicted});
      if (label == 0)
        layout.texts.push_back({"predicted " + groups[predicted], x, -1.4F * request.line, 0, 1, true, width + between,
                                groups[predicted], "predicted " + longest});
      if (predicted == 0)
        layout.texts.push_back({"labelled " + groups[label], x, y - 0.3F, 0, 1, false, width, groups[label],
                                "labelled " + longest + "  " + most, count});
    }
    y += height + between;
  }
  layout.low_x = -0.5F;
  layout.low_y = -2.6F * request.line;
  layout.high_x = static_cast<float>(groups.size()) * (width + between) - between + 0.5F;
  layout.high_y = y - between + 0.5F;
  layout.note = "a row for each label, a column for each prediction; in a cell the surest first";
  stand_aside(layout, aside, "without a prediction at this epoch, or without a label", request.line);
}

}  // namespace app::wall
