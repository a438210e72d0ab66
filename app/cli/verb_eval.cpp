// nevus eval WS
#include <cstdio>
#include <numeric>
#include <sstream>

#include "app/cli/calibration_option.h"
#include "app/cli/eval_doubt.h"
#include "app/cli/find_run.h"
#include "app/cli/questions_option.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/workspace/evaluate_elsewhere.h"
#include "app/workspace/evaluate_parts.h"
#include "app/workspace/evaluate_slices.h"
#include "app/workspace/evaluation_detail.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/run_calibration.h"
#include "ml/metrics/ranking.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace;
  EvaluateRequest request;
  std::string run;
  double threshold = 0.5;
  std::string other;  // folder of another workspace
  bool detail = false;
  std::string by;
  bool uncalibrated = false;
  std::vector<std::string> slices;
  std::string slices_group;
  bool risk_coverage = false;
};

std::string threshold_of_two(const EvaluateOutcome& done) {
  return std::string("the threshold is not used: of more than two classes the most probable ") +
         (done.calibration ? "before calibration is called" : "is called");
}

// The threshold is named where it decides.
std::string heading(const Evaluation& result) {
  char threshold[40] = "";
  if (result.groups.size() == 2) std::snprintf(threshold, sizeof threshold, ", threshold %.4g", result.threshold);
  return result.from.run + " on " + result.from.split + " (n " + std::to_string(result.n) + ", label revision " +
         std::to_string(result.from.label_revision) + threshold + ")";
}

std::string metric_lines(const MetricValues& values, std::size_t groups) {
  std::string lines;
  for (const MetricInfo& metric : metric_table()) {
    char text[64];
    const std::string title(title_of(metric.id, groups));
    if (const auto& value = values[metric.id])
      std::snprintf(text, sizeof text, "\n  %-18s %.4f", title.c_str(), *value);
    else
      std::snprintf(text, sizeof text, "\n  %-18s not defined", title.c_str());
    lines += text;
  }
  return lines;
}

std::string interval_line(const Evaluation& result) {
  if (is_one_group(result.drawn)) return "\n  AUC 95 %           " + text_of(result.drawn);
  if (!result.auc_low || !result.auc_high) return {};
  char text[96];
  std::snprintf(text, sizeof text, "\n  AUC 95 %%           [%.4f, %.4f]: ", *result.auc_low, *result.auc_high);
  return text + text_of(result.drawn);
}

