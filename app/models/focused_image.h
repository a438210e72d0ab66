// The image in focus with everything known about it: in Inspect, and beside the Library's grid. Main thread only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/core/types.h"
#include "app/workspace/heat_picture.h"

namespace app {

enum class LoadState { Empty, Loading, Ready, Failed };

struct LabelEventView {
  std::string when;  // local time, minutes
  std::string who;
  std::string from, to;  // class names; "unlabelled"
  std::string source;    // "import", "user", "undo"
};

struct ProbabilityView {
  std::string group;
  float probability = 0.0F;
};

enum class HeatState { None, Computing, Ready, NoEvidence, Saturated, Failed };

struct HeatStyle : HeatPicture {
  bool contour = true;  // a line where the evidence crosses the threshold
};

struct HeatView {
  bool visible = true;
  HeatState state = HeatState::None;
  std::string message;        // for every state but Ready
  int group = -1;             // which group's evidence it is; -1: the model was not asked yet
  int asked = -1;             // which group's was asked for; -1: of two groups the second, of more the predicted one
  std::uint64_t texture = 0;  // one-channel map, 7x7, values 0..1
  std::array<float, 4> image_from_crop{1, 1, 0, 0};  // crop uv -> image uv: scale x, y, offset x, y
  HeatStyle style;
  int cells = 7;      // per side of the map
  float peak = 0.0F;  // logit units: what 1.0 on the legend stands for
};

// The lesion, where the set came with masks.
struct MaskView {
  std::vector<std::array<float, 4>> outline;  // pieces from x, y to x, y, in parts of the picture
  std::optional<double> of_heat, of_area;     // on the lesion: of the evidence, and of what the network saw
  std::string problem;
};

// Whether the model should be asked at all: said before any number of it.
struct FamiliarityView {
  bool unlike = false;      // more so than nearly all validation images
  bool beyond = false;      // the run's share of answers does not reach this far
  bool referred = false;    // so a person decides
  std::string words;        // "like the training images: …", or why that is not known; empty: nothing was asked yet
  std::string refer_words;  // why it is beyond; empty: it is not
  std::optional<double> refers_at;  // the threshold that this was chosen at; absent: none, or nothing is referred
  std::string why_not_referred;     // why nothing is referred where another decides; empty: it is
};

struct FocusedImage {
  std::optional<ImageId> image;
  LoadState state = LoadState::Empty;
  std::string message;  // why it failed
  std::string file_name;
  int width_px = 0, height_px = 0;
  std::uint64_t texture = 0;  // full image
  bool changed = false;  // the file holds another picture than was imported: label, mask and scores are of that one
  int class_index = -1;
  bool relabelled = false;
  bool unsaved = false;                                       // the label is not on the disk yet
  std::vector<std::pair<std::string, std::string>> metadata;  // label, value; only what is known
  std::vector<LabelEventView> history;                        // newest first
  std::vector<ProbabilityView> probabilities;
  int predicted_group = -1;
  std::string asked = {};  // "mean of 8 views, calibrated on val: T 1.31"; empty until the model has answered
  // What the shown epoch says, where that is another than the model's; empty: it is the model's.
  std::vector<ProbabilityView> at_epoch;
  std::string asked_at_epoch = {};
  std::string in_the_grid = {};  // what is stored of it, where it was asked in other views than the model is
  int at_epoch_group = -1;
  // Where another epoch than the model's is shown, the model's: "run 3, epoch 2". Empty: it is the shown one.
  std::string model_epoch = {};
  bool best_so_far = false;  // it is what is stored of a run that still trains
  int true_group = -1;
  float threshold = 0.5F;
  float model_threshold = 0.5F;     // of two groups: kept with the model, else what 0.5 became by its calibration
  std::string model_name;           // which model says so
  std::uint64_t model_version = 0;  // rises as it is read anew: its calibration or what it refers may have changed
  int model_px = 0;                 // side of the square in which the model sees it; 0: it has not answered yet
  std::string model_problem;        // why the shown run's model cannot be asked; empty: it can, or there is none
  FamiliarityView familiarity;
  HeatView heat;
  MaskView mask;
  int position = 0, of = 0;  // "12 of 340" in the Library's order

  // What is said of the image: by the shown epoch where it has predicted the image, else by the model.
  const std::vector<ProbabilityView>& said() const { return at_epoch.empty() ? probabilities : at_epoch; }
  int said_group() const { return at_epoch.empty() ? predicted_group : at_epoch_group; }
  // Whose evidence the map is, by name; empty: the model was not asked yet.
  std::string evidence_group() const {
    const auto place = static_cast<std::size_t>(heat.group);
    return heat.group >= 0 && place < probabilities.size() ? probabilities[place].group : std::string();
  }
};

}  // namespace app
