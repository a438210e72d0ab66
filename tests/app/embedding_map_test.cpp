// The maps of the features: principal axes of data whose axes are known, neighbours that stay neighbours.
#include "app/workspace/embedding_map.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace {
using app::FeatureTable;
using app::PlanePoint;

FeatureTable table_of(std::size_t count, std::size_t dimension,
                      const std::function<float(std::size_t, std::size_t)>& at) {
  FeatureTable table;
  table.dimension = dimension;
  for (std::size_t i = 0; i < count; ++i) {
    table.places.push_back(i);
    for (std::size_t k = 0; k < dimension; ++k) table.rows.push_back(at(i, k));
  }
  return table;
}

// Three clouds far from each other in 40 dimensions, of length 1 as features are.
FeatureTable clouds(std::size_t count) {
  std::mt19937 random(7);
  std::normal_distribution<float> noise(0, 0.05F);
  FeatureTable table =
      table_of(count, 40, [&](std::size_t i, std::size_t k) { return (k == i % 3 ? 1.0F : 0.0F) + noise(random); });
  for (std::size_t row = 0; row < count; ++row) {
    float square = 0;
    for (std::size_t k = 0; k < 40; ++k) square += table.rows[row * 40 + k] * table.rows[row * 40 + k];
    for (std::size_t k = 0; k < 40; ++k) table.rows[row * 40 + k] /= std::sqrt(square);
  }
  return table;
}

// The share of points whose nearest other point is of their cloud.
double kept(const std::vector<PlanePoint>& points) {
  std::size_t same = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    float least = std::numeric_limits<float>::max();
    std::size_t nearest = i;
    for (std::size_t j = 0; j < points.size(); ++j) {
      const float away = std::hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]);
      if (j == i || away >= least) continue;
      least = away;
      nearest = j;
    }
    same += nearest % 3 == i % 3 ? 1U : 0U;
  }
  return static_cast<double>(same) / static_cast<double>(points.size());
}

TEST(PrincipalMap, finds_the_axes_of_data_that_was_made_along_two_of_them) {
  // Variances 9 and 4 along (0.6, 0.8, 0, …) and (-0.8, 0.6, 0, …), 0.01 elsewhere, around a mean that is not zero.
  std::mt19937 random(3);
  std::normal_distribution<float> normal(0, 1);
  std::vector<PlanePoint> truth;
  const FeatureTable table = table_of(600, 12, [&](std::size_t i, std::size_t k) {
    if (k == 0) truth.push_back({3 * normal(random), 2 * normal(random)});
    const auto [u, v] = truth[i];
    return (k == 0 ? 0.6F * u - 0.8F * v : k == 1 ? 0.8F * u + 0.6F * v : 0.1F * normal(random)) + 5;
  });
  const app::PrincipalMap map = app::principal_map(table);
  std::array<double, 2> sums{}, squares{};
  for (const PlanePoint& point : truth)
    for (std::size_t axis = 0; axis < 2; ++axis) {
      sums[axis] += static_cast<double>(point[axis]) / 600;
      squares[axis] += static_cast<double>(point[axis]) * static_cast<double>(point[axis]) / 600;
    }
  const double first = squares[0] - sums[0] * sums[0], second = squares[1] - sums[1] * sums[1];
  EXPECT_NEAR(map.explained[0], first / (first + second + 0.1), 0.01);
  EXPECT_NEAR(map.explained[1], second / (first + second + 0.1), 0.01);
  double worst = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(map.points[i][0] - truth[i][0]) + sums[0]));
    worst = std::max(worst, std::abs(std::abs(static_cast<double>(map.points[i][1])) -
                                     std::abs(static_cast<double>(truth[i][1]) - sums[1])));
  }
  EXPECT_LT(worst, 0.5) << "up to the little that the sample turns the axes";
}

TEST(PrincipalMap, of_one_image_or_none_is_no_failure) {
  EXPECT_TRUE(app::principal_map({}).points.empty());
  EXPECT_EQ(app::principal_map(table_of(1, 4, [](auto, auto) { return 1.0F; })).points.size(), 1U);
  const auto same = app::principal_map(table_of(5, 4, [](auto, auto) { return 1.0F; }));
  EXPECT_EQ(same.explained[0], 0);
}

TEST(NeighbourMap, keeps_clouds_apart_and_is_the_same_every_time) {
  const FeatureTable table = clouds(150);
  const app::PrincipalMap axes = app::principal_map(table);
  const auto points = app::neighbour_map(table, axes);
  ASSERT_EQ(points.size(), 150U);
  EXPECT_GE(kept(points), 0.98);
  EXPECT_EQ(points, app::neighbour_map(table, axes));
  for (const PlanePoint& point : points) EXPECT_TRUE(std::isfinite(point[0]) && std::isfinite(point[1]));
}

TEST(NeighbourMap, reports_how_far_it_is_and_gives_nothing_when_it_is_stopped) {
  const FeatureTable table = clouds(90);
  const app::PrincipalMap axes = app::principal_map(table);
  std::stop_source stop;
  bool told = false;
  const auto points = app::neighbour_map(table, axes,
                                         {.progress =
                                              [&](const app::ProgressReport& report) {
                                                told = true;
                                                EXPECT_GT(report.total, 0);
                                                stop.request_stop();
                                              },
                                          .stop = stop.get_token()});
  EXPECT_TRUE(told);
  EXPECT_TRUE(points.empty());
}

}  // namespace
