#include "app/export/prediction_rows.h"

#include <charconv>
#include <stdexcept>
#include <unordered_map>

#include "app/workspace/content_check.h"
#include "app/workspace/dataset.h"
#include "app/workspace/image_doubt.h"
#include "app/workspace/model_store.h"
#include "app/workspace/prediction.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_choice.h"
#include "app/workspace/run_groups.h"
#include "db/runs.h"

namespace app {
namespace {

constexpr std::string_view kPrefix = "run:";

db::Run chosen_run(const Workspace& workspace, const std::string& name) {
  RunId id = 0;
  std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), id);
  if (auto run = db::run(workspace.reader(), id)) return *run;
  throw std::runtime_error("exporting: the workspace has no " + name);
}

// Of one image.
struct Said {
  std::vector<float> probabilities;
  int views = 0;
};

// By image, what the run's best epoch said; rows of `rows`.
class Stored {
 public:
  Stored(const db::Readable& from, const PredictionRows& rows, const db::Run& run, bool calibrated) {
    for (const db::Split split : {db::Split::Train, db::Split::Val, db::Split::Test, db::Split::None}) {
      const auto kept =
          calibrated ? shown_prediction(from, run, rows.epoch, split) : db::prediction(from, run.id, rows.epoch, split);
      if (!kept || static_cast<std::size_t>(kept->groups) != rows.groups.size()) continue;
      for (std::size_t i = 0; i < kept->images.size(); ++i)
        place_of_[kept->images[i]] = {place(kept->probabilities, i, rows), kept->views};
    }
  }
  const Said* of(ImageId image) const {
    const auto found = place_of_.find(image);
    return found == place_of_.end() ? nullptr : &found->second;
  }

 private:
  static std::vector<float> place(const std::vector<float>& all, std::size_t i, const PredictionRows& rows) {
    const auto k = static_cast<std::ptrdiff_t>(rows.groups.size());
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(i) * k;
    return {begin, begin + k};
  }
  std::unordered_map<ImageId, Said> place_of_;
};

// What was stored stands, whatever became of its file; whoever reads it beside the pictures has to know.
void tell_other_files(const Exported& exported, const std::vector<std::size_t>& stored, const std::stop_token& stop,
                      ExportReport& report) {
  std::vector<db::Image> images;
  for (const std::size_t i : stored) images.push_back(exported.images[i]);
  const ContentReport found = check_content(images, exported.stamps, {.stop = stop});
  if (!found.whole())
    report.notes.push_back(
        "of images whose files are missing or changed, the answers are those of when the run asked them: " +
        found.text());
}

}  // namespace

std::string run_of(const Workspace& workspace, const ExportRequest& request) {
  if (!request.run.empty()) return request.run;
  if (const auto newest = newest_run_with_epoch(workspace.reader()))
    return std::string(kPrefix) + std::to_string(newest->id);
  throw std::runtime_error("exporting: no run of this workspace has a finished epoch; train one with `nevus train`");
}

PredictionRows predict_exported(Workspace& workspace, const ExportRequest& request, const Exported& exported,
                                const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report) {
  PredictionRows rows;
  rows.run = run_of(workspace, request);
  const db::Run run = chosen_run(workspace, rows.run);
  const auto best = db::best_checkpoint(workspace.reader(), run.id);
  if (!best) throw std::runtime_error("exporting: " + rows.run + " ended before its first epoch and predicts nothing");
  rows.run_id = run.id;
  rows.target = run.target;
  rows.epoch = best->epoch;
  rows.groups = groups_of_run(run).names;
  const Stored stored(workspace.reader(), rows, run, request.calibrated);
  std::vector<Said> of_image(exported.images.size());
  std::vector<std::size_t> known, missing;
  for (std::size_t i = 0; i < exported.images.size(); ++i) {
    const auto* kept = stored.of(exported.images[i].id);
    if (kept != nullptr) of_image[i] = *kept;
    (kept != nullptr ? known : missing).push_back(i);
  }
  tell_other_files(exported, known, stop, report);
  if (!missing.empty()) {
    const ml::Model model = find_model(&workspace, rows.run);
    const PredictedSet set =
        predict_images(model, ImageFiles(exported.images, exported.stamps), missing, workspace.features_folder(),
                       {.calibrated = request.calibrated, .progress = on_progress, .stop = stop});
    const auto k = static_cast<std::ptrdiff_t>(rows.groups.size());
    for (std::size_t i = 0; i < set.indices.size(); ++i) {
      const auto begin = set.probabilities.begin() + static_cast<std::ptrdiff_t>(i) * k;
      of_image[set.indices[i]] = {{begin, begin + k}, set.questions.views};
    }
    if (!set.unreadable.empty())
      report.notes.push_back(std::to_string(set.unreadable.size()) +
                             " images could not be read and are left out; the first: " + set.unreadable.front().reason);
  }
  const RunCalibration calibration = calibration_of(run);
  rows.calibrated = request.calibrated && calibration.applied() != nullptr;
  if (rows.groups.size() == 2) rows.threshold = threshold_of_run(run, calibration.applied(), rows.calibrated);
  report.notes.push_back("probabilities " + (request.calibrated ? calibration_words(calibration) : "not calibrated"));
  if (stop.stop_requested()) throw std::runtime_error("exporting: cancelled; nothing was written");
  for (std::size_t i = 0; i < of_image.size(); ++i) {
    const std::vector<float>& said = of_image[i].probabilities;
    if (said.empty()) continue;
    rows.images.push_back(i);
    rows.views.push_back(of_image[i].views);
    rows.probabilities.insert(rows.probabilities.end(), said.begin(), said.end());
    if (!rows.calibrated) continue;
    const std::vector<float> given = before_calibration(said, *calibration.applied());
    rows.given.insert(rows.given.end(), given.begin(), given.end());
  }
  return rows;
}

}  // namespace app
