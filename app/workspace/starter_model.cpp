#include "app/workspace/starter_model.h"

#include <chrono>
#include <cstdio>
#include <stdexcept>

#include "app/core/json.h"
#include "app/demo/demo_writer.h"
#include "app/workspace/dataset.h"
#include "app/workspace/import.h"
#include "ml/arch/trainable.h"
#include "ml/train/trainer.h"

namespace app {
namespace {

constexpr float kDropout = 0.2F;

// A line an epoch, with the AUC that the trainer found; ends the run where the recipe says.
class Teller : public ml::TrainListener {
 public:
  Teller(const std::function<void(const std::string&)>& tell, ml::TrainControl& control, int stop_after)
      : tell_(tell), control_(control), stop_after_(stop_after) {}
  double best_auc() const { return best_auc_; }

  void on_epoch(const ml::EpochReport& report) override {
    if (report.best_so_far) best_auc_ = report.val_auc;
    char text[128];
    std::snprintf(text, sizeof text, "epoch %d  train loss %.4f  val loss %.4f  val AUC %.4f  %.0f s%s",
                  report.epoch + 1, report.train_loss, report.val_loss, report.val_auc, report.seconds,
                  report.best_so_far ? "  best" : "");
    tell_(text);
    if (report.epoch + 1 >= stop_after_) control_.stop_and_keep_best();
  }

 private:
  const std::function<void(const std::string&)>& tell_;
  ml::TrainControl& control_;
  int stop_after_;
  double best_auc_ = 0;
};

ml::TrainConfig config_for(const StarterRecipe& recipe) {
  ml::TrainConfig config;
  config.depth = ml::Depth::Whole;
  config.batch_statistics = ml::BatchStatistics::Batch;
  config.epochs = recipe.epochs;
  config.batch = recipe.batch;
  config.learning_rate = recipe.learning_rate;
  config.schedule = ml::RateSchedule::Cosine;
  config.warmup_epochs = 2;
  config.adam.weight_decay = 1e-4F;
  config.augment.rotation_deg = 180;
  config.augment.flip_horizontal = true;
  config.augment.flip_vertical = true;
  config.augment.zoom_fraction = 0.1F;
  config.augment.shift_fraction = 0.05F;
  config.augment.brightness = 0.15F;
  config.augment.contrast = 0.15F;
  config.criterion = ml::Criterion::ValAuc;
  config.patience = 0;
  config.seed = recipe.seed;
  return config;
}

Workspace workspace_of_images(const StarterRecipe& recipe, const std::filesystem::path& folder,
                              const std::function<void(const std::string&)>& tell) {
  demo::DemoRecipe images;
  images.images = recipe.images;
  images.seed = recipe.seed;
  images.wrong_label_share = 0;  // the model is to learn the appearance, not the teaching faults
  images.exact_duplicate_share = 0;
  images.near_duplicate_share = 0;
  images.leaked_duplicates = 0;
  Workspace workspace(folder, Workspace::Open::OrCreate);
  if (!std::filesystem::exists(folder / "images" / "index.tsv")) {
    tell("drawing " + std::to_string(recipe.images) + " images");
    demo::write_demo(folder / "images", images);
  }
  tell(describe(import_images(workspace, read_index_table(folder / "images" / "index.tsv"), {}, {})));
  return workspace;
}

}  // namespace

StarterReport make_starter_model(const StarterRecipe& recipe, const std::filesystem::path& work_folder,
                                 const std::filesystem::path& output, ml::TrainControl& control,
                                 const std::function<void(const std::string&)>& tell) {
  const auto started = std::chrono::steady_clock::now();
  const Workspace workspace = workspace_of_images(recipe, work_folder, tell);
  const TargetData data = load_target_data(workspace.reader(), "malignant");
  const ImageFiles source(data.images, data.stamps);
  ml::Dataset dataset{.source = &source,
                      .labels = data.group,
                      .train = indices_of(data, db::Split::Train),
                      .val = indices_of(data, db::Split::Val)};
  for (const std::size_t index : indices_of(data, db::Split::Test)) dataset.train.push_back(index);

  ml::ModelSpec spec;
  spec.width = recipe.width;
  spec.input_px = recipe.input_px;
  spec.classes = data.groups;
  spec.head = ml::linear_head(kDropout, spec.outputs());
  Teller teller(tell, control, recipe.stop_after);
  ml::TrainResult result = ml::train(ml::make_model(spec, ml::imagenet_contract(recipe.input_px), recipe.seed), dataset,
                                     nullptr, config_for(recipe), control, teller);
  if (result.end == ml::TrainEnd::Cancelled || result.best_epoch < 0)
    throw std::runtime_error("training the starter model: it was ended before it was done; nothing is written: " +
                             output.string());
  result.model.target = data.target;
  result.model.trained_on = Json{
      {"recipe", "generated dermoscopy images"},
      {"images", recipe.images},
      {"seed", recipe.seed},
      {"epochs", recipe.epochs},
      {"best_epoch",
       result.best_epoch + 1}}.dump();
  ml::save_model(output, result.model);
  return {static_cast<int>(data.images.size()), result.best_epoch + 1, teller.best_auc(),
          std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count(),
          std::filesystem::file_size(output)};
}

}  // namespace app
