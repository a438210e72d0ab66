#include "app/workspace/run_file.h"

#include <cmath>
#include <filesystem>
#include <optional>

#include "app/workspace/model_threshold.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_lock.h"
#include "app/workspace/run_threshold.h"

namespace app {
namespace {

constexpr double kSameThreshold = 1e-6;  // what is moved to another scale and back is rounded

// A file that is damaged says so wherever its model is asked.
std::optional<ml::Model> readable_model(const std::filesystem::path& file) {
  try {
    return ml::load_model(file);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

bool same_threshold(const std::optional<KeptThreshold>& a, const std::optional<KeptThreshold>& b) {
  if (!a || !b) return !a && !b;
  return std::abs(a->before_calibration - b->before_calibration) <= kSameThreshold;
}

}  // namespace

void keep_in_row_and_file(Workspace& workspace, RunId run, const std::function<void()>& write_row) {
  write_row();
  const auto lock = RunLock::unless_trained(workspace.run_folder(run));
  const auto row = db::run(*workspace.make_reader(), run);
  if (!lock || !row || row->model_path.empty()) return;
  const std::filesystem::path file = workspace.folder() / row->model_path;
  std::error_code unreachable;
  if (!std::filesystem::exists(file, unreachable)) return;
  std::optional<ml::Model> model = readable_model(file);
  if (!model) return;
  put_what_is_kept(*model, *row);
  ml::save_model(file, *model);
}

void put_what_is_kept(ml::Model& model, const db::Run& row) {
  model.calibration = calibration_of(row).fitted;
  erase_threshold(model);
  if (const auto kept = kept_threshold(row)) put_threshold(model, *kept);
}

std::string kept_otherwise(const ml::Model& model, const db::Run& row) {
  std::string what;
  if (model.calibration != calibration_of(row).fitted) what = "calibration";
  if (!same_threshold(threshold_of(model), kept_threshold(row))) what += what.empty() ? "threshold" : ", threshold";
  return what;
}

}  // namespace app
