// The directions in which rows of numbers differ most, with the variance along each: by subspace iteration from fixed
// random directions (Halko, Martinsson and Tropp 2011), so the same rows always give the same axes and no matrix of all
// pairs of columns is made.
//
//   const PrincipalAxes it = principal_axes(rows, dimension, 64);   // rows centred, (n, dimension)
//
// Any thread; a pure function.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ml {

struct PrincipalAxes {
  std::size_t dimension = 0;
  std::vector<float> axes;        // (count, dimension), orthonormal, the widest first; each points to its largest part
  std::vector<double> variances;  // along each: mean square
  double total_variance = 0;      // over all directions

  std::size_t count() const { return variances.size(); }
  std::span<const float> axis(std::size_t i) const { return std::span(axes).subspan(i * dimension, dimension); }
};

// At most `wanted`, and no more than there are rows or columns; directions without variance are left out.
PrincipalAxes principal_axes(std::span<const float> centred_rows, std::size_t dimension, std::size_t wanted);

// The sum of the products, in one fixed order.
float dot_product(std::span<const float> a, std::span<const float> b);

}  // namespace ml
