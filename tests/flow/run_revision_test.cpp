// A run names the label revision that it learned from, whatever is labelled while it begins.
#include <atomic>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>

#include "app/core/json.h"
#include "app/demo/demo_writer.h"
#include "app/workspace/dataset.h"
#include "app/workspace/import.h"
#include "app/workspace/training.h"
#include "db/classes.h"
#include "db/images.h"
#include "db/labels.h"
#include "tests/temp_folder.h"

namespace {
using app::Workspace;

// How many validation images were of each group, by the labels of a revision.
std::vector<std::int64_t> groups_then(const Workspace& workspace, std::int64_t revision) {
  const app::TargetData data = app::load_target_data(workspace.reader(), "malignant", revision);
  std::vector<std::int64_t> images(data.groups.size());
  for (std::size_t i = 0; i < data.images.size(); ++i)
    if (data.images[i].split == db::Split::Val && data.group[i] >= 0) ++images[static_cast<std::size_t>(data.group[i])];
  return images;
}

// And as the run judged them in its first epoch.
std::vector<std::int64_t> groups_of_run(const Workspace& workspace, db::RunId run) {
  std::vector<std::int64_t> images;
  const app::Json metrics = app::Json::parse(db::epochs(workspace.reader(), run).front().metrics_json);
  for (const app::Json& row : metrics.at("confusion")) {
    images.push_back(0);
    for (const app::Json& cell : row) images.back() += cell.get<std::int64_t>();
  }
  return images;
}

// Labels one validation image after another, as fast as the disk takes them, until it is told to stop.
void label_on(Workspace& workspace, const std::atomic<bool>& done) {
  const db::ClassId mel = db::class_named(workspace.reader(), "mel")->id;
  const db::ClassId nv = db::class_named(workspace.reader(), "nv")->id;
  for (const db::ClassId to : {mel, nv})
    for (const db::Image& image : db::images(workspace.reader())) {
      if (done) return;
      if (image.split != db::Split::Val) continue;
      workspace.writer().transact_and_wait("Label", [&](db::Transaction& t) {
        const db::LabelChange change{.image = image.id, .to = to};
        db::set_labels(t, std::span(&change, 1));
      });
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

TEST(RunRevision, is_of_the_labels_that_were_learned_not_of_one_given_while_it_began) {
  const test_support::TempFolder folder;
  ::setenv("NEVUS_DATA_HOME", (folder / "home").c_str(), 1);
  const auto demo = app::demo::write_demo(folder / "images", app::demo::for_images({}, 200));
  Workspace workspace(folder / "ws", Workspace::Open::OrCreate);
  app::import_images(workspace, app::read_index_table(demo.index_file), {}, {});

  Workspace hand(folder / "ws", Workspace::Open::MustExist);
  std::atomic<bool> done = false;
  std::jthread labelling([&] { label_on(hand, done); });
  const std::int64_t at_first = db::label_revision(workspace.reader());
  while (db::label_revision(workspace.reader()) < at_first + 2) std::this_thread::yield();
  app::TrainRequest request;
  request.target = "malignant";
  request.model = "starter";
  request.epochs = 1;
  request.allow_leak = true;
  ml::TrainControl control;
  const app::TrainOutcome outcome = run_training(workspace, request, control, {}, 1);
  done = true;
  labelling.join();

  const std::int64_t learned = db::run(workspace.reader(), outcome.run)->label_revision;
  EXPECT_GE(learned, at_first + 2);
  ASSERT_LT(learned, db::label_revision(workspace.reader())) << "or nothing was labelled meanwhile";
  EXPECT_EQ(groups_of_run(workspace, outcome.run), groups_then(workspace, learned));
  EXPECT_NE(groups_then(workspace, learned), groups_then(workspace, 0)) << "or this shows nothing";
  EXPECT_EQ(outcome.val.from.label_revision, learned);
  const auto stored = db::prediction(workspace.reader(), outcome.run, 1, db::Split::Val);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->label_revision, learned);
}

}  // namespace
