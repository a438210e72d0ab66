#include "app/report/report.h"

#include <stdexcept>

#include "app/core/disclaimer.h"
#include "app/report/figures.h"
#include "app/report/report_parts.h"
#include "ml/metrics/resampling.h"

namespace app {
namespace {

// A report that is made again tells of worse pictures what it told then, or that this was replaced since.
void tell_stress_of(const std::optional<std::int64_t>& made_at_ms, FigureSource& source) {
  if (!made_at_ms) return;
  const bool is_kept = source.stress && source.stress->made_at_ms == *made_at_ms;
  if (is_kept) return;
  if (*made_at_ms == 0)
    source.stress_problem.clear();
  else if (source.stress)
    source.stress_problem = "measured again " + utc_text(source.stress->made_at_ms) + "; what was measured " +
                            utc_text(*made_at_ms) + " is not kept";
  else if (source.stress_problem.empty())
    source.stress_problem = "what was measured " + utc_text(*made_at_ms) + " is not kept";
  source.stress.reset();
}

// A request without it, as those of before, is one for a report that tells none; null, for the one that is kept.
void note_stress(Json& request, const FigureSource& source) {
  if (source.stress)
    request["stress_made_at_ms"] = source.stress->made_at_ms;
  else if (!source.stress_problem.empty())
    request["stress_made_at_ms"] = Json();
}

// The editions before the fifth gave one patient or lesion alone an interval of no width.
void put_interval_of_one(Evaluation& evaluation) {
  if (!is_one_group(evaluation.drawn)) return;
  evaluation.auc_low = evaluation.auc_high = evaluation.metrics[Metric::Auc];
  evaluation.drawn.draws = ml::kSettleDraws;
  evaluation.drawn.settled = true;
}

// What is kept with the run may be another one when the report is verified.
Json threshold_json_of(const db::Run& run) { return {{"value", Json(run.threshold)}, {"how", run.threshold_json}}; }

}  // namespace

Report make_report(Workspace& workspace, const ReportRequest& request, const OnProgress& progress) {
  ReportFacts facts = read_report_facts(workspace, request, progress);
  tell_stress_of(request.stress_made_at_ms, facts.source);
  facts.edition = request.edition;
  facts.source.words_before = request.edition < 4;
  facts.source.before_fifth = request.edition < 5;
  if (facts.source.before_fifth) put_interval_of_one(facts.source.outcome.evaluation);
  if (request.edition >= 2 && facts.source.problem.empty())
    facts.source.risk = risk_of_probabilities(facts.source.outcome);
  const FigureRequest& asked = facts.source.request;
  Report report;
  report.block = {{"format", kReportFormat}, {"disclaimer", kDisclaimer}};
  report.block["request"] = {{"run", facts.source.run.id},
                             {"epoch", asked.epoch},
                             {"split", asked.split},
                             {"threshold", Json(asked.threshold)},
                             {"calibrated", asked.calibrated},
                             {"label_revision", facts.data.label_revision},
                             {"created_at_ms", facts.created_at_ms}};
  note_stress(report.block["request"], facts.source);
  if (request.edition > 1) report.block["request"]["edition"] = request.edition;  // the first did not say it
  if (request.edition > 2) report.block["request"]["threshold_then"] = threshold_json_of(facts.source.run);
  Json sections = Json::array();
  for (const auto& section :
       {summary_section(facts), results_section(facts), matrix_section(facts), threshold_section(facts)})
    sections.push_back(section.json());
  if (tells_answering_fewer(facts)) sections.push_back(answering_fewer_section(facts).json());
  for (const auto& section : {sources_section(facts, workspace), slices_section(facts, workspace)})
    sections.push_back(section.json());
  if (tells_worse_pictures(facts)) sections.push_back(worse_pictures_section(facts).json());
  for (const auto& section : {data_section(facts), labels_section(facts), model_section(facts), licence_section(facts),
                              untested_section(facts)})
    sections.push_back(section.json());
  report.block["sections"] = std::move(sections);
  report.block["checklists"] = checklists(report.block, facts);
  for (const FigureInfo& info : figure_list())
    if (info.measured == nullptr || info.measured(facts.source))
      report.figures.push_back(make_figure(info.name, facts.source));
  return report;
}

ReportRequest request_of(const Json& block) {
  if (!block.is_object() || block.value("format", "") != kReportFormat)
    throw std::runtime_error("reading a report: its block is not of the form " + std::string(kReportFormat) +
                             "; it was written by another version or program");
  const Json& asked = block.at("request");
  ReportRequest request;
  request.figures.run = asked.at("run").get<RunId>();
  request.figures.epoch = asked.at("epoch").get<int>();
  request.figures.split = asked.at("split").get<std::string>();
  if (!asked.at("threshold").is_null()) request.figures.threshold = asked.at("threshold").get<double>();
  request.figures.calibrated = asked.value("calibrated", true);
  request.figures.label_revision = asked.at("label_revision").get<std::int64_t>();
  request.figures.told_before = true;
  request.created_at_ms = asked.at("created_at_ms").get<std::int64_t>();
  request.edition = asked.value("edition", 1);
  if (const Json* then = asked.find("threshold_then")) {
    const Json& value = then->at("value");
    request.figures.threshold_then =
        ThresholdThen{value.is_null() ? std::nullopt : std::optional(value.get<double>()), then->value("how", "")};
  }
  const Json* stress = asked.find("stress_made_at_ms");
  if (stress == nullptr)
    request.stress_made_at_ms = 0;
  else if (!stress->is_null())
    request.stress_made_at_ms = stress->get<std::int64_t>();
  return request;
}

}  // namespace app
