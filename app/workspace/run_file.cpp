#include "app/workspace/run_file.h"

#include <filesystem>
#include <optional>

#include "app/workspace/run_lock.h"

namespace app {
namespace {

// A file that is damaged says so wherever its model is asked.
std::optional<ml::Model> readable_model(const std::filesystem::path& file) {
  try {
    return ml::load_model(file);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

void keep_in_row_and_file(Workspace& workspace, RunId run, const std::function<void()>& write_row,
                          const std::function<void(ml::Model&, const db::Run&)>& put_in_file) {
  const auto lock = RunLock::unless_trained(workspace.run_folder(run));
  write_row();
  const auto row = db::run(*workspace.make_reader(), run);
  if (!lock || !row || row->model_path.empty()) return;
  const std::filesystem::path file = workspace.folder() / row->model_path;
  std::error_code unreachable;
  if (!std::filesystem::exists(file, unreachable)) return;
  std::optional<ml::Model> model = readable_model(file);
  if (!model) return;
  put_in_file(*model, *row);
  ml::save_model(file, *model);
}

}  // namespace app
