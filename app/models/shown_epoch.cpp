#include "app/models/shown_epoch.h"

#include <cstddef>
#include <cstdio>
#include <string>

#include "app/workspace/run_calibration.h"

namespace app {
namespace {

// Training images are asked in fewer views than validation; what the tiles say of one may differ from what is said
// beside it. Empty where they were asked alike, or it was not recorded.
std::string stored_words(const Predictions& predictions, Row row, int views_of_validation) {
  const int views = predictions.views(row);
  if (views == 0 || views == views_of_validation) return {};
  const auto group = static_cast<std::size_t>(predictions.predicted(row));
  char text[160];
  std::snprintf(text, sizeof text, "On the tiles: %s %.3f, %s.", predictions.run()->groups[group].c_str(),
                static_cast<double>(predictions.confidence(row)),
                views == 1 ? "asked in one view" : ("mean of " + std::to_string(views) + " views").c_str());
  return text;
}

// While a run trains, `run` is of that one, and another may be shown.
std::string calibration_words_of(const RunScores& scores, const RunView& run) {
  if (run.run == scores.run) return run.calibration.words;
  return scores.calibration ? calibration_words(*scores.calibration) : "not calibrated";
}

}  // namespace

void say_shown_epoch(const Gallery& gallery, const RunView& run, std::optional<Row> row, FocusedImage& image) {
  const Predictions& predictions = gallery.predictions();
  const RunScores* scores = predictions.run();
  image.at_epoch.clear();
  image.in_the_grid.clear();
  const bool other_epoch = scores != nullptr && scores->best_epoch > 0 && predictions.epoch() != scores->best_epoch;
  image.model_epoch = other_epoch ? scores->name + ", epoch " + std::to_string(scores->best_epoch) : "";
  image.best_so_far = other_epoch && run.run == scores->run && (run.live || trains_elsewhere(run));
  if (!row || !predictions.has(*row)) return;
  const ScoreSet* validation = scores->find(predictions.epoch(), Split::Val);
  image.in_the_grid = stored_words(predictions, *row, validation != nullptr ? validation->views : 0);
  if (predictions.epoch() == scores->best_epoch) return;
  const auto values = predictions.probabilities(*row);
  for (std::size_t group = 0; group < values.size(); ++group)
    image.at_epoch.push_back({scores->groups[group], values[group]});
  image.at_epoch_group = predictions.predicted(*row);
  image.asked_at_epoch = asked_words(predictions.views(*row), calibration_words_of(*scores, run));
}

}  // namespace app
