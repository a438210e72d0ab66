// The confusion matrix, each cell with its images.
#include <algorithm>

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

// Of two groups by split: the cells of many have no room for that.
std::string count_of(const Gallery& gallery, const Cells& cells, const std::vector<Row>& rows) {
  if (cells.groups > 2) return count_of(rows);
  SplitCounts all{};
  for (const auto& cell : cells.rows) {
    const SplitCounts counts = count_by_split(gallery, cell);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] += counts[i];
  }
  return by_split(count_by_split(gallery, rows), all);
}

// Room for a line of text, but no more than the cells of many groups leave: they would shrink to make room for it,
// which then needs more of them.
float between_of(const Cells& cells, std::size_t columns, float line) {
  float height = 0;
  for (std::size_t label = 0; label < cells.groups; ++label) height += cells.height_of_label(label, columns);
  return std::max(1.5F, std::min(1.5F * line, 2 * height / static_cast<float>(cells.groups)));
}

std::size_t columns_of(const Cells& cells, float aspect, float line) {
  for (std::size_t columns = 2;; ++columns) {
    const float between = between_of(cells, columns, line);
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

// Where names have no room over their cells they stand beside the rows, and upright over the columns.
struct Heads {
  const std::vector<std::string>& groups;
  std::string longest, most;
  float column_pitch = 0, row_pitch = 0, line = 0;
  bool narrow() const { return column_pitch < 1.7F * line; }
  float room() const { return 0.4F * line * static_cast<float>(std::clamp<std::size_t>(longest.size(), 4, 16)); }
};

void name_column(WallLayout& layout, const Heads& heads, std::size_t predicted, float x, float width) {
  const std::string& name = heads.groups[predicted];
  if (!heads.narrow())
    return layout.texts.push_back({"predicted " + name, x, -1.4F * heads.line, 0, 1, true, heads.column_pitch, name,
                                   "predicted " + heads.longest});
  layout.texts.push_back({.text = name,
                          .x = x + width / 2,
                          .y = -0.4F * heads.line,
                          .room = heads.room(),
                          .pitch = heads.column_pitch,
                          .nth = static_cast<int>(predicted),
                          .upright = true});
}

struct Box {
  float x = 0, y = 0, width = 0, height = 0;
};

void name_row(WallLayout& layout, const Heads& heads, std::size_t label, const Box& cell, const std::string& count) {
  const std::string& name = heads.groups[label];
  if (!heads.narrow())
    return layout.texts.push_back({"labelled " + name, 0, cell.y - 0.3F, 0, 1, false, cell.width, name,
                                   "labelled " + heads.longest + "  " + heads.most, count});
  layout.texts.push_back({.text = name,
                          .x = -0.4F * heads.line,
                          .y = cell.y + cell.height / 2,
                          .along = 1,
                          .down = 0.5F,
                          .room = heads.room(),
                          .pitch = heads.row_pitch,
                          .nth = static_cast<int>(label)});
}

// Of more than two groups what never happened is no news; the frame is empty.
void count_cell(WallLayout& layout, const Heads& heads, const Box& cell, const std::string& count, bool hit) {
  if (!hit && count == "0" && heads.groups.size() > 2) return;
  layout.texts.push_back({.text = count,
                          .x = cell.x + cell.width,
                          .y = cell.y - 0.3F,
                          .along = 1,
                          .down = 1,
                          .strong = hit,
                          .room = heads.column_pitch,
                          .pitch = heads.row_pitch});
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
    layout.missing = why_none_is_judged(gallery);
    return;
  }
  // The surest first: what is about to change its cell stands at the end.
  for (auto& rows : cells.rows)
    std::ranges::stable_sort(rows, std::greater{}, [&](Row row) { return gallery.predictions().confidence(row); });
  const std::string longest = *std::ranges::max_element(groups, {}, &std::string::size);
  const std::string most = count_of(gallery, cells, *std::ranges::max_element(cells.rows, {}, &std::vector<Row>::size));
  const std::size_t columns = columns_of(cells, request.aspect, request.line);
  const float between = between_of(cells, columns, request.line);
  const auto width = static_cast<float>(columns);
  Heads heads{groups, longest, most, width + between, 1e9F, request.line};
  for (std::size_t label = 0; label < groups.size(); ++label)
    heads.row_pitch = std::min(heads.row_pitch, cells.height_of_label(label, columns) + between);
  float y = 0;
  for (std::size_t label = 0; label < groups.size(); ++label) {
    const float height = cells.height_of_label(label, columns);
    for (std::size_t predicted = 0; predicted < groups.size(); ++predicted) {
      const float x = static_cast<float>(predicted) * (width + between);
      const std::vector<Row>& rows = cells.at(label, predicted);
      fill_block(layout, rows, x, y, columns);
      frame(layout, x - 0.25F, y - 0.25F, width + 0.5F, height + 0.5F);
      const std::string count = count_of(gallery, cells, rows);
      const Box cell{x, y, width, height};
      count_cell(layout, heads, cell, count, label == predicted);
      if (label == 0) name_column(layout, heads, predicted, x, width);
      if (predicted == 0) name_row(layout, heads, label, cell, count);
    }
    y += height + between;
  }
  layout.low_x = heads.narrow() ? -0.8F * request.line - heads.room() : -0.5F;
  layout.low_y = heads.narrow() ? -0.8F * request.line - heads.room() : -2.6F * request.line;
  layout.high_x = static_cast<float>(groups.size()) * (width + between) - between + 0.5F;
  layout.high_y = y - between + 0.5F;
  layout.note = "a row for each label, a column for each prediction; in a cell the surest first";
  if (const std::string more = scored_elsewhere(gallery, aside); !more.empty()) layout.note = more;
  stand_aside(layout, aside, "without a prediction at this epoch, or without a label", request.line);
}

}  // namespace app::wall
