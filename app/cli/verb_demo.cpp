// nevus demo WS: generated images with a known share of wrong labels, imported into a workspace.
#include <fstream>
#include <iterator>

#include "app/cli/interrupt.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/demo/demo_writer.h"
#include "app/workspace/assets.h"
#include "app/workspace/import.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, recipe;
  int images = 0;
  std::int64_t seed = -1;
};

demo::DemoRecipe chosen_recipe(const Options& options) {
  demo::DemoRecipe recipe =
      demo::read_recipe(options.recipe.empty() ? asset("demo_recipe.json") : std::filesystem::path(options.recipe));
  if (options.images > 0) recipe = demo::for_images(recipe, options.images);
  if (options.seed >= 0) recipe.seed = static_cast<std::uint64_t>(options.seed);
  return recipe;
}

// The images of a demo are drawn again over those of the same recipe; others of the same names would be lost.
void require_same_recipe(const std::filesystem::path& images, const demo::DemoRecipe& recipe) {
  std::ifstream file(images / "recipe.json", std::ios::binary);
  const std::string made_with{std::istreambuf_iterator<char>(file), {}};
  if (made_with.empty() || made_with == demo::recipe_to_json(recipe)) return;
  throw std::runtime_error(
      "making a demo: this workspace holds images of another recipe, which would be overwritten; name a new folder: " +
      images.string());
}

Outcome make_demo(const Options& options) {
  const demo::DemoRecipe recipe = chosen_recipe(options);
  const Interrupt interrupt;  // before any thread starts, so that all of them leave the signal to it
  Workspace workspace(options.workspace, Workspace::Open::OrCreate);
  const std::filesystem::path images = workspace.folder() / "demo_images";
  require_same_recipe(images, recipe);
  Progress progress(terminal_progress(), "Drawing lesions", recipe.images);
  const demo::DemoReport drawn = demo::write_demo(
      images, recipe, [&](const demo::DemoProgress& now) { progress.update(now.images_done); }, interrupt.token());
  if (drawn.cancelled)
    return {"Cancelled after " + std::to_string(drawn.images) + " images; run it again to finish", {}, 1};
  const ImportReport report =
      import_images(workspace, read_index_table(drawn.index_file), terminal_progress(), interrupt.token());
  Outcome outcome;
  outcome.text = describe(report) + "\nSynthetic images; the true labels of the wrong ones are in " +
                 drawn.answer_key_file.string();
  outcome.json["workspace"] = workspace.folder().string();
  outcome.json["images"] = report.added;
  outcome.json["lesions"] = drawn.lesions;
  outcome.json["wrong_labels"] = drawn.wrong_labels;
  outcome.json["seed"] = recipe.seed;
  outcome.exit_code = report.cancelled ? 1 : 0;
  return outcome;
}

}  // namespace

void add_demo(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("demo", "Make a workspace of generated dermoscopy images");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace to make").required();
  verb.option("--images", options->images, "How many images").between(10, 100000);
  verb.option("--seed", options->seed, "Seed; the same seed gives the same images").not_negative();
  verb.option("--recipe", options->recipe, "Recipe file; the shipped one otherwise").existing_file();
  verb.runs([options] { return make_demo(*options); });
}

}  // namespace app::cli
