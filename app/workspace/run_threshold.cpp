#include "app/workspace/run_threshold.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <stdexcept>

#include "app/core/number_text.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_file.h"
#include "app/workspace/run_groups.h"

namespace app {
namespace {

std::string number_text(double value, const char* format = "%.6g") {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

const char* name_of(ml::ConsequenceKind kind) {
  switch (kind) {
    case ml::ConsequenceKind::Cost: return "cost";
    case ml::ConsequenceKind::Sensitivity: return "sensitivity";
    case ml::ConsequenceKind::Capacity: return "capacity";
  }
  return "";
}

Json rule_json(const ml::ConsequenceRule& rule) {
  Json json{{"kind", name_of(rule.kind)}, {"words", rule_words(rule)}};
  if (rule.kind == ml::ConsequenceKind::Cost) {
    json["miss_cost"] = rule.miss_cost;
    json["false_alarm_cost"] = rule.false_alarm_cost;
  }
  if (rule.kind == ml::ConsequenceKind::Sensitivity) json["at_least"] = rule.sensitivity_floor;
  if (rule.kind == ml::ConsequenceKind::Capacity) json["at_most"] = rule.capacity;
  json["prevalence"] = rule.prevalence;
  return json;
}

Json how_json(const ThresholdChoice& choice) {
  return {{"rule", rule_json(choice.rule)},
          {"split", "val"},
          {"n", choice.n},
          {"positives", choice.positives},
          {"epoch", choice.epoch},
          {"label_revision", choice.label_revision},
          {"prevalence", choice.chosen.point.prevalence}};
}

std::vector<float> positive_scores(const Scored& scored) {
  std::vector<float> scores;
  for (std::size_t i = 1; i < scored.probabilities.size(); i += 2) scores.push_back(scored.probabilities[i]);
  return scores;
}

[[noreturn]] void nothing_to_choose(const std::string& why) {
  throw std::runtime_error("choosing a threshold: " + why);
}

void add_flips(ThresholdChoice& choice, const EvaluateOutcome& judged, const std::vector<float>& scores) {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double score = static_cast<double>(scores[i]);
    const bool before = score >= choice.present.point.threshold, now = score >= choice.chosen.point.threshold;
    if (before == now) continue;
    (now ? choice.flips_to_positive : choice.flips_to_negative).push_back(judged.images[i]);
  }
}

std::optional<ml::CrossFittedDecisions> chosen_elsewhere(const Scored& scored, const std::vector<float>& scores,
                                                         const ml::ConsequenceRule& rule) {
  return ml::cross_fitted_decisions(
      scored.labels, scores, scored.lesions,
      [&](std::span<const int> labels, std::span<const float> of_rest) -> std::optional<double> {
        const auto chosen = ml::choose_by_consequence(labels, of_rest, rule);
        return chosen ? std::optional(chosen->threshold) : std::nullopt;
      });
}

std::string cross_fitted_text(const std::optional<ml::CrossFittedDecisions>& found) {
  if (!found || !found->metrics.recall || !found->metrics.specificity)
    return "\nIt was chosen on the images it is judged on, which are too few to choose without some of them.";
  return "\nIt was chosen on the images it is judged on. Chosen without the fifth of the lesions that it is judged on: "
         "sensitivity " +
         number_text(*found->metrics.recall, "%.3f") + ", specificity " +
         number_text(*found->metrics.specificity, "%.3f");
}

Json cross_fitted_json(const std::optional<ml::CrossFittedDecisions>& found) {
  if (!found) return {};
  return {{"sensitivity", Json(found->metrics.recall)},
          {"specificity", Json(found->metrics.specificity)},
          {"thresholds", found->thresholds}};
}

DrawnOver drawn_of(const Scored& scored, const ml::ConsequenceIntervals& at) {
  const std::size_t groups = std::set<int>(scored.lesions.begin(), scored.lesions.end()).size();
  DrawnOver drawn{drawn_unit(scored.known, scored.lesions.size(), groups), static_cast<std::int64_t>(groups), 0,
                  groups > 1};
  for (const ConsequenceValue& value : consequence_values()) {
    const auto& interval = at.*value.interval;
    if (!interval) continue;
    drawn.draws = std::max(drawn.draws, interval->draws_used);
    drawn.settled = drawn.settled && interval->settled;
  }
  return drawn;
}

Json interval_json(const std::optional<ml::BootstrapInterval>& interval, const std::optional<double>& value = {}) {
  if (!interval && value) return {{"value", *value}, {"low", Json()}, {"high", Json()}};
  if (!interval) return {};
  return {{"value", interval->estimate}, {"low", interval->low}, {"high", interval->high}};
}

Json point_json(const ml::ConsequenceIntervals& at) {
  Json json{{"threshold", at.point.threshold}, {"threshold_95", interval_json(at.threshold)}};
  for (const ConsequenceValue& value : consequence_values())
    json[value.key] = interval_json(at.*value.interval, value.value(at.point));
  return json;
}

// "by costs, ... on val, n 420, label revision 7"
std::string how_words(const db::Run& run) {
  if (!is_frozen(run)) return "set by hand";
  const Json how = Json::parse(run.threshold_json);
  return "by " + how.at("rule").value("words", "") + " on " + how.value("split", "") + ", n " +
         grouped(how.value("n", 0)) + ", label revision " + std::to_string(how.value("label_revision", 0));
}

// It was chosen for a while, in which the run may have been trained.
void require_chosen_for_best(const db::Readable& as_it_stands, const ThresholdChoice& choice) {
  const auto best = db::best_checkpoint(as_it_stands, choice.run);
  if (best && best->epoch == choice.epoch) return;
  throw std::runtime_error("keeping a threshold: " + choice.run_name + " was trained meanwhile, and epoch " +
                           std::to_string(choice.epoch) +
                           ", for which it was chosen, is its best no more; choose it "
                           "again");
}

void keep_threshold_everywhere(Workspace& workspace, RunId run, const db::Writer::Work& work) {
  keep_in_row_and_file(workspace, run, [&] { workspace.writer().transact_and_wait("Keep a threshold", work); });
}

std::string interval_text(const std::optional<ml::BootstrapInterval>& interval, const std::optional<double>& value) {
  if (!interval) return value ? number_text(*value, "%.3f") : "not defined";
  return number_text(interval->estimate, "%.3f") + " (95 % " + number_text(interval->low, "%.3f") + " to " +
         number_text(interval->high, "%.3f") + ")";
}

}  // namespace

ThresholdChoice choose_threshold(Workspace& workspace, const db::Reader& from, RunId run,
                                 const ml::ConsequenceRule& rule, std::optional<double> present, bool calibrated) {
  const auto row = db::run(from, run);
  if (!row) nothing_to_choose("the workspace has no run " + std::to_string(run));
  const EvaluateOutcome judged =
      evaluate_split(workspace, from, {.run = run, .threshold = present, .calibrated = calibrated}, {});
  if (judged.scored.groups.size() != 2)
    nothing_to_choose(row->name + " knows " + std::to_string(judged.scored.groups.size()) +
                      " groups and decides for the most probable" + (judged.calibration ? " before calibration" : "") +
                      "; a threshold is for two groups");
  const std::vector<float> scores = positive_scores(judged.scored);
  const auto chosen = ml::bootstrap_consequence(judged.scored.labels, scores, judged.scored.lesions, rule);
  const auto before = ml::bootstrap_consequence_at(judged.scored.labels, scores, judged.scored.lesions,
                                                   judged.evaluation.threshold, rule);
  if (!before)
    nothing_to_choose("all " + grouped(judged.evaluation.n) + " images of val have one label; it needs both");
  if (!chosen) nothing_to_choose("no threshold from 0 to 1 keeps to " + rule_words(rule) + ": the scores are equal");
  ThresholdChoice choice{.run = run,
                         .run_name = row->name,
                         .target = judged.evaluation.from.target,
                         .positive = judged.scored.groups.back(),
                         .epoch = judged.evaluation.from.epoch,
                         .label_revision = judged.evaluation.from.label_revision,
                         .n = judged.evaluation.n,
                         .drawn = drawn_of(judged.scored, *chosen),
                         .rule = rule,
                         .chosen = *chosen,
                         .present = *before,
                         .cross_fitted = chosen_elsewhere(judged.scored, scores, rule),
                         .calibrated = calibrated,
                         .made_with = judged.calibration,
                         .calibration = judged.calibration_words,
                         .views = judged.views,
                         .leak = judged.leak.text,
                         .notes = judged.notes};
  for (const int label : judged.scored.labels) choice.positives += label;
  add_flips(choice, judged, scores);
  return choice;
}

double shown_threshold(const ThresholdChoice& choice, const db::Run& run) {
  const double chosen = choice.chosen.point.threshold;
  const RunCalibration calibration = calibration_of(run);
  const ml::FittedCalibration* now = calibration.applied();
  if (now != nullptr ? choice.made_with == *now : !choice.made_with) return chosen;
  const double before = choice.made_with ? ml::threshold_before(*choice.made_with, chosen) : chosen;
  return now != nullptr ? ml::moved_threshold(*now, before) : before;
}

void keep_threshold(Workspace& workspace, const ThresholdChoice& choice) {
  keep_threshold_everywhere(workspace, choice.run, [&](db::Transaction& transaction) {
    require_chosen_for_best(transaction, choice);
    const double shown = shown_threshold(choice, db::run(transaction, choice.run).value());
    db::set_run_threshold(transaction, choice.run, shown, how_json(choice).dump());
  });
}

void keep_threshold(db::Transaction& transaction, RunId run, std::optional<double> threshold) {
  const auto row = db::run(transaction, run);
  if (threshold && row && is_frozen(*row)) return;  // what a rule has chosen meanwhile stands
  db::set_run_threshold(transaction, run, threshold, Json{{"rule", Json{{"kind", "hand"}}}}.dump());
}

void keep_threshold(Workspace& workspace, RunId run, std::optional<double> threshold) {
  keep_threshold_everywhere(workspace, run,
                            [&](db::Transaction& transaction) { keep_threshold(transaction, run, threshold); });
}

bool is_frozen(const db::Run& run) {
  if (!run.threshold) return false;
  const Json how = Json::parse(run.threshold_json);
  const Json* rule = how.find("rule");
  return rule != nullptr && rule->value("kind", "hand") != "hand";
}

std::string threshold_words(const db::Run& run) {
  if (!run.threshold) return "";
  return number_text(*run.threshold) + ", " + how_words(run);
}

std::optional<KeptThreshold> kept_threshold(const db::Run& run) {
  if (!run.threshold || groups_of_run(run).names.size() != 2) return std::nullopt;
  const RunCalibration calibration = calibration_of(run);
  const bool moved = calibration.applied() != nullptr;
  return KeptThreshold{moved ? ml::threshold_before(*calibration.applied(), *run.threshold) : *run.threshold,
                       how_words(run)};
}

std::string rule_words(const ml::ConsequenceRule& rule) {
  std::string words;
  switch (rule.kind) {
    case ml::ConsequenceKind::Cost:
      words =
          "costs, a miss to a false alarm " + number_text(rule.miss_cost) + ":" + number_text(rule.false_alarm_cost);
      break;
    case ml::ConsequenceKind::Sensitivity: words = "sensitivity at least " + number_text(rule.sensitivity_floor); break;
    case ml::ConsequenceKind::Capacity: words = "capacity " + number_text(100 * rule.capacity) + " %"; break;
  }
  if (rule.prevalence) words += " at a prevalence of " + number_text(100 * *rule.prevalence) + " %";
  return words;
}

std::span<const ConsequenceValue> consequence_values() {
  using At = ml::ConsequenceIntervals;
  using Point = const ml::Consequence&;
  static constexpr std::array kValues = {
      ConsequenceValue{"sensitivity", "sensitivity", [](Point at) { return std::optional(at.sensitivity); },
                       &At::sensitivity},
      ConsequenceValue{"specificity", "specificity", [](Point at) { return std::optional(at.specificity); },
                       &At::specificity},
      ConsequenceValue{"ppv", "PPV", [](Point at) { return at.ppv; }, &At::ppv},
      ConsequenceValue{"npv", "NPV", [](Point at) { return at.npv; }, &At::npv},
      ConsequenceValue{"called", "called positive", [](Point at) { return std::optional(at.called); }, &At::called},
      ConsequenceValue{"cost", "cost per image", [](Point at) { return std::optional(at.cost); }, &At::cost}};
  return kValues;
}

Json threshold_json(const ThresholdChoice& choice) {
  Json json{{"run", "run:" + std::to_string(choice.run)},
            {"target", choice.target},
            {"positive", choice.positive},
            {"split", "val"},
            {"epoch", choice.epoch},
            {"label_revision", choice.label_revision},
            {"n", choice.n},
            {"positives", choice.positives},
            {"rule", rule_json(choice.rule)},
            {"prevalence", choice.chosen.point.prevalence},
            {"threshold", choice.chosen.point.threshold},
            {"chosen", point_json(choice.chosen)},
            {"present", point_json(choice.present)},
            {"drawn", to_json(choice.drawn)},
            {"chosen_on", "the images it is judged on"},
            {"cross_fitted", cross_fitted_json(choice.cross_fitted)},
            {"calibration", choice.calibration},
            {"views", choice.views}};
  json["flips_to_positive"] = choice.flips_to_positive;
  json["flips_to_negative"] = choice.flips_to_negative;
  json["leak"] = choice.leak.empty() ? Json() : Json(choice.leak);
  json["notes"] = choice.notes;
  return json;
}

std::string threshold_text(const ThresholdChoice& choice) {
  std::string text = choice.run_name + ", epoch " + std::to_string(choice.epoch) + ", on val (n " + grouped(choice.n) +
                     ", " + grouped(choice.positives) + " " + choice.positive + ", label revision " +
                     grouped(choice.label_revision) + ")\nby " + rule_words(choice.rule) +
                     (choice.rule.prevalence ? ""
                                             : "; prevalence as among these images, " +
                                                   number_text(100 * choice.chosen.point.prevalence, "%.1f") + " %");
  text += "\n  threshold          " + number_text(choice.chosen.point.threshold);
  if (choice.chosen.threshold)
    text += " (chosen again in each draw: 95 % " + number_text(choice.chosen.threshold->low, "%.3f") + " to " +
            number_text(choice.chosen.threshold->high, "%.3f") + ")";
  for (const ConsequenceValue& value : consequence_values()) {
    std::string title = value.title;
    title.resize(18, ' ');
    text += "\n  " + title + " " + interval_text(choice.chosen.*value.interval, value.value(choice.chosen.point));
  }
  text += " (a miss costs " + number_text(choice.rule.miss_cost) + ", a false alarm " +
          number_text(choice.rule.false_alarm_cost) + ")";
  text += "\nagainst " + number_text(choice.present.point.threshold) +
          " now: " + grouped(static_cast<std::int64_t>(choice.flips_to_positive.size())) + " images become " +
          choice.positive + ", " + grouped(static_cast<std::int64_t>(choice.flips_to_negative.size())) +
          " no longer are";
  text += is_one_group(choice.drawn) ? "\n95 % intervals " + text_of_several(choice.drawn) + "."
                                     : "\nThe intervals: " + text_of_several(choice.drawn) +
                                           "; they do not know that the threshold was chosen here.";
  text += cross_fitted_text(choice.cross_fitted);
  text += "\nprobabilities: " + asked_words(choice.views, choice.calibration);
  if (!choice.leak.empty()) text += "\nLEAK: " + choice.leak + ".";
  for (const std::string& note : choice.notes) text += "\nnote: " + note;
  return text;
}

}  // namespace app
