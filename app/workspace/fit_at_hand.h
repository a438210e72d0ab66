// Whether the answers, images and labels at hand are those that a run's calibration was fitted on
// (app/table/fitted_on.h).
// One thread at a time; the owner of the reader decides. Plain values.
#pragma once

#include <span>
#include <string>
#include <unordered_map>

#include "app/core/types.h"
#include "app/table/fitted_on.h"
#include "app/workspace/run_calibration.h"
#include "db/runs.h"

namespace app {

FittedOn fitted_on(const RunCalibration& calibration);

// The group of the run that each image had by the labels of the fit, kNotOfFit where it was not in validation then or
// not asked; empty: the run does not know the classes of its groups, or the revision is not recorded.
std::unordered_map<ImageId, int> groups_of_fit(const db::Readable& from, const db::Run& run, const FittedOn& fit);

// What is judged: answers to `images` of validation with the groups that they count as, by the labels of
// `label_revision`.
struct AtHand {
  AskedAs asked;  // what is of images and labels is found out
  std::span<const ImageId> images;
  std::span<const int> groups;
  std::string target;
  std::int64_t label_revision = 0;
};
// `applied` to them: the run's own, or that of its model's file, which may be an older one.
std::string why_as_shown(const db::Readable& from, const db::Run& run, const ml::FittedCalibration& applied,
                         const AtHand& judged);

}  // namespace app
