// The figures there are, by name: what `nevus plot --list` tells, and what makes each. One more figure is one more row.
//
//   for (const FigureInfo& info : figure_list()) print(info.name, info.what);
//   const Figure roc = make_figure("roc", source);
//
// Each works for two groups and for more (one against the rest, or the most probable). What it cannot show it says.
// Any thread; pure functions.
#pragma once

#include <span>
#include <string_view>

#include "app/report/figure.h"
#include "app/report/figure_source.h"

namespace app {

struct FigureInfo {
  std::string_view name;   // "roc"
  std::string_view title;  // "ROC curve"
  std::string_view what;   // in a sentence
  Figure (*make)(const FigureSource& source);
  // Where it needs more than stored predictions: whether that was measured. A report leaves it out where it was not.
  bool (*measured)(const FigureSource& source) = nullptr;
};

std::span<const FigureInfo> figure_list();
// Throws std::runtime_error naming those there are.
const FigureInfo& figure_named(std::string_view name);
Figure make_figure(std::string_view name, const FigureSource& source);

Figure history_figure(const FigureSource& source);
Figure confusion_figure(const FigureSource& source);
Figure threshold_figure(const FigureSource& source);
Figure precision_recall_figure(const FigureSource& source);
Figure roc_figure(const FigureSource& source);
Figure histogram_figure(const FigureSource& source);
Figure box_figure(const FigureSource& source);
Figure reliability_figure(const FigureSource& source);
Figure robustness_figure(const FigureSource& source);
Figure risk_coverage_figure(const FigureSource& source);  // where measure_risk was called
// Of a model that is no run, or a result that was not kept. `before_fifth`: with the words of reports before that
// edition.
Figure robustness_of(const StressResult& result, Caption caption, bool before_fifth = false);

}  // namespace app
