#include "app/workspace/leave_one_out.h"

#include <cstdio>
#include <stdexcept>

#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/workspace/left_out_sources.h"
#include "app/workspace/run_calibration.h"

namespace app {
namespace {

// What it is worth where it learnt; a run with nothing to validate on has none.
void judge_own(Workspace& workspace, const db::Reader& reader, LeftOutRun& judged, const OnProgress& progress,
               bool calibrated) {
  try {
    judged.own = evaluate_split(workspace, reader, {.run = judged.run, .calibrated = calibrated}, progress).evaluation;
  } catch (const std::runtime_error& error) {
    judged.own_problem = error.what();
  }
}

// A run of one source has one row; of several, one each and one of all.
std::vector<NamedPart> parts_of(const LeftOutRun& run) {
  const std::vector<std::string> more = {"run:" + std::to_string(run.run), grouped(run.trained_on),
                                         score_text(run.own.metrics[Metric::Auc])};
  std::vector<NamedPart> parts;
  if (run.left_out.size() > 1)
    for (const PartLine& line : run.parts.lines)
      parts.push_back({name_of_part(run.parts, line), &run.parts, &line, more});
  parts.push_back({joined(run.left_out), &run.parts, &run.parts.whole, more});
  return parts;
}

Json own_json(const LeftOutRun& run) {
  if (!run.own_problem.empty()) return Json{{"problem", run.own_problem}};
  return Json{{"n", run.own.n}, {"auc", run.own.metrics[Metric::Auc]}, {"recall", run.own.metrics[Metric::Recall]}};
}

}  // namespace

std::vector<std::string> sources_to_leave(const db::Reader& from, const std::string& target) {
  std::vector<std::string> names;
  long unknown = 0;
  for (const SourceImages& source : sources_of(load_target_data(from, target))) {
    if (source.name.empty())
      unknown = source.images;
    else
      names.push_back(source.name);
  }
  if (names.size() < 2)
    throw std::runtime_error(
        "leaving each source out: that takes two sources with labelled images, and there is " +
        (names.empty() ? std::string("none") : "one, " + names.front()) +
        (unknown > 0 ? "; no source recorded: " + grouped(unknown) + " images, which `nevus source` gives one" : "") +
        "; import images of another one (`nevus import --source NAME`)");
  return names;
}

LeftOutRun judged_run(Workspace& workspace, RunId id, const OnProgress& progress, bool calibrated) {
  const auto reader = workspace.make_reader();
  const auto run = db::run(*reader, id);
  if (!run) throw std::runtime_error("judging a run: the workspace has no run " + std::to_string(id));
  LeftOutRun judged{.left_out = left_out_of(*run), .run = id};
  judged.trained_on =
      static_cast<long>(indices_of(load_run_data(*reader, *run, run->label_revision), db::Split::Train).size());
  try {
    judge_own(workspace, *reader, judged, progress, calibrated);
    const EvaluateOutcome outcome =
        evaluate_split(workspace, *reader, {.run = id, .left_out = true, .calibrated = calibrated}, progress);
    judged.asked = asked_words(outcome.views, outcome.calibration_words);
    judged.notes = outcome.notes;
    // With more groups than two the recall is a mean over them, which no threshold is set by.
    const auto sensitivity =
        outcome.scored.groups.size() == 2 ? judged.own.metrics[Metric::Recall] : std::optional<double>();
    judged.parts = evaluate_parts(workspace, outcome, "source", "", sensitivity);
  } catch (const std::runtime_error& error) {
    judged.problem = error.what();
  }
  return judged;
}

std::string left_out_sentence(Workspace& workspace, const db::Reader& from, RunId id) {
  const auto run = db::run(from, id);
  const std::vector<std::string> sources = run ? left_out_of(*run) : std::vector<std::string>();
  if (sources.empty()) return {};
  const std::string which = joined(sources) + ", which it left out: ";
  try {
    const EvaluateOutcome outcome = evaluate_split(workspace, from, {.run = id, .left_out = true}, {});
    const Evaluation& said = outcome.evaluation;
    char auc[64] = "AUC not defined";
    const auto& value = said.metrics[Metric::Auc];
    if (value) std::snprintf(auc, sizeof auc, "AUC %.3f", *value);
    if (value && said.auc_low && said.auc_high)
      std::snprintf(auc, sizeof auc, "AUC %.3f [%.3f, %.3f]", *value, *said.auc_low, *said.auc_high);
    std::string text = "judged on " + which + auc + ", n " + grouped(said.n);
    if (is_one_group(said.drawn)) text += ", interval " + text_of(said.drawn);
    for (const std::string& note : outcome.notes) text += "; " + note;
    return text;
  } catch (const std::runtime_error& error) {
    return "not judged on " + which + error.what();
  }
}

LeftOutRun failed_run(const std::vector<std::string>& left_out, const std::string& why) {
  return {.left_out = left_out, .problem = why};
}

std::string left_out_text(const std::vector<LeftOutRun>& runs) {
  std::vector<NamedPart> parts;
  std::string remarks;
  for (const LeftOutRun& run : runs) {
    const std::string name = joined(run.left_out);
    if (!run.problem.empty()) {
      remarks += "\n  " + name + ": no numbers: " + run.problem;
      continue;
    }
    for (NamedPart& part : parts_of(run)) parts.push_back(std::move(part));
    remarks += "\n  " + name + ": " + run.asked;
    for (const std::string& note : run.notes) remarks += "\n  " + name + ": " + note;
    if (!run.own_problem.empty()) remarks += "\n  " + name + ": no validation of its own: " + run.own_problem;
  }
  std::string text = "Judged on the sources that were left out";
  if (!parts.empty()) {
    const PartTable& first = *parts.front().table;
    text += ", group " + first.group + part_lines_text("left out", {"run", "trained on", "own val AUC"}, parts);
    if (first.two_groups)
      text += "\n  Own threshold: where the source would be as sensitive as the run's validation is at the run's own.";
  }
  return text + remarks;
}

Json left_out_json(const std::vector<LeftOutRun>& runs) {
  Json all = Json::array();
  for (const LeftOutRun& run : runs) {
    Json json{{"left_out", run.left_out}};
    json["run"] = run.run > 0 ? Json(run.run) : Json();
    json["problem"] = run.problem.empty() ? Json() : Json(run.problem);
    if (run.run > 0) {
      json["trained_on"] = run.trained_on;
      json["own_val"] = own_json(run);
    }
    if (run.problem.empty()) json["judged"] = parts_json(run.parts);
    if (run.problem.empty()) json["asked"] = run.asked;
    json["notes"] = run.notes;
    all.push_back(std::move(json));
  }
  return all;
}

}  // namespace app
