// nevus doctor: what this machine offers.
#include "app/cli/verb.h"
#include "app/workspace/assets.h"
#include "app/workspace/model_store.h"
#include "engine/base/font_files.h"
#include "engine/host/describe_device.h"
#include "ml/runtime/runtime_info.h"

namespace app::cli {
namespace {

std::string starter_problem() {
  try {
    find_model(nullptr, "starter");
    return "";
  } catch (const std::exception& error) {  // the doctor reports what is missing; that is no failure of the doctor
    return error.what();
  }
}

std::string line(const std::string& name, const std::string& value) {
  return "  " + name + std::string(22 - name.size(), ' ') + value + "\n";
}

// Arabic and Hebrew are joined and ordered without a shaper; what needs one is said.
constexpr const char* kShaping =
    "Arabic joined, right-to-left ordered; no Indic conjuncts, no coloured or joined emoji";

std::string font_lines(const std::vector<engine::FontPackage>& packages) {
  std::string text;
  for (const engine::FontPackage& package : packages)
    text += line(package.holds,
                 package.installed ? package.name : "shown as boxes with their numbers: install " + package.name);
  return text + line("shaping", kShaping);
}

Outcome examine() {
  const engine::DeviceReport device = engine::describe_device();
  const ml::RuntimeInfo runtime = ml::runtime_info();
  const std::string starter = starter_problem();
  const std::vector<engine::FontPackage> fonts = engine::ScriptFonts().packages();
  const bool imagenet = has_imported_weights();
  Outcome outcome;
  outcome.json["vulkan"] = {{"device", device.name},
                            {"driver", device.driver},
                            {"api", device.api_version},
                            {"is_cpu", device.is_cpu},
                            {"validation_layers", device.has_validation},
                            {"problem", device.problem}};
  outcome.json["onednn"] = {{"version", runtime.onednn_version},
                            {"built_for", runtime.onednn_built_for},
                            {"isa", runtime.cpu_isa},
                            {"bf16", runtime.has_bf16},
                            {"processors", runtime.processors},
                            {"openmp_passive", runtime.openmp_passive}};
  outcome.json["weights"] = {{"imagenet", imagenet ? imported_weights_file().string() : ""},
                             {"starter_problem", starter}};
  for (const engine::FontPackage& package : fonts) outcome.json["fonts"][package.name] = package.installed;
  outcome.json["assets"] = assets_folder().string();
  outcome.text =
      "Vulkan\n" + line("device", device.problem.empty() ? device.name : "none: " + device.problem) +
      line("driver", device.driver + (device.is_cpu ? " (software)" : "")) + line("API", device.api_version) +
      line("validation layers", device.has_validation ? "installed" : "not installed (only tests need them)") +
      "oneDNN\n" + line("version", runtime.onednn_version + ", built for " + runtime.onednn_built_for) +
      line("instruction set", runtime.cpu_isa) + line("threads", std::to_string(runtime.processors)) +
      line("OpenMP waits", runtime.openmp_passive ? "passively" : "spinning: set OMP_WAIT_POLICY=passive") +
      "Models\n" + line("starter", starter.empty() ? "ships with the program" : starter) +
      line("ImageNet weights",
           imagenet ? imported_weights_file().string() : "not imported: nevus weights import FILE") +
      "Fonts of other scripts\n" + font_lines(fonts) + "Files\n" + line("assets", assets_folder().string());
  outcome.exit_code = device.problem.empty() && starter.empty() ? 0 : 1;
  return outcome;
}

}  // namespace

void add_doctor(CommandLine& line) {
  line.verb("doctor", "What this machine offers: graphics driver, oneDNN, weights").runs(examine);
}

}  // namespace app::cli