std::string table(const Evaluation& result) {
  std::string text = "\n  true \\ predicted";
  for (const std::string& group : result.groups) text += "  " + group;
  for (std::size_t row = 0; row < result.groups.size(); ++row) {
    text += "\n    " + result.groups[row];
    for (std::size_t column = 0; column < result.groups.size(); ++column) {
      text += "  " + std::to_string(result.confusion[row * result.groups.size() + column]);
    }
  }
  return text;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// How much doubt there is, and whether it points at the wrong answers: the AUC with which predictive entropy tells
// them from the right ones.
Json doubt(const EvaluateOutcome& done) {
  Json json = to_json(done.questions);
  const std::vector<int> predicted = predicted_groups(done.scored, done.evaluation.threshold);
  std::vector<int> wrong;
  for (std::size_t i = 0; i < predicted.size(); ++i) wrong.push_back(predicted[i] == done.scored.labels[i] ? 0 : 1);
  const std::vector<float> entropy(done.answers->predictive_entropy.begin(), done.answers->predictive_entropy.end());
  const std::optional<double> auc = ml::roc_auc(wrong, entropy);
  json["mean_predictive_entropy"] = mean(done.answers->predictive_entropy);
  json["mean_mutual_information"] = mean(done.answers->mutual_information);
  json["entropy_finds_errors_auc"] = auc ? Json(*auc) : Json();
  return json;
}

// A thousand points are nothing to read.
Json without_curve(Json detail) {
  detail.erase("precision_recall");
  return detail;
}

std::vector<std::string> names_between_commas(const std::string& said) {
  std::vector<std::string> names;
  std::istringstream from(said);
  for (std::string name; std::getline(from, name, ',');)
    if (!name.empty()) names.push_back(name);
  return names;
}

// Of the workspace whose images were judged.
void add_parts(const Options& options, const Workspace& workspace, const EvaluateOutcome& done, Outcome& outcome,
               std::optional<double> sensitivity = std::nullopt) {
  if (options.by.empty()) return;
  const PartTable table = evaluate_parts(workspace, done, options.by, options.slices_group, sensitivity);
  outcome.json["by"] = parts_json(table);
  outcome.text += "\n" + parts_text(table);
}

void add_slices(const Options& options, const Workspace& workspace, const EvaluateOutcome& done, Outcome& outcome) {
  if (options.slices.empty()) return;
  outcome.json["slices"] = Json::array();
  for (const SlicedColumn& cut : evaluate_slices(workspace, done, options.slices, options.slices_group)) {
    outcome.json["slices"].push_back(slices_json(cut));
    outcome.text += "\n" + slices_text(cut);
  }
}

Json calibration_json(const EvaluateOutcome& done) {
  Json json = applied_json(done.calibration ? &*done.calibration : nullptr);
  json["words"] = done.calibration_words;
  const CalibrationFigures figures = figures_of(done.scored);
  json["ece_before"] = Json(figures.ece_before);
  json["ece"] = Json(figures.ece_after ? figures.ece_after : figures.ece_before);
  json["cross_fitted"] = !done.scored.cross_fitted.empty();
  json["why_as_shown"] = done.scored.why_as_shown.empty() ? Json() : Json(done.scored.why_as_shown);
  return json;
}

// Of the validation of a run that left sources out, at its threshold there: what those sources shall reach, as `nevus
// train --leave-out` says it. None where there is no validation, or the table is about another group.
std::optional<double> own_sensitivity(const Options& options, Workspace& workspace, const EvaluateRequest& request,
                                      const EvaluateOutcome& done) {
  const std::vector<std::string>& groups = done.scored.groups;
  const bool of_last = options.slices_group.empty() || options.slices_group == groups.back();
  if (!request.left_out || options.by.empty() || groups.size() != 2 || !of_last) return std::nullopt;
  EvaluateRequest own = request;
  own.left_out = false;
  try {
    return evaluate_split(workspace, own, terminal_progress()).evaluation.metrics[Metric::Recall];
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

EvaluateOutcome evaluate_other(const Options& options, const Workspace& workspace, const EvaluateRequest& request) {
  return evaluate_elsewhere(workspace, workspace.reader(),
                            {.run = find_run(workspace.reader(), options.run).id,
                             .workspace = options.other,
                             .split = request.split,
                             .threshold = request.threshold,
                             .reason = request.reason,
                             .calibrated = request.calibrated,
                             .target = request.target,
                             .epoch = request.epoch,
                             .questions = request.questions,
                             .precision = request.precision},
                            terminal_progress());
}

// What is kept is named on the scale of the numbers beside it, also where another threshold decides.
std::vector<std::string> notes_of(const EvaluateOutcome& done, bool asked_for) {
  std::vector<std::string> notes = done.notes;
  if (!done.kept) return notes;
  char kept[32];
  std::snprintf(kept, sizeof kept, "%.6g", done.kept->value);
  for (std::string& note : notes)
    if (note.starts_with(kAtKeptThreshold)) note = std::string(kAtKeptThreshold) + kept + ", " + done.kept->words;
  if (!asked_for) return notes;
  char asked[32];
  std::snprintf(asked, sizeof asked, "%.6g", done.evaluation.threshold);
  notes.push_back("at " + std::string(asked) + " as asked for, in place of " + kept + ", which is kept with the " +
                  done.kept->with + ": " + done.kept->words);
  return notes;
}

Json kept_json(const EvaluateOutcome& done) {
  if (!done.kept) return {};
  return {{"value", done.kept->value}, {"words", done.kept->words}};
}

Json figures_json(const Options& options, const EvaluateRequest& request, const EvaluateOutcome& done) {
  Json json = evaluation_json(done.evaluation);
  json["leak"] = leak_json(done.leak, done.without_leak);
  json["unreadable"] = done.unreadable;
  json["notes"] = notes_of(done, request.threshold.has_value());
  json["kept_threshold"] = kept_json(done);
  json["not_asked"] = done.not_asked;
  if (done.looks) json["test_looks"] = done.looks->in_all;
  json["views"] = done.views;
  json["calibration"] = calibration_json(done);
  if (done.answers) json["answers"] = doubt(done);
  if (options.detail) json["detail"] = evaluation_detail(done.scored);
  if (request.threshold && done.evaluation.groups.size() != 2) json["notes"].push_back(threshold_of_two(done));
  return json;
}

std::string figures_text(const EvaluateRequest& request, const EvaluateOutcome& done, const Json& figures) {
  const Evaluation& result = done.evaluation;
  std::string text = heading(result) + "\n  " +
                     asked_words(done.views, done.calibration_words, request.questions.dropout_passes) + "\n  " +
                     figures_words(done.scored) + metric_lines(result.metrics, result.groups.size()) +
                     interval_line(result) + table(result) + "\n";
  if (done.leak.found()) text += leak_note(done.leak, done.without_leak) + "\n";
  if (done.looks) text += looks_text(*done.looks) + "\n";
  text += kDisclaimer;
  for (const Json& note : figures["notes"]) text += "\nnote: " + note.get<std::string>();
  if (done.answers) text += "\nof several answers per image: " + figures["answers"].dump();
  if (const Json* detail = figures.find("detail")) text += "\n" + without_curve(*detail).dump(2);
  return text;
}

Outcome evaluate(const Options& options) {
  Workspace workspace(options.workspace, Workspace::Open::ToRead);
  EvaluateRequest request = options.request;
  if (!options.run.empty()) request.run = find_run(workspace.reader(), options.run).id;
  request.calibrated = !options.uncalibrated;
  request.model = model_meant(&workspace, request.model);
  const EvaluateOutcome done = options.other.empty() ? evaluate_split(workspace, request, terminal_progress())
                                                     : evaluate_other(options, workspace, request);
  Outcome outcome;
  outcome.json = figures_json(options, request, done);
  outcome.text = figures_text(request, done, outcome.json);
  if (options.other.empty()) {
    add_parts(options, workspace, done, outcome, own_sensitivity(options, workspace, request, done));
    add_slices(options, workspace, done, outcome);
  } else if (!options.by.empty() || !options.slices.empty()) {
    const Workspace judged(options.other, Workspace::Open::ToRead);
    add_parts(options, judged, done, outcome);
    add_slices(options, judged, done, outcome);
  }
  add_doubt(workspace, done, {options.other, options.risk_coverage, request.run, request.questions}, outcome);
  if (!done.unreadable.empty())
    outcome.text += "\n" + std::to_string(done.unreadable.size()) +
                    " images could not be read; the first: " + done.unreadable.front();
  if (!done.decoding.empty()) outcome.text += "\n" + done.decoding;
  if (!done.files.whole()) outcome.text += "\n" + done.files.text();
  outcome.json["files"] = {{"missing", done.files.missing.size()}, {"changed", done.files.changed.size()}};
  return outcome;
}

}  // namespace

void add_eval(CommandLine& line) {
  auto options = std::make_shared<Options>();
  EvaluateRequest& request = options->request;
  Verb verb = line.verb("eval", "Metrics of a run or a model on a split");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  const Option run = verb.option("--run", options->run, "Name or number of the run; the newest otherwise");
  const Option model = verb.option("--model", request.model, "Model file, run:N, or starter").excludes(run);
  const Option other =
      verb.option("--on", options->other, "Another workspace, whose images the run is asked about").needs(run);
  const Option split =
      verb.option("--split", request.split, "train, val or test").one_of({"train", "val", "test"}).shows_default();
  verb.flag("--left-out", request.left_out, "On the sources that the run left out, in place of a split")
      .excludes(model)
      .excludes(other)
      .excludes(split);
  verb.option("--target", request.target, "Target; the one it was trained for otherwise");
  verb.option("--epoch", request.epoch, "Epoch of the run; the best otherwise, and always with --on")
      .positive()
      .excludes(model);
  const Option threshold =
      verb.option("--threshold", options->threshold,
                  "Positive at or above; the one kept with the run otherwise, else 0.5 before calibration")
          .between(0.0, 1.0);
  verb.flag("--detail", options->detail,
            "Also calibration, temperature, partial areas, thresholds to choose from with intervals");
  verb.option(
      "--slices", [options](const std::string& said) { options->slices = names_between_commas(said); },
      "Also by these columns: site,sex,age,source,label,sharpness or any other of the index");
  verb.option("--by", options->by,
              "Also a table by this column, source above all: n, prevalence, AUC, ECE, sensitivity, specificity, and "
              "the threshold that would be as sensitive there");
  verb.option("--slices-group", options->slices_group,
              "The group that --slices and --by are about; the last one otherwise");
  verb.flag("--risk-coverage", options->risk_coverage,
            "Also which doubt finds the wrong answers: areas under the risk-coverage curve, and five further heads");
  add_uncalibrated(verb, options->uncalibrated);
  add_questions(verb, request.questions, request.precision);
  request.reason = "nevus eval";
  verb.runs([options, threshold] {
    Options given = *options;
    if (threshold.given()) given.request.threshold = given.threshold;
    return evaluate(given);
  });
}

}  // namespace app::cli
