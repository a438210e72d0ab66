// What the metrics over rows of classes share: the checks on their input.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>
#include <span>

namespace ml {

// How many rows of `columns` the values make. Throws when they make none or not a whole number; `what` names
// the values in the message ("probabilities").
std::size_t rows_of(std::size_t values, int columns, const char* what);

// Throws when there is not one label for every row, or a label lies outside 0 .. classes - 1, naming its index.
void require_row_labels(std::span<const int> labels, std::size_t rows, int classes);

// Throws on a probability that is NaN or outside 0 .. 1, naming row and class.
void require_row_probabilities(std::span<const float> probabilities, int classes);

// One row of an (n, columns) table.
std::span<const float> row_at(std::span<const float> values, std::size_t row, int columns);

}  // namespace ml
