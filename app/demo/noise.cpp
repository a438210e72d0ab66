#include "app/demo/noise.h"

#include <array>
#include <cmath>

#include "app/demo/random.h"

namespace app::demo {
namespace {

struct LatticeTables {
  std::array<std::uint8_t, 512> order{};  // a permutation of 0..255, twice
  std::array<Point, 256> direction{};     // components in -1..1
};

// Table look-ups instead of hashing: noise is half of the time an image takes.
constexpr LatticeTables make_tables() {
  LatticeTables tables;
  for (std::size_t i = 0; i < 256; ++i) tables.order[i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 255; i > 0; --i) {
    const std::size_t j = mix_bits(i) % (i + 1);
    const std::uint8_t kept = tables.order[i];
    tables.order[i] = tables.order[j];
    tables.order[j] = kept;
  }
  for (std::size_t i = 0; i < 256; ++i) {
    tables.order[i + 256] = tables.order[i];
    const std::uint64_t bits = mix_bits(i + 1000);
    tables.direction[i] = {static_cast<float>(bits & 0xFFFF) / 32768.0f - 1.0f,
                           static_cast<float>((bits >> 16) & 0xFFFF) / 32768.0f - 1.0f};
  }
  return tables;
}

constexpr LatticeTables kTables = make_tables();

// The lattice repeats after 256 cells; the seed moves it and reorders the directions.
class Lattice {
 public:
  explicit Lattice(std::uint32_t seed)
      : dx_(static_cast<int>(seed & 0xFF)), dy_(static_cast<int>((seed >> 8) & 0xFF)), flip_((seed >> 16) & 0xFF) {}

  std::size_t column(int x) const { return kTables.order[static_cast<std::size_t>((x + dx_) & 0xFF)]; }
  std::size_t row(int y) const { return static_cast<std::size_t>((y + dy_) & 0xFF); }
  std::size_t index(std::size_t column, std::size_t row) const { return kTables.order[column + row] ^ flip_; }
  const Point& at(std::size_t column, std::size_t row) const { return kTables.direction[index(column, row)]; }

 private:
  int dx_, dy_;
  std::size_t flip_;
};

std::uint32_t hash_of(int x, int y, std::uint32_t seed) {
  std::uint32_t h =
      seed ^ (static_cast<std::uint32_t>(x) * 0x85EBCA6Bu) ^ (static_cast<std::uint32_t>(y) * 0xC2B2AE35u);
  h ^= h >> 15;
  h *= 0x2C1B3C6Du;
  h ^= h >> 12;
  h *= 0x297A2D39u;
  return h ^ (h >> 15);
}

// std::floor is a library call without SSE4.1, and this runs several million times an image.
inline int floor_of(float v) {
  const int whole = static_cast<int>(v);
  return whole - (v < static_cast<float>(whole) ? 1 : 0);
}

inline float fade(float t) { return t * t * t * (t * (t * 6.0f - 15.0f) + 10.0f); }

inline float lattice_noise(float x, float y, std::uint32_t seed) {
  const int ix = floor_of(x);
  const int iy = floor_of(y);
  const float fx = x - static_cast<float>(ix);
  const float fy = y - static_cast<float>(iy);
  const Lattice lattice(seed);
  const std::size_t left = lattice.column(ix), right = lattice.column(ix + 1);
  const std::size_t top = lattice.row(iy), bottom = lattice.row(iy + 1);
  const auto dot = [](const Point& g, float dx, float dy) { return g.x * dx + g.y * dy; };
  const float a = dot(lattice.at(left, top), fx, fy);
  const float b = dot(lattice.at(right, top), fx - 1.0f, fy);
  const float c = dot(lattice.at(left, bottom), fx, fy - 1.0f);
  const float d = dot(lattice.at(right, bottom), fx - 1.0f, fy - 1.0f);
  const float u = fade(fx);
  return 1.8f * mix(mix(a, b, u), mix(c, d, u), fade(fy));
}

}  // namespace

float gradient_noise(float x, float y, std::uint32_t seed) { return lattice_noise(x, y, seed); }

float fractal_noise(float x, float y, int octaves, std::uint32_t seed) {
  float sum = 0.0f;
  float weight = 0.6f;
  for (int i = 0; i < octaves; ++i) {
    sum += weight * lattice_noise(x, y, seed + static_cast<std::uint32_t>(i) * 0x9E3779B9u);
    // Turning each octave hides the lattice that all octaves would otherwise share.
    const float turned = 1.6f * x - 1.2f * y + 3.7f;
    y = 1.2f * x + 1.6f * y + 1.3f;
    x = turned;
    weight *= 0.5f;
  }
  return sum;
}

Cell cellular_noise(float x, float y, float jitter, std::uint32_t seed) {
  const int ix = floor_of(x);
  const int iy = floor_of(y);
  const float fx = x - static_cast<float>(ix) - 0.5f;
  const float fy = y - static_cast<float>(iy) - 0.5f;
  const Lattice lattice(seed);
  const float reach = 0.5f * jitter;
  float nearest = 1e9f;
  float second = 1e9f;
  int nearest_x = 0, nearest_y = 0;
  for (int i = -1; i <= 1; ++i) {
    const std::size_t column = lattice.column(ix + i);
    for (int j = -1; j <= 1; ++j) {
      const Point& offset = lattice.at(column, lattice.row(iy + j));
      const float dx = static_cast<float>(i) + reach * offset.x - fx;
      const float dy = static_cast<float>(j) + reach * offset.y - fy;
      const float distance = dx * dx + dy * dy;
      const bool closer = distance < nearest;
      second = closer ? nearest : std::min(second, distance);
      nearest = closer ? distance : nearest;
      nearest_x = closer ? i : nearest_x;
      nearest_y = closer ? j : nearest_y;
    }
  }
  return {std::sqrt(nearest), std::sqrt(second), hash_of(ix + nearest_x, iy + nearest_y, seed)};
}

float cell_unit(std::uint32_t id, std::uint32_t which) {
  const std::uint32_t bits = hash_of(static_cast<int>(id), static_cast<int>(which), 0x5BD1E995u);
  return static_cast<float>(bits & 0xFFFFu) * (1.0f / 65536.0f);
}

}  // namespace app::demo
