// The loops of batch_norm.h over one plane (places, block) of one image and group, compiled for every instruction
// set of this kind of processor; the best that it has is taken at run time.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>

namespace ml {

// Per lane of a plane's block.
struct PlaneNorm {
  const float* scale;
  const float* shift;
  const float* mean;
  const float* inverse_deviation;
  bool relu6;
};

void moments_of_plane(const float* z, std::size_t places, std::size_t block, double* mean, double* squares);
void apply_to_plane(const float* z, std::size_t places, std::size_t block, const PlaneNorm& norm, const float* residual,
                    float* y);
void gradient_sums_of_plane(const float* dy, const float* z, std::size_t places, std::size_t block,
                            const PlaneNorm& norm, double* sum, double* product);
void gradient_of_plane(const float* dy, const float* z, std::size_t places, std::size_t block, const PlaneNorm& norm,
                       const float* mean_sum, const float* mean_product, float* dz);

}  // namespace ml
