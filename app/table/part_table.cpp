#include "app/table/part_table.h"

#include <utility>

#include "app/core/number_text.h"
#include "ml/metrics/consequence.h"

namespace app {
namespace {

constexpr std::int64_t kFewForCalibration = 30;

bool is_unknown_source(const PartTable& table, const PartLine& line) {
  return table.column == "source" && line.row.slice.value.empty();
}

// `as_before`: what is told of parts of few groups was not told in reports of the fourth edition and before.
std::vector<std::string> not_estimated_of(const SliceRow& row, const PartTable& table, bool as_before) {
  std::vector<std::string> lines;
  const std::string threshold = table.two_groups ? ", and no threshold" : "";
  if (row.positives == 0)
    lines.push_back("no " + table.group + " among them: no AUC and no sensitivity" + threshold);
  else if (row.positives == row.n)
    lines.push_back("nothing but " + table.group + " among them: no AUC and no specificity" + threshold);
  else if (is_small(row.n, row.positives) || (is_small(row) && !as_before))
    lines.push_back("small: " + (as_before ? "fewer than " + std::to_string(kSmallSlice) + " images, or than " +
                                                 std::to_string(kFewOfGroup) + " of a group"
                                           : what_is_small()));
  if (row.n < kFewForCalibration) lines.emplace_back("too few for the calibration error to mean much");
  return lines;
}

PartLine line_of(const SliceInput& input, std::optional<std::size_t> place, SliceRow row, const PartTable& table,
                 const ml::BootstrapOptions& options) {
  PartLine line{.row = std::move(row),
                .doubt = slice_doubt(input, place, table.decided_at, options),
                .prevalence = {},
                .threshold = {},
                .not_estimated = {}};
  if (line.row.n > 0) line.prevalence = static_cast<double>(line.row.positives) / static_cast<double>(line.row.n);
  if (table.two_groups) line.threshold = threshold_for(slice_scores(input, place), table.sensitivity);
  line.not_estimated = not_estimated_of(line.row, table, options.one_group);
  if (is_one_group(line.doubt.drawn)) line.not_estimated.push_back("95 % intervals " + text_of(line.doubt.drawn));
  return line;
}

}  // namespace

std::optional<double> threshold_for(const SliceScores& part, const std::optional<double>& sensitivity) {
  if (!sensitivity || *sensitivity <= 0) return std::nullopt;
  const auto found = ml::choose_by_consequence(
      part.is_group, part.scores, {.kind = ml::ConsequenceKind::Sensitivity, .sensitivity_floor = *sensitivity});
  return found ? std::optional(found->threshold) : std::nullopt;
}

PartTable part_table(const SliceInput& input, const std::string& column, const std::string& group, double threshold,
                     std::optional<double> sensitivity, const ml::BootstrapOptions& options) {
  PartTable table{.column = column,
                  .group = group,
                  .two_groups = input.scores->groups == 2,
                  .of_first = input.scores->groups == 2 && input.group == 0,
                  .decided_at = threshold,
                  .sensitivity = sensitivity,
                  .lines = {},
                  .whole = {}};
  SliceRow whole = whole_of(input, threshold);
  if (!table.sensitivity) table.sensitivity = whole.metrics[Metric::Recall];
  table.whole = line_of(input, std::nullopt, std::move(whole), table, options);
  std::vector<SliceRow> rows = slice_rows_of(input, threshold);
  sort_worst_first(rows, Metric::Auc);
  for (SliceRow& row : rows) {
    const std::size_t place = row.place;
    table.lines.push_back(line_of(input, place, std::move(row), table, options));
  }
  return table;
}

std::optional<double> threshold_of_group(const PartTable& table) {
  if (!table.two_groups) return std::nullopt;
  return table.of_first ? 1 - table.decided_at : table.decided_at;
}

std::vector<std::string> notes_of(const PartTable& table) {
  std::vector<std::string> notes;
  if (table.lines.size() == 1) notes.emplace_back("there is one part only, so nothing can be compared");
  for (const PartLine& line : table.lines)
    if (is_unknown_source(table, line))
      notes.push_back("no source recorded: " + grouped(line.row.n) +
                      " images; `nevus source WORKSPACE NAME --unrecorded` gives them one");
  return notes;
}

std::string name_of_part(const PartTable& table, const PartLine& line) {
  return is_unknown_source(table, line) ? "no source recorded" : title_of(line.row.slice);
}

}  // namespace app
