#include "ml/tensor/tensor.h"

#include <limits>
#include <stdexcept>

namespace ml {

Tensor Tensor::zeros(Shape shape) {
  Tensor tensor;
  tensor.values.resize(element_count(shape));
  tensor.shape = std::move(shape);
  return tensor;
}

std::size_t element_count(const Shape& shape) {
  std::size_t count = 1;
  for (const std::int64_t side : shape) {
    if (side < 0) throw std::runtime_error("cannot make a tensor: a side of " + shape_text(shape) + " is negative");
    const auto factor = static_cast<std::size_t>(side);
    if (factor != 0 && count > std::numeric_limits<std::size_t>::max() / factor)
      throw std::runtime_error("cannot make a tensor: " + shape_text(shape) + " has too many elements to count");
    count *= factor;
  }
  return count;
}

std::string shape_text(const Shape& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  return text + ")";
}

}  // namespace ml
