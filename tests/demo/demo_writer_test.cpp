#include "app/demo/demo_writer.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/demo/diagnosis.h"
#include "engine/image/image_io.h"
#include "tests/demo/table.h"
#include "tests/temp_folder.h"

namespace app::demo {
namespace {

using testing::HasSubstr;

DemoRecipe small_recipe() {
  DemoRecipe recipe;
  recipe.images = 60;
  recipe.width_px = 96;
  recipe.height_px = 72;
  recipe.wrong_label_share = 0.1;
  recipe.exact_duplicate_share = 0.05;
  recipe.near_duplicate_share = 0.05;
  return recipe;
}

TEST(DemoWriter, TheIndexIsCompleteAndItsFilesExist) {
  test_support::TempFolder folder;
  const DemoReport report = write_demo(folder.path(), small_recipe());
  const std::vector<Row> rows = read_table(report.index_file);
  ASSERT_EQ(rows.size(), 60u);
  EXPECT_EQ(report.images, 60);
  std::set<std::string> ids, classes;
  for (Diagnosis diagnosis : kDiagnoses) classes.insert(std::string(name_of(diagnosis)));
  for (const Row& row : rows) {
    EXPECT_TRUE(ids.insert(row.at("image_id")).second);
    EXPECT_TRUE(classes.contains(row.at("label"))) << row.at("label");
    const bool malignant = row.at("label") == "mel" || row.at("label") == "bcc" || row.at("label") == "akiec";
    EXPECT_EQ(row.at("malignant"), malignant ? "1" : "0");
    EXPECT_THAT(row.at("split"), testing::AnyOf("train", "val", "test"));
    const engine::ImageHeader image = engine::probe_image(folder.path() / row.at("path"));
    const engine::ImageHeader mask = engine::probe_image(folder.path() / row.at("mask_path"));
    EXPECT_EQ(image.format, engine::ImageFormat::Jpeg);
    EXPECT_EQ(mask.format, engine::ImageFormat::Png);
    EXPECT_EQ(std::to_string(image.width_px), row.at("width"));
    EXPECT_EQ(std::to_string(image.height_px), row.at("height"));
    EXPECT_EQ(mask.width_px, image.width_px);
  }
}

TEST(DemoWriter, TheAnswerKeyHoldsExactlyTheWrongLabels) {
  test_support::TempFolder folder;
  const DemoReport report = write_demo(folder.path(), small_recipe());
  std::map<std::string, std::string> labels;
  for (const Row& row : read_table(report.index_file)) labels[row.at("image_id")] = row.at("label");
  const std::vector<Row> answers = read_table(report.answer_key_file);
  EXPECT_EQ(answers.size(), 6u);
  EXPECT_EQ(report.wrong_labels, 6);
  for (const Row& answer : answers) {
    EXPECT_EQ(labels.at(answer.at("image_id")), answer.at("label"));
    EXPECT_NE(answer.at("label"), answer.at("true_label"));
  }
}

TEST(DemoWriter, ListedDuplicatesAreWhatTheyClaim) {
  test_support::TempFolder folder;
  const DemoReport report = write_demo(folder.path(), small_recipe());
  const std::vector<Row> pairs = read_table(folder.path() / "duplicates.tsv");
  ASSERT_EQ(pairs.size(), 6u);
  int leaks = 0;
  for (const Row& pair : pairs) {
    const bool same_bytes = bytes_of(folder.path() / pair.at("path_a")) == bytes_of(folder.path() / pair.at("path_b"));
    EXPECT_EQ(same_bytes, pair.at("kind") == "identical_file");
    leaks += pair.at("split_a") != pair.at("split_b") ? 1 : 0;
    EXPECT_EQ(pair.at("same_lesion"), pair.at("split_a") == pair.at("split_b") ? "1" : "0");
  }
  EXPECT_EQ(leaks, 3);
  EXPECT_EQ(report.leaked_duplicates, 3);
}

TEST(DemoWriter, TheSameRecipeWritesTheSameFilesWhateverTheThreads) {
  test_support::TempFolder folder;
  write_demo(folder.path() / "one", small_recipe(), {}, {}, 1);
  write_demo(folder.path() / "three", small_recipe(), {}, {}, 3);
  int compared = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path() / "one")) {
    if (!entry.is_regular_file()) continue;
    const auto other = folder.path() / "three" / entry.path().lexically_relative(folder.path() / "one");
    EXPECT_EQ(bytes_of(entry.path()), bytes_of(other)) << other;
    ++compared;
  }
  EXPECT_EQ(compared, 60 * 2 + 5);
}

