// The choices of an import as they are typed.
#include "app/cli/import_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace app::cli
