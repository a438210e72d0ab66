// What is lost as pictures get worse: one panel the corruptions, one the attacks, and the recall of each group under
// both. From what `nevus stress` kept beside the run's model.
#include <algorithm>
#include <cctype>
#include <utility>

#include "app/report/figure_panels.h"
#include "app/report/figures.h"
#include "app/stress/corruption.h"
#include "app/stress/stress_text.h"

namespace app {
namespace {

constexpr AxisRange kStrengthRange = {0, kStrengths};

// From the pictures as they are, strength 0, to the last that was measured.
template <typename ValueOf>
Series curve_of(const StressResult& result, const std::string& name, int place, const ValueOf& value_of) {
  Series series{.mark = Mark::Line, .name = name, .tone = metric_tone(place)};
  for (const StressCell& cell : result.cells) {
    if (cell.name != name) continue;
    const StressCell* clean = clean_of(result, cell);
    if (series.x.empty() && clean != nullptr) {
      series.x.push_back(0);
      series.y.push_back(or_gap(value_of(*clean)));
    }
    series.x.push_back(cell.strength);
    series.y.push_back(or_gap(value_of(cell)));
  }
  return series;
}

template <typename ValueOf>
Panel panel_of(const StressResult& result, StressKind kind, std::string title, std::string y_title,
               const ValueOf& value_of) {
  Panel panel{.title = std::move(title)};
  panel.x = {.title = "strength, 0: as it is", .range = kStrengthRange, .whole_numbers = true};
  panel.y = {.title = std::move(y_title), .range = AxisRange{0, 1}};
  int place = 0;
  for (const std::string& name : names_of(result, {kind}))
    panel.series.push_back(curve_of(result, name, place++, value_of));
  const bool any = std::ranges::any_of(panel.series, [](const Series& series) {
    return std::ranges::any_of(series.y, [](double value) { return value == value; });
  });
  if (!any) {
    panel.series.clear();
    panel.missing = kind == StressKind::Attack
                        ? "No attack was measured; nevus stress --attack does"
                        : "Not defined: the images that were drawn are of one class, or none was measured";
  }
  return panel;
}

void add_group_panels(Figure& figure, const StressResult& result, bool before_fifth) {
  const bool of_two = result.groups.size() == 2 && !before_fifth;
  for (std::size_t group = 0; group < std::min(result.groups.size(), kMostPanels); ++group) {
    const std::string name = of_two ? group_recall_title(result, group) : "recall";
    std::string title = of_two ? name : name + " of " + result.groups[group];
    title.front() = static_cast<char>(std::toupper(title.front()));
    figure.panels.push_back(
        panel_of(result, StressKind::Corruption, std::move(title), name, [group](const StressCell& cell) {
          return group < cell.sensitivity.size() ? cell.sensitivity[group] : std::nullopt;
        }));
  }
}

}  // namespace

Figure robustness_of(const StressResult& result, Caption caption, bool before_fifth) {
  Figure figure{.name = "robustness", .title = "Robustness curves", .columns = 2};
  const Metric metric = stress_metric(result);
  const std::string title(metric_table()[static_cast<std::size_t>(metric)].title);
  const auto value_of = [metric](const StressCell& cell) { return cell.metrics[metric]; };
  figure.panels.push_back(panel_of(result, StressKind::Corruption, "Corruptions", title, value_of));
  figure.panels.push_back(panel_of(result, StressKind::Attack, "Attacks, L-infinity", title, value_of));
  add_group_panels(figure, result, before_fifth);
  const std::string mean = mean_drop_text(result);
  caption.text = "Asked about " + result.drawn + (mean.empty() ? "." : "; " + mean + ".");
  for (const StressKind kind : {StressKind::Corruption, StressKind::Attack})
    for (const std::string& name : names_of(result, {kind})) caption.text += " " + strengths_text(name) + ".";
  caption.split = result.split;
  caption.target = result.target;
  caption.n = result.cells.empty() ? 0 : result.cells.front().n;
  caption.label_revision = result.label_revision;
  if (result.epoch > 0) caption.epoch = result.epoch;
  if (result.groups.size() == 2) caption.threshold = result.threshold;
  for (const std::string& note : result.notes) caption.notes.push_back(note);
  if (!result.complete) caption.notes.emplace_back("It was stopped; what is lacking was not measured");
  figure.caption = std::move(caption);
  return figure;
}

Figure robustness_figure(const FigureSource& source) {
  if (source.stress) return robustness_of(*source.stress, {.run = title_of(source.run)}, source.before_fifth);
  Figure figure;
  figure.caption = {.text = "Curves under corruptions.", .run = title_of(source.run), .target = source.run.target};
  figure.caption.split = source.request.split;
  figure.panels.push_back({.missing = source.stress_problem.empty()
                                          ? title_of(source.run) + " was not asked about worse pictures of " +
                                                source.request.split + "; nevus stress does"
                                          : source.stress_problem});
  return figure;
}

}  // namespace app
