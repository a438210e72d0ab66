#include "ml/explain/kept_evidence.h"

#include <cstddef>
#include <utility>

#include "ml/data/symmetry.h"
#include "ml/metrics/ensemble.h"

namespace ml {

KeptEvidence keep_evidence(Predictor& predictor, std::string feature_space, std::span<const float> input) {
  const auto views = static_cast<std::size_t>(predictor.views());
  const std::size_t channels = predictor.feature_length();
  KeptEvidence kept{std::move(feature_space), std::vector<float>(views * channels),
                    std::vector<float>(predictor.map_length())};
  predictor.features(input, 1, std::span(kept.pooled).first(channels), kept.map);
  std::vector<float> turned(input.size());
  for (std::size_t view = 1; view < views; ++view) {
    apply_symmetry(input, predictor.contract().size_px, static_cast<int>(view), turned);
    predictor.features(turned, 1, std::span(kept.pooled).subspan(view * channels, channels));
  }
  return kept;
}

bool fits(const KeptEvidence& kept, const std::string& feature_space, const HeadPredictor& head) {
  return kept.feature_space == feature_space &&
         kept.pooled.size() >= static_cast<std::size_t>(head.views()) * head.feature_length();
}

std::vector<float> mean_probabilities(HeadPredictor& head, const KeptEvidence& kept) {
  const auto views = static_cast<std::size_t>(head.views()), classes = static_cast<std::size_t>(head.classes());
  std::vector<float> probabilities(views * classes);
  head.probabilities(std::span(kept.pooled).first(views * head.feature_length()), views, probabilities);
  return summarise_members(probabilities, head.views(), head.classes()).mean;
}

GradCam grad_cam(HeadPredictor& head, const KeptEvidence& kept, int class_index) {
  return grad_cam(head, std::span(kept.pooled).first(head.feature_length()), kept.map, class_index);
}

}  // namespace ml
