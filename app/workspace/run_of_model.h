// Which run of a workspace a model is of, whether it was asked for by the run's name or by a file, and what that run
// says of its calibration.
// One thread at a time; the owner of the reader decides. Plain values.
#pragma once

#include <optional>
#include <string>

#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "ml/model/model.h"

namespace app {

// The run of this workspace that made the weights: the one that their file names, where it still keeps the same ones.
// A run of another workspace may have its number and its settings.
std::optional<db::Run> maker_of(const Workspace& workspace, const db::Readable& from, const ml::Model& model);
// `name`: "run:3", a file, or a model that is shipped.
std::optional<db::Run> run_of_model(const Workspace& workspace, const db::Readable& from, const std::string& name,
                                    const ml::Model& model);

// Why a model's probabilities are not calibrated, nobody having asked for that; `run` that the model is of, if any.
std::string not_calibrated_words(const ml::Model& model, const std::optional<db::Run>& run);

}  // namespace app
