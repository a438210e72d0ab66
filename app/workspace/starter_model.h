// Makes the model that ships with the program: a small MobileNetV2 trained from scratch, by the
// project's own trainer, on generated images. The recipe is here so that the file can be made again.
// One thread at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "ml/train/train_control.h"

namespace app {

struct StarterRecipe {
  int images = 5000;
  std::uint64_t seed = 7;
  float width = 0.35F;
  int input_px = 96;
  int epochs = 70;      // of the learning-rate schedule
  int stop_after = 30;  // epochs that are really run; the best of them is kept
  int batch = 64;
  float learning_rate = 2e-3F;
};

struct StarterReport {
  int images = 0;
  int best_epoch = 0;
  double val_auc = 0;
  double seconds = 0;
  std::uintmax_t bytes = 0;
};

// `work_folder` receives the generated images and is reused when it already holds them.
StarterReport make_starter_model(const StarterRecipe& recipe, const std::filesystem::path& work_folder,
                                 const std::filesystem::path& output, ml::TrainControl& control,
                                 const std::function<void(const std::string&)>& tell);

}  // namespace app
