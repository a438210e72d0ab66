#include "app/workspace/evaluate_slices.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/workspace/evaluate_parts.h"
#include "app/workspace/scored_rows.h"
#include "app/workspace/table_feed.h"

namespace app {
namespace {

Json bound(double value) { return std::isfinite(value) ? Json(value) : Json(); }

std::string column_text(const std::optional<double>& value) {
  if (!value) return "     –";
  char text[16];
  std::snprintf(text, sizeof text, "%6.3f", *value);
  return text;
}

std::string interval_text(const std::optional<Interval>& interval) {
  if (!interval) return "               ";
  char text[32];
  std::snprintf(text, sizeof text, " [%.3f, %.3f]", interval->low, interval->high);
  return text;
}

}  // namespace

std::vector<SlicedColumn> evaluate_slices(const Workspace& workspace, const EvaluateOutcome& outcome,
                                          const std::vector<std::string>& columns, const std::string& group) {
  LoadedTable loaded = read_table(workspace.reader(), workspace.session());
  loaded.table.apply(read_extra_columns(workspace.reader()));
  loaded.table.apply(read_measures(workspace.reader()));
  const int index = group_index(outcome.scored.groups, group);
  const ScoredRows rows = by_row(loaded.table, outcome.scored, outcome.images);
  std::vector<SlicedColumn> cuts;
  for (const std::string& column : columns) {
    const SliceInput input = slice_input(loaded.table, cut_by(loaded.table, column), rows, index);
    SlicedColumn cut{column,
                     outcome.scored.groups[static_cast<std::size_t>(index)],
                     slice_rows_of(input, outcome.evaluation.threshold),
                     {}};
    sort_worst_first(cut.rows, Metric::Auc);
    for (const SliceRow& row : cut.rows)
      cut.doubts.push_back(slice_doubt(input, row.place, outcome.evaluation.threshold));
    cuts.push_back(std::move(cut));
  }
  return cuts;
}

Json slices_json(const SlicedColumn& cut) {
  Json slices = Json::array();
  for (std::size_t i = 0; i < cut.rows.size(); ++i) {
    const SliceRow& row = cut.rows[i];
    const SliceDoubt& doubt = cut.doubts[i];
    Json json{{"slice", title_of(row.slice)}};
    if (row.slice.band) {
      json["low"] = bound(row.slice.band->low);
      json["high"] = bound(row.slice.band->high);
    }
    json["n"] = row.n;
    json["positives"] = row.positives;
    json["drawn"] = to_json(doubt.drawn);
    json["small"] = is_small(row);
    for (std::size_t m = 0; m < kSliceMetrics.size(); ++m) {
      json[kSliceMetricKeys[m]] = row.metrics[kSliceMetrics[m]];
      const auto& interval = doubt.intervals[m];
      json[std::string(kSliceMetricKeys[m]) + "_95"] =
          interval ? Json(std::vector<double>{interval->low, interval->high}) : Json();
    }
    json["ece"] = doubt.calibration.ece;
    json["brier"] = doubt.calibration.brier;
    json["temperature"] = doubt.calibration.temperature;
    json["temperature_at_bound"] = doubt.calibration.temperature_at_bound;
    slices.push_back(std::move(json));
  }
  return {{"column", cut.column}, {"group", cut.group}, {"slices", std::move(slices)}};
}

std::string slices_text(const SlicedColumn& cut) {
  std::size_t width = 5;
  for (const SliceRow& row : cut.rows) width = std::max(width, title_of(row.slice).size());
  const std::string title = title_of_column(cut.column);
  std::string text = "by " + title + ", group " + cut.group + ", worst AUC first";
  for (std::size_t i = 0; i < cut.rows.size(); ++i) {
    const SliceRow& row = cut.rows[i];
    const std::string name = title_of(row.slice);
    text += "\n  " + name + std::string(width - name.size(), ' ') + "  n " + std::to_string(row.n) + ", " +
            std::to_string(row.positives) + " positive" + (is_small(row) ? " (small)" : "");
    for (std::size_t m = 0; m < kSliceMetrics.size(); ++m)
      text += "  " + std::string(kSliceMetricKeys[m]) + column_text(row.metrics[kSliceMetrics[m]]) +
              interval_text(cut.doubts[i].intervals[m]);
    text += "  ece" + column_text(cut.doubts[i].calibration.ece);
  }
  std::vector<DrawnOver> drawn;
  for (const SliceDoubt& doubt : cut.doubts) drawn.push_back(doubt.drawn);
  return text + drawn_text(drawn);
}

}  // namespace app
