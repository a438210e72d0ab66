#include "app/stress/stress_text.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

#include "app/core/disclaimer.h"
#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/export/csv_text.h"
#include "app/stress/attack.h"

namespace app {
namespace {

constexpr std::size_t kNameWidth = 20, kCellWidth = 8;

using ValueOf = std::function<std::optional<double>(const StressCell&)>;

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

// As wide in letters as asked for; "–" is three bytes and one letter.
std::string right(const std::string& text, std::size_t width) {
  const auto letters =
      static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; }));
  return std::string(letters < width ? width - letters : 0, ' ') + text;
}

std::string left(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

std::vector<std::string> measured_names(const StressResult& result) {
  return names_of(result, {StressKind::Corruption, StressKind::Attack});
}

std::string table(const StressResult& result, const std::string& title, const ValueOf& value_of) {
  std::string text = "\n\n" + left(title, kNameWidth) + right("clean", kCellWidth);
  for (int strength = 1; strength <= kStrengths; ++strength) text += right(std::to_string(strength), kCellWidth);
  for (const std::string& name : measured_names(result)) {
    std::vector<std::string> cells(kStrengths + 1, "–");
    for (const StressCell& cell : result.cells) {
      if (cell.name != name) continue;
      if (const StressCell* clean = clean_of(result, cell)) cells[0] = score_text(value_of(*clean));
      cells[static_cast<std::size_t>(cell.strength)] = score_text(value_of(cell));
    }
    text += "\n" + left("  " + name, kNameWidth);
    for (const std::string& cell : cells) text += right(cell, kCellWidth);
  }
  return text;
}

std::string amounts_text(const auto& amounts) {
  std::string text;
  for (const auto amount : amounts) text += (text.empty() ? "" : ", ") + short_number(amount);
  return text;
}

std::string heading(const StressResult& result) {
  std::string text = result.model + " on " + result.split + ": " + result.drawn + ", target " + result.target +
                     ", label revision " + std::to_string(result.label_revision);
  if (result.groups.size() == 2) text += ", threshold " + short_number(result.threshold);
  if (!result.cells.empty())
    text +=
        result.cells.front().views == 1 ? ", one view" : ", " + std::to_string(result.cells.front().views) + " views";
  text += ", " + (result.calibration.empty() ? "calibration not recorded" : result.calibration);
  return text;
}

std::string clean_text(const StressResult& result) {
  if (result.cells.empty()) return "\nNothing was measured.";
  const StressCell& clean = result.cells.front();
  std::string text = "\nAs they are: AUC " + score_text(clean.metrics[Metric::Auc]);
  if (clean.auc_low && clean.auc_high)
    text += " (95 % " + score_text(clean.auc_low) + " to " + score_text(clean.auc_high) + ")";
  return text + ", balanced accuracy " + score_text(clean.metrics[Metric::BalancedAccuracy]) + ", accuracy " +
         score_text(clean.metrics[Metric::Accuracy]) + ", n " + grouped(clean.n);
}

}  // namespace

std::string strengths_of(const std::string& name) {
  for (const CorruptionInfo& info : corruption_list())
    if (info.name == name)
      return std::string(info.what) + "; " + std::string(info.parameter) + " " + amounts_text(info.amounts);
  for (const AttackInfo& info : attack_list())
    if (info.name == name)
      return std::string(info.what) + "; most change of a value, in 255ths, " + amounts_text(kAttackAmounts);
  return "";
}

std::string strengths_text(const std::string& name) {
  const std::string strengths = strengths_of(name);
  return strengths.empty() ? name : name + ": " + strengths;
}

std::string measured_text(const StressResult& result) {
  const std::vector<std::string> corruptions = names_of(result, {StressKind::Corruption});
  const std::vector<std::string> attacks = names_of(result, {StressKind::Attack});
  const std::string of = std::to_string(corruption_list().size()) + " corruptions; ";
  std::string text = "no corruption of " + of;
  if (!corruptions.empty()) text = joined(corruptions) + ": " + std::to_string(corruptions.size()) + " of " + of;
  if (corruptions.size() == corruption_list().size()) text = "all " + of;
  return text + (attacks.empty() ? "no attacks" : joined(attacks));
}

std::string group_recall_title(const StressResult& result, std::size_t group) {
  if (result.groups.size() == 2) return group == 1 ? "sensitivity" : "specificity";
  return "recall of " + result.groups[group];
}

std::string mean_drop_text(const StressResult& result) {
  const auto mean = mean_corruption_drop(result);
  if (!mean) return "";
  const Metric metric = stress_metric(result);
  return "mean " + std::string(metric_table()[static_cast<std::size_t>(metric)].title) + " lost over " +
         std::to_string(mean->corruptions) + (mean->corruptions == 1 ? " corruption" : " corruptions") + " (" +
         std::to_string(mean->cells) + " cells): " + score_text(mean->drop) + " (" +
         score_text(result.cells.front().metrics[metric]) + " on the pictures as they are)";
}

std::string stress_text(const StressResult& result) {
  const Metric main = stress_metric(result);
  std::string text = heading(result) + "\nMeasured: " + measured_text(result) + clean_text(result);
  if (const std::string mean = mean_drop_text(result); !mean.empty()) text += "\n" + mean;
  if (!measured_names(result).empty()) {
    for (const Metric metric : {main, Metric::Accuracy})
      text += table(result, std::string(metric_table()[static_cast<std::size_t>(metric)].title),
                    [&](const StressCell& cell) { return cell.metrics[metric]; });
    for (std::size_t group = 0; group < result.groups.size(); ++group)
      text += table(result, group_recall_title(result, group), [&](const StressCell& cell) {
        return group < cell.sensitivity.size() ? cell.sensitivity[group] : std::nullopt;
      });
    text += "\n\nStrengths 1 to 5";
    for (const std::string& name : measured_names(result)) text += "\n  " + strengths_text(name);
  }
  for (const std::string& note : result.notes) text += "\nnote: " + note;
  if (!result.unreadable.empty())
    text += "\n" + std::to_string(result.unreadable.size()) +
            " images could not be read and are left out; the first: " + result.unreadable.front();
  if (!result.complete) text += "\nStopped or cut short: what is lacking stands as –.";
  return text + "\n" + kDisclaimer;
}

std::string stress_csv(const StressResult& result) {
  std::vector<std::string> heading = {"model", "split", "kind", "name", "strength", "amount", "views", "n"};
  for (const MetricInfo& metric : metric_table()) heading.emplace_back(metric.key);
  heading.insert(heading.end(), {"auc_low", "auc_high"});
  for (const std::string& group : result.groups) heading.push_back("recall " + group);
  CsvText csv(heading);
  constexpr const char* kKinds[] = {"clean", "corruption", "attack"};
  for (const StressCell& cell : result.cells) {
    csv.text(result.model).text(result.split).text(kKinds[static_cast<std::size_t>(cell.kind)]).text(cell.name);
    csv.number(cell.strength);
    csv.real(cell.kind == StressKind::Clean ? std::nullopt : std::optional(cell.amount))
        .number(cell.views)
        .number(cell.n);
    for (const MetricInfo& metric : metric_table()) csv.real(cell.metrics[metric.id]);
    csv.real(cell.auc_low).real(cell.auc_high);
    for (const auto& value : cell.sensitivity) csv.real(value);
    csv.end_row();
  }
  return csv.written();
}

}  // namespace app
