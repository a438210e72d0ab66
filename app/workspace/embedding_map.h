// Two coordinates for each image, from the features a network has of it: the principal axes at once, and a neighbour
// embedding (after UMAP: McInnes, Healy & Melville 2018) in the background.
//
//   const MapFeatures kept = read_map_features(workspace, reader, "run:3");       // what is cached; computes nothing
//   const PrincipalMap axes = principal_map(kept.features);
//   const auto points = neighbour_map(kept.features, axes, {.stop = token});      // empty: it was stopped
//
// The same features give the same maps, on every machine with the same arithmetic. Any thread; plain values.
// Throws what reading the model or the cache throws.
#pragma once

#include <array>
#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "app/core/types.h"
#include "app/workspace/feature_neighbours.h"
#include "app/workspace/workspace.h"

namespace app {

struct MapFeatures {
  FeatureTable features;
  std::vector<ImageId> images;  // of its rows
  std::size_t of = 0;           // images in the workspace
};

MapFeatures read_map_features(const Workspace& workspace, const db::Reader& reader, const std::string& model);
// Computes and caches what is missing first.
MapFeatures compute_map_features(const Workspace& workspace, const db::Reader& reader, const std::string& model,
                                 const OnProgress& progress, const std::stop_token& stop);

using PlanePoint = std::array<float, 2>;

struct PrincipalMap {
  std::vector<PlanePoint> points;
  std::array<double, 2> explained{};  // share of the variance along each axis
};
// The axes are found from at most 4,000 rows evenly over all; each points to where its largest component is positive.
PrincipalMap principal_map(const FeatureTable& table);

struct NeighbourMapOptions {
  std::size_t neighbours = 15;
  int epochs = 0;  // 0: as the number of images asks for
  OnProgress progress = {};
  std::stop_token stop = {};
};
std::vector<PlanePoint> neighbour_map(const FeatureTable& table, const PrincipalMap& start,
                                      const NeighbourMapOptions& options = {});

}  // namespace app
