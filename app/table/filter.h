// What the grid shows and every view brushes: everything given must hold. Empty lists mean "all". A plain value; any
// thread. The set of `picked` is shared and never written to again.
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/table/bits.h"
#include "app/table/learned_kind.h"
#include "app/table/slice.h"

namespace app {

// Of the probability that the shown run gives to a group of the target: low <= p < high.
struct ScoreRange {
  int group = 1;
  double low = 0, high = std::numeric_limits<double>::infinity();
  bool operator==(const ScoreRange&) const = default;
};

// Labelled one, predicted the other (or the same): a cell of the confusion matrix.
struct GroupPair {
  int true_group = 0, predicted_group = 0;
  bool operator==(const GroupPair&) const = default;
};

// Images that were picked one by one (a lasso) or by a question of their own, and what the chip says of them.
struct PickedRows {
  std::shared_ptr<const Bits> rows;
  std::string name;  // "lasso"
  bool operator==(const PickedRows&) const = default;
};

struct Filter {
  std::vector<ClassId> classes;  // kUnlabelled for images without a label
  std::vector<Split> splits;
  std::vector<int> true_groups;  // of the label: index into the target's groups
  std::vector<int> predicted_groups;
  float confidence_min = 0.0F;  // of the predicted group, 0..1
  float confidence_max = 1.0F;
  bool only_disagreement = false;  // predicted group differs from the label's group
  bool only_relabelled = false;
  bool only_leaking = false;        // of a lesion, patient or group in more than one split
  bool only_changed_files = false;  // hold other content than was imported
  bool only_missing_files = false;
  std::string text;  // part of the file name, lesion, patient or site; conditions among it (query_words.h)
  std::optional<ScoreRange> score;
  std::vector<GroupPair> pairs;  // any of them
  std::vector<Slice> slices;     // of one column any, of several columns each
  std::optional<PickedRows> picked;
  std::vector<LearnedKind> learned;  // any of them, by the shown run over its epochs

  static constexpr ClassId kUnlabelled = -1;
  bool operator==(const Filter&) const = default;
};

}  // namespace app
