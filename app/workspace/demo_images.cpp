#include "app/workspace/demo_images.h"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "app/demo/demo_writer.h"
#include "app/workspace/assets.h"

namespace app {
namespace {

demo::DemoRecipe chosen_recipe(const DemoRequest& request) {
  demo::DemoRecipe recipe = demo::read_recipe(request.recipe.empty() ? asset("demo_recipe.json") : request.recipe);
  if (request.images > 0) recipe = demo::for_images(recipe, request.images);
  if (request.seed) recipe.seed = *request.seed;
  return recipe;
}

void require_same_recipe(const std::filesystem::path& images, const demo::DemoRecipe& recipe) {
  std::ifstream file(images / "recipe.json", std::ios::binary);
  const std::string made_with{std::istreambuf_iterator<char>(file), {}};
  if (made_with.empty() || made_with == demo::recipe_to_json(recipe)) return;
  throw std::runtime_error(
      "making a demo: this workspace holds images of another recipe, which would be overwritten; name a new folder: " +
      images.string());
}

}  // namespace

DemoOutcome add_demo_images(Workspace& workspace, const DemoRequest& request, const OnProgress& on_progress,
                            const std::stop_token& stop) {
  const demo::DemoRecipe recipe = chosen_recipe(request);
  const std::filesystem::path images = workspace.folder() / "demo_images";
  require_same_recipe(images, recipe);
  Progress progress(on_progress, "Drawing lesions", recipe.images);
  const demo::DemoReport drawn = demo::write_demo(
      images, recipe, [&](const demo::DemoProgress& now) { progress.update(now.images_done); }, stop);
  DemoOutcome outcome{
      drawn.cancelled, drawn.images, drawn.lesions, drawn.wrong_labels, recipe.seed, drawn.answer_key_file, {}};
  if (drawn.cancelled) return outcome;
  outcome.import = import_images(workspace, read_index_table(drawn.index_file), on_progress, stop);
  outcome.cancelled = outcome.import.cancelled;
  return outcome;
}

}  // namespace app
