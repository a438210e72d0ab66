// What more can be said of a set of predictions than the usual metrics: curves' areas, calibration,
// temperature, thresholds to choose from with how far each can be trusted.
// Any thread; pure functions.
#pragma once

#include "app/core/json.h"
#include "app/table/evaluation.h"

namespace app {

// Calibration and what follows from it are of `scored.judging()`; beside them what they were before calibration, where
// there is one. Operating points are chosen on the images they are judged on; beside each is what a threshold chosen
// on other lesions is worth ("cross_fitted").
// An object; what is not defined for the groups or the set is null. Two groups: everything. More: calibration of
// the top label and temperature.
// `joint_areas`: the interval of the macro AUC is of as many draws as the others beside it, as reports of the fourth
// edition and before had it, and not that of auc_interval.
Json evaluation_detail(const Scored& scored, bool joint_areas = false);

}  // namespace app
