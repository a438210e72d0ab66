#include "engine/image/perceptual_hash.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace engine {
namespace {

constexpr int kSide = 32, kWaves = 8;
using Cells = std::array<float, static_cast<std::size_t>(kSide* kSide)>;

std::size_t at(int x, int y, int side) { return static_cast<std::size_t>(y * side + x); }

// From the pixel in which the cell begins to that in which it ends: cells may share one, so that a mirrored picture has
// mirrored cells.
struct Stretch {
  int first, last;
};

std::array<Stretch, kSide> stretches(int size_px) {
  std::array<Stretch, kSide> cells{};
  for (int i = 0; i < kSide; ++i) {
    const std::int64_t end = std::int64_t{size_px} * (i + 1);
    cells[static_cast<std::size_t>(i)] = {static_cast<int>(std::int64_t{size_px} * i / kSide),
                                          static_cast<int>((end + kSide - 1) / kSide)};
  }
  return cells;
}

float mean_of(const Image& image, Stretch across, Stretch down) {
  std::int64_t sum = 0;
  for (int y = down.first; y < down.last; ++y) {
    const std::uint8_t* pixel = image.at(across.first, y);
    for (int x = across.first; x < across.last; ++x, pixel += image.channels)
      sum += 77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2];
  }
  const int pixels = (across.last - across.first) * (down.last - down.first);
  return static_cast<float>(sum) / (256.0F * static_cast<float>(pixels));
}

// Mean brightness on 32 × 32 cells of the picture, whatever its size.
Cells brightness(const Image& image) {
  const auto columns = stretches(image.width_px), rows = stretches(image.height_px);
  Cells cells{};
  for (int v = 0; v < kSide; ++v) {
    for (int u = 0; u < kSide; ++u)
      cells[at(u, v, kSide)] = mean_of(image, columns[static_cast<std::size_t>(u)], rows[static_cast<std::size_t>(v)]);
  }
  return cells;
}

using Waves = std::array<std::array<float, kSide>, kWaves>;

Waves cosine_waves() {
  Waves waves{};
  for (int k = 0; k < kWaves; ++k) {
    for (int i = 0; i < kSide; ++i)
      waves[static_cast<std::size_t>(k)][static_cast<std::size_t>(i)] =
          std::cos(std::numbers::pi_v<float> / kSide * (static_cast<float>(i) + 0.5F) * static_cast<float>(k));
  }
  return waves;
}

// Bit 8 v + u: the sign of the wave with u half turns across and v down. The mean, bit 0, is left out.
std::uint64_t signs_of(const Cells& cells) {
  const Waves waves = cosine_waves();
  std::array<float, static_cast<std::size_t>(kWaves * kSide)> across{};  // [u][y]
  for (int u = 0; u < kWaves; ++u) {
    for (int y = 0; y < kSide; ++y) {
      float sum = 0;
      for (int x = 0; x < kSide; ++x)
        sum += waves[static_cast<std::size_t>(u)][static_cast<std::size_t>(x)] * cells[at(x, y, kSide)];
      across[at(y, u, kSide)] = sum;
    }
  }
  std::uint64_t signs = 0;
  for (int v = 0; v < kWaves; ++v) {
    for (int u = 0; u < kWaves; ++u) {
      float sum = 0;
      for (int y = 0; y < kSide; ++y)
        sum += waves[static_cast<std::size_t>(v)][static_cast<std::size_t>(y)] * across[at(y, u, kSide)];
      if (sum > 0 && u + v > 0) signs |= std::uint64_t{1} << static_cast<unsigned>(kWaves * v + u);
    }
  }
  return signs;
}

std::uint64_t transposed(std::uint64_t signs) {
  std::uint64_t out = 0;
  for (unsigned v = 0; v < 8; ++v) {
    for (unsigned u = 0; u < 8; ++u) out |= (signs >> (8 * v + u) & 1U) << (8 * u + v);
  }
  return out;
}

// Where the cells as they are have what is at (x, y) once they are turned.
std::pair<int, int> place_before(int x, int y, int orientation) {
  const int last = kLookSide - 1;
  if (orientation >= 5) std::swap(x, y);
  const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  return {mirror_x ? last - x : x, mirror_y ? last - y : y};
}

}  // namespace

Look look_of(const Image& image) {
  const Cells cells = brightness(image);
  Look look{signs_of(cells), {}};
  for (int y = 0; y < kLookSide; ++y) {
    for (int x = 0; x < kLookSide; ++x) {
      const float sum = cells[at(2 * x, 2 * y, kSide)] + cells[at(2 * x + 1, 2 * y, kSide)] +
                        cells[at(2 * x, 2 * y + 1, kSide)] + cells[at(2 * x + 1, 2 * y + 1, kSide)];
      look.cells[at(x, y, kLookSide)] = static_cast<std::uint8_t>(std::lround(sum / 4));
    }
  }
  return look;
}

// A mirror image has the waves with an odd number of half turns the other way round.
std::uint64_t turned(std::uint64_t hash, int orientation) {
  constexpr std::uint64_t kOddAcross = 0xAAAAAAAAAAAAAAAAULL, kOddDown = 0xFF00FF00FF00FF00ULL;
  const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  if (mirror_x) hash ^= kOddAcross;
  if (mirror_y) hash ^= kOddDown;
  return orientation >= 5 ? transposed(hash) : hash;
}

double correlation(const Look& a, const Look& b, int orientation) {
  std::int64_t sum_a = 0, sum_b = 0, square_a = 0, square_b = 0, product = 0;
  for (int y = 0; y < kLookSide; ++y) {
    for (int x = 0; x < kLookSide; ++x) {
      const auto [from_x, from_y] = place_before(x, y, orientation);
      const std::int64_t p = a.cells[at(x, y, kLookSide)], q = b.cells[at(from_x, from_y, kLookSide)];
      sum_a += p;
      sum_b += q;
      square_a += p * p;
      square_b += q * q;
      product += p * q;
    }
  }
  constexpr std::int64_t kCells = std::int64_t{kLookSide} * kLookSide;
  const auto spread =
      static_cast<double>(kCells * square_a - sum_a * sum_a) * static_cast<double>(kCells * square_b - sum_b * sum_b);
  return spread > 0 ? static_cast<double>(kCells * product - sum_a * sum_b) / std::sqrt(spread) : 0;
}

}  // namespace engine
