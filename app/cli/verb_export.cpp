// nevus export WS KIND -o PATH
#include "app/cli/calibration_option.h"
#include "app/cli/find_run.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/export/export_data.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, kind, output, run;
  ExportRequest request;
  bool uncalibrated = false;
};

std::string kinds() {
  std::string text;
  for (const ExportKindInfo& info : export_kinds()) text += (text.empty() ? "" : ", ") + std::string(info.name);
  return text;
}

Outcome export_from(const Options& options) {
  const Interrupt interrupt;
  ExportRequest request = options.request;
  request.kind = export_kind_named(options.kind);
  request.output = options.output;
  request.calibrated = !options.uncalibrated;
  Workspace workspace(options.workspace, Workspace::Open::ToRead);
  if (!options.run.empty()) request.run = "run:" + std::to_string(find_run(workspace.reader(), options.run).id);
  const ExportReport report = export_data(workspace, request, terminal_progress(), interrupt.token());
  Outcome outcome{describe(report)};
  outcome.json = {{"kind", options.kind}, {"rows", report.rows}, {"files", Json::array()}, {"notes", report.notes}};
  for (const auto& file : report.files) outcome.json["files"].push_back(file.string());
  outcome.json["disclaimer"] = kDisclaimer;
  return outcome;
}

}  // namespace

void add_export(CommandLine& line) {
  auto options = std::make_shared<Options>();
  ExportRequest& request = options->request;
  Verb verb = line.verb("export", "Write labels, predictions, metrics or images for other programs");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("KIND", options->kind, "What: " + kinds()).required();
  verb.option("-o,--output", options->output, "File or folder to write").required();
  verb.option("--run", options->run, "Name or number of the run; the newest otherwise");
  verb.option("--split", request.split, "Only this split; of a submission test otherwise")
      .one_of({"train", "val", "test"});
  verb.flag("--copy", request.copy, "Of folders: copies instead of links");
  add_uncalibrated(verb, options->uncalibrated);
  verb.runs([options] { return export_from(*options); });
}

}  // namespace app::cli
