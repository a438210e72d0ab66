// A risk report in words and as JSON.
#include <algorithm>
#include <array>
#include <cstdio>

#include "app/core/number_text.h"
#include "app/workspace/risk_report.h"

namespace app {
namespace {

constexpr std::array kCoverages = {0.95, 0.9, 0.8, 0.7, 0.5};

template <typename... Numbers>
std::string formatted(const char* format, Numbers... numbers) {
  char text[160];
  std::snprintf(text, sizeof text, format, numbers...);
  return text;
}

std::string row_text(const RankedDoubt& row, const RiskReport& report) {
  std::string line = "\n  " + row.title;
  line.resize(43, ' ');
  if (!row.problem.empty()) return line + "cannot be had: " + row.problem;
  line += formatted("%.4f  %.4f", row.ranking.area, row.ranking.excess);
  line += row.finds_errors_auc ? formatted("  %.3f", *row.finds_errors_auc) : "      –";
  for (const double coverage : {0.9, 0.8})
    line += formatted("  %.3f", ml::answer_share(report.wrong, row.doubts, coverage).risk);
  if (row.beside_probability)
    line += formatted("  %+.4f (%+.4f to %+.4f)", row.beside_probability->estimate, row.beside_probability->low,
                      row.beside_probability->high);
  return line;
}

Json curve_json(const ml::RiskCoverage& ranking) {
  constexpr std::size_t kMostPoints = 200;
  Json points = Json::array();
  const std::size_t step = std::max<std::size_t>(1, ranking.curve.size() / kMostPoints);
  for (std::size_t i = step - 1; i < ranking.curve.size(); i += step)
    points.push_back(
        {{"coverage", ranking.curve[i].coverage}, {"risk", ranking.curve[i].risk}, {"doubt", ranking.curve[i].doubt}});
  return points;
}

Json beside_json(const ml::BootstrapInterval& found, const DrawnOver& drawn) {
  return {{"difference", found.estimate}, {"low", found.low},   {"high", found.high},    {"draws", found.draws_used},
          {"settled", found.settled},     {"unit", drawn.unit}, {"groups", drawn.groups}};
}

Json row_json(const RankedDoubt& row, const RiskReport& report) {
  Json json{{"name", row.name}, {"title", row.title}, {"of_the_model_alone", row.doubt.has_value()}};
  if (!row.problem.empty()) {
    json["problem"] = row.problem;
    return json;
  }
  json["aurc"] = row.ranking.area;
  json["excess_aurc"] = row.ranking.excess;
  json["finds_errors_auc"] = row.finds_errors_auc ? Json(*row.finds_errors_auc) : Json();
  json["risk_at"] = Json::array();
  for (const double coverage : kCoverages) {
    const ml::AnsweredShare share = ml::answer_share(report.wrong, row.doubts, coverage);
    json["risk_at"].push_back({{"coverage", share.coverage},
                               {"risk", share.risk},
                               {"answered", share.answered},
                               {"most_doubt", share.most_doubt}});
  }
  if (row.beside_probability) json["beside_probability"] = beside_json(*row.beside_probability, report.drawn);
  json["curve"] = curve_json(row.ranking);
  return json;
}

}  // namespace

std::string risk_text(const RiskReport& report) {
  const auto& first = report.doubts.front().ranking;
  std::string text = "Risk and coverage: " + grouped(static_cast<std::int64_t>(first.wrong)) + " of " +
                     grouped(static_cast<std::int64_t>(first.images)) + formatted(" wrong (%.3f)", first.risk) +
                     (report.two_groups ? formatted(" at the threshold %.4g", report.threshold) : "") + ", in " +
                     std::to_string(report.views) + (report.views == 1 ? " view" : " views");
  text += "\n  doubt                                    area    excess  finds  risk at      less that of the first row";
  text += "\n                                           (AURC)          errors 90 %  80 %   (95 %)";
  for (const RankedDoubt& row : report.doubts) text += row_text(row, report);
  if (report.drawn.draws > 0 || is_one_group(report.drawn)) text += "\n  95 %: " + text_of_several(report.drawn);
  if (report.head_seconds > 0) text += formatted("\n  (the further heads took %.0f s)", report.head_seconds);
  text += "\n  Least area of those that a model can be asked for by itself: " + report.best().title;
  for (const std::string& note : report.notes) text += "\n  note: " + note;
  return text;
}

Json risk_json(const RiskReport& report) {
  Json json{{"n", report.images.size()},
            {"wrong", report.doubts.front().ranking.wrong},
            {"risk", report.doubts.front().ranking.risk},
            {"perfect_aurc", report.doubts.front().ranking.perfect},
            {"threshold", report.two_groups ? Json(report.threshold) : Json()},
            {"views", report.views},
            {"head_seconds", report.head_seconds},
            {"best", report.best().name},
            {"notes", report.notes},
            {"doubts", Json::array()}};
  for (const RankedDoubt& row : report.doubts) json["doubts"].push_back(row_json(row, report));
  return json;
}

}  // namespace app
