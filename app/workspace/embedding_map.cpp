#include "app/workspace/embedding_map.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "app/workspace/dataset.h"
#include "app/workspace/model_store.h"
#include "app/workspace/prediction.h"
#include "db/image_quality.h"
#include "db/images.h"
#include "ml/random/hash.h"

namespace app {
namespace {

constexpr std::size_t kMostRows = 4000;
constexpr std::size_t kAxes = 6;  // iterated together: more than are shown, so that those converge
constexpr int kIterations = 30;

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

double along(std::span<const float> row, const Vector& mean, const Vector& axis) {
  double sum = 0;
  for (std::size_t k = 0; k < axis.size(); ++k) sum += (static_cast<double>(row[k]) - mean[k]) * axis[k];
  return sum;
}

// Gram-Schmidt, twice: once loses digits where axes are nearly parallel.
void orthonormalise(std::vector<Vector>& axes) {
  for (int pass = 0; pass < 2; ++pass) {
    for (std::size_t i = 0; i < axes.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double share = dot(axes[i], axes[j]);
        for (std::size_t k = 0; k < axes[i].size(); ++k) axes[i][k] -= share * axes[j][k];
      }
      const double length = std::sqrt(dot(axes[i], axes[i]));
      for (double& value : axes[i]) value = length > 1e-12 ? value / length : 0;
    }
  }
}

struct Sample {
  const FeatureTable& table;
  std::vector<std::size_t> rows;
  Vector mean;
  double variance = 0;  // of all dimensions together

  Vector covariance_times(const Vector& axis) const {
    Vector out(axis.size());
    for (const std::size_t row : rows) {
      const std::span<const float> values = table.row(row);
      const double share = along(values, mean, axis);
      for (std::size_t k = 0; k < out.size(); ++k) out[k] += share * (static_cast<double>(values[k]) - mean[k]);
    }
    for (double& value : out) value /= static_cast<double>(rows.size());
    return out;
  }
};

Sample sample_of(const FeatureTable& table) {
  const std::size_t count = table.places.size(), taken = std::min(count, kMostRows);
  Sample sample{table, {}, Vector(table.dimension)};
  for (std::size_t i = 0; i < taken; ++i) sample.rows.push_back(i * count / taken);
  for (const std::size_t row : sample.rows)
    for (std::size_t k = 0; k < table.dimension; ++k) sample.mean[k] += static_cast<double>(table.row(row)[k]);
  for (double& value : sample.mean) value /= static_cast<double>(std::max<std::size_t>(1, taken));
  for (const std::size_t row : sample.rows)
    for (std::size_t k = 0; k < table.dimension; ++k)
      sample.variance += std::pow(static_cast<double>(table.row(row)[k]) - sample.mean[k], 2);
  sample.variance /= static_cast<double>(std::max<std::size_t>(1, taken));
  return sample;
}

// Turns the axes of a subspace to the principal ones inside of it (cyclic Jacobi), the longest first; gives their
// variances.
Vector turn_to_principal(std::vector<Vector>& axes, const Sample& sample) {
  const std::size_t n = axes.size();
  std::vector<Vector> matrix(n, Vector(n));
  for (std::size_t j = 0; j < n; ++j) {
    const Vector image = sample.covariance_times(axes[j]);
    for (std::size_t i = 0; i < n; ++i) matrix[i][j] = dot(axes[i], image);
  }
  for (int sweep = 0; sweep < 30; ++sweep) {
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        if (std::abs(matrix[p][q]) < 1e-15) continue;
        const double angle = 0.5 * std::atan2(2 * matrix[p][q], matrix[q][q] - matrix[p][p]);
        const double c = std::cos(angle), s = std::sin(angle);
        const auto turn = [&](double& a, double& b) {
          const double was = a;
          a = c * was - s * b;
          b = s * was + c * b;
        };
        for (std::size_t k = 0; k < n; ++k) turn(matrix[k][p], matrix[k][q]);
        for (std::size_t k = 0; k < n; ++k) turn(matrix[p][k], matrix[q][k]);
        for (std::size_t k = 0; k < axes[p].size(); ++k) turn(axes[p][k], axes[q][k]);
      }
    }
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return matrix[i][i]; });
  std::vector<Vector> sorted;
  Vector variances;
  for (const std::size_t i : order) {
    sorted.push_back(axes[i]);
    variances.push_back(matrix[i][i]);
  }
  axes = std::move(sorted);
  return variances;
}

void point_to_positive(Vector& axis) {
  const auto largest = std::ranges::max_element(axis, {}, [](double value) { return std::abs(value); });
  if (largest != axis.end() && *largest < 0)
    for (double& value : axis) value = -value;
}

MapFeatures with_images(FeatureTable features, const std::vector<db::Image>& images) {
  MapFeatures kept;
  for (const std::size_t place : features.places) kept.images.push_back(images[place].id);
  kept.features = std::move(features);
  kept.of = images.size();
  return kept;
}

}  // namespace

MapFeatures read_map_features(const Workspace& workspace, const db::Reader& reader, const std::string& model) {
  const std::vector<db::Image> images = db::images(reader);
  const ImageFiles source(images, db::file_stamps(reader));
  return with_images(read_features(workspace.features_folder(), find_model(&workspace, model), source), images);
}

MapFeatures compute_map_features(const Workspace& workspace, const db::Reader& reader, const std::string& model,
                                 const OnProgress& progress, const std::stop_token& stop) {
  const std::vector<db::Image> images = db::images(reader);
  const ImageFiles source(images, db::file_stamps(reader));
  const ml::Model network = find_model(&workspace, model);
  std::vector<std::size_t> all(images.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  embed_images(network, source, all, workspace.features_folder(), {.progress = progress, .stop = stop});
  return with_images(read_features(workspace.features_folder(), network, source), images);
}

PrincipalMap principal_map(const FeatureTable& table) {
  PrincipalMap map;
  map.points.resize(table.places.size());
  if (table.places.size() < 2 || table.dimension == 0) return map;
  const Sample sample = sample_of(table);
  std::vector<Vector> axes(std::min(kAxes, table.dimension), Vector(table.dimension));
  for (std::size_t i = 0; i < axes.size(); ++i)
    for (std::size_t k = 0; k < table.dimension; ++k)
      axes[i][k] = static_cast<double>(ml::mix64(i * table.dimension + k + 1) >> 11U) * 0x1p-53 - 0.5;
  orthonormalise(axes);
  for (int iteration = 0; iteration < kIterations; ++iteration) {
    for (Vector& axis : axes) axis = sample.covariance_times(axis);
    orthonormalise(axes);
  }
  const Vector variances = turn_to_principal(axes, sample);
  for (std::size_t axis = 0; axis < std::min<std::size_t>(2, axes.size()); ++axis) {
    point_to_positive(axes[axis]);
    map.explained[axis] = sample.variance > 0 ? variances[axis] / sample.variance : 0;
    for (std::size_t row = 0; row < map.points.size(); ++row)
      map.points[row][axis] = static_cast<float>(along(table.row(row), sample.mean, axes[axis]));
  }
  return map;
}

}  // namespace app
