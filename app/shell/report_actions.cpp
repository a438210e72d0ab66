// Saving what is shown of the run: the report, all figures, or one.
#include "app/report/figures.h"
#include "app/shell/workbench.h"

namespace app {

void Workbench::enter_report_actions() {
  const auto shown = [this] {
    const RunView& view = session_.models().run;
    return ReportDesk::Shown{.run = view.run.value_or(0),
                             .epoch = view.run ? view.evaluation.epoch : 0,
                             .split = view.evaluation.split,
                             .threshold = view.evaluation.threshold};
  };
  actions_.add({.id = "save-report",
                .menu = "File",
                .title = "Save report",
                .tooltip =
                    "One HTML file of the shown run, with every number's origin and the reporting checklists; it "
                    "goes to the folder reports of the workspace",
                .run = [this, shown] { reports_.save_report(shown()); }});
  actions_.add({.id = "save-figures",
                .menu = "File",
                .title = "Save figures",
                .tooltip = "Every figure of the shown run as PNG at 300 dpi, SVG and CSV, in the folder reports of the "
                           "workspace",
                .shortcut = "ctrl+shift+e",
                .run = [this, shown] { reports_.save_figures(shown(), "all"); }});
  for (const FigureInfo& info : figure_list()) {
    actions_.add({.id = "save-figure-" + std::string(info.name),
                  .title = "Save figure: " + std::string(info.title),
                  .tooltip = "As PNG at 300 dpi, SVG and CSV: " + std::string(info.what),
                  .run = [this, shown, name = std::string(info.name)] { reports_.save_figures(shown(), name); }});
  }
}

}  // namespace app
