#include "app/models/looked_at.h"

#include <algorithm>
#include <cstdio>

namespace app {

std::optional<LookedAt> looked_at(const Models& models, std::optional<RunId> run) {
  if (!run || !models.run.looked_at.contains(*run)) return std::nullopt;
  const auto row = std::ranges::find(models.run.runs, *run, &RunRow::id);
  if (row == models.run.runs.end()) return std::nullopt;
  const Predictions& predictions = models.gallery.predictions();
  LookedAt seen{.run = *run, .kept = row->threshold.has_value()};
  double usual = 0;
  if (predictions.run() != nullptr && predictions.run()->run == *run) {
    if (predictions.groups() != 2) return std::nullopt;
    seen.shown = static_cast<float>(predictions.threshold());
    usual = predictions.run()->usual_threshold();
  } else if (models.run.run == *run && models.run.evaluation.groups.size() == 2) {
    seen.shown = models.run.evaluation.threshold;
    usual = models.run.usual_threshold;
  } else {
    return std::nullopt;
  }
  seen.own = static_cast<float>(row->threshold.value_or(usual));
  return seen.own == seen.shown ? std::nullopt : std::optional(seen);
}

std::optional<LookedAt> looked_at(const Models& models) {
  const RunScores* seen = models.gallery.predictions().run();
  if (seen != nullptr) {
    if (const auto of_seen = looked_at(models, seen->run)) return of_seen;
  }
  return looked_at(models, models.run.run);
}

std::string looked_at_words(const LookedAt& seen) {
  char text[64];
  std::snprintf(text, sizeof text, "looked at; the run %s %.2f", seen.kept ? "keeps" : "decides at",
                static_cast<double>(seen.own));
  return text;
}

}  // namespace app
