// What a run says of the images of an export: stored where it was kept, computed where it was not.
// For this folder only. One thread at a time.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/export/exported.h"
#include "app/table/run_scores.h"

namespace app {

struct PredictionRows {
  std::string run;  // "run:3"
  RunId run_id = 0;
  std::string target;
  int epoch = 0;
  std::vector<std::string> groups;
  std::vector<std::size_t> images;   // places in Exported::images
  std::vector<float> probabilities;  // (images, groups)
  std::vector<int> views;            // per image: in how many its answers were averaged; 0: not recorded
  bool calibrated = false;           // they went through the run's calibration
  std::vector<float> given;          // before that, (images, groups); empty: they did not
  std::optional<double> threshold;   // of two groups: positive at or above
  const std::string& decided(std::size_t i) const { return groups[static_cast<std::size_t>(group_of(i))]; }

  std::span<const float> row(std::size_t i) const {
    return std::span(probabilities).subspan(i * groups.size(), groups.size());
  }

 private:
  int group_of(std::size_t i) const {
    const auto before = given.empty() ? row(i) : std::span(given).subspan(i * groups.size(), groups.size());
    return decide_group(row(i), threshold.value_or(0.5), before);
  }
};

// Images that cannot be read are left out, which the report says. Throws where no run has a finished epoch.
PredictionRows predict_exported(Workspace& workspace, const ExportRequest& request, const Exported& exported,
                                const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report);
// "run:3" of the request, or the newest run with a finished epoch that is not deleted.
std::string run_of(const Workspace& workspace, const ExportRequest& request);

}  // namespace app
