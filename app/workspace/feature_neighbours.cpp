#include "app/workspace/feature_neighbours.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

// The packaged index is header-only and not written for our warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wsign-compare"
#ifdef __SANITIZE_ADDRESS__
// With its prefetches the index reads one link past the last one, which it then does not use.
#define NO_MANUAL_VECTORIZATION
#endif
#include <hnswlib/hnswlib.h>
#pragma GCC diagnostic pop

#include "ml/data/symmetry.h"
#include "ml/features/feature_cache.h"
#include "ml/random/hash.h"
#include "ml/train/trainer.h"

namespace app {
namespace {

constexpr std::size_t kShort = 64;  // numbers that the index compares; the whole row decides afterwards
constexpr std::size_t kLinks = 16, kBuildCare = 80, kSearchCare = 64;

void centre_and_scale(FeatureTable& table) {
  const std::size_t count = table.places.size();
  std::vector<double> mean(table.dimension);
  for (std::size_t i = 0; i < table.rows.size(); ++i) mean[i % table.dimension] += table.rows[i];
  for (double& value : mean) value /= static_cast<double>(std::max<std::size_t>(1, count));
  for (std::size_t row = 0; row < count; ++row) {
    const std::span<float> values = std::span(table.rows).subspan(row * table.dimension, table.dimension);
    double square = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
      values[k] -= static_cast<float>(mean[k]);
      square += static_cast<double>(values[k]) * values[k];
    }
    const float scale = square > 0 ? static_cast<float>(1 / std::sqrt(square)) : 0.0F;
    for (float& value : values) value *= scale;
  }
}

// Sums with random signs keep angles nearly (Achlioptas 2003).
std::vector<float> shortened(const FeatureTable& table) {
  std::vector<float> signs(kShort * table.dimension);
  for (std::size_t i = 0; i < signs.size(); ++i) signs[i] = (ml::mix64(i + 1) & 1U) != 0 ? 1.0F : -1.0F;
  std::vector<float> out(table.places.size() * kShort);
  for (std::size_t row = 0; row < table.places.size(); ++row) {
    const std::span<const float> values = table.row(row);
    float square = 0;
    for (std::size_t k = 0; k < kShort; ++k) {
      const float sum = std::inner_product(values.begin(), values.end(),
                                           signs.begin() + static_cast<std::ptrdiff_t>(k * table.dimension), 0.0F);
      out[row * kShort + k] = sum;
      square += sum * sum;
    }
    for (std::size_t k = 0; k < kShort && square > 0; ++k) out[row * kShort + k] /= std::sqrt(square);
  }
  return out;
}

}  // namespace

FeatureTable read_features(const std::filesystem::path& cache_folder, const ml::Model& model,
                           const ml::SampleSource& source) {
  FeatureTable table;
  std::error_code ignored;
  if (!std::filesystem::exists(cache_folder, ignored)) return table;
  const ml::FeatureCache cache(cache_folder, ml::feature_space(model, ml::Depth::Head));
  table.dimension = cache.space().dimension;
  std::vector<float> row(table.dimension);
  for (std::size_t place = 0; place < source.size(); ++place) {
    const ml::FeatureKey key{source.key(place), ml::symmetry_name(0)};
    if (cache.read_many(std::span(&key, 1), row).front() == 0) continue;
    table.places.push_back(place);
    table.rows.insert(table.rows.end(), row.begin(), row.end());
  }
  centre_and_scale(table);
  return table;
}

std::vector<FeaturePair> nearest_pairs(const FeatureTable& table, const NeighbourSearch& search) {
  const std::size_t count = table.places.size();
  std::vector<FeaturePair> pairs;
  if (count < 2) return pairs;
  const std::vector<float> points = shortened(table);
  hnswlib::InnerProductSpace space(kShort);
  hnswlib::HierarchicalNSW<float> index(&space, count, kLinks, kBuildCare);
  index.setEf(kSearchCare);
  Progress progress(search.progress, "Comparing features", static_cast<long>(2 * count));
  for (std::size_t row = 0; row < count && !search.stop.stop_requested(); ++row) {
    index.addPoint(points.data() + row * kShort, row);
    progress.update(static_cast<long>(row));
  }
  for (std::size_t row = 0; row < count && !search.stop.stop_requested(); ++row) {
    auto near = index.searchKnn(points.data() + row * kShort, std::min(count, search.neighbours + 1));
    for (; !near.empty(); near.pop()) {
      const auto other = static_cast<std::size_t>(near.top().second);
      if (other == row) continue;
      const std::span<const float> a = table.row(row), b = table.row(other);
      const double cosine = std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
      if (cosine < search.least_cosine) continue;
      pairs.push_back(
          {std::min(table.places[row], table.places[other]), std::max(table.places[row], table.places[other]), cosine});
    }
    progress.update(static_cast<long>(count + row));
  }
  std::ranges::sort(pairs,
                    [](const FeaturePair& x, const FeaturePair& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
  const auto twice =
      std::ranges::unique(pairs, [](const FeaturePair& x, const FeaturePair& y) { return x.a == y.a && x.b == y.b; });
  pairs.erase(twice.begin(), twice.end());
  return pairs;
}

}  // namespace app
