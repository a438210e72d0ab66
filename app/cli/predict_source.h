// What predict and explain work with: a model, and the images it is asked about, from a workspace or
// from files. One thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/workspace/dataset.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "ml/model/model.h"

namespace app::cli {

struct PredictSource {
  std::string name;  // "run:3" or the file
  ml::Model model;
  std::unique_ptr<Workspace> workspace;  // null when a model file was given

  // A file that exists, else an image of the workspace, whose content must be what was imported. Throws for a folder, a
  // pipe and what fits two things.
  ImageFiles::File file_of(const std::string& image) const;
  // Throws where what is at this path and an image of the workspace are called alike.
  void require_one_meaning(const std::string& path) const;
  // Of the workspace, if there is one.
  std::optional<db::Run> run() const;
};

// `source` is a workspace folder or a model (file, starter); `run` names one of the workspace's runs.
PredictSource open_predict_source(const std::string& source, const std::string& run);

}  // namespace app::cli
