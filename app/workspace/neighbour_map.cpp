// The neighbour embedding: a graph of nearest neighbours whose edges pull and whose strangers push, from the principal
// axes on. Randomness comes from hashes of what is being done, so that nothing depends on threads or time.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "app/workspace/embedding_map.h"
#include "ml/random/hash.h"

namespace app {
namespace {

// 1 / (1 + a d^2b) fitted to UMAP's curve for a least distance of 0.1.
constexpr float kA = 1.577F, kB = 0.8951F;
constexpr int kStrangers = 5;  // pushed away for each pull
constexpr float kMostStep = 4;

struct Edge {
  std::uint32_t a = 0, b = 0;
  float weight = 0;
};

struct Near {
  float distance = 0;
  std::size_t pair = 0;
};

// How fast weights fall, so that those of a row sum to log2 of their number.
float scale_of(const std::vector<Near>& near) {
  const double wanted = std::log2(static_cast<double>(near.size()) + 1);
  const double rho = static_cast<double>(near.front().distance);
  double low = 1e-6, high = 10;
  for (int step = 0; step < 48; ++step) {
    const double scale = (low + high) / 2;
    double sum = 0;
    for (const Near& one : near) sum += std::exp(-std::max(0.0, static_cast<double>(one.distance) - rho) / scale);
    (sum > wanted ? high : low) = scale;
  }
  return static_cast<float>((low + high) / 2);
}

// The union of what each end says of the pair: a + b - a b.
std::vector<Edge> edges_of(const FeatureTable& table, const NeighbourMapOptions& options) {
  const std::vector<FeaturePair> pairs = nearest_pairs(
      table,
      {.least_cosine = -2, .neighbours = options.neighbours, .progress = options.progress, .stop = options.stop});
  std::vector<std::uint32_t> row_of_place(table.places.empty() ? 0 : table.places.back() + 1);
  for (std::size_t row = 0; row < table.places.size(); ++row)
    row_of_place[table.places[row]] = static_cast<std::uint32_t>(row);
  std::vector<Edge> edges;
  std::vector<std::vector<Near>> near(table.places.size());
  for (const FeaturePair& pair : pairs) {
    const Edge edge{row_of_place[pair.a], row_of_place[pair.b]};
    const auto distance = static_cast<float>(std::max(0.0, 1 - pair.cosine));
    for (const std::uint32_t end : {edge.a, edge.b}) near[end].push_back({distance, edges.size()});
    edges.push_back(edge);
  }
  for (std::vector<Near>& row : near) {
    if (row.empty()) continue;
    std::ranges::stable_sort(row, {}, &Near::distance);
    row.resize(std::min(row.size(), options.neighbours));
    const float scale = scale_of(row), rho = row.front().distance;
    for (const Near& one : row) {
      const float weight = std::exp(-std::max(0.0F, one.distance - rho) / scale);
      float& kept = edges[one.pair].weight;
      kept += weight - kept * weight;
    }
  }
  return edges;
}

class Layout {
 public:
  Layout(std::vector<PlanePoint> points, std::vector<Edge> edges)
      : points_(std::move(points)), edges_(std::move(edges)) {
    float most = 1e-6F;
    for (const Edge& edge : edges_) most = std::max(most, edge.weight);
    for (const Edge& edge : edges_) every_.push_back(edge.weight > 0 ? most / edge.weight : 1e9F);
    due_ = every_;
  }

  void epoch(int number, float step) {
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      if (due_[e] > static_cast<float>(number)) continue;
      due_[e] += every_[e];
      pull(edges_[e], step);
      for (int stranger = 0; stranger < kStrangers; ++stranger) {
        const std::uint64_t key =
            (static_cast<std::uint64_t>(number) << 40U) + e * kStrangers + static_cast<std::uint64_t>(stranger) + 1;
        push(edges_[e].a, ml::mix64(key) % points_.size(), step);
      }
    }
  }
  std::vector<PlanePoint> take() { return std::move(points_); }

 private:
  static float bounded(float move) { return std::clamp(move, -kMostStep, kMostStep); }

  void pull(const Edge& edge, float step) {
    PlanePoint &a = points_[edge.a], &b = points_[edge.b];
    const float x = a[0] - b[0], y = a[1] - b[1], square = x * x + y * y;
    if (square <= 0) return;
    const float power = std::pow(square, kB);
    const float factor = -2 * kA * kB * power / square / (1 + kA * power);
    const float move_x = bounded(factor * x) * step, move_y = bounded(factor * y) * step;
    a = {a[0] + move_x, a[1] + move_y};
    b = {b[0] - move_x, b[1] - move_y};
  }
  void push(std::size_t from, std::size_t stranger, float step) {
    if (stranger == from) return;
    PlanePoint& a = points_[from];
    const PlanePoint& b = points_[stranger];
    const float x = a[0] - b[0], y = a[1] - b[1], square = x * x + y * y;
    const float factor = 2 * kB / (0.001F + square) / (1 + kA * std::pow(square, kB));
    a = {a[0] + bounded(factor * x) * step, a[1] + bounded(factor * y) * step};
  }

  std::vector<PlanePoint> points_;
  std::vector<Edge> edges_;
  std::vector<float> every_, due_;  // of each edge: epochs between its pulls, and when the next one is
};

// The principal axes within 10 units, each point moved a little so that equal ones can part.
std::vector<PlanePoint> starting_points(const PrincipalMap& start) {
  float largest = 1e-6F;
  for (const PlanePoint& point : start.points) largest = std::max({largest, std::abs(point[0]), std::abs(point[1])});
  std::vector<PlanePoint> points = start.points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const auto noise = static_cast<float>(ml::mix64(2 * i + axis + 1) >> 40U) / static_cast<float>(1U << 24U) - 0.5F;
      points[i][axis] = points[i][axis] / largest * 10 + noise * 0.01F;
    }
  }
  return points;
}

}  // namespace

std::vector<PlanePoint> neighbour_map(const FeatureTable& table, const PrincipalMap& start,
                                      const NeighbourMapOptions& options) {
  if (start.points.size() < 3) return start.points;
  Layout layout(starting_points(start), edges_of(table, options));
  const int epochs = options.epochs > 0 ? options.epochs : start.points.size() < 10'000 ? 300 : 120;
  Progress progress(options.progress, "Placing neighbours", epochs);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    if (options.stop.stop_requested()) return {};
    layout.epoch(epoch, 1 - static_cast<float>(epoch) / static_cast<float>(epochs));
    progress.update(epoch + 1);
  }
  if (options.stop.stop_requested()) return {};
  return layout.take();
}

}  // namespace app
