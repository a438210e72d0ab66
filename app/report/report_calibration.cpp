// How the probabilities that are judged came about: views, calibration, and what it did. See report_parts.h.
#include "app/report/report_parts.h"
#include "app/workspace/run_calibration.h"

namespace app {
namespace {

Json defined_or_not(const std::optional<double>& value) { return value ? Json(*value) : Json(kNotDefined); }

}  // namespace

void add_calibration_facts(ReportSection& section, const FigureSource& source) {
  const EvaluateOutcome& outcome = source.outcome;
  section.fact("views", "Views that each answer is the mean of",
               outcome.views > 0 ? Json(outcome.views) : Json("not recorded"));
  section.fact("calibration", "Probabilities", outcome.calibration_words);
  if (!outcome.calibration) return;
  const CalibrationFigures figures = figures_of(outcome.scored);
  section.fact("temperature_applied", "Temperature that is applied", outcome.calibration->temperature);
  section.fact("bias_applied", "Prior that is applied, of each class", Json(outcome.calibration->bias));
  section.fact("calibrated_on", "Fitted on",
               std::to_string(outcome.calibration->images) + " images of " + outcome.calibration->fitted_on);
  section.fact("ece_before", "Expected calibration error before", defined_or_not(figures.ece_before));
  section.fact("log_loss_before", "Log loss before", defined_or_not(figures.log_loss_before));
  const std::string& why = outcome.scored.why_as_shown;
  section.fact("judged_by", "Calibration is judged by",
               outcome.scored.cross_fitted.empty()
                   ? "the probabilities as they are shown" + (why.empty() ? "" : ": " + why)
                   : "cross-fitting: each image calibrated by a fit on the other four fifths of the lesions");
}

}  // namespace app
