// nevus weights import FILE
#include "app/cli/verb.h"
#include "app/workspace/model_store.h"

namespace app::cli {

void add_weights(CLI::App& app, Context& context) {
  auto file = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("weights", "Pretrained weights");
  verb->require_subcommand(1);
  CLI::App* import =
      verb->add_subcommand("import", "Check and keep MobileNetV2 weights (safetensors, torchvision names)");
  import->add_option("FILE", *file, "The weights")->required();
  import->add_flag("--json", context.json, "Print one JSON object instead of text");
  import->callback([file, &context] {
    context.action = [file] {
      const WeightsImport done = import_weights(*file);
  Outcome outcome{"Imported " + std::to_string(done.tensors) + " tensors to " + done.file.string() +
                  "\nThey are the default model from now on."};
  outcome.json = {{"file", done.file.string()}, {"tensors", done.tensors}, {"hash", done.hash}};
  return outcome;
};
}  // namespace app::cli
);
}

}  // namespace app::cli
