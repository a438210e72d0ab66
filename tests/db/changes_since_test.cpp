#include "db/changes_since.h"

#include <gmock/gmock.h>

#include "db/edits.h"
#include "db/runs.h"
#include "db/settings.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What the writer said of one transaction, and what another window learns of it.
struct ChangesSince : testing::Test {
  ChangeSet learnt_of(const Writer::Work& work) {
    const Mark before = mark_of(workspace.reader());
    told = workspace.write("Work", work);
    return changes_since(workspace.reader(), before);
  }
  Workspace workspace;
  ClassId nv = workspace.add("nv"), mel = workspace.add("mel");
  std::vector<ImageId> ids = workspace.add_images(4);
  ChangeSet told;
};

TEST_F(ChangesSince, IsEmptyWhenNothingHappened) {
  const Mark mark = mark_of(workspace.reader());
  EXPECT_TRUE(changes_since(workspace.reader(), mark).empty());
}

TEST_F(ChangesSince, TellsMovesOfLabelsFolded) {
  workspace.label(ids, nv, LabelSource::Import);
  const auto learnt = learnt_of([&](Transaction& t) {
    set_labels(t, std::vector<LabelChange>{{ids[2], mel, {}}, {ids[0], mel, {}}, {ids[2], std::nullopt, {}}});
  });
  ASSERT_EQ(learnt.labels.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(learnt.labels[i].image, told.labels[i].image);
    EXPECT_EQ(learnt.labels[i].from, told.labels[i].from);
    EXPECT_EQ(learnt.labels[i].to, told.labels[i].to);
    EXPECT_EQ(learnt.labels[i].relabelled, told.labels[i].relabelled);
  }
  EXPECT_EQ(learnt.label_revision, told.label_revision);
  EXPECT_EQ(learnt.batches, told.batches);
  EXPECT_THAT(learnt.images_edited, IsEmpty()) << "a label is no edit";
}

TEST_F(ChangesSince, TellsAddedAndEditedImages) {
  const auto learnt = learnt_of([&](Transaction& t) {
    add_image(t, image_row(100));
    move_to_split(t, std::vector{ids[1]}, Split::Val);
    relink_image(t, ids[3], "/elsewhere");
    move_to_split(t, std::vector{add_image(t, image_row(101)).image}, Split::Val);
  });
  EXPECT_EQ(learnt.images_added, told.images_added);
  EXPECT_THAT(learnt.images_edited, ElementsAre(ids[1], ids[3])) << "an added one is read whole anyway";
  EXPECT_THAT(learnt.labels, IsEmpty());
}

TEST_F(ChangesSince, TellsEachEditOnce) {
  learnt_of([&](Transaction& t) { move_to_split(t, std::vector{ids[1]}, Split::Val); });
  const auto second = learnt_of([&](Transaction& t) { set_missing(t, std::vector{ids[2]}, true); });
  EXPECT_THAT(second.images_edited, ElementsAre(ids[2]));
}

TEST_F(ChangesSince, TellsOfRunsAndWhateverBelongsToThem) {
  RunId first = 0, second = 0;
  const auto added = learnt_of([&](Transaction& t) {
    first = add_run(t, {});
    second = add_run(t, {});
  });
  EXPECT_THAT(added.runs, ElementsAre(first, second));
  const std::vector<Writer::Work> works = {
      [&](Transaction& t) { set_run_state(t, second, RunState::Failed); },
      [&](Transaction& t) {
        save_epoch(t, {second, 1, 0.5, {}, {}, {}, {}, {}, "{}"});
      },
      [&](Transaction& t) {
        save_epoch(t, {second, 1, 0.4, {}, {}, {}, {}, {}, "{}"});
      },
      [&](Transaction& t) {
        save_prediction(t, {second, 1, Split::Val, 0, 1, {ids[0]}, {0.5F}});
      },
      [&](Transaction& t) {
        save_checkpoint(t, {second, 1, "e1", 0.8, true});
      },
      [&](Transaction& t) {
        add_run_event(t, {second, 1, 1, 0, "learning_rate", "{}"});
      },
      [&](Transaction& t) { set_run_model(t, second, "m", "h"); },
  };
  for (std::size_t i = 0; i < works.size(); ++i) EXPECT_THAT(learnt_of(works[i]).runs, ElementsAre(second)) << i;
}

TEST_F(ChangesSince, TellsOfClassesTargetsSettingsAndReports) {
  EXPECT_THAT(learnt_of([&](Transaction& t) {
                update_class(t, {nv, "nv", "naevus", 0, 0});
              }).classes,
              ElementsAre(nv, mel));
  const auto target = learnt_of([&](Transaction& t) { save_target(t, {0, "malignant", "", {{"benign", {nv}}}}); });
  EXPECT_EQ(target.targets, told.targets);
  const auto again = learnt_of([&](Transaction& t) { save_target(t, {0, "malignant", "", {{"benign", {nv, mel}}}}); });
  EXPECT_EQ(again.targets, told.targets);
  EXPECT_THAT(learnt_of([](Transaction& t) { set_setting(t, "a", "1"); }).settings, ElementsAre("a"));
  EXPECT_THAT(learnt_of([](Transaction& t) { set_setting(t, "a", "2"); }).settings, ElementsAre("a"));
  EXPECT_TRUE(learnt_of([](Transaction& t) { add_import_report(t, {}); }).import_reports);
}

TEST_F(ChangesSince, IsAskedForOnlyWhenTheFileHasAnotherVersion) {
  const Reader other(workspace.database());
  const auto before = data_version(other);
  EXPECT_EQ(data_version(other), before);
  workspace.label({ids[0]}, mel);
  EXPECT_NE(data_version(other), before);
}

}  // namespace
}  // namespace db::test
