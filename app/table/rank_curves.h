// The curves of a set of predictions whatever the threshold: ROC and precision-recall of each group against the rest,
// their areas, and the mean over the groups. Of two groups there is one curve, that of the second (the positive one).
//
//   const RankCurves curves = rank_curves(judge, 400);   // thinned for drawing; 0: every distinct score
//   curves.groups[g].auc; curves.mean.roc;
//
// Takes a sort for each group: for a worker. Any thread; pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/table/judge.h"

namespace app {

struct CurvePoint {
  float x = 0, y = 0;   // ROC: 1 - specificity, recall. PR: recall, precision
  float threshold = 0;  // called positive from here on; above 1: nothing is
};

struct GroupCurves {
  int group = -1;  // -1: the mean over the groups
  std::int64_t positives = 0, negatives = 0;
  std::optional<double> auc, average_precision;  // absent when there is no positive or no negative
  std::vector<CurvePoint> roc, pr;               // empty then
};

struct RankCurves {
  std::vector<GroupCurves> groups;
  // Areas: means over the groups that have them. ROC: recall averaged at each specificity. No PR curve: precision at a
  // recall depends on how rare a group is, so that its mean means nothing.
  GroupCurves mean;
};

RankCurves rank_curves(const Judge& judge, std::size_t points = 0);

}  // namespace app
