// What the grid shows: everything given must hold. Empty lists mean "all". A plain value; any thread.
#pragma once

#include <string>
#include <vector>

#include "app/core/types.h"

namespace app {

struct Filter {
  std::vector<ClassId> classes;  // kUnlabelled for images without a label
  std::vector<Split> splits;
  std::vector<int> true_groups;  // of the label: index into the target's groups
  std::vector<int> predicted_groups;
  float confidence_min = 0.0F;  // of the predicted group, 0..1
  float confidence_max = 1.0F;
  bool only_disagreement = false;  // predicted group differs from the label's group
  bool only_relabelled = false;
  bool only_changed_files = false;  // hold other content than was imported
  bool only_missing_files = false;
  std::string text;  // part of the file name, lesion id or site; conditions on measures (query_words.h)

  static constexpr ClassId kUnlabelled = -1;
  bool operator==(const Filter&) const = default;
};

}  // namespace app
