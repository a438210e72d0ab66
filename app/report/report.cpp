#include "app/report/report.h"

#include <stdexcept>

#include "app/core/disclaimer.h"
#include "app/report/figures.h"
#include "app/report/report_parts.h"

namespace app {

Report make_report(Workspace& workspace, const ReportRequest& request, const OnProgress& progress) {
  const ReportFacts facts = read_report_facts(workspace, request, progress);
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
  Json sections = Json::array();
  for (const auto& section :
       {summary_section(facts), results_section(facts), matrix_section(facts), threshold_section(facts),
        sources_section(facts, workspace), slices_section(facts, workspace), data_section(facts), labels_section(facts),
        model_section(facts), licence_section(facts), untested_section(facts)})
    sections.push_back(section.json());
  report.block["sections"] = std::move(sections);
  report.block["checklists"] = checklists(report.block, facts);
  for (const FigureInfo& info : figure_list())
    if (info.in_report) report.figures.push_back(make_figure(info.name, facts.source));
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
  return request;
}

}  // namespace app
