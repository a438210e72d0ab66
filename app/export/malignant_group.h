// Whether the last of a run's two groups is the malignant one, for forms that want the probability of malignancy: its
// classes have to be those that the class catalogue or the workspace's target `malignant` calls so.
// For this folder only. One thread at a time.
#pragma once

#include <string>

#include "app/export/prediction_rows.h"
#include "app/workspace/workspace.h"

namespace app {

// Throws std::runtime_error naming the classes of the group and both readings.
void require_malignant(const Workspace& workspace, const std::string& form, const PredictionRows& rows);

}  // namespace app
