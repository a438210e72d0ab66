// nevus threshold WS RUN --cost 5:1 | --sensitivity 0.95 | --capacity 0.2, --prevalence 0.05
#include <charconv>
#include <cstdio>
#include <stdexcept>

#include "app/cli/calibration_option.h"
#include "app/cli/find_run.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/workspace/image_doubt.h"
#include "app/workspace/referral_choice.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_threshold.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, run, cost;
  double sensitivity = 0.95, capacity = 0.2, prevalence = 0.05;
  bool keep = false, forget = false, uncalibrated = false;
  ml::ConsequenceRule rule;
};

std::string six_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

double positive_number(const std::string& text, const std::string& whole) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !(number > 0))
    throw std::runtime_error("choosing a threshold: costs are MISS:FALSE_ALARM, two numbers above 0, as 5:1: " + whole);
  return number;
}

void read_costs(const std::string& text, ml::ConsequenceRule& rule) {
  const auto colon = text.find(':');
  rule.kind = ml::ConsequenceKind::Cost;
  rule.miss_cost = positive_number(text.substr(0, colon), text);
  rule.false_alarm_cost = colon == std::string::npos ? 1 : positive_number(text.substr(colon + 1), text);
}

Outcome forget(const Options& options) {
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  const db::Run run = find_run(workspace.reader(), options.run);
  keep_threshold(workspace, run.id, std::nullopt);
  Outcome outcome{"No threshold is kept with " + run.name + " any more", Json::object()};
  outcome.json["run"] = "run:" + std::to_string(run.id);
  outcome.json["threshold"] = Json();
  return outcome;
}

// What is referred to a person may speak of the threshold that was kept before; empty: it does not.
std::string refers_no_more(const Workspace& workspace, const db::Run& run, double shown) try {
  const auto referral = kept_referral(workspace, *workspace.make_reader(), run.id);
  if (!referral) return {};
  const RunCalibration calibration = calibration_of(run);
  return why_not_referred(threshold_of_referral(*referral, calibration.applied(), 2), shown);
} catch (const std::exception&) {  // a model that cannot be read refers nothing; the threshold is kept all the same
  return {};
}

Outcome choose(const Options& options) {
  if (options.forget) return forget(options);
  Workspace workspace(options.workspace, options.keep ? Workspace::Open::MustExist : Workspace::Open::ToRead);
  const db::Run run = find_run(workspace.reader(), options.run);
  const ThresholdChoice choice =
      choose_threshold(workspace, workspace.reader(), run.id, options.rule, {}, !options.uncalibrated);
  const double shown = shown_threshold(choice, run);
  if (options.keep) keep_threshold(workspace, choice);
  Outcome outcome{threshold_text(choice), threshold_json(choice)};
  outcome.text += options.keep ? "\nKept with the run" : "\nNot kept; --keep keeps it with the run";
  if (shown != choice.chosen.point.threshold)
    outcome.text += ", as " + six_digits(shown) + " of the calibrated probabilities that the run shows";
  outcome.text += ".";
  const std::string referral = options.keep ? refers_no_more(workspace, run, shown) : std::string();
  if (!referral.empty()) outcome.text += "\nnote: " + referral;
  outcome.text += std::string("\n") + kDisclaimer;
  outcome.json["kept"] = options.keep;
  outcome.json["why_not_referred"] = referral.empty() ? Json() : Json(referral);
  outcome.json["threshold_of_run"] = shown;
  outcome.json["disclaimer"] = kDisclaimer;
  return outcome;
}

}  // namespace

void add_threshold(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("threshold", "Choose a run's threshold from what a decision costs, on validation");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("RUN", options->run, "Name or number of the run").required();
  const Option cost = verb.option("--cost", options->cost, "What a miss costs to a false alarm: 5:1");
  const Option sensitivity =
      verb.option("--sensitivity", options->sensitivity, "The least sensitivity").between(0.0, 1.0).excludes(cost);
  const Option capacity = verb.option("--capacity", options->capacity, "The largest share that can be called positive")
                              .between(0.0, 1.0)
                              .excludes(cost)
                              .excludes(sensitivity);
  const Option prevalence =
      verb.option("--prevalence", options->prevalence,
                  "How common the positive group is where the model will be used; as among the images otherwise")
          .between(0.0, 1.0);
  const Option keep = verb.flag("--keep", options->keep, "Keep it with the run, with how it was chosen");
  const Option none = verb.flag("--forget", options->forget, "Forget the threshold that is kept").excludes(keep);
  add_uncalibrated(verb, options->uncalibrated);
  verb.runs(
      [options, sensitivity, capacity, prevalence] {
        Options given = *options;
        if (!given.cost.empty()) read_costs(given.cost, given.rule);
        if (sensitivity.given()) given.rule.kind = ml::ConsequenceKind::Sensitivity;
        if (capacity.given()) given.rule.kind = ml::ConsequenceKind::Capacity;
        given.rule.sensitivity_floor = given.sensitivity;
        given.rule.capacity = given.capacity;
        if (prevalence.given()) given.rule.prevalence = given.prevalence;
        return choose(given);
      },
      [cost, sensitivity, capacity, none] {
        const bool said = cost.given() || sensitivity.given() || capacity.given() || none.given();
        return said ? std::string() : "--cost MISS:FALSE_ALARM, --sensitivity, --capacity or --forget";
      });
}

}  // namespace app::cli
