// What only the Train page answers to. Plain values.
#pragma once

#include "app/core/types.h"

namespace app {

// A run that has ended or was cut off goes on from its last checkpoint.
struct ResumeRun {
  RunId run;
  int epochs = 0;     // over the whole run; 0: as it was
  int patience = -1;  // negative: as it was
};
// Fills the form with the settings of this run, to begin a new one from the weights of this epoch (0: its best).
struct BranchRun {
  RunId run;
  int epoch = 0;
};
// Repeats a run with all that was changed while it trained.
struct ReplayRun {
  RunId run;
};

// To the run that trains now, at its next batch.
struct SetLearningRate {
  float learning_rate;
};
struct SetEpochs {
  int epochs;  // over the whole run, of the phase that is at work
};
struct SetPatience {
  int epochs;  // 0: never stop early
};
// Where the next epoch begins.
struct SetDepth {
  Depth depth;
  float learning_rate;
};

}  // namespace app
