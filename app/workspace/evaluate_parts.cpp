#include "app/workspace/evaluate_parts.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <stdexcept>

#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/workspace/scored_rows.h"
#include "app/workspace/table_feed.h"

namespace app {
namespace {

constexpr std::size_t kAuc = 0, kSensitivity = 1, kSpecificity = 2;

std::string measured_text(const PartLine& line, std::size_t metric) {
  const auto& value = line.row.metrics[kSliceMetrics[metric]];
  const auto& interval = line.doubt.intervals[metric];
  if (!value || !interval) return score_text(value);
  char text[48];
  std::snprintf(text, sizeof text, "%.3f [%.3f, %.3f]", *value, interval->low, interval->high);
  return text;
}

// Characters, not bytes.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

// The first column stands left, the others right.
std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  std::string text;
  for (const auto& row : rows) {
    text += "\n ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blank(widths[i] - width_of(row[i]), ' ');
      text += i == 0 ? " " + row[i] + blank : "  " + blank + row[i];
    }
  }
  return text;
}

std::vector<std::string> cells_of(const NamedPart& part) {
  const PartLine& line = *part.line;
  std::vector<std::string> cells = {part.name};
  cells.insert(cells.end(), part.more.begin(), part.more.end());
  cells.insert(cells.end(), {grouped(line.row.n), grouped(line.row.positives), score_text(line.prevalence),
                             measured_text(line, kAuc), score_text(line.doubt.calibration.ece),
                             measured_text(line, kSensitivity), measured_text(line, kSpecificity)});
  if (part.table->two_groups) cells.push_back(score_text(line.threshold));
  return cells;
}

std::string remarks_text(const std::vector<NamedPart>& parts) {
  std::string text;
  for (const NamedPart& part : parts)
    for (const std::string& remark : part.line->not_estimated) text += "\n  " + part.name + ": " + remark;
  return text;
}

}  // namespace

int group_index(const std::vector<std::string>& groups, const std::string& name) {
  if (name.empty()) return static_cast<int>(groups.size()) - 1;
  const auto found = std::ranges::find(groups, name);
  if (found == groups.end())
    throw std::invalid_argument("slicing: there is no group " + name + "; there are " + joined(groups));
  return static_cast<int>(found - groups.begin());
}

PartTable evaluate_parts(const Workspace& workspace, const EvaluateOutcome& outcome, const std::string& column,
                         const std::string& group, std::optional<double> sensitivity, bool before_fifth) {
  LoadedTable loaded = read_table(workspace.reader(), workspace.session());
  loaded.table.apply(read_extra_columns(workspace.reader()));
  loaded.table.apply(read_measures(workspace.reader()));
  const int index = group_index(outcome.scored.groups, group);
  ScoredRows rows = by_row(loaded.table, outcome.scored, outcome.images);
  if (before_fifth) draw_as_before_fifth(loaded.table, rows);
  const SliceInput input = slice_input(loaded.table, cut_by(loaded.table, column), rows, index);
  return part_table(input, column, outcome.scored.groups[static_cast<std::size_t>(index)], outcome.evaluation.threshold,
                    sensitivity, {.end_together = before_fifth, .one_group = before_fifth});
}

std::string drawn_text(const std::vector<DrawnOver>& parts) {
  std::set<std::string> units;
  int fewest = 0, most = 0;
  bool settled = true;
  for (const DrawnOver& drawn : parts) {
    if (drawn.draws == 0) continue;
    units.insert(drawn.unit);
    fewest = fewest == 0 ? drawn.draws : std::min(fewest, drawn.draws);
    most = std::max(most, drawn.draws);
    settled = settled && drawn.settled;
  }
  const auto one = std::ranges::find_if(parts, is_one_group);
  if (most == 0 && one != parts.end()) return "\n  95 % intervals " + text_of(*one) + ".";
  if (most == 0) return "\n  No interval could be drawn.";
  const std::string times = fewest == most ? grouped(most) : grouped(fewest) + " to " + grouped(most);
  return "\n  In brackets 95 %: whole " + joined(std::vector<std::string>(units.begin(), units.end())) +
         " drawn with replacement, " + times + " times, " +
         (settled ? "until the ends stood still." : "and the ends of some would still move a little.");
}

Json part_json(const PartTable& table, const PartLine& line, const std::string& name) {
  Json json{{"part", name}};
  json["n"] = line.row.n;
  json["positives"] = line.row.positives;
  json["prevalence"] = line.prevalence;
  for (std::size_t m = 0; m < kSliceMetrics.size(); ++m) {
    const auto& interval = line.doubt.intervals[m];
    json[kSliceMetricKeys[m]] = line.row.metrics[kSliceMetrics[m]];
    json[std::string(kSliceMetricKeys[m]) + "_95"] =
        interval ? Json(std::vector<double>{interval->low, interval->high}) : Json();
  }
  json["ece"] = line.doubt.calibration.ece;
  json["brier"] = line.doubt.calibration.brier;
  if (table.two_groups) json["threshold_for_same_sensitivity"] = line.threshold;
  json["drawn"] = to_json(line.doubt.drawn);
  json["small"] = is_small(line.row);
  json["not_estimated"] = line.not_estimated;
  return json;
}

Json parts_json(const PartTable& table) {
  Json json;
  json["column"] = table.column;
  json["group"] = table.group;
  json["threshold"] = threshold_of_group(table);
  json["positive_at_threshold"] = table.two_groups ? Json(!table.of_first) : Json();
  json["sensitivity"] = table.sensitivity;
  json["parts"] = Json::array();
  for (const PartLine& line : table.lines) json["parts"].push_back(part_json(table, line, name_of_part(table, line)));
  json["all"] = part_json(table, table.whole, "all");
  json["notes"] = notes_of(table);
  return json;
}

std::string part_lines_text(const std::string& title, const std::vector<std::string>& more_titles,
                            const std::vector<NamedPart>& parts) {
  std::vector<std::string> heads = {title};
  heads.insert(heads.end(), more_titles.begin(), more_titles.end());
  heads.insert(heads.end(), {"n", "positive", "prevalence", "AUC", "ECE", "sensitivity", "specificity"});
  if (parts.empty()) return aligned({heads});
  if (parts.front().table->two_groups) heads.emplace_back("own threshold");
  std::vector<std::vector<std::string>> rows = {heads};
  std::vector<DrawnOver> drawn;
  for (const NamedPart& part : parts) {
    rows.push_back(cells_of(part));
    drawn.push_back(part.line->doubt.drawn);
  }
  return aligned(rows) + remarks_text(parts) + drawn_text(drawn);
}

std::string parts_text(const PartTable& table) {
  std::vector<NamedPart> parts;
  for (const PartLine& line : table.lines) parts.push_back({name_of_part(table, line), &table, &line});
  parts.push_back({"all", &table, &table.whole});
  char decided[96] = "";
  if (const auto threshold = threshold_of_group(table))
    std::snprintf(decided, sizeof decided, ", positive %s %.4g", table.of_first ? "above" : "at or above", *threshold);
  std::string text = "by " + title_of_column(table.column) + ", group " + table.group + decided + ", worst AUC first" +
                     part_lines_text(title_of_column(table.column), {}, parts);
  if (table.two_groups && table.sensitivity)
    text += "\n  Own threshold: where the part would be as sensitive as " + score_text(table.sensitivity) + ".";
  for (const std::string& note : notes_of(table)) text += "\n  Note: " + note;
  return text;
}

}  // namespace app
