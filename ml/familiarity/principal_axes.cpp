#include "ml/familiarity/principal_axes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <string>

#include "ml/random/counter_rng.h"

namespace ml {

namespace {

constexpr std::size_t kSpare = 16;  // directions beyond those that are asked for: the last ones converge slowly
constexpr int kIterations = 8;
constexpr int kMostSweeps = 40;

using Matrix = std::vector<std::vector<double>>;

void add_scaled(std::span<float> to, std::span<const float> row, float by) {
  for (std::size_t k = 0; k < row.size(); ++k) to[k] += by * row[k];
}

class Directions {
 public:
  Directions(std::size_t count, std::size_t dimension) : dimension_(dimension), values_(count * dimension) {
    CounterRng rng(1);
    for (float& value : values_) value = static_cast<float>(rng.normal());
  }

  std::size_t count() const { return values_.size() / dimension_; }
  std::span<float> at(std::size_t i) { return std::span(values_).subspan(i * dimension_, dimension_); }
  std::span<const float> at(std::size_t i) const { return std::span(values_).subspan(i * dimension_, dimension_); }

  // Gram-Schmidt, twice; a direction that depends on those before it becomes zero.
  void make_orthonormal() {
    for (std::size_t i = 0; i < count(); ++i) {
      const double before = std::sqrt(static_cast<double>(dot_product(at(i), at(i))));
      for (int pass = 0; pass < 2; ++pass)
        for (std::size_t j = 0; j < i; ++j) add_scaled(at(i), at(j), -dot_product(at(i), at(j)));
      const double length = std::sqrt(static_cast<double>(dot_product(at(i), at(i))));
      const float scale = length > 1e-5 * before && length > 0 ? static_cast<float>(1 / length) : 0.F;
      for (float& value : at(i)) value *= scale;
    }
  }

  // Every direction times the covariance of the rows, times their number.
  Directions times_covariance(std::span<const float> rows) const {
    Directions product = *this;
    std::ranges::fill(product.values_, 0.F);
    for (std::size_t first = 0; first < rows.size(); first += dimension_) {
      const std::span<const float> row = rows.subspan(first, dimension_);
      for (std::size_t i = 0; i < count(); ++i) add_scaled(product.at(i), row, dot_product(at(i), row));
    }
    return product;
  }

 private:
  std::size_t dimension_;
  std::vector<float> values_;
};

// Turns the matrix to its diagonal and the columns of `turned` with it (cyclic Jacobi).
void diagonalise(Matrix& matrix, Matrix& turned) {
  const std::size_t n = matrix.size();
  const auto rotate = [](double& a, double& b, double c, double s) {
    const double was = a;
    a = c * was - s * b;
    b = s * was + c * b;
  };
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    double off = 0, on = 0;
    for (std::size_t p = 0; p < n; ++p)
      for (std::size_t q = 0; q < n; ++q) (p == q ? on : off) += matrix[p][q] * matrix[p][q];
    if (off <= 1e-24 * on) return;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        if (matrix[p][q] == 0) continue;
        const double angle = 0.5 * std::atan2(2 * matrix[p][q], matrix[q][q] - matrix[p][p]);
        const double c = std::cos(angle), s = std::sin(angle);
        for (std::size_t k = 0; k < n; ++k) rotate(matrix[k][p], matrix[k][q], c, s);
        for (std::size_t k = 0; k < n; ++k) rotate(matrix[p][k], matrix[q][k], c, s);
        for (std::size_t k = 0; k < n; ++k) rotate(turned[k][p], turned[k][q], c, s);
      }
    }
  }
}

// The covariance inside of the directions, times the number of rows.
Matrix inside_of(const Directions& directions, std::span<const float> rows) {
  const Directions product = directions.times_covariance(rows);
  Matrix matrix(directions.count(), std::vector<double>(directions.count()));
  for (std::size_t i = 0; i < matrix.size(); ++i)
    for (std::size_t j = 0; j < matrix.size(); ++j)
      matrix[i][j] = static_cast<double>(dot_product(directions.at(i), product.at(j)));
  for (std::size_t i = 0; i < matrix.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) matrix[i][j] = matrix[j][i] = (matrix[i][j] + matrix[j][i]) / 2;
  return matrix;
}

void point_to_largest(std::span<float> axis) {
  const auto largest = std::ranges::max_element(axis, {}, [](float value) { return std::abs(value); });
  if (*largest < 0)
    for (float& value : axis) value = -value;
}

}  // namespace

float dot_product(std::span<const float> a, std::span<const float> b) {
  constexpr std::size_t kLanes = 16;  // sums beside each other, which the compiler makes vectors of
  std::array<float, kLanes> sums{};
  std::size_t k = 0;
  for (; k + kLanes <= a.size(); k += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += a[k + lane] * b[k + lane];
  for (; k < a.size(); ++k) sums[k % kLanes] += a[k] * b[k];
  return std::accumulate(sums.begin(), sums.end(), 0.F);
}

PrincipalAxes principal_axes(std::span<const float> rows, std::size_t dimension, std::size_t wanted) {
  if (dimension == 0 || rows.size() % dimension != 0)
    throw std::runtime_error("finding principal axes: " + std::to_string(rows.size()) + " numbers are no rows of " +
                             std::to_string(dimension));
  PrincipalAxes result;
  result.dimension = dimension;
  const std::size_t n = rows.size() / dimension;
  if (n == 0) return result;
  const auto images = static_cast<double>(n);
  result.total_variance = std::accumulate(rows.begin(), rows.end(), 0.0,
                                          [](double sum, float value) {
                                            return sum + static_cast<double>(value) * static_cast<double>(value);
                                          }) /
                          images;
  Directions directions(std::min({wanted + kSpare, n, dimension}), dimension);
  directions.make_orthonormal();
  for (int i = 0; i < kIterations; ++i) {
    directions = directions.times_covariance(rows);
    directions.make_orthonormal();
  }
  Matrix matrix = inside_of(directions, rows), turned(matrix.size(), std::vector<double>(matrix.size()));
  for (std::size_t i = 0; i < turned.size(); ++i) turned[i][i] = 1;
  diagonalise(matrix, turned);
  std::vector<std::size_t> order(matrix.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return matrix[i][i]; });
  for (const std::size_t i : order) {
    if (result.count() == wanted || matrix[i][i] <= 1e-9 * result.total_variance * images) break;
    const std::size_t begin = result.axes.size();
    result.axes.resize(begin + dimension);
    const std::span<float> axis = std::span(result.axes).subspan(begin);
    for (std::size_t j = 0; j < turned.size(); ++j)
      add_scaled(axis, directions.at(j), static_cast<float>(turned[j][i]));
    point_to_largest(axis);
    result.variances.push_back(matrix[i][i] / images);
  }
  return result;
}

}  // namespace ml
