// Importing into a workspace, labelling in it, and what both leave behind.
#include "app/workspace/import.h"

#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace/dataset.h"
#include "app/workspace/labelling.h"
#include "db/classes.h"
#include "db/images.h"
#include "engine/image/image_io.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using app::ImportReport;
using app::Workspace;
using test_support::TempFolder;

class Import : public ::testing::Test {
 protected:
  Import() : workspace_(folder_ / "ws", Workspace::Open::OrCreate) {}

  // A flat picture of its own shade: its own content.
  fs::path picture(const std::string& name, int shade) const {
    engine::Image image = engine::Image::blank(40, 30, 3);
    std::ranges::fill(image.pixels, static_cast<std::uint8_t>(shade));
    fs::create_directories((folder_ / name).parent_path());
    engine::save_png(image, folder_ / name);
    return folder_ / name;
  }

  ImportReport import(const std::string& name) {
    return app::import_images(workspace_, app::read_import_source(folder_ / name), {}, {});
  }

  TempFolder folder_;
  Workspace workspace_;
};

TEST_F(Import, brings_classes_targets_labels_and_splits) {
  for (int i = 0; i < 20; ++i)
    picture("set/train/" + std::string(i % 2 == 0 ? "benign/" : "malignant/") + std::to_string(i) + ".png", i);
  const ImportReport report = import("set");
  EXPECT_EQ(report.added, 20);
  EXPECT_TRUE(report.failures.empty());
  const auto data = app::load_target_data(workspace_.reader(), "malignant");
  EXPECT_EQ(data.groups, (std::vector<std::string>{"benign", "malignant"}));
  EXPECT_EQ(app::indices_of(data, db::Split::Train).size() + app::indices_of(data, db::Split::Val).size(), 20U);
  EXPECT_FALSE(app::indices_of(data, db::Split::Val).empty());  // set aside, because the source names none
}

TEST_F(Import, a_second_import_changes_nothing_and_keeps_decisions) {
  picture("set/nv/a.png", 1);
  picture("set/mel/b.png", 2);
  import("set");
  const auto image = db::images(workspace_.reader()).front();
  const auto mel = db::class_named(workspace_.reader(), "mel")->id;
  const auto nv = db::class_named(workspace_.reader(), "nv")->id;
  const auto other = *image.label == mel ? nv : mel;
  app::relabel(workspace_, {{image.id}, other, "other"});
  const ImportReport again = import("set");
  EXPECT_EQ(again.added, 0);
  EXPECT_EQ(again.known, 2);
  EXPECT_EQ(db::image(workspace_.reader(), image.id)->label, other);
}

TEST_F(Import, a_moved_image_is_found_by_its_content) {
  const fs::path old_place = picture("set/nv/a.png", 1);
  picture("set/mel/b.png", 2);
  import("set");
  fs::create_directories(folder_ / "moved/nv");
  fs::rename(old_place, folder_ / "moved/nv/new name.png");
  EXPECT_EQ(import("moved").relinked, 1);
  EXPECT_EQ(db::images(workspace_.reader()).size(), 2U);
}

TEST_F(Import, unreadable_files_are_reported_with_reasons_and_the_rest_comes_in) {
  picture("set/nv/good.png", 1);
  folder_.write("set/nv/empty.jpg", "");
  folder_.write("set/nv/text.png", "no image");
  const ImportReport report = import("set");
  EXPECT_EQ(report.added, 1);
  ASSERT_EQ(report.failures.size(), 2U);
  EXPECT_THAT(report.failures[0].reason, ::testing::HasSubstr("the file is empty"));
}

TEST_F(Import, photographs_of_one_lesion_stay_in_one_split) {
  std::string table = "path\tlabel\tlesion_id\n";
  for (int i = 0; i < 60; ++i) {
    picture("set/" + std::to_string(i) + ".png", i);
    table += std::to_string(i) + ".png\t" + (i / 3 % 2 == 0 ? "nv" : "mel") + "\tL" + std::to_string(i / 3) + "\n";
  }
  folder_.write("set/index.tsv", table);
  import("set");
  std::map<std::string, std::set<db::Split>> splits;
  for (const db::Image& image : db::images(workspace_.reader())) splits[image.lesion_id].insert(image.split);
  EXPECT_EQ(splits.size(), 20U);
  for (const auto& [lesion, in] : splits) EXPECT_EQ(in.size(), 1U) << lesion;
}

TEST_F(Import, cancelling_keeps_what_is_done_and_says_so) {
  for (int i = 0; i < 5; ++i) picture("set/nv/" + std::to_string(i) + ".png", i);
  std::stop_source stop;
  stop.request_stop();
  const ImportReport report =
      app::import_images(workspace_, app::read_import_source(folder_ / "set"), {}, stop.get_token());
  EXPECT_TRUE(report.cancelled);
  EXPECT_EQ(report.added, 0);
}

TEST_F(Import, relabelling_moves_every_target_and_undo_takes_it_back) {
  for (int i = 0; i < 4; ++i) picture("set/" + std::string(i < 2 ? "nv/" : "mel/") + std::to_string(i) + ".png", i);
  import("set");
  const auto count_malignant = [&] {
    return std::ranges::count(app::load_target_data(workspace_.reader(), "malignant").group, 1);
  };
  ASSERT_EQ(count_malignant(), 2);
  std::vector<app::ImageId> all;
  for (const db::Image& image : db::images(workspace_.reader())) all.push_back(image.id);
  const auto change = app::relabel(workspace_, {all, db::class_named(workspace_.reader(), "mel")->id, "mel"});
  EXPECT_EQ(change.name, "Label 4 images as mel");
  EXPECT_EQ(change.images.size(), 2U);  // those that were mel already have no event
  EXPECT_EQ(count_malignant(), 4);
  ASSERT_TRUE(app::undo_label(workspace_).has_value());
  EXPECT_EQ(count_malignant(), 2);
  ASSERT_TRUE(app::redo_label(workspace_).has_value());
  EXPECT_EQ(count_malignant(), 4);
}

}  // namespace
