// The results on parts of the split, by the code of the window and `nevus eval` (app/table/slices.h).
#include "app/report/report_parts.h"
#include "app/table/slices.h"
#include "app/workspace/scored_rows.h"
#include "app/workspace/table_feed.h"

namespace app {
namespace {

constexpr std::size_t kMostSlices = 24;

Json metric_cell(const SliceRow& row, const SliceDoubt& doubt, std::size_t metric) {
  const auto& value = kSliceMetrics[metric] == Metric::Auc ? doubt.auc : row.metrics[kSliceMetrics[metric]];
  if (!value) return kNotDefined;
  const auto& bounds = doubt.intervals[metric];
  return interval(*value, bounds ? std::optional(bounds->low) : std::nullopt,
                  bounds ? std::optional(bounds->high) : std::nullopt);
}

// The editions before the fifth did not ask of how many patients or lesions the images are.
bool is_marked(const ReportFacts& facts, const SliceRow& row) {
  return facts.source.before_fifth ? is_small(row.n, row.positives) : is_small(row);
}

// The first edition marked small parts in a column of their own, which had no room.
std::vector<Json> row_of(const SliceRow& row, const SliceDoubt& doubt, bool small, bool own_column) {
  std::vector<Json> cells = {title_of(row.slice) + (small && !own_column ? " (small)" : ""), row.n, row.positives};
  for (std::size_t metric = 0; metric < kSliceMetrics.size(); ++metric)
    cells.push_back(metric_cell(row, doubt, metric));
  if (own_column) cells.emplace_back(small ? "small" : "");
  return cells;
}

// Of one class against the rest, as in the window; the editions before the fifth said recall.
const char* recall_of_part(const FigureSource& source) { return source.before_fifth ? "recall" : "sensitivity"; }

ReportTable slice_table(const ReportFacts& facts, const ImageTable& table, const std::string& column,
                        const ScoredRows& scores) {
  const FigureSource& source = facts.source;
  const bool own_column = facts.edition < 2;
  const double threshold = source.outcome.evaluation.threshold;
  const SliceInput input =
      slice_input(table, cut_by(table, column), scores, static_cast<int>(source.outcome.scored.groups.size()) - 1);
  std::vector<SliceRow> rows = slice_rows_of(input, threshold);
  sort_worst_first(rows, Metric::Auc);
  std::vector<std::string> columns = {"part",        "n",       "positives", "AUC", recall_of_part(source),
                                      "specificity", "accuracy"};
  if (own_column) columns.emplace_back();
  ReportTable result("by_" + column, "By " + title_of_column(column), columns);
  if (rows.size() > kMostSlices) {
    result.note("The " + std::to_string(kMostSlices) + " worst of " + std::to_string(rows.size()) + " parts.");
    rows.resize(kMostSlices);
  }
  for (const SliceRow& row : rows) {
    const SliceDoubt doubt = slice_doubt(input, row.place, threshold,
                                         {.end_together = source.before_fifth, .one_group = source.before_fifth});
    result.row(row_of(row, doubt, is_marked(facts, row), own_column));
  }
  return result;
}

}  // namespace

ReportSection slices_section(const ReportFacts& facts, const Workspace& workspace) {
  const FigureSource& source = facts.source;
  const std::string small = source.before_fifth
                                ? "below 30 images a part is marked small"
                                : "a part with fewer than " + std::to_string(kSmallSlice) + " images, with 1 to " +
                                      std::to_string(kFewOfGroup - 1) +
                                      " of the last class or of the others, or of fewer than " +
                                      std::to_string(kFewDrawn) + " patients or lesions, is marked small";
  ReportSection section("slices", "Slices",
                        "Parts of the evaluated images by what is recorded of them, the worst first; " + small +
                            (source.before_fifth ? ". Recall" : ". Sensitivity") +
                            ", specificity and AUC are of the last class against the rest.");
  if (!source.problem.empty()) return section;
  LoadedTable loaded = read_table(workspace.reader(), workspace.session());
  loaded.table.apply(read_extra_columns(workspace.reader()));
  ScoredRows scores = by_row(loaded.table, source.outcome.scored, source.outcome.images);
  if (source.before_fifth) draw_as_before_fifth(loaded.table, scores);
  for (const std::string& column : slice_columns(loaded.table)) {
    if (column == "label" || column == "source") continue;  // sources have a section of their own
    const ReportTable table = slice_table(facts, loaded.table, column, scores);
    if (table.json().at("rows").size() > 1) section.add(table);  // one part is the whole
  }
  return section;
}

}  // namespace app
