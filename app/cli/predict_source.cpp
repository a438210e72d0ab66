#include "app/cli/predict_source.h"

#include <stdexcept>

#include "app/cli/find_image.h"
#include "app/workspace/model_store.h"
#include "db/runs.h"

namespace app::cli {
namespace {

std::string newest_run(const db::Readable& from) {
  for (const db::Run& run : db::runs(from)) {
    if (db::best_checkpoint(from, run.id)) return "run:" + std::to_string(run.id);
  }
  throw std::runtime_error(
      "predicting: no run of this workspace has a finished epoch; train one with `nevus train`, or name a model file");
}

}  // namespace

ImageFiles::File PredictSource::file_of(const std::string& image) const {
  std::error_code ignored;
  if (workspace == nullptr || std::filesystem::exists(image, ignored)) return {.path = image, .key = image};
  const db::Image known = find_image(workspace->reader(), image);
  return {.path = known.path, .key = image, .sha256 = known.sha256, .bytes = known.bytes};
}

PredictSource open_predict_source(const std::string& source, const std::string& run) {
  PredictSource chosen;
  if (std::filesystem::is_directory(source)) {
    chosen.workspace = std::make_unique<Workspace>(source, Workspace::Open::MustExist);
    chosen.name = run.empty() ? newest_run(chosen.workspace->reader()) : run;
  } else {
    chosen.name = source;
  }
  chosen.model = find_model(chosen.workspace.get(), chosen.name);
  if (chosen.model.trained_on.empty()) {
    throw std::runtime_error("predicting: this model's head was never trained; train it with `nevus train`: " +
                             chosen.name);
  }
  return chosen;
}

}  // namespace app::cli
