// What only the Train page asks for. Plain values.
#pragma once

#include "app/core/types.h"

namespace app {

struct ResumeRun {
  RunId run;
};
struct SetLearningRate {
  float learning_rate;
};

}  // namespace app
