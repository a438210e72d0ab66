// nevus starter WORK -o FILE: makes assets/starter_model.safetensors again.
#include <cstdio>

#include "app/cli/interrupt.h"
#include "app/cli/verb.h"
#include "app/workspace/output_file.h"
#include "app/workspace/starter_model.h"

namespace app::cli {
namespace {

struct Options {
  std::string work_folder, output;
  StarterRecipe recipe;
};

Outcome make(const Options& options) {
  const OutputFile output(options.output, nullptr);  // minutes pass before it is written
  const Interrupt interrupt;
  ml::TrainControl control(interrupt.token());
  const StarterReport report =
      make_starter_model(options.recipe, options.work_folder, output.path(), control,
                         [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); });
  char text[160];
  std::snprintf(text, sizeof text, "Starter model of %d images: best epoch %d, validation AUC %.4f, %.0f s, %ju bytes",
                report.images, report.best_epoch, report.val_auc, report.seconds, report.bytes);
  Outcome outcome{text};
  outcome.json = {{"images", report.images},   {"best_epoch", report.best_epoch}, {"val_auc", report.val_auc},
                  {"seconds", report.seconds}, {"bytes", report.bytes},           {"output", options.output}};
  return outcome;
}

}  // namespace

void add_starter(CommandLine& line) {
  auto options = std::make_shared<Options>();
  StarterRecipe& recipe = options->recipe;
  Verb verb = line.verb("starter", "Train the shipped starter model again, from scratch, on generated images");
  verb.option("WORK", options->work_folder, "Folder for the generated images; may be deleted afterwards").required();
  verb.option("-o,--output", options->output, "Model file to write").required();
  verb.option("--images", recipe.images, "Images to generate").between(100, 1000000).shows_default();
  verb.option("--stop-after", recipe.stop_after, "Epochs that are really run").between(1, 10000).shows_default();
  verb.option("--epochs", recipe.epochs, "Epochs of the learning-rate schedule").between(1, 10000).shows_default();
  verb.option("--seed", recipe.seed, "Seed of images and training").shows_default();
  verb.runs([options] { return make(*options); });
}

}  // namespace app::cli
