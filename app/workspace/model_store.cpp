#include "app/workspace/model_store.h"

#include <charconv>
#include <cstdlib>
#include <stdexcept>

#include "app/core/types.h"
#include "app/workspace/assets.h"
#include "app/workspace/run_file.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "ml/data/preprocess_contract.h"
#include "ml/model/safetensors.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr const char* kStarterFile = "starter_model.safetensors";

// A model around the imported backbone; the head is made anew for whatever it is trained on.
ml::Model imagenet_model(const ml::Weights& weights) {
  const ml::ModelSpec spec;
  ml::Model model = ml::make_model(spec, ml::imagenet_contract(spec.input_px), 0);
  ml::import_backbone(model, weights);
  return model;
}

ml::Model model_of_run(const Workspace& workspace, const std::string& number) {
  RunId id = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), id);
  const bool is_number = error == std::errc() && end == number.data() + number.size();
  const auto reader = workspace.make_reader();
  const auto run = is_number ? db::run(*reader, id) : std::nullopt;
  if (!run)
    throw std::runtime_error("finding a model: the workspace has no run " + number +
                             "; `nevus eval --run` without a number lists them");
  const auto best = db::best_checkpoint(*reader, id);
  if (!best)
    throw std::runtime_error("finding a model: run " + number + " ended before its first epoch and kept no checkpoint");
  ml::Model model = ml::load_model(workspace.folder() / best->path);
  put_what_is_kept(model, *run);  // also into a file that another program has put back
  return model;
}

}  // namespace

fs::path user_data_folder() {
  if (const char* named = std::getenv("NEVUS_DATA_HOME")) return named;
  if (const char* xdg = std::getenv("XDG_DATA_HOME"); xdg != nullptr && *xdg != '\0') return fs::path(xdg) / "nevus";
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : ".") / ".local" / "share" / "nevus";
}

fs::path imported_weights_file() { return user_data_folder() / "mobilenet_v2.safetensors"; }

bool has_imported_weights() {
  std::error_code ignored;
  return fs::exists(imported_weights_file(), ignored);
}

std::string usual_model_name() { return has_imported_weights() ? "imagenet" : "starter"; }

WeightsImport import_weights(const fs::path& file) {
  const ml::Weights weights = ml::read_safetensors(file);
  const ml::Model model = imagenet_model(weights);
  fs::create_directories(user_data_folder());
  ml::write_safetensors(imported_weights_file(), weights);
  return {imported_weights_file(), weights.size(), ml::backbone_hash(model)};
}

ml::Model find_model(const Workspace* workspace, const std::string& name) {
  if (name.empty()) return find_model(workspace, usual_model_name());
  if (name == "starter") return ml::load_model(asset(kStarterFile));
  if (name == "imagenet") {
    if (has_imported_weights()) return imagenet_model(ml::read_safetensors(imported_weights_file()));
    throw std::runtime_error(
        "finding a model: no ImageNet weights have been imported; run `nevus weights import FILE.safetensors`");
  }
  if (name.starts_with("run:")) {
    if (workspace != nullptr) return model_of_run(*workspace, name.substr(4));
    throw std::runtime_error("finding a model: a run needs its workspace: " + name);
  }
  if (fs::exists(name)) return ml::load_model(name);
  throw std::runtime_error("finding a model: it is neither starter, imagenet, run:N nor a file: " + name);
}

}  // namespace app
