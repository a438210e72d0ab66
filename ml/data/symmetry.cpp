#include "ml/data/symmetry.h"

#include <stdexcept>

namespace ml {

namespace {

struct Place {
  std::size_t row = 0;
  std::size_t column = 0;
};

// Where the value at `to` comes from: the turns undone one by one, then the mirror.
Place source_of(Place to, std::size_t side, int symmetry) {
  for (int turn = 0; turn < symmetry / 2; ++turn) to = {side - 1 - to.column, to.row};
  if (symmetry % 2 == 1) to.column = side - 1 - to.column;
  return to;
}

}  // namespace

void apply_symmetry(std::span<const float> planes, int side_px, int symmetry, std::span<float> out) {
  const auto side = static_cast<std::size_t>(side_px);
  const std::size_t plane = side * side;
  if (symmetry < 0 || symmetry >= kSymmetries || side_px < 1 || planes.size() != out.size() ||
      planes.size() % plane != 0)
    throw std::runtime_error("cannot turn an image of " + std::to_string(planes.size()) + " numbers and " +
                             std::to_string(side_px) + " px by symmetry " + std::to_string(symmetry));
  for (std::size_t row = 0; row < side; ++row)
    for (std::size_t column = 0; column < side; ++column) {
      const Place from = source_of({row, column}, side, symmetry);
      for (std::size_t first = 0; first < planes.size(); first += plane)
        out[first + row * side + column] = planes[first + from.row * side + from.column];
    }
}

void require_views(int views) {
  if (views >= 1 && views <= kSymmetries) return;
  throw std::runtime_error("an image can be seen in 1 to " + std::to_string(kSymmetries) + " views, not " +
                           std::to_string(views));
}

std::string symmetry_name(int symmetry) { return symmetry == 0 ? "plain" : "symmetry-" + std::to_string(symmetry); }

}  // namespace ml
