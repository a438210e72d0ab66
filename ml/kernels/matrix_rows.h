// Loops over row-major matrices (n, width): what BatchNorm over vectors needs.
// Threads: any thread; pure functions.
// Ownership: every array is the caller's; no two of them overlap.
#pragma once

#include <cstddef>

namespace ml {

// y = scale x + shift, per column.
void scale_rows(const float* x, std::size_t n, std::size_t width, const float* scale, const float* shift, float* y);

// Per column: the sum; the sum of squared distances from the mean; the sum of dy times the normalised x.
void sum_columns(const float* x, std::size_t n, std::size_t width, float* sums);
void sum_squared_distances(const float* x, std::size_t n, std::size_t width, const float* mean, float* sums);
void sum_products(const float* dy, const float* x, std::size_t n, std::size_t width, const float* mean,
                  const float* inverse_deviation, float* sums);

}  // namespace ml
