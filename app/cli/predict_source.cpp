#include "app/cli/predict_source.h"

#include <stdexcept>

#include "app/cli/find_image.h"
#include "app/cli/find_run.h"
#include "app/workspace/model_store.h"
#include "app/workspace/run_choice.h"
#include "app/workspace/run_of_model.h"

namespace app::cli {
namespace fs = std::filesystem;
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

// What is not there says so as it is read.
void require_file(const fs::file_status& found, const std::string& image) {
  if (fs::is_directory(found))
    throw std::runtime_error("reading an image: this is a folder; name a picture in it: " + image);
  if (fs::exists(found) && !fs::is_regular_file(found))
    throw std::runtime_error(
        "reading an image: this is no file but a pipe or a device; save the picture as a file and name that: " + image);
}

}  // namespace

ImageFiles::File PredictSource::file_of(const std::string& image) const {
  std::error_code ignored;
  const fs::file_status found = fs::status(image, ignored);
  if (!fs::exists(found) && workspace != nullptr) {
    const db::Image known = find_image(workspace->reader(), image);
    return {.path = known.path, .key = image, .sha256 = known.sha256, .bytes = known.bytes};
  }
  require_one_meaning(image);
  require_file(found, image);
  return {.path = image, .key = image};
}

void PredictSource::require_one_meaning(const std::string& path) const {
  if (workspace == nullptr) return;
  std::error_code ignored;
  for (const db::Image& other : images_meant(workspace->reader(), path)) {
    if (fs::equivalent(path, other.path, ignored)) continue;
    const std::string what = fs::is_directory(path, ignored) ? "folder" : "file";
    throw std::runtime_error("finding an image: \"" + path + "\" fits two things: the " + what + " ./" + path +
                             " and image:" + std::to_string(other.id) + " (" + other.path +
                             "); write the one you mean in this form");
  }
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
