// What the Compare page shows: the runs A and B, what was computed of them, and the threshold that is being chosen for
// A. Main thread only.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/pages/page.h"
#include "app/widgets/curve_plot.h"
#include "app/widgets/matrix_plot.h"
#include "app/workspace/compare_runs.h"
#include "app/workspace/evaluate_elsewhere.h"
#include "app/workspace/run_threshold.h"

namespace app {

enum class CompareTab { Results, Settings, Threshold, Elsewhere };

// As the widgets take it.
struct ComparedNumbers {
  std::vector<int> matrix_a, matrix_b;
  std::vector<widgets::UnitPoint> roc_a, roc_b;
};

// The fields of the rule, edited in place; NaN-free by their sliders.
struct ThresholdForm {
  int kind = 0;  // as ml::ConsequenceKind
  float miss_cost = 5, sensitivity = 0.95F, capacity = 0.2F;
  bool stated_prevalence = false;
  float prevalence = 0.05F;
};

// The share that A refers to a person, and by which doubt; edited in place.
struct ReferForm {
  float percent = 20;
  int doubt = 0;  // 0: the best on validation; else one more than its place in doubt_list()
};

// Where else A is asked; edited in place.
struct ElsewhereForm {
  std::string folder;
  int split = 0;  // as kCompareSplits
};
inline constexpr std::array<const char*, 3> kCompareSplits = {"val", "train", "test"};

struct CompareView {
  std::optional<RunId> a, b;
  std::string split = "val";
  CompareTab tab = CompareTab::Results;
  bool all_settings = false;

  std::string working;                              // "Predicting 120 of 400"; empty: nothing is computed
  std::string problem;                              // why the two cannot be compared
  std::shared_ptr<const RunComparison> comparison;  // of a, b and split; null: not there yet
  ComparedNumbers numbers;
  bool outdated = false;  // labels changed since, and the test split is not looked at again by itself
  std::array<widgets::MatrixView, 2> matrices;
  TestLooks looks;
  std::map<RunId, std::string> groups;  // of every run as it was trained: only equal ones can be compared

  ThresholdForm form;
  ReferForm refer;
  std::string threshold_working, threshold_problem;
  std::shared_ptr<const ThresholdChoice> choice;  // of a

  ElsewhereForm other;
  std::string other_working, other_problem;
  std::shared_ptr<const EvaluateOutcome> elsewhere;  // of a
  std::string elsewhere_of;                          // its run, workspace, split, n and threshold

  RunId edited = 0;  // whose name and note stand in the fields
  std::string name, note;
  bool deleted_shown = false;
};

struct CompareContext : PageContext {
  CompareView& view;
};

// Not known to be of other groups.
inline bool comparable(const CompareView& view, RunId a, RunId b) {
  const auto of_a = view.groups.find(a), of_b = view.groups.find(b);
  return of_a == view.groups.end() || of_b == view.groups.end() || of_a->second == of_b->second;
}

inline const RunRow* row_of(const std::vector<RunRow>& rows, std::optional<RunId> run) {
  for (const RunRow& row : rows)
    if (run && row.id == *run) return &row;
  return nullptr;
}

}  // namespace app
