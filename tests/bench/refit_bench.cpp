// From a label to the moved curve: the head of a run refit from cached features that are generated here, beside
// training the same head cold. 2,637 images is the reference project's set.
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>

#include <benchmark/benchmark.h>

#include "app/table/judge.h"
#include "app/table/relabel_effect.h"
#include "app/workspace/dataset.h"
#include "app/workspace/refit.h"
#include "app/workspace/run_groups.h"
#include "app/workspace/run_scores_reader.h"
#include "app/workspace/training.h"
#include "db/classes.h"
#include "db/hash/sha256.h"
#include "db/images.h"
#include "db/labels.h"
#include "db/runs.h"
#include "engine/image/image.h"
#include "engine/image/image_io.h"
#include "ml/data/symmetry.h"
#include "ml/features/feature_cache.h"
#include "ml/train/train_plan.h"
#include "ml/train/trainer.h"
#include "tests/temp_folder.h"

namespace {

constexpr int kThreads = 2;
constexpr int kTrainedEpochs = 20;
constexpr std::size_t kWritten = 512;

// A workspace whose features are all cached and whose images no one reads.
struct Scene {
  explicit Scene(std::size_t images) {
    ml::ModelSpec spec;
    spec.head = ml::head_by_name("linear", 1);
    const ml::Model model = ml::make_model(spec, ml::imagenet_contract(), 1);
    ml::save_model(folder / "model.safetensors", model);
    workspace = std::make_unique<app::Workspace>(folder / "ws", app::Workspace::Open::OrCreate);
    add_images(images);
    write_features(model);
    app::TrainRequest asked;
    asked.model = (folder / "model.safetensors").string();
    asked.target = "malignant";
    asked.epochs = kTrainedEpochs;
    asked.patience_epochs = 0;
    ml::TrainControl control;
    request.run = app::run_training(*workspace, asked, control, {}, kThreads).run;
    for (const db::Image& image : db::images(workspace->reader())) {
      request.ids.push_back(image.id);
      request.labels.push_back(image.label.value_or(0));
    }
    request.scores = app::read_run_scores(workspace->reader(), request.run, request.ids);
    request.group_of_class = app::groups_of_run(*db::run(workspace->reader(), request.run)).group_of_class;
    refitter = std::make_unique<app::Refitter>(*workspace);
  }

  void add_images(std::size_t images) {
    const std::string picture = (folder / "picture.png").string();
    engine::save_png(engine::Image::blank(8, 8, 3), picture);
    workspace->writer().transact_and_wait("Images", [&](db::Transaction& t) {
      nv = db::add_class(t, {0, "nv", "nevus", 0x00ff00, 0});
      mel = db::add_class(t, {0, "mel", "melanoma", 0xff0000, 1});
      db::save_target(t, {0, "malignant", "", {{"benign", {nv}}, {"malignant", {mel}}}});
      std::vector<db::LabelChange> labels;
      for (std::size_t i = 0; i < images; ++i) {
        const std::filesystem::path path = folder / ("image" + std::to_string(i) + ".png");
        std::filesystem::create_hard_link(picture, path);
        db::Image image;
        image.path = path;
        image.sha256 = db::sha256_hex("image " + std::to_string(i));
        image.split = i % 5 == 0 ? db::Split::Val : db::Split::Train;
        labels.push_back({db::add_image(t, image).image, i % 3 == 0 ? mel : nv, {}});
      }
      db::set_labels(t, labels, {.source = db::LabelSource::Import});
    });
  }

  // Two overlapping clouds.
  void write_features(const ml::Model& model) {
    const app::TargetData data = app::load_target_data(workspace->reader(), "malignant");
    const app::ImageFiles source(data.images, data.stamps);
    ml::FeatureCache cache(workspace->features_folder(), ml::feature_space(model, ml::Depth::Head));
    const std::size_t length = cache.space().dimension;
    std::mt19937 random(5);
    std::normal_distribution<float> noise(0.F, 1.F);
    std::vector<float> apart(length);
    for (float& value : apart) value = 0.04F * noise(random);
    for (std::size_t first = 0; first < source.size(); first += kWritten) {
      std::vector<ml::FeatureKey> keys;
      std::vector<float> values;
      for (std::size_t i = first; i < std::min(source.size(), first + kWritten); ++i) {
        keys.push_back({source.key(i), ml::symmetry_name(0)});
        const float side = data.group[i] == 1 ? 1.F : -1.F;
        for (std::size_t k = 0; k < length; ++k) values.push_back(std::abs(noise(random) + side * apart[k]));
      }
      cache.put_many(keys, values);
    }
  }

  // Another training image gets the other class each time.
  void change_a_label() {
    next = next % 5 == 4 ? next + 2 : next + 1;
    app::ClassId& label = request.labels[next % request.labels.size()];
    label = label == nv ? mel : nv;
  }

  test_support::TempFolder folder;
  std::unique_ptr<app::Workspace> workspace;
  db::ClassId nv = 0, mel = 0;
  app::RefitRequest request;
  std::unique_ptr<app::Refitter> refitter;
  std::size_t next = 0;
};

Scene& scene(std::int64_t images) {
  static std::map<std::int64_t, std::unique_ptr<Scene>> scenes;
  auto& made = scenes[images];
  if (!made) made = std::make_unique<Scene>(static_cast<std::size_t>(images));
  return *made;
}

// Everything between the labels having rested and the curve being drawn.
void relabel_to_roc(benchmark::State& state) {
  Scene& s = scene(state.range(0));
  for (auto _ : state) {
    s.change_a_label();
    const auto refit = s.refitter->refit(s.workspace->reader(), s.request, {});
    if (!refit || !refit->scores) return state.SkipWithError("no refit");
    const app::EffectInput input{
        refit->stored, refit->untouched, refit->refitted, refit->truth_before, refit->truth_now, {}, 0.5};
    const app::RelabelEffect effect = app::relabel_effect(input);
    benchmark::DoNotOptimize(effect.now[app::Metric::Auc]);
    benchmark::DoNotOptimize(app::Judge(refit->refitted, refit->truth_now).roc(1000).size());
  }
}

// The first of a run also reads it, and refits without a changed label.
void first_relabel_of_a_run(benchmark::State& state) {
  Scene& s = scene(state.range(0));
  for (auto _ : state) {
    s.change_a_label();
    app::Refitter fresh(*s.workspace);
    const auto refit = fresh.refit(s.workspace->reader(), s.request, {});
    if (!refit || !refit->scores) return state.SkipWithError("no refit");
  }
}

// The same head from nothing, as a run trains it.
void fit_cold(benchmark::State& state) {
  Scene& s = scene(state.range(0));
  app::TrainRequest asked;
  asked.model = (s.folder / "model.safetensors").string();
  asked.target = "malignant";
  asked.epochs = kTrainedEpochs;
  asked.patience_epochs = 0;
  for (auto _ : state) {
    ml::TrainControl control;
    benchmark::DoNotOptimize(app::run_training(*s.workspace, asked, control, {}, kThreads).run);
  }
}

BENCHMARK(relabel_to_roc)->Arg(2637)->Arg(10'000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(first_relabel_of_a_run)->Arg(2637)->Arg(10'000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(fit_cold)->Arg(2637)->Arg(10'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
