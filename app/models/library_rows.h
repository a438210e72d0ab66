// Keeps the Library's rows in step with the database and with the shown run: labels after a change,
// predictions after a run or an epoch was chosen, groups after the target changed.
// Main thread only.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/models/catalog_view.h"
#include "app/models/library_view.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"

namespace app {

class LibraryRows {
 public:
  LibraryRows(const Workspace& workspace, CatalogView& catalog, LibraryView& library)
      : workspace_(workspace), catalog_(catalog), library_(library) {}

  // Reads catalogue and rows again; selection, focus, filter and predictions stay.
  void refresh();
  // Which probabilities the tiles show; without a run: none.
  void show_run(std::optional<RunId> run, int epoch);
  void set_threshold(float threshold);
  void rebuild();  // after filter or sort changed

 private:
  void apply_predictions();
  void count_rows();

  const Workspace& workspace_;
  CatalogView& catalog_;
  LibraryView& library_;
  std::unordered_map<ImageId, std::vector<float>> probabilities_;
  std::string predicted_target_;
  float threshold_ = 0.5F;
};

}  // namespace app
