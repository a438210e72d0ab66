// The verdict of the shown run on an image, in words.
//
//   verdict_of(gallery, row)  // "labelled mel, predicted benign 66 %: a false negative"
//   verdict_parts(gallery, row).outcome  // "a false negative"
//
// Main thread only; pure.
#pragma once

#include <string>

#include "app/table/gallery.h"

namespace app {

// What is drawn on a line each: a name may hold any letters, so the sentence does not say where it ends.
struct VerdictParts {
  std::string label, prediction;
  std::string outcome;  // empty: there is nothing to compare
};
VerdictParts verdict_parts(const Gallery& gallery, Row row);
// Its parts in one sentence. Without a prediction under the shown target it says so; never empty.
std::string verdict_of(const Gallery& gallery, Row row);
// Why the shown run judges nothing under the shown target, without a full stop; empty: it does, or no run is shown.
std::string why_incomparable(const Gallery& gallery);
// The target of the shown run, where showing it would let the run judge; empty: it does already, or the target is gone.
std::string target_to_show(const Gallery& gallery);
// "false negatives", "true positives"; of more than two groups "mel predicted nv", "mel predicted as such".
std::string title_of(const GroupPair& pair, const TargetFacts& target);

}  // namespace app
