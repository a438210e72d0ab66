// What the Compare page is asked for by its own panel. Plain values.
#pragma once

#include <string>

#include "app/core/types.h"
#include "app/pages/compare/compare_view.h"
#include "app/table/comparison.h"

namespace app {

struct ChooseCompared {
  bool second;  // B, else A
  RunId run;
};
struct SwapCompared {};
// The test split is sealed: asked about first.
struct CompareOn {
  std::string split;
  bool confirmed = false;
};
// Shows the images in the Library.
struct ShowComparedCell {
  CellOf of;
  int true_group, predicted_group;
};
struct ShowFlips {
  Flip flip;
};
// By the rule in the view, for A.
struct ChooseThreshold {};
struct KeepChosenThreshold {};
struct ForgetThreshold {};
// Asks A about the images of another workspace; its test split is sealed too.
struct EvaluateElsewhere {
  bool confirmed = false;
};
struct ShowThresholdFlips {
  bool to_positive;
};

}  // namespace app
