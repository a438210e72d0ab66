#include "ml/kernels/elementwise.h"

#include <algorithm>
#include <cstdint>

#include "ml/tensor/vector_clones.h"

namespace ml {

namespace {

constexpr std::size_t kPiece = 16384;  // floats per task: enough to be worth one, little enough to share

ML_VECTOR_CLONES void add_piece(float* __restrict to, const float* __restrict from, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) to[i] += from[i];
}

ML_VECTOR_CLONES void mask_piece(float* __restrict gradient, const float* __restrict output, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) gradient[i] = output[i] > 0.F && output[i] < 6.F ? gradient[i] : 0.F;
}

ML_VECTOR_CLONES void sum_rows(const float* __restrict rows, std::size_t count, std::size_t stride, std::size_t width,
                               float factor, float* __restrict sums) {
  std::fill(sums, sums + width, 0.F);
  for (std::size_t row = 0; row < count; ++row)
    for (std::size_t i = 0; i < width; ++i) sums[i] += rows[row * stride + i];
  for (std::size_t i = 0; i < width; ++i) sums[i] *= factor;
}

template <class Piece>
void in_pieces(std::size_t count, const Piece& piece) {
  const auto pieces = static_cast<std::int64_t>((count + kPiece - 1) / kPiece);
#pragma omp parallel for schedule(static)
  for (std::int64_t i = 0; i < pieces; ++i) {
    const std::size_t first = static_cast<std::size_t>(i) * kPiece;
    piece(first, std::min(kPiece, count - first));
  }
}

}  // namespace

void add_into(float* to, const float* from, std::size_t count) {
  in_pieces(count, [=](std::size_t first, std::size_t length) { add_piece(to + first, from + first, length); });
}

void mask_by_relu6(float* gradient, const float* output, std::size_t count) {
  in_pieces(count,
            [=](std::size_t first, std::size_t length) { mask_piece(gradient + first, output + first, length); });
}

void pool_channels_last(const float* map, std::size_t n, std::size_t places, std::size_t channels, float* pooled) {
  const float factor = 1.F / static_cast<float>(places);
  for (std::size_t i = 0; i < n; ++i)
    sum_rows(map + i * places * channels, places, channels, channels, factor, pooled + i * channels);
}

void pool_blocked(const float* map, std::size_t n, std::size_t places, std::size_t channels, std::size_t block,
                  float* pooled) {
  const std::size_t groups = (channels + block - 1) / block;
  const float factor = 1.F / static_cast<float>(places);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t group = 0; group < groups; ++group)
      sum_rows(map + (i * groups + group) * places * block, places, block, std::min(block, channels - group * block),
               factor, pooled + i * channels + group * block);
}

void unpool_blocked(const float* pooled_gradient, std::size_t n, std::size_t places, std::size_t channels,
                    std::size_t block, float* map_gradient) {
  const std::size_t groups = (channels + block - 1) / block;
  const float factor = 1.F / static_cast<float>(places);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t place = 0; place < groups * places; ++place) {
      const std::size_t group = place / places;
      const std::size_t width = std::min(block, channels - group * block);
      const float* from = pooled_gradient + i * channels + group * block;
      float* to = map_gradient + (i * groups * places + place) * block;
      for (std::size_t lane = 0; lane < block; ++lane) to[lane] = lane < width ? factor * from[lane] : 0.F;
    }
}

}  // namespace ml
