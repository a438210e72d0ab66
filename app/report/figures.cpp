#include "app/report/figures.h"

#include <array>
#include <stdexcept>

#include "app/core/joined.h"

namespace app {
namespace {

constexpr std::array<FigureInfo, 10> kFigures = {{
    {"history", "Training history",
     "accuracy, loss, precision, sensitivity (recall), AUC, learning rate of every epoch", history_figure},
    {"confusion", "Confusion matrix", "true class by predicted class, in counts and percents of the true class",
     confusion_figure},
    {"threshold", "Threshold analysis",
     "accuracy, precision, sensitivity (recall), F1 against the threshold, the best marked", threshold_figure},
    {"precision-recall", "Precision-recall curve", "precision against recall over all thresholds",
     precision_recall_figure},
    {"roc", "ROC curve", "sensitivity against false alarms over all thresholds", roc_figure},
    {"histogram", "Predictions by true class", "how many images of each true class get which probability",
     histogram_figure},
    {"box", "Spread of predictions", "quartiles of the probability by true class", box_figure},
    {"reliability", "Reliability", "what share of the images called 30 % turns out so, and how many there are",
     reliability_figure},
    {"robustness", "Robustness curves", "what is lost as pictures get worse, as `nevus stress` measured it",
     robustness_figure, [](const FigureSource& source) { return source.stress.has_value(); }},
    {"risk-coverage", "Risk and coverage", "what share is wrong of what is answered, by each doubt that can be had",
     risk_coverage_figure, [](const FigureSource& source) { return source.risk.has_value(); }},
}};

}  // namespace

std::span<const FigureInfo> figure_list() { return kFigures; }

const FigureInfo& figure_named(std::string_view name) {
  std::vector<std::string> names;
  for (const FigureInfo& info : kFigures) {
    if (info.name == name) return info;
    names.emplace_back(info.name);
  }
  throw std::runtime_error("making a figure: there is none called \"" + std::string(name) + "\"; there are " +
                           joined(names));
}

Figure make_figure(std::string_view name, const FigureSource& source) {
  const FigureInfo& info = figure_named(name);
  Figure figure = info.make(source);
  figure.name = info.name;
  if (figure.title.empty()) figure.title = info.title;
  return figure;
}

}  // namespace app
