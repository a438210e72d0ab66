// Finds a model by the name users give: "starter" (ships with the program), "imagenet" (imported
// weights), "run:3" (the best epoch of a run of this workspace), or a file. Any thread.
#pragma once

#include <filesystem>
#include <string>

#include "ml/model/model.h"

namespace app {

class Workspace;

// Per user, shared by all workspaces: NEVUS_DATA_HOME, else XDG_DATA_HOME/nevus, else ~/.local/share/nevus.
std::filesystem::path user_data_folder();
std::filesystem::path imported_weights_file();
bool has_imported_weights();
std::string usual_model_name();  // "imagenet" where weights were imported, else "starter"

struct WeightsImport {
  std::filesystem::path file;
  std::size_t tensors = 0;
  std::string hash;
};
// Checks names and shapes, then copies. Throws naming the missing, extra or misshaped tensors.
WeightsImport import_weights(const std::filesystem::path& file);

// `workspace` may be null where no run can be meant. An empty name: imagenet where imported, else starter.
ml::Model find_model(const Workspace* workspace, const std::string& name);

}  // namespace app
