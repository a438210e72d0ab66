// nevus demo WS: generated images with a known share of wrong labels, imported into a workspace.
#include "app/cli/interrupt.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/demo/recipe.h"
#include "app/workspace/demo_images.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, recipe;
  int images = 0;
  std::int64_t seed = -1;
};

Outcome make_demo(const Options& options) {
  const Interrupt interrupt;  // before any thread starts, so that all of them leave the signal to it
  DemoRequest request{options.recipe, options.images, std::nullopt};
  if (options.seed >= 0) request.seed = static_cast<std::uint64_t>(options.seed);
  Workspace workspace(options.workspace, Workspace::Open::OrCreate);
  const DemoOutcome done = add_demo_images(workspace, request, terminal_progress(), interrupt.token());
  if (done.cancelled && done.import.found == 0)
    return {"Cancelled after " + std::to_string(done.images) + " images; run it again to finish", {}, 1};
  Outcome outcome;
  outcome.text = describe(done.import) + "\nSynthetic images; the true labels of the wrong ones are in " +
                 done.answer_key_file.string();
  outcome.json["workspace"] = workspace.folder().string();
  outcome.json["images"] = done.import.added;
  outcome.json["lesions"] = done.lesions;
  outcome.json["wrong_labels"] = done.wrong_labels;
  outcome.json["seed"] = done.seed;
  outcome.exit_code = done.cancelled ? 1 : 0;
  return outcome;
}

}  // namespace

void add_demo(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("demo", "Make a workspace of generated dermoscopy images");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace to make").required();
  verb.option("--images", options->images, "How many images").between(demo::kFewestImages, demo::kMostImages);
  verb.option("--seed", options->seed, "Seed; the same seed gives the same images").not_negative();
  verb.option("--recipe", options->recipe, "Recipe file; the shipped one otherwise").existing_file();
  verb.runs([options] { return make_demo(*options); });
}

}  // namespace app::cli
