// nevus refer WS RUN --coverage 0.8 [--keep] | --forget
#include <memory>
#include <optional>

#include "app/cli/calibration_option.h"
#include "app/cli/find_run.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/report/figure_files.h"
#include "app/report/figures.h"
#include "app/workspace/referral_choice.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, run, output;
  ReferralRequest request;
  bool keep = false, forget = false, uncalibrated = false;
};

Outcome forget(const Options& options) {
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  const db::Run run = find_run(workspace.reader(), options.run);
  forget_referral(workspace, run.id);
  return {run.name + " answers every image again", Json{{"run", "run:" + std::to_string(run.id)}, {"coverage", 1}}};
}

// The doubts as curves, with the share that was chosen.
void write_curves(Workspace& workspace, const ReferralChoice& choice, bool calibrated, const OutputFile& file) {
  FigureSource source = read_figure_source(workspace, {.run = choice.run, .calibrated = calibrated}, {});
  source.risk = choice.doubts;
  source.answered_share = choice.referral.coverage;
  write_figure(file, make_figure("risk-coverage", source));
}

Outcome refer(const Options& options) {
  if (options.forget) return forget(options);
  if (!options.output.empty()) require_figure_ending(options.output);
  Workspace workspace(options.workspace, options.keep ? Workspace::Open::MustExist : Workspace::Open::ToRead);
  ReferralRequest request = options.request;
  request.run = find_run(workspace.reader(), options.run).id;
  request.calibrated = !options.uncalibrated;
  std::optional<OutputFile> figure;  // looked at before anything is computed
  if (!options.output.empty()) figure.emplace(options.output, &workspace);
  const ReferralChoice choice = choose_referral(workspace, request, terminal_progress());
  if (options.keep) keep_referral(workspace, choice);
  if (figure) write_curves(workspace, choice, request.calibrated, *figure);
  Outcome outcome{referral_text(choice), referral_json(choice)};
  outcome.text += options.keep ? "\nKept with the run." : "\nNot kept; --keep keeps it with the run.";
  if (figure) outcome.text += "\n" + figure->path().string();
  if (figure) outcome.json["figure"] = figure->path().string();
  outcome.text += std::string("\n") + kDisclaimer;
  outcome.json["kept"] = options.keep;
  outcome.json["disclaimer"] = kDisclaimer;
  return outcome;
}

}  // namespace

void add_refer(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("refer", "Choose the share of images that a run answers; the others it refers to a person");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("RUN", options->run, "Name or number of the run").required();
  verb.option("--coverage", options->request.coverage, "Share of images that is answered")
      .between(0.01, 1.0)
      .shows_default();
  verb.option("--doubt", options->request.doubt,
              "By which doubt, see eval --risk-coverage; the best on validation otherwise");
  const Option keep = verb.flag("--keep", options->keep, "Keep it with the run");
  verb.flag("--forget", options->forget, "Forget what is kept: every image is answered").excludes(keep);
  verb.option("-o,--out,--output", options->output,
              "Also the doubts as curves of risk and coverage: a file that ends in .svg, .png or .csv");
  add_uncalibrated(verb, options->uncalibrated);
  verb.runs([options] { return refer(*options); });
}

}  // namespace app::cli
