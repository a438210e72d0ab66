// The results by source: the table of `nevus eval --by source` (app/table/part_table.h).
#include <algorithm>
#include <array>

#include "app/report/report_parts.h"
#include "app/workspace/evaluate_parts.h"

namespace app {
namespace {

// In the order of the columns.
constexpr std::array kShown = {Metric::Auc, Metric::Recall, Metric::Specificity};

Json metric_cell(const PartLine& line, Metric metric) {
  const auto& value = line.row.metrics[metric];
  if (!value) return kNotDefined;
  const auto place = static_cast<std::size_t>(std::ranges::find(kSliceMetrics, metric) - kSliceMetrics.begin());
  const auto& bounds = line.doubt.intervals[place];
  return interval(*value, bounds ? std::optional(bounds->low) : std::nullopt,
                  bounds ? std::optional(bounds->high) : std::nullopt);
}

std::string remarks_of(const PartLine& line) {
  std::string text;
  for (const std::string& remark : line.not_estimated) text += (text.empty() ? "" : "; ") + remark;
  return text;
}

std::string drawn_of(const PartLine& line) {
  return line.doubt.drawn.draws > 0 || is_one_group(line.doubt.drawn) ? text_of(line.doubt.drawn) : "none drawn";
}

// `with_remarks`: at the end of the row, as the first edition had them.
void add_row(ReportTable& result, const PartTable& table, const PartLine& line, const std::string& name,
             bool with_remarks) {
  std::vector<Json> cells = {name, line.row.n, line.row.positives, defined(line.prevalence)};
  for (const Metric metric : kShown) cells.push_back(metric_cell(line, metric));
  cells.push_back(defined(line.doubt.calibration.ece));
  if (table.two_groups) cells.push_back(defined(line.threshold));
  if (with_remarks) {
    cells.emplace_back(remarks_of(line));
    cells.emplace_back(drawn_of(line));
  }
  result.row(std::move(cells));
}

ReportTable table_of_remarks(const PartTable& table) {
  ReportTable result("estimated", "How it was estimated", {"source", "intervals", "what cannot be estimated"});
  const auto add = [&](const PartLine& line, const std::string& name) {
    const std::string remarks = remarks_of(line);
    result.row({name, drawn_of(line), remarks.empty() ? "nothing" : remarks});
  };
  for (const PartLine& line : table.lines) add(line, name_of_part(table, line));
  add(table.whole, "all");
  return result;
}

ReportTable table_of(const PartTable& table, bool with_remarks) {
  std::vector<std::string> columns = {"source", "n",           "positives",   "prevalence",
                                      "AUC",    "sensitivity", "specificity", "ECE"};
  if (table.two_groups) columns.emplace_back("threshold that would be as sensitive");
  if (with_remarks) columns.insert(columns.end(), {"what cannot be estimated", "intervals"});
  ReportTable result("by_source", "By source", columns);
  for (const PartLine& line : table.lines) add_row(result, table, line, name_of_part(table, line), with_remarks);
  add_row(result, table, table.whole, "all", with_remarks);
  std::string notes;
  for (const std::string& note : notes_of(table)) notes += (notes.empty() ? "" : ". ") + note;
  if (!notes.empty()) result.note(notes);
  return result;
}

}  // namespace

ReportSection sources_section(const ReportFacts& facts, const Workspace& workspace) {
  const FigureSource& source = facts.source;
  ReportSection section("sources", "Sources",
                        "The evaluated images by the data set that they came with, the worst first: how common the "
                        "last class is in each, and what one threshold does there.");
  if (!source.problem.empty()) return section;
  const PartTable parts = evaluate_parts(workspace, source.outcome, "source", "", std::nullopt, source.before_fifth);
  section.add(table_of(parts, facts.edition < 2));
  if (facts.edition >= 2) section.add(table_of_remarks(parts));
  return section;
}

}  // namespace app
