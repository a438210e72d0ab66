#include "ml/explain/grad_cam.h"

#include <algorithm>
#include <stdexcept>

#include "ml/arch/pooled_features.h"
#include "ml/kernels/flat_array.h"
#include "ml/loss/loss.h"

namespace ml {

namespace {

// Beyond this the probability rounds to 0 or 1 within a millionth.
constexpr float kSaturated = 1e-6F;

struct Evidence {
  int output = 0;
  float sign = 1.F;
};

// Two classes share one logit: that of classes[1]; its negative speaks for classes[0].
Evidence evidence_for(const HeadPredictor& head, int class_index) {
  if (class_index < 0 || class_index >= head.classes())
    throw std::runtime_error("cannot explain class " + std::to_string(class_index) + ": the model has " +
                             std::to_string(head.classes()) + " classes");
  if (head.classes() == 2) return {0, class_index == 1 ? 1.F : -1.F};
  return {class_index, 1.F};
}

// What one map says of each place: `mean_slopes` by channel, and where there are any `deviation_slopes` of the row's
// deviations.
struct MapEvidence {
  std::span<const float> map;  // (side,side,channels in memory)
  std::size_t side = 0;
  std::span<const float> means, deviations;
  std::span<const float> mean_slopes, deviation_slopes;

  double of_place(std::size_t place) const {
    const std::span<const float> values = map.subspan(place * mean_slopes.size(), mean_slopes.size());
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      sum += static_cast<double>(mean_slopes[i]) * static_cast<double>(values[i]);
    for (std::size_t i = 0; i < deviation_slopes.size(); ++i) {
      const double off = static_cast<double>(values[i]) - static_cast<double>(means[i]);
      sum += static_cast<double>(deviation_slopes[i]) * off * off / static_cast<double>(deviations[i]);
    }
    return sum;
  }
};

// Averaged over the places of each cell.
void add_to_cells(const MapEvidence& evidence, std::size_t cells_side, std::vector<double>& cells) {
  const std::size_t finer = evidence.side / cells_side;
  for (std::size_t y = 0; y < evidence.side; ++y)
    for (std::size_t x = 0; x < evidence.side; ++x)
      cells[y / finer * cells_side + x / finer] +=
          evidence.of_place(y * evidence.side + x) / static_cast<double>(finer * finer);
}

// The last map, then those of further blocks, all of one image.
std::vector<MapEvidence> evidence_of(const Backbone& backbone, std::span<const float> maps,
                                     std::span<const float> pooled, std::span<const float> slopes) {
  const auto side = static_cast<std::size_t>(backbone.map_px);
  const auto channels = static_cast<std::size_t>(backbone.map_channels);
  std::vector<MapEvidence> all = {{maps.first(side * side * channels), side, {}, {}, slopes.first(channels), {}}};
  std::size_t at = side * side * channels;
  for (const PooledPart& part : pooled_parts(backbone.units)) {
    const auto half = [&](std::span<const float> row, std::size_t which) {
      return row.subspan(part.offset + which * part.channels, part.channels);
    };
    all.push_back({maps.subspan(at, part.places * part.channels),
                   static_cast<std::size_t>(backbone.units[part.unit].out_px), half(pooled, 0), half(pooled, 1),
                   half(slopes, 0), half(slopes, 1)});
    at += part.places * part.channels;
  }
  return all;
}

std::vector<float> positive_share(const std::vector<float>& raw, float largest) {
  std::vector<float> heat(raw.size(), 0.F);
  if (largest > 0.F)
    std::transform(raw.begin(), raw.end(), heat.begin(),
                   [largest](float value) { return std::max(value, 0.F) / largest; });
  return heat;
}

}  // namespace

std::string_view grad_cam_state_name(GradCamState state) {
  switch (state) {
    case GradCamState::Ok: return "ok";
    case GradCamState::NoPositiveEvidence: return "no positive evidence";
    case GradCamState::Saturated: return "saturated";
    case GradCamState::Failed: break;
  }
  return "failed";
}

GradCam grad_cam(HeadPredictor& head, std::span<const float> pooled, std::span<const float> map, int class_index) {
  const Evidence evidence = evidence_for(head, class_index);
  const Backbone& backbone = head.backbone();
  const auto side = static_cast<std::size_t>(backbone.map_px);
  if (pooled.size() != head.feature_length() || map.size() != maps_length(backbone.units))
    throw std::runtime_error("cannot explain: the features or the map are not those of one image of this model");
  GradCam cam;
  cam.side = backbone.map_px;
  cam.raw.assign(side * side, 0.F);
  cam.heat = cam.raw;
  if (!all_finite(pooled) || !all_finite(map)) return cam;

  std::vector<float> logits(static_cast<std::size_t>(head.outputs()));
  std::vector<float> probabilities(static_cast<std::size_t>(head.classes()));
  std::vector<float> gradient(pooled.size());
  head.logits(pooled, 1, logits);
  head.feature_gradient(pooled, 1, evidence.output, gradient);
  if (!all_finite(logits) || !all_finite(gradient)) return cam;
  probabilities_from_logits(logits, head.classes(), probabilities);
  cam.logit = evidence.sign * logits[static_cast<std::size_t>(evidence.output)];
  cam.probability = probabilities[static_cast<std::size_t>(class_index)];
  std::vector<double> cells(cam.raw.size());
  for (const MapEvidence& each : evidence_of(backbone, map, pooled, gradient)) add_to_cells(each, side, cells);
  std::ranges::transform(cells, cam.raw.begin(), [&](double cell) { return evidence.sign * static_cast<float>(cell); });
  const float largest = *std::max_element(cam.raw.begin(), cam.raw.end());
  cam.heat = positive_share(cam.raw, largest);
  const bool saturated = cam.probability < kSaturated || cam.probability > 1.F - kSaturated;
  cam.state = largest <= 0.F ? GradCamState::NoPositiveEvidence
              : saturated    ? GradCamState::Saturated
                             : GradCamState::Ok;
  return cam;
}

}  // namespace ml
