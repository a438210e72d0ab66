#include "app/workspace/run_calibration.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <span>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/core/number_text.h"
#include "app/workspace/run_file.h"
#include "app/workspace/run_groups.h"
#include "app/workspace/run_lock.h"
#include "ml/metrics/calibration.h"
#include "ml/model/calibration_json.h"
#include "ml/model/model.h"

namespace app {
namespace {

struct ValidationRows {
  std::vector<int> labels, lesions;
  std::vector<float> probabilities;  // (n, groups), as the network gave them
};

ValidationRows validation_rows_of(const TargetData& data, const db::Prediction& stored) {
  std::unordered_map<ImageId, std::size_t> rows;
  for (std::size_t i = 0; i < stored.images.size(); ++i) rows[stored.images[i]] = i;
  const auto groups = static_cast<std::size_t>(stored.groups);
  ValidationRows found;
  for (const std::size_t index : indices_of(data, db::Split::Val)) {
    const auto row = rows.find(data.images[index].id);
    if (row == rows.end()) continue;
    found.labels.push_back(data.group[index]);
    found.lesions.push_back(data.lesion[index]);
    for (const float p : std::span(stored.probabilities).subspan(row->second * groups, groups))
      found.probabilities.push_back(std::min(p, 1.0F));  // a mean over views may round beyond 1
  }
  return found;
}

std::optional<double> ece_of(const std::vector<int>& labels, const std::vector<float>& probabilities, int groups) {
  if (groups != 2) return ml::top_label_reliability(labels, probabilities, groups).ece;
  std::vector<float> scores;
  for (std::size_t i = 1; i < probabilities.size(); i += 2) scores.push_back(std::min(1.0F, probabilities[i]));
  return ml::reliability_diagram(labels, scores).ece;
}

std::optional<double> log_loss_of(const std::vector<int>& labels, const std::vector<float>& probabilities, int groups) {
  double sum = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    sum -= std::log(std::max(
        1e-12, static_cast<double>(
                   probabilities[i * static_cast<std::size_t>(groups) + static_cast<std::size_t>(labels[i])])));
  return labels.empty() ? std::nullopt : std::optional(sum / static_cast<double>(labels.size()));
}

CalibrationFigures figures_of(const ValidationRows& rows, int groups) {
  CalibrationFigures figures{.ece_before = ece_of(rows.labels, rows.probabilities, groups),
                             .log_loss_before = log_loss_of(rows.labels, rows.probabilities, groups)};
  if (const auto crossed = ml::cross_fitted(rows.probabilities, groups, rows.labels, rows.lesions)) {
    figures.ece_after = ece_of(rows.labels, *crossed, groups);
    figures.log_loss_after = log_loss_of(rows.labels, *crossed, groups);
  }
  return figures;
}

std::optional<double> number_in(const Json& json, const char* name) {
  const Json* found = json.find(name);
  return found != nullptr && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

void keep_calibration_everywhere(Workspace& workspace, RunId run, const db::Writer::Work& work) {
  keep_in_row_and_file(workspace, run, [&] { workspace.writer().transact_and_wait("Calibrate a run", work); });
}

db::Run existing(const db::Readable& from, RunId id) {
  if (auto run = db::run(from, id)) return *std::move(run);
  throw std::runtime_error("calibrating: the workspace has no run " + std::to_string(id));
}

// Whatever was fitted now would be of an epoch that is the best for a while only. Who keeps something with the run
// holds the lock for a moment. A run that was cut off holds none, whatever its row says.
void require_at_rest(const Workspace& workspace, const db::Run& run) {
  const std::filesystem::path folder = workspace.run_folder(run.id);
  if (!RunLock::is_held(folder) || RunLock::unless_trained(folder)) return;
  throw std::runtime_error("calibrating: " + run.name +
                           " is being trained, and is calibrated as it ends: wait for that, then look with `nevus "
                           "calibrate WORKSPACE " +
                           std::to_string(run.id) + " --show`");
}

// It was fitted for a while, in which the run may have been trained.
void require_fitted_to_best(const db::Readable& as_it_stands, const db::Run& run, int epoch) {
  const auto best = db::best_checkpoint(as_it_stands, run.id);
  if (best && best->epoch == epoch) return;
  throw std::runtime_error("calibrating: " + run.name + " was trained meanwhile, and epoch " + std::to_string(epoch) +
                           " is its best no more; a run is calibrated as it ends: wait for that, then look with "
                           "`nevus calibrate WORKSPACE " +
                           std::to_string(run.id) + " --show`");
}

std::string decimals_of(double value, const char* format) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string change_text(const char* what, const std::optional<double>& before, const std::optional<double>& after) {
  if (!before) return {};
  return std::string("\n") + what + " " + decimals_of(*before, "%.3f") + " before, " +
         (after ? decimals_of(*after, "%.3f") + " after (each image calibrated without its own fifth of the lesions)"
                : "after: not defined");
}

}  // namespace

RunCalibration calibration_of(const db::Run& run) {
  try {
    const Json json = Json::parse(run.calibration_json);
    RunCalibration calibration{.why_not = json.value("why_not", ""),
                               .figures = {.ece_before = number_in(json, "ece_before"),
                                           .ece_after = number_in(json, "ece_after"),
                                           .log_loss_before = number_in(json, "log_loss_before"),
                                           .log_loss_after = number_in(json, "log_loss_after")},
                               .epoch = json.value("epoch", 0),
                               .views = json.value("views", 0),
                               .label_revision = json.value("label_revision", std::int64_t{0}),
                               .edit_revision = json.value("edit_revision", std::int64_t{-1})};
    if (const Json* fitted = json.find("fitted"); fitted != nullptr && !fitted->is_null())
      calibration.fitted = ml::calibration_from_json(fitted->dump(), groups_of_run(run).names.size());
    if (run.state == db::RunState::Running && !calibration.fitted && calibration.why_not.empty())
      calibration.why_not = "fitted when it ends";
    return calibration;
  } catch (const std::exception& error) {
    throw std::runtime_error("reading " + run.name + ": " + error.what() +
                             "; fit it again with `nevus calibrate WORKSPACE " + std::to_string(run.id) + "`");
  }
}

RunCalibration fitted_calibration(const TargetData& data, const std::optional<db::Prediction>& stored) {
  RunCalibration calibration{.label_revision = data.label_revision, .edit_revision = data.edit_revision};
  if (!stored || indices_of(data, db::Split::Val).empty()) {
    calibration.why_not = "no validation image has a prediction";
    return calibration;
  }
  calibration.epoch = stored->epoch;
  calibration.views = stored->views;
  const ValidationRows rows = validation_rows_of(data, *stored);
  calibration.why_not = ml::why_not_calibrated(rows.labels, stored->groups);
  if (!calibration.why_not.empty()) return calibration;
  calibration.fitted = ml::fit_calibration(rows.probabilities, stored->groups, rows.labels);
  calibration.fitted->fitted_on = "val";
  calibration.fitted->groups =
      static_cast<std::int64_t>(std::set<int>(rows.lesions.begin(), rows.lesions.end()).size());
  calibration.figures = figures_of(rows, stored->groups);
  return calibration;
}

void keep_calibration(db::Transaction& transaction, RunId id, const RunCalibration& calibration) {
  const db::Run run = existing(transaction, id);
  if (run.threshold && groups_of_run(run).names.size() == 2) {
    const RunCalibration old = calibration_of(run);
    const double before = old.applied() ? ml::threshold_before(*old.applied(), *run.threshold) : *run.threshold;
    const double now = calibration.applied() ? ml::moved_threshold(*calibration.applied(), before) : before;
    db::set_run_threshold(transaction, id, now, run.threshold_json);
  }
  db::set_run_calibration(transaction, id, calibration_json(calibration).dump());
}

RunCalibration fit_run_calibration(Workspace& workspace, const db::Reader& from, RunId id) {
  const db::Run run = existing(from, id);
  require_at_rest(workspace, run);
  const auto best = db::best_checkpoint(from, id);
  if (!best)
    throw std::runtime_error("calibrating: " + run.name + " ended before its first epoch and predicts nothing");
  const TargetData data = load_run_data(from, run, 0, Members::OfNow);
  RunCalibration calibration = fitted_calibration(data, db::prediction(from, id, best->epoch, db::Split::Val));
  keep_calibration_everywhere(workspace, id, [&](db::Transaction& transaction) {
    require_fitted_to_best(transaction, run, best->epoch);
    keep_calibration(transaction, id, calibration);
  });
  return calibration;
}

void switch_calibration(Workspace& workspace, const db::Reader& from, RunId id, bool on) {
  const auto switched = [id, on](const db::Readable& as_it_stands) {
    const db::Run run = existing(as_it_stands, id);
    RunCalibration calibration = calibration_of(run);
    if (!calibration.fitted)
      throw std::runtime_error("switching calibration: " + run.name + " is " + calibration_words(calibration) +
                               "; `nevus calibrate WORKSPACE " + std::to_string(id) +
                               "` fits it where that is possible");
    calibration.fitted->on = on;
    return calibration;
  };
  switched(from);
  keep_calibration_everywhere(
      workspace, id, [&](db::Transaction& transaction) { keep_calibration(transaction, id, switched(transaction)); });
}

std::optional<db::Prediction> shown_prediction(const db::Readable& from, const db::Run& run, int epoch,
                                               db::Split split) {
  auto stored = db::prediction(from, run.id, epoch, split);
  const RunCalibration calibration = calibration_of(run);
  if (stored && calibration.applied()) ml::apply(*calibration.applied(), stored->probabilities, stored->groups);
  return stored;
}

double threshold_of_run(const db::Run& run, const ml::FittedCalibration* of_run, bool calibrated) {
  if (run.threshold)
    return calibrated || of_run == nullptr ? *run.threshold : ml::threshold_before(*of_run, *run.threshold);
  return calibrated && of_run != nullptr ? ml::moved_threshold(*of_run, 0.5) : 0.5;
}

std::string calibration_words(const ml::FittedCalibration& applied) {
  std::string words = "calibrated on " + applied.fitted_on + ": T " + decimals_of(applied.temperature, "%.2f");
  if (applied.bias.size() == 2) words += ", prior " + decimals_of(applied.bias[1] - applied.bias[0], "%+.2f");
  if (applied.bias.size() > 2)
    words += ", prior of " + std::to_string(applied.bias.size()) + " groups (decided without it)";
  return words;
}

std::string calibration_words(const RunCalibration& calibration) {
  if (calibration.applied()) return calibration_words(*calibration.applied());
  if (calibration.fitted) return "not calibrated: switched off";
  return "not calibrated: " + (calibration.why_not.empty() ? "made before there was calibration" : calibration.why_not);
}

std::string calibration_text(const RunCalibration& calibration) {
  std::string text = calibration_words(calibration);
  if (!calibration.fitted) return text;
  const ml::FittedCalibration& fitted = *calibration.fitted;
  text += "\nFitted on " + grouped(fitted.images) + " images of " + grouped(fitted.groups) +
          " lesions or patients of validation, epoch " + std::to_string(calibration.epoch) +
          (calibration.label_revision > 0 ? ", labels of revision " + grouped(calibration.label_revision) : "") +
          (calibration.views > 0
               ? ", asked in " + std::to_string(calibration.views) + (calibration.views == 1 ? " view" : " views")
               : std::string());
  text += change_text("ECE", calibration.figures.ece_before, calibration.figures.ece_after);
  text += change_text("Log loss", calibration.figures.log_loss_before, calibration.figures.log_loss_after);
  if (!fitted.without_images.empty())
    text += "\nValidation has no image of " + std::to_string(fitted.without_images.size()) +
            (fitted.without_images.size() == 1 ? " group, whose" : " groups, whose") + " prior could not be estimated";
  if (fitted.at_bound) text += "\nThe scores do not rank the groups of validation: the temperature is at its bound";
  return text +
         "\nIt changes what is shown and no decision: a threshold moves with it. On images of another source it "
         "may be off.";
}

Json calibration_json(const RunCalibration& calibration) {
  Json json{{"fitted", calibration.fitted ? Json::parse(ml::calibration_json(*calibration.fitted)) : Json()},
            {"why_not", calibration.why_not},
            {"ece_before", Json(calibration.figures.ece_before)},
            {"ece_after", Json(calibration.figures.ece_after)},
            {"log_loss_before", Json(calibration.figures.log_loss_before)},
            {"log_loss_after", Json(calibration.figures.log_loss_after)},
            {"epoch", calibration.epoch},
            {"views", calibration.views},
            {"label_revision", calibration.label_revision},
            {"edit_revision", calibration.edit_revision}};
  return json;
}

std::string asked_words(int views, const std::string& calibration_words, int dropout_passes) {
  if (views < 1) return "views not recorded, " + calibration_words;
  std::string words = views == 1 ? "one view" : "mean of " + std::to_string(views) + " views";
  if (dropout_passes > 0)
    words += (views == 1 ? " in " : ", each in ") + std::to_string(dropout_passes) +
             " dropout passes (what calibrates was fitted without dropout)";
  return words + ", " + calibration_words;
}

CalibrationFigures figures_of(const Scored& scored) {
  const auto groups = static_cast<int>(scored.groups.size());
  const std::vector<float>& before =
      scored.before_calibration.empty() ? scored.probabilities : scored.before_calibration;
  CalibrationFigures figures{.ece_before = ece_of(scored.labels, before, groups),
                             .log_loss_before = log_loss_of(scored.labels, before, groups)};
  if (scored.before_calibration.empty()) return figures;
  figures.ece_after = ece_of(scored.labels, scored.judging(), groups);
  figures.log_loss_after = log_loss_of(scored.labels, scored.judging(), groups);
  return figures;
}

std::string figures_words(const Scored& scored) {
  const CalibrationFigures figures = figures_of(scored);
  if (!figures.ece_before) return {};
  if (!figures.ece_after) return "ECE " + decimals_of(*figures.ece_before, "%.3f") + ", not calibrated";
  return "ECE " + decimals_of(*figures.ece_after, "%.3f") + " (" +
         (scored.cross_fitted.empty() ? "" : "cross-fitted over lesions; ") + decimals_of(*figures.ece_before, "%.3f") +
         " before calibration)" + (scored.why_as_shown.empty() ? "" : ", judged as shown: " + scored.why_as_shown);
}

Json applied_json(const ml::FittedCalibration* applied) {
  if (applied == nullptr) return {{"applied", false}, {"temperature", Json()}, {"bias", Json()}};
  return {{"applied", true},
          {"temperature", applied->temperature},
          {"bias", applied->bias},
          {"fitted_on", applied->fitted_on},
          {"images", applied->images}};
}

}  // namespace app
