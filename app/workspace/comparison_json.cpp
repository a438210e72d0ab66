#include "app/workspace/comparison_json.h"

#include <array>
#include <cstdio>

#include "app/core/disclaimer.h"
#include "app/core/number_text.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/run_calibration.h"

namespace app {
namespace {

std::string fixed(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string fixed_or_dash(const std::optional<double>& value, int digits) {
  return value ? fixed(*value, digits) : "-";
}

Json interval_json(const std::optional<ml::PairedInterval>& interval) {
  if (!interval) return {};
  return {{"low", interval->difference.low},
          {"high", interval->difference.high},
          {"width", interval->difference.high - interval->difference.low},
          {"p", interval->p},
          {"draws", interval->difference.draws_used},
          {"settled", interval->settled},
          {"within_noise", interval->within_noise()}};
}

Json metric_json(const MetricDifference& one) {
  const MetricInfo& info = metric_table()[static_cast<std::size_t>(one.metric)];
  Json json{{"metric", info.key}, {"a", Json(one.a)}, {"b", Json(one.b)}};
  json["difference"] = one.a && one.b ? Json(*one.a - *one.b) : Json();
  json["clustered_95"] = interval_json(one.clustered);
  json["single_95"] = interval_json(one.single);
  return json;
}

Json delong_json(const std::optional<ml::DelongTest>& test) {
  if (!test) return {};
  return {{"auc_a", test->auc_a},       {"auc_b", test->auc_b}, {"difference", test->difference},
          {"variance", test->variance}, {"low", test->low},     {"high", test->high},
          {"z", Json(test->z)},         {"p", Json(test->p)}};
}

Json side_json(const ComparedRun& side, const Evaluation& evaluation) {
  Json json{{"run", "run:" + std::to_string(side.id)}, {"name", side.name}, {"state", side.state}};
  json["note"] = side.note;
  json["not_shared"] = side.not_shared;
  json["views"] = side.views;
  json["calibration"] = side.calibration;
  json["notes"] = side.notes;
  json["leak"] = side.leak.empty() ? Json() : Json(side.leak);
  json["auc_without_leak"] = Json(side.auc_without_leak);
  json["evaluation"] = evaluation_json(evaluation);
  return json;
}

constexpr std::array kFlips{std::pair{Flip::OnlyARight, "only_a_right"}, std::pair{Flip::OnlyBRight, "only_b_right"},
                            std::pair{Flip::BothWrong, "both_wrong_otherwise"}};

Json flips_json(const RunComparison& comparison) {
  Json json = Json::object();
  for (const auto& [flip, key] : kFlips) {
    Json images = Json::array();
    for (const std::size_t row : rows_of_flip(comparison.numbers, flip)) images.push_back(comparison.images[row]);
    json[key] = std::move(images);
  }
  return json;
}

std::string metric_line(const MetricDifference& one, std::size_t groups) {
  std::string line(title_of(one.metric, groups));
  line.resize(18, ' ');
  line.append(" ").append(fixed_or_dash(one.a, 4)).append("  ").append(fixed_or_dash(one.b, 4));
  if (!one.a || !one.b) return line;
  if (!one.clustered) return line + "  " + fixed(*one.a - *one.b, 4) + "  95 % not estimated, " + noise_words(one);
  const auto& wide = one.clustered->difference;
  line += "  " + fixed(wide.estimate, 4) + "  95 % " + fixed(wide.low, 4) + " to " + fixed(wide.high, 4) + " (width " +
          fixed(wide.high - wide.low, 4);
  if (one.single) line += "; over single images " + fixed(one.single->difference.high - one.single->difference.low, 4);
  return line + "), " + noise_words(one);
}

std::string matrix_text(const RunComparison& comparison) {
  const auto& groups = comparison.numbers.a.groups;
  std::string text = "\n  true \\ predicted: A, B, A - B";
  for (std::size_t row = 0; row < groups.size(); ++row) {
    text += "\n    " + groups[row];
    for (std::size_t column = 0; column < groups.size(); ++column) {
      const auto of_a = comparison.numbers.a.confusion[row * groups.size() + column];
      const auto of_b = comparison.numbers.b.confusion[row * groups.size() + column];
      text += "  " + groups[column] + " " + std::to_string(of_a) + ", " + std::to_string(of_b) + ", " +
              std::to_string(of_a - of_b);
    }
  }
  return text;
}

std::string settings_text(const RunComparison& comparison) {
  std::string text = "\nsettings that differ:";
  int same = 0;
  for (const SettingPair& pair : comparison.settings) {
    if (!pair.differs()) {
      ++same;
      continue;
    }
    text += "\n  " + pair.title + ": " + (pair.a.empty() ? "-" : pair.a) + " and " + (pair.b.empty() ? "-" : pair.b);
  }
  return text + "\n  " + std::to_string(same) + " others are the same";
}

std::string side_text(const char* letter, const ComparedRun& side, const Evaluation& evaluation) {
  char threshold[40] = "";  // named where it decides
  if (evaluation.groups.size() == 2)
    std::snprintf(threshold, sizeof threshold, "threshold %.6g, ", evaluation.threshold);
  return std::string(letter) + " = run:" + std::to_string(side.id) + " (" + side.name + "), epoch " +
         std::to_string(evaluation.from.epoch) + ", " + threshold + asked_words(side.views, side.calibration);
}

void add_notes_of(std::vector<std::string>& notes, const char* letter, const ComparedRun& side) {
  if (side.not_shared > 0)
    notes.push_back(grouped(side.not_shared) + " images that only " + letter + " has judged are left out");
  if (!side.leak.empty())
    notes.push_back(std::string("LEAK in ") + letter + ": " + side.leak +
                    (side.auc_without_leak ? "; AUC without them " + fixed(*side.auc_without_leak, 4) : ""));
  for (const std::string& note : side.notes) notes.push_back(std::string(letter) + ": " + note);
}

}  // namespace

std::string delong_text(const Comparison& numbers) {
  if (!numbers.delong) return "";
  const ml::DelongTest& test = *numbers.delong;
  return "DeLong, images taken as independent: " + fixed(test.difference, 4) + " (95 % " + fixed(test.low, 4) + " to " +
         fixed(test.high, 4) + "), " + (test.p ? "p " + fixed(*test.p, 4) : "no p: no variance");
}

std::vector<std::string> comparison_notes(const RunComparison& comparison) {
  std::vector<std::string> notes;
  add_notes_of(notes, "A", comparison.a);
  add_notes_of(notes, "B", comparison.b);
  if (comparison.looks) notes.push_back(looks_text(*comparison.looks));
  return notes;
}

Json comparison_json(const RunComparison& comparison) {
  Json json{{"split", comparison.split}, {"target", comparison.target}, {"n", comparison.numbers.a.n}};
  json["clusters"] = comparison.numbers.drawn.groups;
  json["drawn"] = to_json(comparison.numbers.drawn);
  json["a"] = side_json(comparison.a, comparison.numbers.a);
  json["b"] = side_json(comparison.b, comparison.numbers.b);
  json["metrics"] = Json::array();
  for (const MetricDifference& one : comparison.numbers.metrics) json["metrics"].push_back(metric_json(one));
  json["delong"] = delong_json(comparison.numbers.delong);
  json["flips"] = flips_json(comparison);
  json["settings"] = Json::array();
  for (const SettingPair& pair : comparison.settings)
    json["settings"].push_back(
        {{"key", pair.key}, {"title", pair.title}, {"a", pair.a}, {"b", pair.b}, {"differs", pair.differs()}});
  if (comparison.looks) json["test_looks"] = comparison.looks->in_all;
  json["disclaimer"] = kDisclaimer;
  return json;
}

std::string comparison_text(const RunComparison& comparison) {
  const Comparison& numbers = comparison.numbers;
  std::string text = side_text("A", comparison.a, numbers.a) + "\n" + side_text("B", comparison.b, numbers.b) +
                     "\non " + comparison.split + ", n " + grouped(numbers.a.n) + ", " + counted_unit(numbers.drawn) +
                     ", label revision " + grouped(numbers.a.from.label_revision) + "\n";
  if (!numbers.metrics.empty()) text += difference_text(numbers.metrics.front(), numbers.drawn) + "\n";
  if (const std::string delong = delong_text(numbers); !delong.empty()) text += delong + "\n";
  text += "\n  metric             A       B       A - B";
  for (const MetricDifference& one : numbers.metrics) text += "\n  " + metric_line(one, numbers.a.groups.size());
  if (numbers.drawn.draws > 0 || is_one_group(numbers.drawn)) text += "\n  95 %: " + text_of_several(numbers.drawn);
  text += matrix_text(comparison);
  text += "\nonly A is right about " + std::to_string(rows_of_flip(numbers, Flip::OnlyARight).size()) +
          " images, only B about " + std::to_string(rows_of_flip(numbers, Flip::OnlyBRight).size());
  text += settings_text(comparison);
  for (const std::string& note : comparison_notes(comparison)) text += "\nnote: " + note;
  return text + "\n" + kDisclaimer;
}

}  // namespace app
