// What the Errors page shows beside the analysis itself: what it is asked to show, and what workers have answered.
// A plain value. Main thread only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/pages/page.h"
#include "app/table/error_analysis.h"

namespace app {

struct TrainingNeighbour {
  ImageId image = 0;
  double cosine = 0;
};

// The training images that the network finds most alike to one image.
struct NeighboursView {
  ImageId of = 0;  // 0: none was asked for
  bool working = false;
  std::string problem;  // why there are none
  std::vector<TrainingNeighbour> nearest;
};

enum class ErrorStrip { Mistakes, Shown, Runs, Neighbours };
enum class SliceColumns { Metrics, Calibration };

struct ErrorsView {
  Metric worst_by = Metric::Auc;
  SliceColumns columns = SliceColumns::Metrics;
  ErrorStrip strip = ErrorStrip::Mistakes;
  // Intervals and calibration by SliceRow::place, of the state below; older ones stay until they are answered anew.
  std::map<std::size_t, SliceDoubt> doubts;
  std::optional<SliceDoubt> whole_doubt;
  std::optional<double> ece_before;              // of all of validation, as the network gave the probabilities
  bool cross_fitted = false;                     // the calibration above is, over lesions or patients
  std::string why_as_shown;                      // why it is not, where it was fitted otherwise (fitted_on.h)
  std::map<std::size_t, double> own_thresholds;  // where a part would be as sensitive as all of them; two groups
  std::uint64_t doubts_state = 0;
  bool doubts_working = false;
  std::optional<RunId> second;
  bool second_working = false;
  NeighboursView neighbours;
  std::size_t bar = 0, reliability_bar = 0;  // of the keyboard
  float chips_px = 0;                        // how tall the chips were: they wrap
};

struct ErrorsContext : PageContext {
  const ErrorAnalysis& analysis;
  ErrorsView& view;
};

}  // namespace app
