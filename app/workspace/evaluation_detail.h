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
// `before_fifth`: intervals as reports of the fourth edition and before had them, of other draws, which end where the
// last of them is stable; that of the macro AUC is then not that of auc_interval.
Json evaluation_detail(const Scored& scored, bool before_fifth = false);

}  // namespace app
