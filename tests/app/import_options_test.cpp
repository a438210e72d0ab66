// The choices of an import as they are typed.
#include "app/cli/import_options.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/verb.h"
#include "tests/app/typed.h"
#include "tests/temp_folder.h"

namespace app::cli {
namespace {

using ::testing::ElementsAre;

TEST(ImportOptions, are_read_as_names_with_their_meaning) {
  const ImportOptions typed{.columns = {"malignancy(malig=1)=label"},
                            .labels = {"Mel=mel", "NV=NV"},
                            .splits = {"dev=val"},
                            .malignant = {"mel,bcc"},
                            .update = {"label,split"}};
  const SourceChoices source = source_choices(typed);
  EXPECT_EQ(source.roles.at("malignancy(malig=1)"), ColumnRole::Label);
  EXPECT_EQ(source.labels.at("Mel"), "mel");
  EXPECT_EQ(source.splits.at("dev"), "val");
  EXPECT_THAT(*plan_choices(typed).malignant, ElementsAre("mel", "bcc"));
  EXPECT_THAT(plan_choices(typed).kept_spellings, ElementsAre("NV"));
  EXPECT_THAT(import_choices(typed).update, ElementsAre(ConflictKind::Label, ConflictKind::Split));
}

TEST(ImportOptions, refuse_what_they_do_not_know_and_name_what_there_is) {
  EXPECT_THROW(source_choices({.columns = {"dx"}}), std::runtime_error);
  EXPECT_THROW(source_choices({.columns = {"dx=diagnoses"}}), std::runtime_error);
  EXPECT_THROW(source_choices({.splits = {"dev=validate"}}), std::runtime_error);
  EXPECT_THROW(import_choices({.update = {"labels"}}), std::runtime_error);
  EXPECT_THROW(source_choices({.source = "  "}), std::runtime_error);
  EXPECT_EQ(source_choices({.source = " clinic A\t"}).source, "clinic A");
}

TEST(ImportOptions, of_a_folder_without_pictures_make_no_workspace) {
  const test_support::TempFolder folder;
  std::filesystem::create_directories(folder.path() / "notes");
  std::ofstream(folder.path() / "notes" / "readme.txt") << "none here";
  const Outcome outcome = test_support::typed(add_import, {"import", folder / "workspace", folder / "notes", "--json"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.text, ::testing::HasSubstr("Nothing to import"));
  EXPECT_THAT(outcome.text, ::testing::HasSubstr("readme.txt"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "workspace"));
}

}  // namespace
}  // namespace app::cli
