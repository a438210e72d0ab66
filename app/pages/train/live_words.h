// What the shown run does, in words. Pure functions; any thread.
#pragma once

#include <string>

#include "app/models/run_view.h"

namespace app {

// "Training: epoch 4 of 20, batch 12 of 93", "Pausing after this batch", "Failed: the disk is full", ...
std::string state_in_words(const RunView& run);
// "312 images/s, about 02:41 left, best epoch 3, 5 of 8 epochs of patience left"; of a run that is over: how it went.
// `timings`: also what differs from time to time.
std::string progress_in_words(const RunView& run, bool timings);
// 0 to 1, of the stage that runs; negative: not known.
float progress_of(const RunView& run);
// "epoch 7, the best", "epoch 20, the last", "epoch 5"; empty without one.
std::string epoch_in_words(const RunView& run);
// Why there is no curve, matrix or number; empty where there is an evaluation.
std::string why_no_evaluation(const RunView& run);
// Why there is no ROC although there is an evaluation: one group only, a single image. Empty: nothing keeps it.
std::string why_no_curve(const EvaluationView& evaluation, int group);

}  // namespace app
