// nevus weights import FILE
#include "app/cli/verb.h"
#include "app/workspace/model_store.h"

namespace app::cli {
namespace {

Outcome import_file(const std::string& file) {
  const WeightsImport done = import_weights(file);
  Outcome outcome{"Imported " + std::to_string(done.tensors) + " tensors to " + done.file.string() +
                  "\nThey are the default model from now on."};
  outcome.json = {{"file", done.file.string()}, {"tensors", done.tensors}, {"hash", done.hash}};
  return outcome;
}

}  // namespace

void add_weights(CommandLine& line) {
  auto file = std::make_shared<std::string>();
  Verb weights = line.verb("weights", "Pretrained weights");
  Verb verb = weights.verb("import", "Check and keep MobileNetV2 weights (safetensors, torchvision names)");
  verb.option("FILE", *file, "The weights").required();
  verb.runs([file] { return import_file(*file); });
}

}  // namespace app::cli
