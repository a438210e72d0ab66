// What the shown epoch, or else the model, says of an image against its label, first and in words.
//
//   const InspectVerdict verdict = inspect_verdict(image, "mel", {"benign", "malignant"});
//   // "Labelled mel, predicted benign 66 %", "a false negative at 0.41", Miss
//
// Any thread; pure.
#pragma once

#include <span>
#include <string>

#include "app/models/focused_image.h"

namespace app {

enum class VerdictKind { None, Hit, Miss, Open };  // Open: there is no label to compare with

struct InspectVerdict {
  VerdictKind kind = VerdictKind::None;
  std::string label, said;  // "Labelled mel", "predicted benign 66 %"
  std::string outcome;      // "a true positive at 0.50"; of more than two groups "right", "wrong: mel has 12 %";
                            // where it is of another epoch than the shown one, ", by run 3, epoch 2"
  std::string what() const { return label + ", " + said; }
};

// `label`: the class' name; empty where there is none. `target_groups`: of the target that image.true_group counts in;
// where the model was trained on other groups there is no verdict, and none where the file holds another picture.
InspectVerdict inspect_verdict(const FocusedImage& image, const std::string& label,
                               std::span<const std::string> target_groups);

}  // namespace app
