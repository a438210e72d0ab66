#include "app/workspace/fit_at_hand.h"

#include "app/workspace/run_groups.h"
#include "db/labels.h"

namespace app {
namespace {

bool other_labels(const db::Readable& from, const db::Run& run, const FittedOn& fit, const AtHand& judged) {
  if (judged.label_revision == fit.label_revision) return false;
  const auto at_fit = groups_of_fit(from, run, fit);
  if (at_fit.empty()) return false;
  for (std::size_t i = 0; i < judged.images.size(); ++i) {
    const auto found = at_fit.find(judged.images[i]);
    if (found == at_fit.end() || found->second != judged.groups[i]) return true;
  }
  return false;
}

// Whether it is on or off is no part of the fit.
bool is_kept(ml::FittedCalibration applied, const RunCalibration& calibration) {
  if (!calibration.fitted) return false;
  applied.on = calibration.fitted->on;
  return applied == *calibration.fitted;
}

}  // namespace

FittedOn fitted_on(const RunCalibration& calibration) {
  return {calibration.epoch, calibration.views, calibration.label_revision};
}

std::unordered_map<ImageId, int> groups_of_fit(const db::Readable& from, const db::Run& run, const FittedOn& fit) {
  std::unordered_map<ImageId, int> groups;
  const auto group_of_class = groups_of_run(run).group_of_class;
  if (fit.label_revision == 0 || group_of_class.empty()) return groups;
  for (const auto& [image, label] : db::labels_at(from, fit.label_revision))
    if (const auto group = group_of_class.find(label); group != group_of_class.end()) groups[image] = group->second;
  return groups;
}

std::string why_as_shown(const db::Readable& from, const db::Run& run, const ml::FittedCalibration& applied,
                         const AtHand& judged) {
  const RunCalibration calibration = calibration_of(run);
  if (!is_kept(applied, calibration)) return "not the fit that is kept with the run now";
  if (judged.target != run.target) return "fitted by the labels of the target " + run.target;
  const FittedOn fit = fitted_on(calibration);
  AskedAs asked = judged.asked;
  asked.other_labels = other_labels(from, run, fit, judged);
  return why_as_shown(fit, asked);
}

}  // namespace app
