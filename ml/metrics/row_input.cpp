#include "ml/metrics/row_input.h"

#include <stdexcept>
#include <string>

namespace ml {

std::size_t rows_of(std::size_t values, int columns, const char* what) {
  if (columns < 1 || values % static_cast<std::size_t>(columns) != 0) {
    throw std::runtime_error("Cannot read " + std::to_string(values) + " " + what + " as rows of " +
                             std::to_string(columns) + ".");
  }
  return values / static_cast<std::size_t>(columns);
}

void require_row_labels(std::span<const int> labels, std::size_t rows, int classes) {
  if (labels.size() != rows) {
    throw std::runtime_error("Cannot compute a metric of " + std::to_string(classes) + " classes: " +
                             std::to_string(labels.size()) + " labels for " + std::to_string(rows) + " rows.");
  }
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] >= 0 && labels[i] < classes) continue;
    throw std::runtime_error("Cannot compute a metric: label " + std::to_string(labels[i]) + " at index " +
                             std::to_string(i) + " is outside 0.." + std::to_string(classes - 1) + ".");
  }
}

void require_row_probabilities(std::span<const float> probabilities, int classes) {
  const auto columns = static_cast<std::size_t>(classes);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    if (probabilities[i] >= 0 && probabilities[i] <= 1) continue;
    throw std::runtime_error("Cannot compute a metric: the probability " + std::to_string(probabilities[i]) +
                             " of class " + std::to_string(i % columns) + " in row " + std::to_string(i / columns) +
                             " is outside 0..1.");
  }
}

std::span<const float> row_at(std::span<const float> values, std::size_t row, int columns) {
  return values.subspan(row * static_cast<std::size_t>(columns), static_cast<std::size_t>(columns));
}

}  // namespace ml