TEST(DemoWriter, SaysThatTheImagesAreSyntheticAndNoMedicalDevice) {
  test_support::TempFolder folder;
  write_demo(folder.path(), small_recipe());
  const std::string text = bytes_of(folder.path() / "DEMO_README.txt");
  EXPECT_THAT(text, HasSubstr("Synthetic"));
  EXPECT_THAT(text, HasSubstr("not a medical"));
}

TEST(DemoWriter, ReportsProgressUpToTheLastImage) {
  test_support::TempFolder folder;
  std::vector<int> done;
  write_demo(folder.path(), small_recipe(),
             [&](const DemoProgress& progress) { done.push_back(progress.images_done); });
  ASSERT_EQ(done.size(), 60u);
  for (std::size_t i = 0; i < done.size(); ++i) EXPECT_EQ(done[i], static_cast<int>(i) + 1);
}

TEST(DemoWriter, CancellingStopsAtOnceAndLeavesNoIndexEvenWhereOneWas) {
  test_support::TempFolder folder;
  write_demo(folder.path(), small_recipe());
  ASSERT_TRUE(std::filesystem::exists(folder.path() / "index.tsv"));
  std::stop_source stop;
  const DemoReport report = write_demo(
      folder.path(), small_recipe(),
      [&](const DemoProgress& progress) {
        if (progress.images_done == 5) stop.request_stop();
      },
      stop.get_token(), 2);
  EXPECT_TRUE(report.cancelled);
  EXPECT_GE(report.images, 5);
  EXPECT_LE(report.images, 6);  // the other thread may finish the one in its hands
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "index.tsv"));
}

TEST(DemoWriter, AnUnfinishedSetIsCompletedByWritingItAgain) {
  test_support::TempFolder folder;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(write_demo(folder.path(), small_recipe(), {}, stop.get_token()).images, 0);
  EXPECT_FALSE(write_demo(folder.path(), small_recipe()).cancelled);
  EXPECT_EQ(read_table(folder.path() / "index.tsv").size(), 60u);
}

TEST(DemoWriter, ABadRecipeIsRefusedBeforeTheFolderIsTouched) {
  test_support::TempFolder folder;
  DemoRecipe recipe;
  recipe.images = 0;
  EXPECT_THROW(write_demo(folder.path() / "set", recipe), BadRecipe);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "set"));
}

std::string failure_of(const std::filesystem::path& folder) {
  try {
    write_demo(folder, small_recipe());
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

// A file in the way cannot be written through, even by root.
TEST(DemoWriter, AFolderThatCannotBeMadeIsAClearError) {
  test_support::TempFolder folder;
  std::ofstream(folder.path() / "taken") << "a file";
  const std::string text = failure_of(folder.path() / "taken");
  EXPECT_THAT(text, HasSubstr("Could not prepare the folder"));
  EXPECT_THAT(text, HasSubstr("taken"));
}

TEST(DemoWriter, AnImageThatCannotBeWrittenIsAClearErrorAndLeavesNoIndex) {
  test_support::TempFolder folder;
  std::filesystem::create_directories(folder.path() / "images/DEMO_0000003.jpg/in_the_way");
  EXPECT_THAT(failure_of(folder.path()), HasSubstr("DEMO_0000003.jpg"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "index.tsv"));
}

}  // namespace
}  // namespace app::demo
