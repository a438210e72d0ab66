// What one committed transaction changed: views refresh from it. Ids are sorted and unique.
// Any thread. A plain value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "db/ids.h"

namespace db {

struct ChangeSet {
  std::string name;             // of the transaction: "Label 12 images as mel"
  std::vector<ImageId> images;  // added, relinked, edited or relabelled
  std::vector<RunId> runs;      // any row of the run changed
  std::vector<ClassId> classes;
  std::vector<TargetId> targets;
  std::vector<std::string> settings;  // keys
  std::vector<BatchId> batches;       // label batches written
  bool import_reports = false;
  EventId label_revision = 0;  // after the transaction

  bool labels_changed() const { return !batches.empty(); }
  bool empty() const {
    return images.empty() && runs.empty() && classes.empty() && targets.empty() && settings.empty() &&
           batches.empty() && !import_reports;
  }
};

}  // namespace db
