// What is gained by not answering where the doubt is greatest: a curve for each doubt, its area in the legend, beside
// that of a perfect ranking.
#include <algorithm>
#include <cctype>
#include <utility>

#include "app/report/figure_panels.h"
#include "app/report/figures.h"
#include "app/workspace/model_store.h"
#include "ml/familiarity/referral.h"

namespace app {
namespace {

// One wrong answer among the first few is a risk of a half, and would be all that is seen of many images.
constexpr std::size_t kManyImages = 100, kFirstAnswers = 10;
constexpr double kRoomAbove = 1.1;  // the curves, for the words of the guide

std::size_t first_answers(const RiskReport& report) { return report.images.size() < kManyImages ? 1 : kFirstAnswers; }

// What is answered of the images with the least doubt, and what share of it is wrong.
Series curve_of(const RankedDoubt& row, int place, std::size_t from) {
  Series series{
      .mark = Mark::Line, .name = row.title + ", area " + decimals(row.ranking.area, 3), .tone = metric_tone(place)};
  const double least = static_cast<double>(from) / static_cast<double>(row.ranking.images);
  for (const ml::RiskPoint& point : row.ranking.curve) {
    if (point.coverage < least) continue;
    series.x.push_back(point.coverage);
    series.y.push_back(point.risk);
  }
  return series;
}

// Every wrong answer has more doubt than every right one.
Series perfect_curve(const ml::RiskCoverage& ranking) {
  const auto n = static_cast<double>(ranking.images), wrong = static_cast<double>(ranking.wrong);
  Series series{.name = "perfect ranking, area " + decimals(ranking.perfect, 3), .tone = {Tone::Kind::Reference}};
  series.x = {0};
  series.y = {0};
  for (double answered = n - wrong; answered <= n; ++answered) {
    if (answered == 0) continue;
    series.x.push_back(answered / n);
    series.y.push_back((answered - (n - wrong)) / answered);
  }
  series.dashed = true;
  return series;
}

Panel curves_of(const RiskReport& report, Caption& caption) {
  Panel panel;
  panel.x = {.title = "coverage: share that is answered, least doubt first", .range = AxisRange{0, 1}};
  panel.y = {.title = "risk: share of the answers that is wrong"};
  int place = 0;
  double highest = 0;
  for (const RankedDoubt& row : report.doubts) {
    if (!row.problem.empty()) {
      caption.notes.push_back("Not to be had: " + row.title + " (" + row.problem + ")");
      continue;
    }
    panel.series.push_back(curve_of(row, place++, first_answers(report)));
    highest = std::max(highest, std::ranges::max(panel.series.back().y));
  }
  panel.series.push_back(perfect_curve(report.doubts.front().ranking));
  panel.y.range = AxisRange{0, highest > 0 ? kRoomAbove * highest : 1};
  return panel;
}

}  // namespace

void measure_risk(Workspace& workspace, FigureSource& source, const OnProgress& progress) {
  if (!source.problem.empty()) return;
  try {
    if (source.request.epoch != source.best_epoch)
      throw std::runtime_error("the model that is kept is of epoch " + std::to_string(source.best_epoch) +
                               ", not of epoch " + std::to_string(source.request.epoch));
    const ml::Model model = find_model(&workspace, "run:" + std::to_string(source.run.id));
    source.risk =
        risk_report({.home = workspace, .images = workspace, .run = source.run.id}, model, source.outcome, progress);
    if (const auto referral = ml::referral_of(model)) source.answered_share = referral->coverage;
  } catch (const std::exception& error) {
    source.risk_problem = error.what();
  }
}

Figure risk_coverage_figure(const FigureSource& source) {
  if (!source.problem.empty()) return figure_of_problem(source);
  Figure figure;
  if (!source.risk) {
    figure.caption = caption_of(source, "Curves of risk and coverage.");
    figure.panels.push_back({.missing = source.risk_problem.empty()
                                            ? title_of(source.run) + " was not asked for its doubts; nevus plot does"
                                            : "No doubt can be had: " + source.risk_problem});
    return figure;
  }
  figure.caption = caption_of(source,
                              "Images are answered in the order of a doubt, the least first. The area under a curve is "
                              "the mean risk over all coverages; less is better.");
  if (const std::size_t from = first_answers(*source.risk); from > 1)
    figure.caption.text += " Curves begin where " + std::to_string(from) + " images are answered.";
  Panel panel = curves_of(*source.risk, figure.caption);
  if (source.answered_share && *source.answered_share < 1)
    panel.guides.push_back({Guide::Kind::Vertical, *source.answered_share,
                            "answered " + decimals(100 * *source.answered_share, 0) + " %"});
  for (std::string note : source.risk->notes) {
    if (!note.empty()) note[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(note[0])));
    figure.caption.notes.push_back(std::move(note));
  }
  figure.panels.push_back(std::move(panel));
  return figure;
}

}  // namespace app
