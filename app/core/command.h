// What the interface can ask the program to do. Panels push commands and never act themselves; the
// window applies them after the frame. An Action is a command without arguments: it stands in the
// action table (action_table.h), from which menu, palette, tooltips and shortcuts are made.
// Main thread only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/core/types.h"

namespace app {

enum class Action {
  ShowLibrary,
  ShowTrain,
  ShowInspect,
  Undo,
  Redo,
  SelectAll,
  ClearSelection,
  InvertSelection,
  NextImage,
  PreviousImage,
  OpenFocused,
  Label1,
  Label2,
  Label3,
  Label4,
  Label5,
  Label6,
  Label7,
  Label8,
  Label9,
  Unlabel,
  TogglePrediction,
  ToggleHeat,
  ZoomFit,
  ZoomActual,
  StartTraining,
  PauseTraining,
  StopTraining,
  FindImage,
  ClearFilters,
  TogglePalette,
  ToggleShortcuts,
  ToggleAbout,
  BrowseImport,
  PreviewViews,
  CancelJobs,
  Quit,
};

// One training run as asked for in the Train page or on the command line.
struct TrainRequest {
  std::string target = "";  // name of a target; empty: the workspace's default
  std::string model = "";   // "" or "starter": shipped model; "imagenet": imported weights; else a run id "run:3"
  Depth depth = Depth::Head;
  int epochs = 20;
  float learning_rate = 1e-3F;
  int batch_size = 32;
  std::uint64_t seed = 1;
  bool class_weights = true;
  bool augment = false;
  int patience_epochs = 8;            // early stopping; 0 switches it off
  std::string criterion = "val_auc";  // or "val_loss": chooses the best epoch, stops and restores
  std::string preset =
      "";  // named: its recipe instead of what stands from epochs on; seed, target, model and depth count
  std::vector<std::pair<std::string, std::string>> settings;  // name and value, over form or preset
};

// What the grid shows. Empty lists mean "all". Class -1 stands for "unlabelled".
struct LibraryFilter {
  std::vector<ClassId> classes;
  std::vector<Split> splits;
  std::vector<int> true_groups;  // of the label: index into the target's groups
  std::vector<int> predicted_groups;
  float confidence_min = 0.0F;  // of the predicted group, 0..1
  float confidence_max = 1.0F;
  bool only_disagreement = false;  // predicted group differs from the label's group
  bool only_relabelled = false;
  std::string text;  // part of the file name, lesion id or site
  bool operator==(const LibraryFilter&) const = default;
};

enum class SortKey { Name, Label, Score, Confidence, Recent };

struct RunAction {
  Action action;
};
struct RelabelImages {
  std::vector<ImageId> images;
  std::optional<ClassId> to;
  bool advance = false;
};
struct ImportPaths {
  std::vector<std::filesystem::path> paths;
};
struct ImportWeights {
  std::filesystem::path file;
};
struct BrowseFolder {
  std::filesystem::path folder;
};  // of the import dialog; a file is imported at once
struct StartTraining {
  TrainRequest request;
};
struct ResumeRun {
  RunId run;
};
struct ShowViews {
  int first;
};  // of the recipe in the form, from this epoch or kept view on
struct SetLearningRate {
  float learning_rate;
};
struct CancelJob {
  JobId job;
};
struct ShowPage {
  Page page;
};
struct OpenImage {
  ImageId image;
};  // shows it in Inspect
struct SetFilter {
  LibraryFilter filter;
};
struct SetSort {
  SortKey key;
  bool descending;
};
// Replaces the selection. The focus also becomes the anchor, from which Shift selects, unless that stays.
struct SelectImages {
  std::vector<ImageId> images;
  std::optional<ImageId> focus;
  bool keeps_anchor = false;
};
struct SetTarget {
  std::string target;
};
struct SetThreshold {
  float threshold;
};
struct ShowRun {
  RunId run;
  int epoch;
};  // which run (and epoch; -1 the best) the views show
struct ShowHeat {
  bool visible;
  int group;
};  // Grad-CAM for this group of the target
struct SetHeatStyle {
  float opacity;
  float threshold;
  int colour_map;
};
struct DismissToast {
  std::uint64_t toast;
};

using Command = std::variant<RunAction, RelabelImages, ImportPaths, ImportWeights, BrowseFolder, StartTraining,
                             ResumeRun, ShowViews, SetLearningRate, CancelJob, ShowPage, OpenImage, SetFilter, SetSort,
                             SelectImages, SetTarget, SetThreshold, ShowRun, ShowHeat, SetHeatStyle, DismissToast>;

class CommandQueue {
 public:
  void push(Command command) { commands_.push_back(std::move(command)); }
  void push(Action action) { commands_.emplace_back(RunAction{action}); }
  std::vector<Command> take() { return std::exchange(commands_, {}); }

 private:
  std::vector<Command> commands_;
};

}  // namespace app
