// What was measured on pictures made worse, for the report and the model card.
#include <algorithm>

#include "app/report/card_parts.h"
#include "app/report/report_parts.h"
#include "app/stress/stress_text.h"

namespace app {
namespace {

void add_cells(ReportSection& section, const StressResult& result) {
  const Metric metric = stress_metric(result);
  ReportTable table("robustness", "Under corruptions and attacks, by strength",
                    {"corruption or attack", "clean", "1", "2", "3", "4", "5", "strengths"});
  std::vector<std::string> names;
  for (const StressCell& cell : result.cells)
    if (cell.kind != StressKind::Clean && std::ranges::count(names, cell.name) == 0) names.push_back(cell.name);
  for (const std::string& name : names) {
    std::vector<Json> row(8);
    row.front() = name;
    row.back() = strengths_of(name);
    for (const StressCell& cell : result.cells) {
      if (cell.name != name) continue;
      if (const StressCell* clean = clean_of(result, cell)) row[1] = defined(clean->metrics[metric]);
      row[static_cast<std::size_t>(cell.strength) + 1] = defined(cell.metrics[metric]);
    }
    table.row(std::move(row));
  }
  table.note("The values are " + std::string(metric_table()[static_cast<std::size_t>(metric)].title) + ".");
  section.add(table);
}

}  // namespace

void add_robustness(ReportSection& section, const ReportFacts& facts) {
  const FigureSource& source = facts.source;
  if (!source.stress) {
    section.fact("robustness", "Robustness",
                 source.stress_problem.empty() ? "not measured; nevus stress does" : source.stress_problem);
    return;
  }
  const StressResult& result = *source.stress;
  section.fact("robustness", "Robustness", mean_drop_text(result).empty() ? kNotDefined : mean_drop_text(result));
  section.fact("robustness_measured", "Measured", measured_text(result));
  section.fact("robustness_of", "Measured on",
               result.drawn + ", " + utc_text(result.made_at_ms) + ", epoch " + std::to_string(result.epoch) +
                   ", label revision " + std::to_string(result.label_revision) +
                   (result.complete ? "" : "; stopped, so some cells are lacking"));
  if (result.epoch != source.request.epoch)
    section.fact("robustness_differs", "Of another epoch",
                 "robustness is of epoch " + std::to_string(result.epoch) + ", the other numbers of epoch " +
                     std::to_string(source.request.epoch));
  add_cells(section, result);
}

bool tells_worse_pictures(const ReportFacts& facts) {
  return facts.source.stress.has_value() || !facts.source.stress_problem.empty();
}

ReportSection worse_pictures_section(const ReportFacts& facts) {
  ReportSection section(
      "worse_pictures", "Worse pictures",
      "What is lost as pictures get worse, as `nevus stress` measured it on images drawn from the split.");
  add_robustness(section, facts);
  return section;
}

}  // namespace app
