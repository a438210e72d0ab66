// Lesions and patients that an import would leave on both sides of a split: by what it adds and by what it changes.
#include "app/workspace/import_leaks.h"

#include "app/shell/plan_view_of.h"
#include "app/workspace/import_json.h"
#include "app/workspace/import_text.h"
#include "tests/app/import_pictures.h"

namespace app::test {
namespace {
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ImportLeaks : public ImportPictures {
 protected:
  std::string split_of(const std::string& name) const {
    const std::string all = standing().at(name);
    const std::size_t begin = all.find(' ') + 1;
    return all.substr(begin, all.find(' ', begin) - begin);
  }
  static ImportChoices choosing(std::vector<ConflictKind> update) { return {std::move(update)}; }
};

TEST_F(ImportLeaks, by_a_chosen_change_of_the_split_are_told_in_plan_and_report) {
  pictures(3);
  import(table("path,label,split,lesion_id\n0.png,nv,train,L1\n1.png,nv,train,L1\n2.png,mel,val,L2\n"));
  const auto moved = table("path,split\n0.png,val\n");
  const ImportPlan made = plan(moved);
  EXPECT_THAT(leaks_after(made, {}), IsEmpty());
  const ImportChoices chosen = choosing({ConflictKind::Split});
  const std::vector<PlannedLeak> leaks = leaks_after(made, chosen);
  ASSERT_EQ(leaks.size(), 1U);
  EXPECT_THAT(leaks[0].examples, ElementsAre("L1: 1 train, 1 val"));
  EXPECT_THAT(describe(made, chosen), HasSubstr("1 lesion stands in more than one split"));
  EXPECT_THAT(headlines_of(made, chosen, ReadIn::Window), Contains(HasSubstr("stands in more than one split")));
  EXPECT_THAT(import(moved, {ConflictKind::Split}).notes, Contains(HasSubstr("stands in more than one split")));
}

TEST_F(ImportLeaks, by_a_chosen_change_are_counted_in_json_and_dialog_as_in_the_text) {
  pictures(3);
  import(table("path,label,split,lesion_id\n0.png,nv,train,L1\n1.png,nv,train,L1\n2.png,mel,val,L2\n"));
  const ImportPlan made = plan(table("path,split\n0.png,val\n"));
  const ImportChoices chosen = choosing({ConflictKind::Split});
  EXPECT_EQ(to_json(made).at("leaks").size(), 0U);
  EXPECT_EQ(to_json(made, chosen).at("leaks").size(), 1U);
  const auto counted = [&](const ImportChoices& choices) {
    const PlanView view = plan_view_of(made, {.source = {}, .plan = {}, .import = choices});
    return std::ranges::find(view.parts, PlanPart::Leaks, &PlanPartView::part)->count + ", " + view.cards.at(2).title;
  };
  EXPECT_EQ(counted({}), "0, with the content of another");
  EXPECT_EQ(counted(chosen), "1, lesions or patients in two splits");
}

TEST_F(ImportLeaks, by_a_chosen_change_of_lesion_or_patient_are_told) {
  pictures(2);
  import(table("path,label,split,lesion_id\n0.png,nv,train,L1\n1.png,mel,val,L2\n"));
  const ImportPlan made = plan(table("path,lesion_id,patient_id\n0.png,L2,P\n1.png,,P\n"));
  EXPECT_THAT(leaks_after(made, {}), IsEmpty());
  const std::vector<PlannedLeak> leaks = leaks_after(made, choosing({ConflictKind::Metadata}));
  ASSERT_EQ(leaks.size(), 2U);
  EXPECT_THAT(leaks[0].examples, ElementsAre("L2: 1 train, 1 val"));
  EXPECT_THAT(leaks[1].examples, ElementsAre("P: 1 train, 1 val"));
}

TEST_F(ImportLeaks, that_a_chosen_change_ends_are_not_told) {
  pictures(3);
  import(table("path,label,split,lesion_id\n0.png,nv,train,L1\n1.png,nv,val,L1\n2.png,mel,val,L2\n"));
  const ImportPlan made = plan(table("path,split\n1.png,train\n"));
  EXPECT_THAT(leaks_after(made, choosing({ConflictKind::Split})), IsEmpty());
}

TEST_F(ImportLeaks, are_not_made_by_new_photographs_of_a_lesion_that_stands_in_test) {
  pictures(30);
  std::string first = "path,label,split,lesion_id\n", grown = "path,label,lesion_id\n";
  for (int i = 0; i < 10; ++i)
    first += std::to_string(i) + ".png,nv," +
             (i < 4   ? "test"
              : i < 8 ? "train"
                      : "val") +
             ",L" + std::to_string(i) + "\n";
  for (int i = 10; i < 20; ++i) grown += std::to_string(i) + ".png,nv,L" + std::to_string(i - 10) + "\n";
  import(table(first));
  const ImportReport report = import(table(grown));
  for (int i = 10; i < 14; ++i) EXPECT_EQ(split_of(std::to_string(i) + ".png"), "test") << i;
  EXPECT_EQ(split_of("14.png"), "train");
  EXPECT_EQ(split_of("19.png"), "val");
  EXPECT_THAT(report.notes, Contains(HasSubstr("4 images were put into test, where other photographs of the same")));
  EXPECT_THAT(report.notes, Not(Contains(HasSubstr("more than one split"))));
}

TEST_F(ImportLeaks, are_told_where_the_source_itself_says_train_of_a_lesion_in_test) {
  pictures(2);
  import(table("path,label,split,lesion_id\n0.png,nv,test,L1\n"));
  EXPECT_EQ(leaks_after(plan(table("path,label,split,lesion_id\n1.png,nv,train,L1\n")), {}).size(), 1U);
}

}  // namespace
}  // namespace app::test
