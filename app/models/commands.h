// The commands that several rooms give or several rooms answer to. What only one page asks for stands in that page's
// folder, what only the shell asks for in the shell's. Plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/core/train_request.h"
#include "app/core/types.h"
#include "app/models/focused_image.h"
#include "app/table/bits.h"
#include "app/table/filter.h"
#include "app/workspace/split_plan.h"

namespace app {

struct ShowPage {
  std::string page;  // its id: "library"
};
// Many images at once are asked about first.
struct RelabelImages {
  std::vector<Row> rows;
  std::optional<ClassId> to = {};  // a class keeps its number while a question stands; absent: unlabelled
  bool advance = false;
  bool confirmed = false;
};
enum class SetPlace { None, Train, Val, Test, Removed };
// Into a split, out of all, or out of the set. Many at once are asked about first.
struct MoveImages {
  std::vector<Row> rows;
  SetPlace to = SetPlace::None;
  bool confirmed = false;
};
// Of the list of classes; a merge is asked about first.
struct ClassChange {
  enum class What { Add, Rename, Merge, Recolour, Retire, Use, Up, Down };
  What what = What::Add;
  std::string name;   // of the class
  std::string other;  // its new name, or the class it becomes
  bool confirmed = false;
};
// A split that was planned and agreed to.
struct ApplySplit {
  std::shared_ptr<const SplitPlan> plan;
};
// To a neighbour of the image in focus, in the order shown; stops at the ends.
struct MoveFocus {
  int step;
};
// Takes this decision back, whatever came after it.
struct UndoDecision {
  std::int64_t batch;
};
// Selects the image alone and shows it in Inspect.
struct OpenImage {
  Row row;
};
struct SetFilter {
  Filter filter;
};
// Replaces the selection. The focus also becomes the anchor, from which Shift selects, unless that stays.
struct SelectImages {
  std::vector<Row> rows;
  std::optional<Row> focus;
  bool keeps_anchor = false;
  bool reveals = false;  // the grid scrolls to the focus
};
struct SetTarget {
  std::string target;
};
// Of the run whose numbers are seen: while one trains, that is another one on most pages than on Train.
struct SetThreshold {
  float threshold;
  std::optional<RunId> run = {};  // none: the one that Train shows
  bool kept = true;               // with the run; false: it is only looked at
};
// Which run (and epoch; below 1 the best) the models show.
struct ShowRun {
  RunId run;
  int epoch;
};
// Of the shown run, from the shown one; stops at the ends.
struct StepEpoch {
  int by;
};
// Another run on the charts of the shown one, or no longer.
struct OverlayRun {
  RunId run;
  bool on;
};
// A run's name or note, putting it away and bringing it back. Its files go only after a question.
struct EditRun {
  enum class What { Rename, Note, Delete, Restore, RemoveFiles };
  What what = What::Rename;
  RunId run = 0;
  std::string text = {};  // the name or the note
  bool confirmed = false;
};
// A run's probabilities: fitted to validation, and switched between what was fitted and what its network gave.
struct CalibrateRun {
  enum class What { Fit, On, Off };
  What what = What::Fit;
  RunId run = 0;
};
// Grad-CAM for this group of the model; negative: the usual one (HeatView::asked).
struct ShowHeat {
  bool visible;
  int group;
};
struct SetHeatStyle {
  HeatStyle style;
};
// The dialog with random views of what this request would train on, from this epoch or kept view on.
struct PreviewAugmentation {
  TrainRequest recipe;
  int first = 0;
};

}  // namespace app
