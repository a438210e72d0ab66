// Every image as one small row, the filter and what passes it, selection and focus. Rows are in database order; `shown`
// holds row indices in display order. Main thread only.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/core/types.h"

namespace app {

struct ImageRow {
  ImageId id = 0;
  std::string file_name;
  std::string lesion_id;
  std::string site;
  int class_index = -1;                                        // into CatalogView::classes; -1 unlabelled
  int group = -1;                                              // of the label under the shown target; -1 not part of it
  int predicted_group = -1;                                    // argmax, or threshold for two groups; -1 no prediction
  float confidence = std::numeric_limits<float>::quiet_NaN();  // probability of the predicted group
  float score = std::numeric_limits<float>::quiet_NaN();       // probability of the last group (malignant)
  Split split = Split::None;
  bool relabelled = false;  // differs from the imported label
  bool missing = false;     // file not found or unreadable

  bool has_prediction() const { return predicted_group >= 0; }
  bool disagrees() const { return has_prediction() && group >= 0 && predicted_group != group; }
};

// Which images are shown. Empty lists mean "all". Class -1 stands for "unlabelled".
struct LibraryFilter {
  std::vector<ClassId> classes;
  std::vector<Split> splits;
  std::vector<int> true_groups;  // of the label: index into the target's groups
  std::vector<int> predicted_groups;
  float confidence_min = 0.0F;  // of the predicted group, 0..1
  float confidence_max = 1.0F;
  bool only_disagreement = false;  // predicted group differs from the label's group
  bool only_relabelled = false;
  std::string text;  // part of the file name, lesion id or site
  bool operator==(const LibraryFilter&) const = default;
};

enum class SortKey { Name, Label, Score, Confidence };

struct LibraryView {
  std::vector<ImageRow> rows;
  std::vector<std::uint32_t> shown;  // indices into rows, filtered and sorted
  LibraryFilter filter;
  SortKey sort = SortKey::Name;
  bool sort_descending = false;
  std::vector<bool> selected;  // by row index
  int selected_count = 0;
  std::optional<std::uint32_t> focus;    // row index
  std::optional<ImageId> anchor;         // where a selection with Shift begins
  int count_by_split[4] = {0, 0, 0, 0};  // indexed by Split
  int disagreements = 0;                 // over all rows
  bool show_predictions = true;
  std::string prediction_source;  // "run 3, epoch 12 (best)"; empty: none
  std::uint64_t reveals = 0;      // counts the moves of the focus that the grid has to scroll to
};

}  // namespace app
