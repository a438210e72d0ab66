// What pages show of the refit: whether the head of the shown run follows the labels, how far it is, and what changed
// labels did to the run's numbers. Main thread only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/core/roc_point.h"
#include "app/table/relabel_effect.h"

namespace app {

enum class RefitState {
  Off,
  Current,  // the labels are those that the run knew
  Waiting,  // for the labels to rest, for features, or for a run that trains
  Working,
  Shown,
  Dropped,  // until the next label
  Failed,
};

struct RefitView {
  RefitState state = RefitState::Off;
  std::string problem;      // why there is none
  std::size_t lacking = 0;  // features that would have to be computed first
  bool stale = false;       // what is shown is the refit to earlier labels
  std::size_t learnt_changed = 0, judged_changed = 0;
  bool model_changed = false;     // there is something to adopt
  int from_epoch = 0, epoch = 0;  // of the run's own model, and of the refit behind the others
  std::size_t kept_scores = 0;    // images that still have the run's own score
  double seconds = 0;
  bool adopting = false;
  std::optional<RelabelEffect> effect;
  // Validation as it was: the run's own model and the labels it knew.
  std::vector<RocPoint> ghost_roc;
  std::vector<int> ghost_confusion;

  bool on() const { return state != RefitState::Off; }
  bool has_effect() const { return on() && effect.has_value(); }
};

}  // namespace app
