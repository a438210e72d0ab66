// What a model is worth on pictures that were made worse, and on the same pictures as they are: one cell a corruption
// (or attack) and strength. Kept beside the run's model, so that figures and the model card can show it.
//
//   const StressResult result = run_stress(workspace, request, progress, stop);
//   keep_stress(workspace, result);                                     // where it is of a run
//   const auto kept = kept_stress(workspace.run_folder(3), "val");      // empty: not measured
//
// Any thread; plain values. Reading throws std::runtime_error where a kept file is damaged, naming it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/core/types.h"
#include "app/table/evaluation.h"
#include "app/workspace/workspace.h"

namespace app {

enum class StressKind { Clean, Corruption, Attack };

struct StressCell {
  StressKind kind = StressKind::Clean;
  std::string name;  // "blur", "pgd"; "clean" and "clean, plain view"
  int strength = 0;  // 1 .. 5; 0: clean
  double amount = 0;
  int views = 1;  // that each picture was asked about in
  int n = 0;
  MetricValues metrics = {};
  std::optional<double> auc_low = {}, auc_high = {};
  std::vector<std::optional<double>> sensitivity = {};  // by group
};

struct StressResult {
  std::string model;         // "run:3", or the model's name
  std::optional<RunId> run;  // empty: a model that is no run of the workspace
  std::string weights_hash;  // of its backbone
  std::string target, split;
  int epoch = 0;
  std::int64_t label_revision = 0;
  double threshold = 0.5;   // of two groups
  std::string calibration;  // of the probabilities, in words; empty: not recorded
  std::uint64_t seed = 1;
  int of = 0;         // images of the split that could have been drawn
  std::string drawn;  // "400 of 2,637 images, whole patients and lesions drawn with seed 1"
  std::vector<std::string> groups;
  std::vector<StressCell> cells;  // clean first
  bool complete = true;           // false: stopped, and some cells are lacking
  double seconds = 0;
  std::int64_t made_at_ms = 0;
  std::vector<std::string> notes;       // leaks, what was assumed
  std::vector<std::string> unreadable;  // left out, with the reason
};

// What a cell is judged by: AUC of two groups, balanced accuracy of more.
Metric stress_metric(const StressResult& result);
// Of the corruptions, the attacks or both, each once.
std::vector<std::string> names_of(const StressResult& result, const std::vector<StressKind>& kinds);
// The clean cell that a cell is compared with: asked about in as many views. Null where there is none.
const StressCell* clean_of(const StressResult& result, const StressCell& cell);
// Mean over corruptions and strengths of what is lost against clean, attacks apart; empty where none was measured.
struct MeanDrop {
  double drop = 0;
  int cells = 0, corruptions = 0;
};
std::optional<MeanDrop> mean_corruption_drop(const StressResult& result);

Json stress_json(const StressResult& result);
StressResult stress_from_json(const Json& json);

// What is kept beside the run's model of the same epoch is not replaced by less of it: by what was stopped, fewer
// corruptions or attacks, fewer images. Why, in words; empty: it may be replaced, or nothing is kept.
std::string why_not_kept(const Workspace& workspace, const StressResult& result);
// Writes it beside the run's model, or gives false where why_not_kept says why. Throws where it is of no run, or the
// disk is full.
bool keep_stress(const Workspace& workspace, const StressResult& result);
std::optional<StressResult> kept_stress(const std::filesystem::path& run_folder, const std::string& split);

}  // namespace app
