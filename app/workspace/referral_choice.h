// The share of images that a run answers; the others it refers to a person, as a third answer. The doubt that ranks the
// errors of validation best (risk_report.h) decides which, and where; it is kept in the model of the run's best epoch,
// so that it goes where the model goes.
//
//   const ReferralChoice choice = choose_referral(workspace, {.run = 3, .coverage = 0.8}, progress);
//   keep_referral(workspace, choice);
//
// What takes long (asking the model about each image of validation) is the ground, from which every share follows at
// once:
//   const ReferralGround ground = ground_of_referral(workspace, reader, {.run = 3}, progress);
//   choose_referral(ground, {.run = 3, .coverage = 0.9})
//
// Throws where nothing can be chosen: fewer validation images than ml::kLeastValidation, no model. One thread at a
// time, with a reader of its own.
#pragma once

#include <optional>
#include <string>

#include "app/core/json.h"
#include "app/core/progress.h"
#include "app/table/evaluation.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/risk_report.h"
#include "app/workspace/workspace.h"
#include "ml/familiarity/referral.h"
#include "ml/metrics/risk_coverage.h"

namespace app {

struct ReferralRequest {
  RunId run = 0;
  double coverage = 0.8;
  std::string doubt;       // its name; empty: the best on validation
  bool calibrated = true;  // false: what is told of it is of the probabilities as the network gave them
};

struct ReferralChoice {
  RunId run = 0;
  std::string run_name, title;  // of the doubt
  ml::Referral referral;
  ml::AnsweredShare answered;  // of validation
  Evaluation of_all, of_answered;
  RiskReport doubts;  // all that the model can be asked for, on validation
  std::string asked;  // "mean of 8 views, calibrated on val: ..."
};

struct ReferralGround {
  RunId run = 0;
  std::string run_name = {};
  EvaluateOutcome judged = {};
  RiskReport doubts = {};
};
// Of the request, the run and whether its probabilities are calibrated.
ReferralGround ground_of_referral(Workspace& workspace, const db::Reader& from, const ReferralRequest& request,
                                  const OnProgress& progress);

ReferralChoice choose_referral(const ReferralGround& ground, const ReferralRequest& request);
ReferralChoice choose_referral(Workspace& workspace, const ReferralRequest& request, const OnProgress& progress);
void keep_referral(Workspace& workspace, const ReferralChoice& choice);
void forget_referral(Workspace& workspace, RunId run);
// What is kept with the run; absent: every image is answered, or there is no model.
std::optional<ml::Referral> kept_referral(const Workspace& workspace, const db::Reader& from, RunId run);
std::string kept_referral_words(const ml::Referral& kept);
// {doubt, coverage, threshold_before_calibration}; null: none is kept.
Json kept_referral_json(const std::optional<ml::Referral>& kept);
std::string referral_text(const ReferralChoice& choice);
std::string referral_threshold_words(const ReferralChoice& choice);  // ", at the threshold 0.35"; empty: none decides
Json referral_json(const ReferralChoice& choice);

}  // namespace app
