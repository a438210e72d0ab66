// What is typed for an import and is not there is refused, with the names that are.
#include "app/cli/import_checks.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace/assets.h"
#include "tests/temp_folder.h"

namespace app::cli {
namespace {

using test_support::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;

template <typename Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

ImportSource source() {
  return {.name = "set",
          .layout = "table",
          .tables = {{"t.csv", "", "", 2, {{"path", ColumnRole::Path}, {"Skin Type", ColumnRole::Metadata}}}},
          .items = {{.path = "/a.png", .label = "mel"}, {.path = "/b.png", .label = "nv"}}};
}

TEST(ImportChecks, a_column_that_no_table_has_is_refused_with_those_that_there_are) {
  EXPECT_EQ(refusal([] { require_columns({.columns = {"skin_type=site"}}, source()); }), "");
  EXPECT_THAT(refusal([] { require_columns({.columns = {"skintype=site"}}, source()); }),
              AllOf(HasSubstr("\"skintype\""), HasSubstr("path, Skin Type")));
  EXPECT_THAT(refusal([] { require_columns({.columns = {"dx=label"}}, {.name = "x", .layout = "single files"}); }),
              HasSubstr("it has no table"));
}

TEST(ImportChecks, levels_of_folders_and_the_patients_of_dicom_files_are_no_columns_of_a_table) {
  const ImportSource tree{.name = "tree", .layout = "folder tree", .items = {{.path = "/a.dcm", .entry = "frame 1"}}};
  EXPECT_EQ(refusal([&] { require_columns({.columns = {"folder 1=label", "PatientID=patient"}}, tree); }), "");
  EXPECT_NE(refusal([] { require_columns({.columns = {"PatientID=patient"}}, source()); }), "");
}

TEST(ImportChecks, a_malignant_class_that_is_none_is_refused_with_those_that_there_are) {
  const ClassCatalog catalog(asset("classes.json"));
  EXPECT_EQ(refusal([&] { require_classes({.malignant = {"melanoma,bcc"}}, source(), {"bcc"}, catalog); }), "");
  EXPECT_THAT(refusal([&] { require_classes({.malignant = {"mel,mlanoma"}}, source(), {"bcc"}, catalog); }),
              AllOf(HasSubstr("\"mlanoma\""), HasSubstr("bcc, mel, nv")));
}

TEST(ImportChecks, an_open_question_is_refused_even_where_pictures_were_found) {
  const TempFolder folder;
  folder.write("a.jpg", "");
  const auto table = folder.write("t.csv", "path,class,diagnosis\na.jpg,nv,nevus\n");
  EXPECT_THAT(refusal([&] { require_mapping(read_import_source(table)); }),
              AllOf(HasSubstr("--column"), HasSubstr("class and diagnosis")));
  EXPECT_EQ(refusal([&] {
              require_mapping(read_import_source(table, {.roles = {{"class", ColumnRole::Label}}}));
            }),
            "");
}

TEST(ImportChecks, a_folder_that_can_be_read_in_two_ways_is_refused_with_both_and_the_option_for_either) {
  const TempFolder folder;
  folder.write("mel/a.jpg", "");
  folder.write("labels.csv", "image_id,dx\nX1,nv\n");
  EXPECT_THAT(
      refusal([&] { require_mapping(read_import_source(folder.path())); }),
      AllOf(HasSubstr("by its table: labels.csv: its first rows name no picture"), HasSubstr("--column NAME=path"),
            HasSubstr("by the names of its folders: 1 picture, 1 class: mel"), HasSubstr("--by-folders")));
  EXPECT_EQ(refusal([&] { require_mapping(read_import_source(folder.path(), {.by_folders = true})); }), "");
}

TEST(ImportChecks, folder_names_are_asked_for_only_where_there_are_folders) {
  EXPECT_THAT(refusal([] { require_folders({.by_folders = true}, source()); }),
              HasSubstr("name the folder that it is in"));
  EXPECT_EQ(refusal([] { require_folders({}, source()); }), "");
  EXPECT_EQ(refusal([] { require_folders({.by_folders = true}, {.name = "x", .layout = "folder tree"}); }), "");
}

}  // namespace
}  // namespace app::cli
