// nevus report WS -o REPORT.html
#include "app/cli/find_run.h"
#include "app/cli/report_options.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/report/report_html.h"
#include "app/workspace/output_file.h"

namespace app::cli {
namespace {

struct Options : ReportOptions {
  std::string workspace;
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
  options->request.figures.reason = "nevus report";
  Verb verb =
      line.verb("report", "One HTML file: results, data, slices, figures and the reporting checklists of a run");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  const ReportHandles typed = add_report_options(verb, *options);
  verb.option("-o,--out,--output", options->output, "File to write, .html; report-run-N-SPLIT.html otherwise");
  verb.runs([options, typed] {
    complete(*options, typed);
    return write_report(*options);
  });
}

}  // namespace app::cli
