// nevus blend WS FROM TO -o MODEL
#include <cstdio>

#include "app/cli/find_run.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/workspace/model_store.h"
#include "app/workspace/output_file.h"
#include "app/workspace/workspace.h"
#include "ml/model/blend.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, from, to, output;
  double share = 0.5;
};

constexpr const char* kLeftBehind =
    "What was fitted to either is not carried over: calibration, threshold, what the training images are like, what is "
    "referred.";

Outcome blend(const Options& options) {
  const Workspace workspace(options.workspace, Workspace::Open::ToRead);
  const auto meant = [&](const std::string& name) { return find_model(&workspace, model_meant(&workspace, name)); };
  const OutputFile output(options.output, &workspace);
  if (std::filesystem::exists(output.path()))
    throw std::runtime_error("blending: a file of this name is there already, and is left: " + options.output);
  ml::save_model(output.path(), ml::blend(meant(options.from), meant(options.to), options.share));
  char share[32];
  std::snprintf(share, sizeof share, "%.4g", options.share);
  Outcome outcome;
  outcome.text = "Wrote a model with " + std::string(share) + " of " + options.to + " and the rest of " + options.from +
                 ": " + options.output + "\n" + kLeftBehind + "\n" +
                 "Judge it with nevus eval --model before it is used. " + kDisclaimer;
  outcome.json = {{"file", options.output}, {"from", options.from}, {"to", options.to}, {"share", options.share}};
  outcome.json["left_behind"] = kLeftBehind;
  outcome.json["disclaimer"] = kDisclaimer;
  return outcome;
}

}  // namespace

void add_blend(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("blend", "A model between two of one recipe, such as a head and the tail that went on from it");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("FROM", options->from, "Model file or run:N").required();
  verb.option("TO", options->to, "Model file or run:N").required();
  verb.option("--share", options->share, "Of TO; the rest is FROM's").between(0.0, 1.0).shows_default();
  verb.option("-o,--output", options->output, "Model file to write").required();
  verb.runs([options] { return blend(*options); });
}

}  // namespace app::cli
