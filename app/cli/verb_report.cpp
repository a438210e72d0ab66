// nevus report WS -o REPORT.html
#include "app/cli/calibration_option.h"
#include "app/cli/find_run.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/report/report_html.h"
#include "app/workspace/output_file.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, run, output;
  ReportRequest request;
  double threshold = 0.5;
  bool uncalibrated = false;
};

Outcome write_report(Options options) {
  Workspace workspace(options.workspace, Workspace::Open::ToRead);
  const db::Reader& reader = workspace.reader();
  options.request.figures.run = options.run.empty() ? newest_run(reader) : find_run(reader, options.run).id;
  if (options.output.empty())
    options.output =
        "report-run-" + std::to_string(options.request.figures.run) + "-" + options.request.figures.split + ".html";
  const OutputFile output(options.output, &workspace);
  require_ending(options.output, ".html", "writing a report");
  const Report report = make_report(workspace, options.request, terminal_progress());
  output.write(report_html(report));
  Outcome outcome;
  outcome.json = {{"file", output.path().string()}, {"report", report.block}, {"disclaimer", kDisclaimer}};
  outcome.text = output.path().string() + "\n`nevus verify` computes its numbers again.\n" + kDisclaimer;
  return outcome;
}

}  // namespace

void add_report(CommandLine& line) {
  auto options = std::make_shared<Options>();
  FigureRequest& request = options->request.figures;
  request.reason = "nevus report";
  Verb verb =
      line.verb("report", "One HTML file: results, data, slices, figures and the reporting checklists of a run");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("--run", options->run, "Name or number of the run; the newest with a finished epoch otherwise");
  verb.option("--epoch", request.epoch, "Epoch of the run; the best otherwise").positive();
  verb.option("--split", request.split, "train, val or test; test counts as a look at it")
      .one_of({"train", "val", "test"})
      .shows_default();
  const Option threshold =
      verb.option("--threshold", options->threshold,
                  "Of two classes; the one kept with the run otherwise, else 0.5 before calibration")
          .between(0.0, 1.0);
  add_uncalibrated(verb, options->uncalibrated);
  verb.option("-o,--out,--output", options->output, "File to write, .html; report-run-N-SPLIT.html otherwise");
  verb.runs([options, threshold] {
    options->request.figures.calibrated = !options->uncalibrated;
    if (threshold.given()) options->request.figures.threshold = options->threshold;
    return write_report(*options);
  });
}

}  // namespace app::cli
