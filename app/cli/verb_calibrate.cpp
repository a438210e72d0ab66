// nevus calibrate WS RUN [--on|--off]
#include "app/cli/find_run.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/workspace/run_calibration.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, run;
  bool on = false, off = false, show = false;
};

RunCalibration done(Workspace& workspace, RunId run, const Options& options) {
  if (!options.on && !options.off && !options.show) return fit_run_calibration(workspace, workspace.reader(), run);
  if (!options.show) switch_calibration(workspace, workspace.reader(), run, options.on);
  return calibration_of(*db::run(workspace.reader(), run));
}

Outcome calibrate(const Options& options) {
  Workspace workspace(options.workspace, options.show ? Workspace::Open::ToRead : Workspace::Open::MustExist);
  const db::Run run = find_run(workspace.reader(), options.run);
  const RunCalibration calibration = done(workspace, run.id, options);
  Outcome outcome{run.name + ", " + calibration_text(calibration) + "\n" + kDisclaimer, calibration_json(calibration)};
  outcome.json["run"] = "run:" + std::to_string(run.id);
  outcome.json["words"] = calibration_words(calibration);
  outcome.json["disclaimer"] = kDisclaimer;
  return outcome;
}

}  // namespace

void add_calibrate(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("calibrate", "Fit a run's temperature and prior on validation, or switch them on and off");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("RUN", options->run, "Name or number of the run").required();
  const Option on = verb.flag("--on", options->on, "Apply what was fitted");
  const Option off = verb.flag("--off", options->off, "Keep it, but show what the network gave").excludes(on);
  verb.flag("--show", options->show, "Only say what is kept").excludes(on).excludes(off);
  verb.runs([options] { return calibrate(*options); });
}

}  // namespace app::cli
