// A dense float tensor in row-major order: the form in which weights are stored and exchanged.
// Activations inside a network have layouts of their own and never become a Tensor.
//
// Threads: any thread; a plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ml {

using Shape = std::vector<std::int64_t>;

struct Tensor {
  Shape shape;
  std::vector<float> values;

  // Zeros.
  static Tensor zeros(Shape shape);
  bool operator==(const Tensor&) const = default;
};

// A tensor by name, without its numbers: what a file or a network is expected to hold.
struct TensorSpec {
  std::string name;
  Shape shape;
};

// Product of the sides; 1 for a scalar. Throws when a side is negative or the product overflows.
std::size_t element_count(const Shape& shape);
// "(32, 3, 3, 3)"
std::string shape_text(const Shape& shape);

}  // namespace ml
