#include "app/workspace/referral_choice.h"

#include <cstdio>
#include <stdexcept>
#include <unordered_map>

#include "app/core/number_text.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/image_doubt.h"
#include "app/workspace/model_store.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_lock.h"
#include "db/runs.h"
#include "ml/familiarity/familiarity.h"
#include "ml/familiarity/quantiles.h"

namespace app {
namespace {

std::filesystem::path best_model_of(const Workspace& workspace, const db::Reader& from, RunId run) {
  const auto best = db::best_checkpoint(from, run);
  if (!best)
    throw std::runtime_error("choosing what is answered: run " + std::to_string(run) + " has kept no model; train it");
  return workspace.folder() / best->path;
}

const RankedDoubt& doubt_meant(const RiskReport& report, const std::string& name) {
  if (name.empty()) return report.best();
  std::string names;
  for (const RankedDoubt& row : report.doubts) {
    if (!row.doubt) continue;
    if (row.name == name && !row.problem.empty())
      throw std::runtime_error("choosing what is answered: the doubt " + name + " cannot be had: " + row.problem);
    if (row.name == name) return row;
    names += (names.empty() ? "" : ", ") + row.name;
  }
  throw std::runtime_error("choosing what is answered: no doubt is called \"" + name + "\"; there are " + names);
}

// The rows of the evaluation that are answered, with what ranks and decides.
Scored answered_rows(const EvaluateOutcome& done, const RiskReport& report, const RankedDoubt& doubt, double most) {
  std::unordered_map<ImageId, double> doubts;
  for (std::size_t i = 0; i < report.images.size(); ++i) doubts[report.images[i]] = doubt.doubts[i];
  const std::size_t groups = done.scored.groups.size();
  Scored kept{
      .labels = {}, .probabilities = {}, .lesions = {}, .groups = done.scored.groups, .known = done.scored.known};
  for (std::size_t row = 0; row < done.images.size(); ++row) {
    const auto found = doubts.find(done.images[row]);
    if (found == doubts.end() || found->second > most) continue;
    kept.labels.push_back(done.scored.labels[row]);
    kept.lesions.push_back(done.scored.lesions[row]);
    const auto first = done.scored.ranking().begin() + static_cast<std::ptrdiff_t>(row * groups);
    kept.probabilities.insert(kept.probabilities.end(), first, first + static_cast<std::ptrdiff_t>(groups));
  }
  return kept;
}

std::string metric_line(const MetricInfo& metric, const ReferralChoice& choice) {
  const auto number = [](const std::optional<double>& value) {
    char text[32] = "not defined";
    if (value) std::snprintf(text, sizeof text, "%.4f", *value);
    return std::string(text);
  };
  std::string title(title_of(metric.id, choice.of_all.groups.size()));
  title.resize(18, ' ');
  return "\n  " + title + " " + number(choice.of_answered.metrics[metric.id]) + "  (all images " +
         number(choice.of_all.metrics[metric.id]) + ")";
}

}  // namespace

ReferralGround ground_of_referral(Workspace& workspace, const db::Reader& from, const ReferralRequest& request,
                                  const OnProgress& progress) {
  EvaluateRequest judged;
  judged.run = request.run;
  judged.calibrated = request.calibrated;
  ReferralGround ground{.run = request.run, .judged = evaluate_split(workspace, from, judged, progress)};
  if (ground.judged.images.size() < ml::kLeastValidation)
    throw std::runtime_error("choosing what is answered: " + std::to_string(ground.judged.images.size()) +
                             " validation images are too few to say which doubt a share of the images has; it takes " +
                             std::to_string(ml::kLeastValidation) +
                             "; what the doubts are worth on these few, `nevus eval --risk-coverage` tells");
  const ml::Model model = ml::load_model(best_model_of(workspace, from, request.run));
  ground.doubts = risk_report({.home = workspace, .images = workspace, .run = request.run, .heads = 0}, model,
                              ground.judged, progress);
  ground.run_name = db::run(from, request.run)->name;
  return ground;
}

ReferralChoice choose_referral(const ReferralGround& ground, const ReferralRequest& request) {
  const RiskReport& report = ground.doubts;
  const RankedDoubt& doubt = doubt_meant(report, request.doubt);
  ReferralChoice choice;
  choice.run = ground.run;
  choice.run_name = ground.run_name;
  choice.title = doubt.title;
  choice.answered = ml::answer_share(report.wrong, doubt.doubts, request.coverage);
  choice.referral = {doubt.name, ml::quantiles_of(doubt.doubts), request.coverage, report.network_threshold,
                     choice.answered.most_doubt};
  choice.of_all = ground.judged.evaluation;
  choice.of_answered = evaluate(answered_rows(ground.judged, report, doubt, choice.answered.most_doubt),
                                ground.judged.evaluation.from, {.threshold = report.threshold});
  choice.asked = asked_words(ground.judged.views, ground.judged.calibration_words);
  choice.doubts = report;
  return choice;
}

ReferralChoice choose_referral(Workspace& workspace, const ReferralRequest& request, const OnProgress& progress) {
  const auto reader = workspace.make_reader();
  return choose_referral(ground_of_referral(workspace, *reader, request, progress), request);
}

void keep_referral(Workspace& workspace, const ReferralChoice& choice) {
  const RunLock lock(workspace.run_folder(choice.run), "keeping what is answered");
  const std::filesystem::path file = best_model_of(workspace, *workspace.make_reader(), choice.run);
  ml::Model model = ml::load_model(file);
  ml::put_referral(model, choice.referral);
  ml::save_model(file, model);
}

void forget_referral(Workspace& workspace, RunId run) {
  const RunLock lock(workspace.run_folder(run), "forgetting what is answered");
  const std::filesystem::path file = best_model_of(workspace, *workspace.make_reader(), run);
  ml::Model model = ml::load_model(file);
  ml::erase_referral(model);
  ml::save_model(file, model);
}

std::optional<ml::Referral> kept_referral(const Workspace& workspace, const db::Reader& from, RunId run) {
  const auto best = db::best_checkpoint(from, run);
  if (!best || !std::filesystem::exists(workspace.folder() / best->path)) return std::nullopt;
  auto kept = ml::referral_of(ml::load_model(workspace.folder() / best->path));
  return kept && kept->coverage < 1 ? kept : std::nullopt;
}

std::string kept_referral_words(const ml::Referral& kept) {
  const auto kind = doubt_named(kept.doubt);
  char text[192];
  std::snprintf(text, sizeof text, "The %.3g %% of images with most doubt are referred to a person, by %s",
                100 * (1 - kept.coverage), kind ? std::string(info_of(*kind).title).c_str() : kept.doubt.c_str());
  return text;
}

Json kept_referral_json(const std::optional<ml::Referral>& kept) {
  if (!kept) return {};
  return {{"doubt", kept->doubt}, {"coverage", kept->coverage}, {"threshold_before_calibration", kept->threshold}};
}

std::string referral_threshold_words(const ReferralChoice& choice) {
  if (choice.of_all.groups.size() != 2) return "";
  char text[48];
  std::snprintf(text, sizeof text, ", at the threshold %.4g", choice.of_all.threshold);
  return text;
}

std::string referral_text(const ReferralChoice& choice) {
  char text[256];
  std::snprintf(
      text, sizeof text,
      "%s answers %.1f %% of the validation images (%s of %s) and refers the others to a person\nby: %s, up to "
      "%.4g%s\nof the answers %.1f %% are wrong; of all images %.1f %%",
      choice.run_name.c_str(), 100 * choice.answered.coverage,
      grouped(static_cast<std::int64_t>(choice.answered.answered)).c_str(), grouped(choice.of_all.n).c_str(),
      choice.title.c_str(), choice.answered.most_doubt, referral_threshold_words(choice).c_str(),
      100 * choice.answered.risk, 100 * (1 - choice.of_all.metrics[Metric::Accuracy].value_or(0)));
  std::string words = text;
  for (const MetricInfo& metric : metric_table()) words += metric_line(metric, choice);
  words += "\nprobabilities: " + choice.asked;
  return words + "\nChosen on the images it is judged on: of others the share that is answered may differ.";
}

Json referral_json(const ReferralChoice& choice) {
  return {{"run", "run:" + std::to_string(choice.run)},
          {"doubt", choice.referral.doubt},
          {"asked_coverage", choice.referral.coverage},
          {"coverage", choice.answered.coverage},
          {"answered", choice.answered.answered},
          {"risk", choice.answered.risk},
          {"most_doubt", choice.answered.most_doubt},
          {"threshold", choice.of_all.groups.size() == 2 ? Json(choice.of_all.threshold) : Json()},
          {"asked", choice.asked},
          {"split", "val"},
          {"of_answered", evaluation_json(choice.of_answered)},
          {"of_all", evaluation_json(choice.of_all)}};
}

}  // namespace app
