// Maps: of the features, and of how the images were learnt.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "app/pages/wall/wall_blocks.h"
#include "app/table/verdict.h"

namespace app::wall {
namespace {

constexpr float kRoomy = 1.9F;  // units of side per square root of the images: how loosely they stand

float side_of(std::size_t images) { return kRoomy * std::sqrt(static_cast<float>(std::max<std::size_t>(images, 4))); }

std::string two_digits(float value) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", static_cast<double>(value));
  return text;
}

std::string why_none_was_followed(const Gallery& gallery) {
  if (const std::string why = why_incomparable(gallery); !why.empty()) return why;
  const RunScores& run = *gallery.predictions().run();
  if (!why_never_judged(run, Split::Val).empty())
    return "Only validation keeps every epoch, and " + run.name + " had none: choose splits and train again";
  if (std::ranges::none_of(gallery.rows(), [&](Row row) { return gallery.table().split(row) == Split::Val; }))
    return "Only validation keeps every epoch, and none of these images is in it";
  return "None of these images has predictions of two epochs or more: train longer, or show another run";
}

}  // namespace

void lay_out_map(const Gallery& gallery, const WallRequest& request, WallLayout& layout) {
  if (request.map == nullptr) {
    layout.missing = request.map_missing.empty() ? "There is no map yet" : request.map_missing;
    return;
  }
  std::vector<Row> rows, aside;
  for (const Row row : gallery.rows())
    (row < request.map->size() && !std::isnan((*request.map)[row].x) ? rows : aside).push_back(row);
  if (rows.empty()) {
    layout.missing = "No features are kept of these images";
    return;
  }
  // One scale for both axes: distances mean the same in every direction.
  float low_x = 1e30F, low_y = 1e30F, high_x = -1e30F, high_y = -1e30F;
  for (const Row row : rows) {
    const MapPoint& point = (*request.map)[row];
    low_x = std::min(low_x, point.x);
    high_x = std::max(high_x, point.x);
    low_y = std::min(low_y, point.y);
    high_y = std::max(high_y, point.y);
  }
  const float width = std::max(high_x - low_x, 1e-6F), height = std::max(high_y - low_y, 1e-6F);
  const float side = side_of(rows.size()), scale = side / std::sqrt(std::max(width * height, 1e-3F * width * width));
  for (const Row row : rows) {
    const MapPoint& point = (*request.map)[row];
    layout.places[row] = {(point.x - low_x) * scale, (point.y - low_y) * scale, 1};
  }
  layout.placed = rows.size();
  layout.low_x = layout.low_y = -1;
  layout.high_x = width * scale + 1;
  layout.high_y = height * scale + 1;
  stand_aside(layout, aside, "no features are kept of them", request.line);
}

void lay_out_data_map(const Gallery& gallery, const WallRequest& request, WallLayout& layout) {
  if (gallery.predictions().run() == nullptr) {
    layout.missing = "No run is shown: there are no epochs to look back on";
    return;
  }
  const std::vector<LearntPoint> points = learnt_points(gallery);
  std::vector<Row> rows, aside;
  float widest = 0.1F;
  for (const Row row : gallery.rows()) {
    (points[row].epochs >= 2 ? rows : aside).push_back(row);
    if (points[row].epochs >= 2) widest = std::max(widest, points[row].deviation);
  }
  if (rows.empty()) {
    layout.missing = why_none_was_followed(gallery);
    return;
  }
  const float side = side_of(rows.size());
  const float width = side * std::sqrt(request.aspect), height = side / std::sqrt(request.aspect);
  for (const Row row : rows)
    layout.places[row] = {points[row].deviation / widest * width, (1 - points[row].mean) * height, 1};
  layout.placed = rows.size();
  layout.low_x = -2.2F * request.line;
  layout.low_y = -1 - 2.4F * request.line;
  layout.high_x = width + 1;
  layout.high_y = height + 1 + 3.6F * request.line;
  layout.lines.push_back({-0.8F, -0.8F, -0.8F, height + 0.8F});
  layout.lines.push_back({-0.8F, height + 0.8F, width + 0.8F, height + 0.8F});
  layout.texts.push_back({"probability of the label, mean", -0.8F, -1 - 1.2F * request.line, 0, 1});
  layout.texts.push_back(
      {"how much it varied (standard deviation)", width / 2, height + 1 + 2.4F * request.line, 0.5F, 0});
  for (int step = 0; step <= 2; ++step) {
    const float share = static_cast<float>(step) / 2;
    static constexpr std::array kTexts = {"0", "0.5", "1"};
    layout.texts.push_back({kTexts[static_cast<std::size_t>(step)], -1.1F, (1 - share) * height, 1, 0.5F});
    layout.texts.push_back({two_digits(share * widest), share * width, height + 1 + 0.1F * request.line, 0.5F, 0});
  }
  // Outside of the corners: inside they would cover the very images they speak of.
  layout.texts.push_back({"easy", 0, -1, 0, 1, true});
  layout.texts.push_back({"hard: perhaps labelled wrong", 0, height + 1 + 1.2F * request.line, 0, 0, true});
  layout.texts.push_back({"ambiguous", width, -1, 1, 1, true});
  layout.note = "how each image was learnt over the epochs that were kept (dataset cartography)";
  stand_aside(layout, aside, "without predictions of two epochs, or without a label", request.line);
}

}  // namespace app::wall

namespace app {

std::vector<LearntPoint> learnt_points(const Gallery& gallery) {
  const std::size_t rows = gallery.table().size();
  std::vector<LearntPoint> points(rows);
  const RunScores* run = gallery.predictions().run();
  if (run == nullptr || !gallery.query().comparable()) return points;
  std::vector<double> sums(rows), squares(rows);
  for (const auto& [epoch, stored] : run->epochs) {
    for (const auto& set : stored.by_split) {
      if (!set) continue;
      for (std::size_t place = 0; place < set->size(); ++place) {
        const Row row = set->rows[place];
        const int group = row < rows ? gallery.group(row) : -1;
        if (group < 0 || group >= set->groups) continue;
        const double probability = static_cast<double>(set->at(place)[static_cast<std::size_t>(group)]);
        sums[row] += probability;
        squares[row] += probability * probability;
        ++points[row].epochs;
      }
    }
  }
  for (std::size_t row = 0; row < rows; ++row) {
    if (points[row].epochs == 0) continue;
    const double n = points[row].epochs, mean = sums[row] / n;
    points[row].mean = static_cast<float>(mean);
    points[row].deviation = static_cast<float>(std::sqrt(std::max(0.0, squares[row] / n - mean * mean)));
  }
  return points;
}

}  // namespace app
