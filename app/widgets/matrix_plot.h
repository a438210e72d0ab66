// A confusion matrix of any number of classes. With few each cell holds its count and its share; with many it is a map
// of colours that is read off cell by cell, zoomed (Ctrl and wheel) and moved (drag). Hits and misses have two hues
// that colour-blind eyes tell apart; stronger is more.
//
//   if (const auto cell = matrix_plot(style, "train.matrix", card, {groups, counts}, look, view)) show(*cell);
//
// One stop of the keyboard: arrows go from cell to cell, Enter answers with the cell, as a click does.
// Main thread only, while a frame is built.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/style.h"

namespace app::widgets {

// Rows of the true group, columns of the predicted one: groups squared.
struct MatrixCounts {
  std::span<const std::string> groups;
  std::span<const int> counts;
  std::span<const int> before = {};  // what they were, where that is asked for: "was 12"; empty: not

  std::size_t size() const { return groups.size(); }
  int at(std::size_t row, std::size_t column) const { return counts[row * size() + column]; }
  // Nothing where it is not known, or the same.
  std::optional<int> was(std::size_t row, std::size_t column) const;
  std::int64_t row_total(std::size_t row) const;
  std::int64_t column_total(std::size_t column) const;
};

enum class MatrixOrder { Given, Largest, MostMissed };
// The groups in that order; of equal ones the first comes first.
std::vector<std::size_t> matrix_order(const MatrixCounts& matrix, MatrixOrder order);

struct MatrixLook {
  bool by_row = true;  // colours and first numbers: shares of the true group; else counts
  MatrixOrder order = MatrixOrder::Given;
  std::string_view empty = "no values yet";
};

// Where the reader is in it; kept by the page. All of it is seen at first.
struct MatrixView {
  float zoom = 1;
  float x = 0, y = 0;               // of the upper left corner, in cells
  std::size_t row = 0, column = 0;  // of the keyboard, in the order drawn
};

struct MatrixCell {
  int true_group = 0, predicted_group = 0;
};
std::optional<MatrixCell> matrix_plot(const Style& style, std::string_view landmark, const Rect& in,
                                      const MatrixCounts& matrix, const MatrixLook& look, MatrixView& view);

// Names and axes of such a plot, for one that draws its cells otherwise; answers with their area, in equal parts.
Rect matrix_frame(const Style& style, const Rect& in, std::span<const std::string> groups);

// "mel predicted as nv: 12 of 171 mel, 7.0 %; 3.1 % of what is called nv".
std::string cell_in_words(const MatrixCounts& matrix, std::size_t row, std::size_t column);

}  // namespace app::widgets
