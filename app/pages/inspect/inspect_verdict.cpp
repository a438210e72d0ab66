#include "app/pages/inspect/inspect_verdict.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>

namespace app {
namespace {

std::string percent_of(float probability) {
  char text[16];
  std::snprintf(text, sizeof text, "%.0f %%", 100 * static_cast<double>(probability));
  return text;
}

std::string at_threshold(float threshold) {
  char text[24];
  std::snprintf(text, sizeof text, " at %.2f", static_cast<double>(threshold));
  return text;
}

std::string outcome_of(const FocusedImage& image) {
  const bool hit = image.true_group == image.said_group();
  if (image.said().size() == 2) {
    const char* names[2][2] = {{"a true negative", "a false positive"}, {"a false negative", "a true positive"}};
    return names[image.true_group][image.said_group()] + at_threshold(image.threshold);
  }
  const ProbabilityView& truth = image.said()[static_cast<std::size_t>(image.true_group)];
  return hit ? "right" : "wrong: " + truth.group + " has " + percent_of(truth.probability);
}

// Where the shown epoch has not predicted the image, the model has: its epoch is named, or the number would pass for
// one of the shown epoch.
std::string speaker_of(const FocusedImage& image) {
  return image.at_epoch.empty() && !image.model_epoch.empty() ? "by " + image.model_epoch : "";
}

}  // namespace

InspectVerdict inspect_verdict(const FocusedImage& image, const std::string& label,
                               std::span<const std::string> target_groups) {
  const auto groups = static_cast<int>(image.said().size());
  const int group = image.said_group();
  if (image.changed) return {};  // the label was given to another picture
  if (group < 0 || group >= groups) return {};
  const ProbabilityView& predicted = image.said()[static_cast<std::size_t>(group)];
  const std::string said = "predicted " + predicted.group + " " + percent_of(predicted.probability);
  const bool same_groups = std::ranges::equal(image.said(), target_groups, {}, &ProbabilityView::group);
  const std::string speaker = speaker_of(image);
  if (label.empty()) return {VerdictKind::Open, "No label", said, speaker};
  InspectVerdict verdict{VerdictKind::Open, "Labelled " + label, said, ""};
  if (!same_groups) {
    verdict.outcome = "the model speaks of other groups than the target that is shown";
    return verdict;
  }
  if (image.true_group < 0 || image.true_group >= groups) {
    verdict.outcome = label + " is in no group of the target";
    return verdict;
  }
  verdict.kind = image.true_group == group ? VerdictKind::Hit : VerdictKind::Miss;
  verdict.outcome = outcome_of(image) + (speaker.empty() ? "" : ", " + speaker);
  return verdict;
}

}  // namespace app
