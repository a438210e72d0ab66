// The loss of every batch of the shown run, as it is drawn: at every scale, and smoothed. New batches are appended;
// what a frame costs does not grow with them.
//
//   curves.follow(run.run, run.step_loss);
//
// Main thread only.
#pragma once

#include <optional>
#include <span>

#include "app/core/types.h"
#include "app/widgets/series_pyramid.h"

namespace app {

class StepCurves {
 public:
  // All batches so far of the run; another run, or others than before, begin anew.
  void follow(std::optional<RunId> run, std::span<const float> losses);

  const widgets::SeriesPyramid& raw() const { return raw_; }
  const widgets::SeriesPyramid& smoothed() const { return smoothed_; }

 private:
  std::optional<RunId> run_;
  widgets::SeriesPyramid raw_, smoothed_;
  float average_ = 0, weight_ = 0;
};

}  // namespace app
