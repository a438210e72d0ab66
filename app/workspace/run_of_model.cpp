#include "app/workspace/run_of_model.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "app/core/json.h"
#include "app/workspace/kept_models.h"
#include "app/workspace/run_calibration.h"
#include "ml/model/companions.h"

namespace app {
namespace {

// By what its file says of itself; settings and numbers of runs are alike in many workspaces.
std::optional<db::Run> run_named_in(const db::Readable& from, const ml::Model& model) {
  const auto made = Json::parse_if_valid(model.trained_on);
  const Json* request = made && made->is_object() ? made->find("request") : nullptr;
  const Json* number = request != nullptr ? made->find("run") : nullptr;
  const auto run =
      number != nullptr && number->is_integer() ? db::run(from, number->get<std::int64_t>()) : std::nullopt;
  if (!run || Json::parse(run->config_json).dump() != request->dump()) return std::nullopt;
  return made->value("label_revision", run->label_revision) == run->label_revision ? run : std::nullopt;
}

// A file that is gone or cannot be read proves nothing.
bool keeps(const KeptModel& kept, const ml::Model& model) {
  try {
    return ml::same_network(ml::load_model(kept.file).weights, model.weights);
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

std::optional<db::Run> maker_of(const Workspace& workspace, const db::Readable& from, const ml::Model& model) {
  const auto run = run_named_in(from, model);
  if (!run) return std::nullopt;
  const auto same = [&](const KeptModel& kept) { return keeps(kept, model); };
  return std::ranges::any_of(kept_models(workspace, from, run->id), same) ? run : std::nullopt;
}

std::optional<db::Run> run_of_model(const Workspace& workspace, const db::Readable& from, const std::string& name,
                                    const ml::Model& model) {
  constexpr std::string_view kRun = "run:";
  return name.starts_with(kRun) ? db::run(from, std::atoll(name.c_str() + kRun.size()))
                                : maker_of(workspace, from, model);
}

std::string not_calibrated_words(const ml::Model& model, const std::optional<db::Run>& run) {
  if (model.calibration) return "not calibrated: switched off";
  if (run)
    if (const RunCalibration kept = calibration_of(*run); !kept.fitted) return calibration_words(kept);
  return "not calibrated: the model has no calibration";
}

}  // namespace app
