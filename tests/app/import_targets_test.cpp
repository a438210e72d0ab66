// The target malignant as it is chosen at an import, and targets that would tell nothing apart.
#include "app/workspace/import_classes.h"
#include "app/workspace/import_text.h"
#include "tests/app/import_pictures.h"

namespace app::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Groups = std::map<std::string, std::string>;

class ImportTargets : public ImportPictures {
 protected:
  std::filesystem::path two_classes() { return table("path,label,split\n0.png,mel,train\n1.png,nv,val\n"); }
};

TEST_F(ImportTargets, a_class_is_meant_by_its_name_another_spelling_or_the_catalogue) {
  const ClassCatalog& catalog = workspace_.catalog();
  EXPECT_THAT(classes_meant("mel", {"nv", "mel", "melanoma"}, catalog), ElementsAre("mel"));
  EXPECT_THAT(classes_meant("MEL", {"nv", "mel"}, catalog), ElementsAre("mel"));
  EXPECT_THAT(classes_meant("melanoma", {"nv", "mel"}, catalog), ElementsAre("mel"));
  EXPECT_THAT(classes_meant("Basal-Cell Carcinoma", {"nv", "bcc"}, catalog), ElementsAre("bcc"));
  EXPECT_THAT(classes_meant("zebra", {"nv", "mel"}, catalog), IsEmpty());
}

TEST_F(ImportTargets, the_malignant_classes_may_be_named_in_full) {
  pictures(2);
  import(two_classes(), {}, {.malignant = { { "melanoma" } }});
  EXPECT_EQ(target("malignant"), (Groups{{"mel", "malignant"}, {"nv", "benign"}}));
}

TEST_F(ImportTargets, a_choice_of_all_or_no_classes_makes_no_target_and_says_so) {
  pictures(2);
  const ImportReport report = import(two_classes(), {}, {.malignant = {{"mel", "nv"}}});
  EXPECT_THAT(target("malignant"), IsEmpty());
  EXPECT_THAT(describe(report), HasSubstr("target malignant: it was not made, as every class would be malignant"));
  EXPECT_EQ(target("diagnosis").size(), 2U);
}

TEST_F(ImportTargets, a_choice_counts_the_classes_that_are_here) {
  pictures(4);
  import(table("path,label\n0.png,nv\n1.png,nv\n"));
  import(table("path,label\n2.png,mel\n3.png,mel\n"), {}, {.malignant = { { "mel" } }});
  EXPECT_EQ(target("malignant"), (Groups{{"mel", "malignant"}, {"nv", "benign"}}));
}

TEST_F(ImportTargets, a_target_of_one_group_is_not_made_in_ordinary_use_but_later_when_there_are_two) {
  picture("P/mel/0.png", 0);
  picture("P/nv/1.png", 1);
  import(folder_ / "P/mel/0.png");
  EXPECT_THAT(describe(import(folder_ / "P")), HasSubstr("as no image has the label mel so far"));
  EXPECT_EQ(standing().at("0.png").substr(0, 1), "-");
  EXPECT_THAT(target("malignant"), IsEmpty());
  EXPECT_THAT(target("diagnosis"), IsEmpty());
  import(folder_ / "P", {ConflictKind::Label});
  EXPECT_EQ(target("malignant"), (Groups{{"mel", "malignant"}, {"nv", "benign"}}));
  EXPECT_EQ(target("diagnosis").size(), 2U);
}

TEST_F(ImportTargets, a_choice_that_changes_nothing_says_why) {
  pictures(4);
  import(two_classes());
  EXPECT_THAT(describe(import(table("path,label\n2.png,mel\n3.png,nv\n"), {}, {.malignant = {{"mel"}}})),
              HasSubstr("naming the malignant classes changes nothing"));
  EXPECT_THAT(describe(import(two_classes())), Not(HasSubstr("changes nothing")));
}

TEST_F(ImportTargets, a_target_of_benign_classes_alone_gains_the_malignant_ones_that_are_named) {
  pictures(4);
  import(table("path,label\n0.png,nv\n1.png,nv\n"));
  workspace_.writer().transact_and_wait("Target", [&](db::Transaction& t) {
    db::save_target(t, {0, "malignant", "", {{"benign", {db::class_named(t, "nv")->id}}}});
  });
  const auto more = table("path,label\n2.png,mel\n3.png,nv\n");
  EXPECT_THAT(describe(import(more)), HasSubstr("name the malignant classes with --malignant"));
  import(more, {}, {.malignant = { { "mel" } }});
  EXPECT_EQ(target("malignant"), (Groups{{"nv", "benign"}, {"mel", "malignant"}}));
}

TEST_F(ImportTargets, naming_the_malignant_classes_is_advised_only_where_it_helps) {
  pictures(4);
  import(two_classes());
  workspace_.writer().transact_and_wait("Target", [&](db::Transaction& t) {
    db::Target target = *db::target_named(t, "malignant");
    target.groups[0].name = "no";
    target.groups[1].name = "yes";
    db::save_target(t, target);
  });
  const auto more = table("path,label\n2.png,scc\n3.png,scc\n");
  const std::string told = describe(import(more));
  EXPECT_THAT(told, HasSubstr("scc is in no group of it"));
  EXPECT_THAT(told, Not(HasSubstr("--malignant")));
  EXPECT_THAT(describe(import(more, {}, {.malignant = {{"scc"}}})), HasSubstr("groups of its own"));
}

TEST_F(ImportTargets, that_a_column_became_are_named_at_the_end_of_the_import) {
  pictures(3);
  const auto source = table("path,label,malignant\n0.png,nv,0\n1.png,mel,1\n2.png,bcc,1\n");
  EXPECT_THAT(import(source).notes, ::testing::Contains("new target malignant  benign: nv;  malignant: mel, bcc;"));
  EXPECT_THAT(import(source).notes, Not(::testing::Contains(HasSubstr("new target")))) << "it is here";
}

}  // namespace
}  // namespace app::test
