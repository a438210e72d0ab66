#include "app/workspace/fit_at_hand.h"

#include <optional>
#include <unordered_set>

#include "app/workspace/run_groups.h"
#include "db/edits.h"
#include "db/image_scan.h"
#include "db/labels.h"

namespace app {
namespace {

// The images that the fit could be made on: in validation then, and asked.
class ImagesOfFit {
 public:
  ImagesOfFit(const db::Readable& from, const db::Run& run, const FittedOn& fit) {
    if (fit.edit_revision >= 0) changed_ = db::changed_members_since(from, fit.edit_revision);
    if (const auto stored = db::prediction(from, run.id, fit.epoch, db::Split::Val))
      asked_.emplace(stored->images.begin(), stored->images.end());
  }

  bool was_asked(ImageId image) const { return !asked_ || asked_->contains(image); }
  // As it stands now.
  bool has(ImageId image, db::Split split, bool removed) const {
    db::Membership then;
    if (const auto member = changed_.find(image); member != changed_.end()) then = member->second;
    return was_asked(image) && then.split.value_or(split) == db::Split::Val && !then.removed.value_or(removed);
  }

 private:
  std::unordered_map<ImageId, db::Membership> changed_;
  std::optional<std::unordered_set<ImageId>> asked_;  // none: not recorded
};

std::unordered_map<ImageId, int> labels_of_fit(const db::Readable& from, const db::Run& run, const FittedOn& fit) {
  std::unordered_map<ImageId, int> groups;
  const auto group_of_class = groups_of_run(run).group_of_class;
  if (fit.label_revision == 0 || group_of_class.empty()) return groups;
  for (const auto& [image, label] : db::labels_at(from, fit.label_revision))
    if (const auto group = group_of_class.find(label); group != group_of_class.end()) groups[image] = group->second;
  return groups;
}

AskedAs found_out(const db::Readable& from, const db::Run& run, const FittedOn& fit, const AtHand& judged) {
  AskedAs asked = judged.asked;
  const ImagesOfFit images(from, run, fit);
  const bool same_labels = judged.label_revision == fit.label_revision;
  const auto at_fit = same_labels ? std::unordered_map<ImageId, int>() : labels_of_fit(from, run, fit);
  for (std::size_t i = 0; i < judged.images.size(); ++i) {
    const ImageId image = judged.images[i];
    if (!images.has(image, db::Split::Val, false)) {
      ++asked.not_of_fit;
      if (!images.was_asked(image)) ++asked.never_asked;
    } else if (!at_fit.empty()) {
      const auto found = at_fit.find(image);
      asked.other_labels = asked.other_labels || found == at_fit.end() || found->second != judged.groups[i];
    }
  }
  return asked;
}

// Whether it is on or off is no part of the fit.
bool is_kept(ml::FittedCalibration applied, const RunCalibration& calibration) {
  if (!calibration.fitted) return false;
  applied.on = calibration.fitted->on;
  return applied == *calibration.fitted;
}

}  // namespace

FittedOn fitted_on(const RunCalibration& calibration) {
  return {calibration.epoch, calibration.views, calibration.label_revision, calibration.edit_revision};
}

std::unordered_map<ImageId, int> groups_of_fit(const db::Readable& from, const db::Run& run, const FittedOn& fit) {
  std::unordered_map<ImageId, int> groups = labels_of_fit(from, run, fit);
  if (groups.empty()) return groups;
  const ImagesOfFit images(from, run, fit);
  db::for_each_image(from, 0, [&](const db::ImageLine& image) {
    if (!images.has(image.id, image.split, image.removed)) groups[image.id] = kNotOfFit;
  });
  return groups;
}

std::string why_as_shown(const db::Readable& from, const db::Run& run, const ml::FittedCalibration& applied,
                         const AtHand& judged) {
  const RunCalibration calibration = calibration_of(run);
  if (!is_kept(applied, calibration)) return "not the fit that is kept with the run now";
  if (judged.target != run.target) return "fitted by the labels of the target " + run.target;
  const FittedOn fit = fitted_on(calibration);
  return why_as_shown(fit, found_out(from, run, fit, judged));
}

}  // namespace app
