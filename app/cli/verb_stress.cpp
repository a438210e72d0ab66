// nevus stress WS
#include <optional>
#include <sstream>

#include "app/cli/calibration_option.h"
#include "app/cli/find_run.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/report/figure_files.h"
#include "app/report/figures.h"
#include "app/stress/stress_run.h"
#include "app/stress/stress_text.h"
#include "app/workspace/output_file.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, run;
  StressRequest request;
  double threshold = 0.5;
  bool uncalibrated = false;
  std::vector<std::string> outputs;
  std::optional<std::string> only;
};

constexpr const char* kAttempt = "asking about worse pictures: ";

void require_ending(const std::string& output) {
  const std::string ending = std::filesystem::path(output).extension().string();
  if (ending == ".json") return;
  if (ending != ".csv" && ending != ".png" && ending != ".svg")
    throw std::runtime_error(kAttempt + std::string("a file for it ends in .json, .csv, .png or .svg: ") + output);
}

void write_result(const OutputFile& file, const StressResult& result) {
  const std::string ending = file.path().extension().string();
  if (ending == ".json") return file.write(stress_json(result).dump(1) + "\n");
  if (ending == ".csv") return file.write(stress_csv(result));
  write_figure(file, robustness_of(result, {.run = result.model}));
}

std::vector<std::string> names_between_commas(const std::string& said) {
  std::vector<std::string> names;
  std::istringstream from(said);
  for (std::string name; std::getline(from, name, ',');)
    if (!name.empty()) names.push_back(name);
  if (names.empty()) throw std::runtime_error(kAttempt + std::string("--only names no corruption: \"") + said + "\"");
  return names;
}

// Beside the run's model, for figures and the model card.
void keep(const Workspace& workspace, const StressResult& result, Outcome& outcome) {
  outcome.json["kept"] = false;
  if (!result.run || result.cells.empty()) return;
  if (workspace.viewing()) {
    outcome.text += "\nNot kept beside the run: the workspace is open for viewing only.";
  } else if (keep_stress(workspace, result)) {
    outcome.json["kept"] = true;
    outcome.text += "\nKept beside the run: `nevus plot " + workspace.folder().string() + " robustness` draws it.";
  } else {
    outcome.json["not_kept"] = why_not_kept(workspace, result);
    outcome.text += "\nNot kept beside the run: " + why_not_kept(workspace, result) + ".";
  }
}

Outcome stress(Options options) {
  const Interrupt interrupt;  // before any thread starts, so that all of them leave the signal to it
  for (const std::string& output : options.outputs) require_ending(output);
  if (options.only) options.request.names = names_between_commas(*options.only);
  Workspace workspace(options.workspace, Workspace::Open::ToRead);
  if (!options.run.empty()) options.request.run = find_run(workspace.reader(), options.run).id;
  options.request.model = model_meant(&workspace, options.request.model);
  std::vector<OutputFile> files;
  for (const std::string& output : options.outputs) files.emplace_back(output, &workspace);
  const StressResult result = run_stress(workspace, options.request, terminal_progress(), interrupt.token());
  Outcome outcome;
  outcome.json = stress_json(result);
  outcome.text = stress_text(result);
  keep(workspace, result, outcome);  // first: a file that cannot be written loses nothing that was measured
  for (const OutputFile& file : files) {
    write_result(file, result);
    outcome.text += "\n" + file.path().string();
  }
  outcome.exit_code = result.cells.empty() ? 1 : 0;
  return outcome;
}

}  // namespace

void add_stress(CommandLine& line) {
  auto options = std::make_shared<Options>();
  StressRequest& request = options->request;
  Verb verb = line.verb("stress", "What a model is worth on worse pictures: seven corruptions, and attacks");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  const Option run = verb.option("--run", options->run, "Name or number of the run; the newest otherwise");
  verb.option("--model", request.model, "Model file, run:N, or starter").excludes(run);
  verb.option("--split", request.split, "train, val or test; test counts as a look at it")
      .one_of({"train", "val", "test"})
      .shows_default();
  verb.option("--limit", request.limit, "Images, whole patients and lesions drawn; 0: all")
      .not_negative()
      .shows_default();
  verb.option("--seed", request.seed, "Of the draw, the noise, the hairs").shows_default();
  verb.option("--views", request.views, "Test-time views of corrupted pictures, 1 to 8; as the model asks otherwise")
      .between(1, 8);
  const Option threshold =
      verb.option("--threshold", options->threshold,
                  "Positive at or above; the one kept with the run otherwise, else 0.5 before calibration")
          .between(0.0, 1.0);
  verb.option(
      "--only", [options](const std::string& said) { options->only = said; },
      "Some of brightness,contrast,blur,noise,jpeg,rotation,hair");
  verb.flag("--attack", request.attack,
            "Also pictures changed to mislead: FGSM and PGD, L-infinity 1, 2, 4, 8, 16 of 255; takes longest");
  add_uncalibrated(verb, options->uncalibrated);
  verb.option("-o,--out,--output", options->outputs,
              "File to write, by its ending .json, .csv, .png or .svg; may be given several times")
      .one_value_each();
  verb.runs([options, threshold] {
    options->request.calibrated = !options->uncalibrated;
    if (threshold.given()) options->request.threshold = options->threshold;
    return stress(*options);
  });
}

}  // namespace app::cli
