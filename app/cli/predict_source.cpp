#include "app/cli/predict_source.h"

#include <stdexcept>

#include "app/cli/find_image.h"
#include "app/cli/find_run.h"
#include "app/workspace/model_store.h"
#include "app/workspace/run_choice.h"
#include "app/workspace/run_of_model.h"

namespace app::cli {
namespace {

std::string newest_run(const db::Readable& from) {
  if (const auto newest = newest_run_with_epoch(from)) return "run:" + std::to_string(newest->id);
  throw std::runtime_error(
      "predicting: no run of this workspace has a finished epoch; train one with `nevus train`, or name a model file");
}

// A workspace and a model may have the same name; a folder that holds no workspace is none.
bool is_workspace(const std::string& source) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(source, ignored)) return false;
  if (source != "starter" && source != "imagenet") return true;
  if (!std::filesystem::exists(std::filesystem::path(source) / "nevus.db", ignored)) return false;
  throw std::runtime_error("predicting: \"" + source + "\" fits two things: the " + source +
                           " model and the workspace ./" + source + "; write the workspace with its folder");
}

}  // namespace

ImageFiles::File PredictSource::file_of(const std::string& image) const {
  std::error_code ignored;
  const bool is_file = std::filesystem::exists(image, ignored);
  if (workspace == nullptr) return {.path = image, .key = image};
  if (!is_file) {
    const db::Image known = find_image(workspace->reader(), image);
    return {.path = known.path, .key = image, .sha256 = known.sha256, .bytes = known.bytes};
  }
  for (const db::Image& other : images_meant(workspace->reader(), image)) {
    if (std::filesystem::equivalent(image, other.path, ignored)) continue;
    throw std::runtime_error("finding an image: \"" + image + "\" fits two things: the file ./" + image +
                             " and image:" + std::to_string(other.id) + " (" + other.path +
                             "); write the one you mean in this form");
  }
  return {.path = image, .key = image};
}

std::optional<db::Run> PredictSource::run() const {
  return workspace == nullptr ? std::nullopt : run_of_model(*workspace, workspace->reader(), name, model);
}

PredictSource open_predict_source(const std::string& source, const std::string& run) {
  PredictSource chosen;
  if (is_workspace(source)) {
    chosen.workspace = std::make_unique<Workspace>(source, Workspace::Open::ToRead);
    chosen.name = run.empty() ? newest_run(chosen.workspace->reader())
                              : "run:" + std::to_string(find_run(chosen.workspace->reader(), run).id);
  } else if (!run.empty()) {
    throw std::runtime_error("predicting: --run names a run of a workspace, and this is none: " + source);
  } else {
    chosen.name = model_meant(nullptr, source);
  }
  chosen.model = find_model(chosen.workspace.get(), chosen.name);
  if (chosen.model.trained_on.empty()) {
    throw std::runtime_error("predicting: this model's head was never trained; train it with `nevus train`: " +
                             chosen.name);
  }
  return chosen;
}

}  // namespace app::cli
