// The verdict of the shown run on an image, in words.
//
//   verdict_of(gallery, row)  // "labelled mel, predicted benign 66 %: a false negative"
//
// Main thread only; pure.
#pragma once

#include <string>

#include "app/table/gallery.h"

namespace app {

// Without a prediction under the shown target it says so; never empty.
std::string verdict_of(const Gallery& gallery, Row row);
// "false negatives", "true positives"; of more than two groups "mel predicted nv", "mel predicted as such".
std::string title_of(const GroupPair& pair, const TargetFacts& target);

}  // namespace app
