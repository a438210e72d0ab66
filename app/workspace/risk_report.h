// Which doubt finds a model's wrong answers: every kind that can be had of it (image_doubt.h, and heads trained beside
// it) ranks the images of a split, and the area under the risk-coverage curve says how well
// (ml/metrics/risk_coverage.h). The answers are the same for all: those of the evaluation.
//
//   const RiskReport it = risk_report({.home = workspace, .images = workspace, .run = 3}, model, evaluated, progress);
//
// A kind that cannot be had is a row that says why. One thread at a time (the predictor's rule). Plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/core/progress.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/image_doubt.h"
#include "app/workspace/workspace.h"
#include "ml/metrics/risk_coverage.h"

namespace app {

struct RankedDoubt {
  std::string name, title;
  std::optional<Doubt> doubt = {};  // absent: it needs more than the model's file
  std::string problem = {};         // why it cannot be had; empty: it can
  ml::RiskCoverage ranking = {};
  std::optional<double> finds_errors_auc = {};  // absent where nothing or everything is wrong
  std::optional<ml::BootstrapInterval> beside_probability =
      {};                           // its area less that of the first row; below 0 is better
  std::vector<double> doubts = {};  // by row of the report
};

struct RiskReport {
  std::vector<ImageId> images;  // rows: those that could be read
  std::vector<int> wrong;
  std::vector<RankedDoubt> doubts;  // the first is the probability as answered
  bool two_groups = true;           // a threshold decides; else the most probable group is called
  double threshold = 0.5;
  double network_threshold = 0.5;  // the same of the probabilities before calibration, which doubts are made of
  int views = 1;
  DrawnOver drawn = {};  // of the intervals beside the probability; no draws: there is none
  double head_seconds = 0;
  std::vector<std::string> notes;  // what cannot be told

  // Of those that a model can be asked for by itself, the one with the least area; the first where none is judged.
  const RankedDoubt& best() const;
};

struct RiskSource {
  const Workspace& home;     // where the run is
  const Workspace& images;   // whose images are judged
  std::optional<RunId> run;  // absent: a model file; no heads are trained then
  int heads = 5;             // trained beside it; 0: none
  Questions questions = {};
};

RiskReport risk_report(const RiskSource& source, const ml::Model& model, const EvaluateOutcome& done,
                       const OnProgress& progress);
// Of the probability as answered alone, which asks no model: the same wherever it is computed. Throws where there is no
// image.
RiskReport risk_of_probabilities(const EvaluateOutcome& done);
std::string risk_text(const RiskReport& report);
Json risk_json(const RiskReport& report);

}  // namespace app
