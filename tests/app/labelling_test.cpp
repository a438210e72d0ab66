// Labelling without waiting: what is told afterwards, and how it is taken back.
#include "app/workspace/labelling.h"

#include <future>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace/dataset.h"
#include "db/classes.h"
#include "db/hash/sha256.h"
#include "db/images.h"
#include "tests/temp_folder.h"

namespace {
using app::LabelDone;
using app::LabelOutcome;
using ::testing::HasSubstr;

class Labelling : public ::testing::Test {
 protected:
  Labelling() : workspace_(folder_ / "ws", app::Workspace::Open::OrCreate) {
    workspace_.writer().transact_and_wait("Import", [&](db::Transaction& t) {
      for (const std::string name : {"nv", "mel"}) classes_.push_back(db::add_class(t, {0, name, name, 0, 0}));
      db::save_target(t, {0, "malignant", "", {{"benign", {classes_[0]}}, {"malignant", {classes_[1]}}}});
      for (int i = 0; i < 40; ++i) {
        const std::string name = std::to_string(i);
        images_.push_back(db::add_image(t, {.path = name, .sha256 = db::sha256_hex(name)}).image);
      }
    });
  }

  template <class Submit>
  LabelOutcome told(const Submit& submit) {
    std::promise<LabelOutcome> promise;
    submit([&](const LabelOutcome& outcome) { promise.set_value(outcome); });
    return promise.get_future().get();
  }
  LabelOutcome label(std::vector<app::ImageId> images, int index) {
    const std::string name = index == 0 ? "nv" : "mel";
    return told([&](LabelDone done) {
      app::submit_relabel(workspace_,
                          {.images = images, .to = classes_[static_cast<std::size_t>(index)], .class_name = name},
                          std::move(done));
    });
  }

  test_support::TempFolder folder_;
  app::Workspace workspace_;
  std::vector<db::ClassId> classes_;
  std::vector<app::ImageId> images_;
};

TEST_F(Labelling, gives_no_class_that_was_retired_since_it_was_chosen) {
  workspace_.writer().transact_and_wait("Retire", [](db::Transaction& t) {
    db::Class mel = *db::class_named(t, "mel");
    mel.retired = true;
    db::update_class(t, mel);
  });
  const LabelOutcome outcome = label({images_[0]}, 1);
  ASSERT_TRUE(outcome.failure);
  EXPECT_THAT(outcome.failure->text, HasSubstr("\"mel\" is retired and takes no new labels"));
  EXPECT_FALSE(db::image(workspace_.reader(), images_[0])->label);
}

TEST_F(Labelling, tells_which_labels_moved_and_what_undo_would_take_back) {
  const LabelOutcome outcome = label({images_[0], images_[1]}, 1);
  EXPECT_EQ(outcome.name, "Label 2 images as mel");
  EXPECT_FALSE(outcome.failure);
  ASSERT_EQ(outcome.changes.labels.size(), 2U);
  EXPECT_EQ(outcome.changes.labels[0].to, classes_[1]);
  EXPECT_EQ(outcome.changes.undo_names->undo, "Label 2 images as mel");
  const LabelOutcome undone = told([&](LabelDone done) { app::submit_undo(workspace_, std::move(done)); });
  EXPECT_EQ(undone.name, "Undo: Label 2 images as mel");
  EXPECT_EQ(undone.reversal->changed, 2U);
  EXPECT_EQ(undone.changes.undo_names->redo, "Label 2 images as mel");
  const LabelOutcome redone = told([&](LabelDone done) { app::submit_redo(workspace_, std::move(done)); });
  EXPECT_EQ(redone.name, "Redo: Label 2 images as mel");
  EXPECT_EQ(db::image(workspace_.reader(), images_[1])->label, classes_[1]);
}

TEST_F(Labelling, a_failure_is_told_and_keeps_nothing_of_the_batch) {
  const LabelOutcome outcome = label({images_[0], 999}, 1);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, db::ErrorKind::NotFound);
  EXPECT_THAT(outcome.failure->text, HasSubstr("image 999"));
  EXPECT_TRUE(outcome.changes.empty());
  EXPECT_FALSE(db::image(workspace_.reader(), images_[0])->label);
  EXPECT_THROW(app::relabel(workspace_, {{999}, classes_[1], "mel"}), db::Error);
}

TEST_F(Labelling, a_decision_is_taken_back_by_its_number_whatever_came_after) {
  const auto first = label({images_[0]}, 0).changes.batches[0];
  label({images_[1]}, 1);
  const LabelOutcome undone = told([&](LabelDone done) { app::submit_undo_of(workspace_, first, std::move(done)); });
  EXPECT_EQ(undone.name, "Undo: Label 1 image as nv");
  EXPECT_FALSE(db::image(workspace_.reader(), images_[0])->label);
  EXPECT_EQ(db::image(workspace_.reader(), images_[1])->label, classes_[1]);
  const LabelOutcome again = told([&](LabelDone done) { app::submit_undo_of(workspace_, first, std::move(done)); });
  EXPECT_FALSE(again.reversal);
  EXPECT_FALSE(again.failure);
}

TEST_F(Labelling, undo_with_nothing_of_ones_own_names_whose_the_newest_decision_is) {
  app::Workspace other(folder_ / "ws", app::Workspace::Open::MustExist);
  label({images_[0]}, 1);
  const LabelOutcome nothing = told([&](LabelDone done) { app::submit_undo(other, std::move(done)); });
  EXPECT_FALSE(nothing.reversal);
  ASSERT_TRUE(nothing.of_others);
  EXPECT_EQ(nothing.of_others->name, "Label 1 image as mel");
  EXPECT_EQ(nothing.of_others->who, workspace_.session().who);
  EXPECT_EQ(nothing.of_others->session, workspace_.session().id);
}

// A run is pinned to the revision it learned from: the labels and their revision are of one moment.
TEST_F(Labelling, data_to_train_on_has_the_labels_of_the_revision_it_names) {
  label(images_, 0);
  std::jthread labelling([&](const std::stop_token& stop) {
    for (std::size_t i = 0; !stop.stop_requested(); ++i) label({images_[i % 40]}, i / 40 % 2 == 0 ? 1 : 0);
  });
  const auto reader = workspace_.make_reader();
  for (int i = 0; i < 50; ++i) {
    const app::TargetData data = app::load_target_data(*reader, "malignant");
    const auto labels = db::labels_at(*reader, data.label_revision);
    for (const db::Image& image : data.images) ASSERT_EQ(image.label, labels.at(image.id)) << data.label_revision;
  }
}

}  // namespace
