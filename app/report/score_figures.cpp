// Confusion matrix, histogram and box plot of the predictions by true class.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/report/figure_panels.h"
#include "app/report/figures.h"
#include "ml/metrics/resampling.h"

namespace app {
namespace {

constexpr std::size_t kBins = 20;

struct Histogram {
  std::vector<double> low, middle, high, count;
};

Histogram empty_histogram() {
  Histogram histogram;
  for (std::size_t i = 0; i < kBins; ++i) {
    histogram.low.push_back(static_cast<double>(i) / kBins);
    histogram.high.push_back(static_cast<double>(i + 1) / kBins);
    histogram.middle.push_back((static_cast<double>(i) + 0.5) / kBins);
    histogram.count.push_back(0);
  }
  return histogram;
}

// A bin holds its low end and not its high one, but for the last.
void count(Histogram& histogram, float score) {
  const auto bin = static_cast<std::size_t>(std::floor(static_cast<double>(score) * kBins));
  ++histogram.count[std::min(bin, kBins - 1)];
}

Series bars(Histogram histogram, std::string name, Tone tone) {
  return {.mark = Mark::Bars,
          .name = std::move(name),
          .tone = tone,
          .x = std::move(histogram.middle),
          .y = std::move(histogram.count),
          .low = std::move(histogram.low),
          .high = std::move(histogram.high)};
}

// Images of a class, and the others, by the probability of that class.
Panel histogram_panel(const FigureSource& source, int group) {
  const Scored& scored = source.outcome.scored;
  const bool two = scored.groups.size() == 2;
  const std::string& name = scored.groups[static_cast<std::size_t>(group)];
  Panel panel{.title = two ? "" : name};
  panel.x = {.title = "predicted probability of " + name, .range = {{0, 1}}};
  panel.y = {.title = "images", .whole_numbers = true};
  const AgainstRest rest = against_rest(scored, group);
  Histogram of_class = empty_histogram(), of_others = empty_histogram();
  for (std::size_t i = 0; i < rest.labels.size(); ++i)
    count(rest.labels[i] == 1 ? of_class : of_others, std::clamp(rest.scores[i], 0.0F, 1.0F));
  const std::int64_t others = static_cast<std::int64_t>(rest.labels.size()) - rest.positives;
  const auto titled = [](const std::string& what, std::int64_t n) { return what + ", n " + std::to_string(n); };
  panel.series.push_back(
      bars(std::move(of_others), titled(two ? "true " + scored.groups[0] : "others", others), group_tone(0)));
  panel.series.push_back(bars(std::move(of_class), titled("true " + name, rest.positives), group_tone(1)));
  if (two) {
    const double threshold = source.outcome.evaluation.threshold;
    panel.guides.push_back({Guide::Kind::Vertical, threshold, "threshold " + decimals(threshold, 2)});
  }
  return panel;
}

Box box_of(std::vector<double> values, std::string name, Tone tone) {
  Box box{.name = std::move(name), .tone = tone, .n = static_cast<std::int64_t>(values.size())};
  if (values.empty()) return box;
  std::ranges::sort(values);
  box.quartile_low = ml::quantile(values, 0.25);
  box.median = ml::quantile(values, 0.5);
  box.quartile_high = ml::quantile(values, 0.75);
  const double reach = 1.5 * (box.quartile_high - box.quartile_low);
  const auto first = std::ranges::lower_bound(values, box.quartile_low - reach);
  const auto last = std::ranges::upper_bound(values, box.quartile_high + reach);
  box.whisker_low = *first;
  box.whisker_high = *(last - 1);
  box.beyond.assign(values.begin(), first);
  box.beyond.insert(box.beyond.end(), last, values.end());
  return box;
}

}  // namespace

Figure confusion_figure(const FigureSource& source) {
  if (!source.problem.empty()) return figure_of_problem(source);
  const Evaluation& evaluation = source.outcome.evaluation;
  Figure figure;
  figure.caption = caption_of(
      source,
      "Counts; shade, and percents where there is room, of each true class. " +
          std::string(evaluation.groups.size() == 2 ? "Called " + evaluation.groups[1] + " at or above the threshold."
                      : source.outcome.calibration  ? "The most probable class before calibration is called."
                                                    : "The most probable class is called."));
  Panel panel{.x = {.title = "predicted"}, .y = {.title = "true"}};
  panel.matrix = Matrix{evaluation.groups, evaluation.confusion};
  figure.panels.push_back(std::move(panel));
  return figure;
}

Figure histogram_figure(const FigureSource& source) {
  if (!source.problem.empty()) return figure_of_problem(source);
  const Scored& scored = source.outcome.scored;
  Figure figure;
  figure.caption = caption_of(source, "Images by what the run gives them, in bins of 0.05, coloured by the label.");
  const std::vector<int> groups = largest_groups(scored, curve_groups(scored), figure.caption);
  figure.columns = groups.size() == 1 ? 1 : 3;
  for (const int group : groups) figure.panels.push_back(histogram_panel(source, group));
  return figure;
}

Figure box_figure(const FigureSource& source) {
  if (!source.problem.empty()) return figure_of_problem(source);
  const Scored& scored = source.outcome.scored;
  const std::size_t groups = scored.groups.size();
  const bool two = groups == 2;
  std::vector<std::vector<double>> values(groups);
  for (std::size_t i = 0; i < scored.labels.size(); ++i) {
    const auto truth = static_cast<std::size_t>(scored.labels[i]);
    values[truth].push_back(static_cast<double>(scored.probabilities[i * groups + (two ? 1 : truth)]));
  }
  Panel panel{.x = {.title = "true class"}};
  panel.y = {.title = two ? "predicted probability of " + scored.groups[1] : "predicted probability of the true class",
             .range = {{0, 1}}};
  for (std::size_t group = 0; group < groups; ++group) {
    panel.x.categories.push_back(scored.groups[group] + " (" + std::to_string(values[group].size()) + ")");
    panel.boxes.push_back(box_of(std::move(values[group]), scored.groups[group],
                                 two ? group_tone(static_cast<int>(group)) : group_tone(0)));
  }
  if (two) {
    const double threshold = source.outcome.evaluation.threshold;
    panel.guides.push_back({Guide::Kind::Horizontal, threshold, "threshold " + decimals(threshold, 2)});
  }
  Figure figure;
  figure.caption = caption_of(source,
                              "Box: quartiles and median. Whiskers reach to the last image within 1.5 interquartile "
                              "ranges; dots lie beyond. In brackets the number of images.");
  figure.panels.push_back(std::move(panel));
  return figure;
}

}  // namespace app
