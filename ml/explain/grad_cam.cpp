#include "ml/explain/grad_cam.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

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

// Cells per side of a square map of so many channels; 0 where there is none.
int map_side(std::size_t length, std::size_t channels) {
  const int side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(length / channels))));
  const std::size_t cells = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  return cells * channels == length ? side : 0;
}

std::vector<float> dot_with_map(std::span<const float> map, std::span<const float> channel_weights, float factor) {
  const std::size_t channels = channel_weights.size();
  std::vector<float> cells(map.size() / channels);
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    double sum = 0;
    for (std::size_t i = 0; i < channels; ++i)
      sum += static_cast<double>(channel_weights[i]) * static_cast<double>(map[cell * channels + i]);
    cells[cell] = factor * static_cast<float>(sum);
  }
  return cells;
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
  const std::size_t channels = head.map_channels();
  const int side = map_side(map.size(), channels);
  if (pooled.size() != head.feature_length() || side == 0)
    throw std::runtime_error("cannot explain: the features or the map are not those of one image of this model");
  GradCam cam;
  cam.side = side;
  cam.raw.assign(map.size() / channels, 0.F);
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
  cam.raw = dot_with_map(map, std::span(gradient).first(channels), evidence.sign);
  const float largest = *std::max_element(cam.raw.begin(), cam.raw.end());
  cam.heat = positive_share(cam.raw, largest);
  const bool saturated = cam.probability < kSaturated || cam.probability > 1.F - kSaturated;
  cam.state = largest <= 0.F ? GradCamState::NoPositiveEvidence
              : saturated    ? GradCamState::Saturated
                             : GradCamState::Ok;
  return cam;
}

}  // namespace ml
