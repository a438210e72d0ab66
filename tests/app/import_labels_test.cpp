// Labels of a source that no image gets: of retired classes, and several of one picture.
#include "app/workspace/class_edits.h"
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

class ImportLabels : public ImportPictures {
 protected:
  // nv is merged into mel; then one more nv is found in the set.
  std::filesystem::path grown_after_merge() {
    pictures(4);
    import(table("path,label\n0.png,nv\n1.png,mel\n2.png,bcc\n"));
    const ClassDecision merge = merge_classes(*workspace_.make_reader(), "nv", "mel");
    workspace_.writer().transact_and_wait(merge.name, merge.work);
    return table("path,label\n0.png,nv\n1.png,mel\n2.png,bcc\n3.png,nv\n");
  }
  ImportReport import_both(const std::vector<std::filesystem::path>& sources, std::vector<ConflictKind> update = {}) {
    FileReadings readings;
    const auto reader = workspace_.make_reader();
    const ImportPlan both = make_plan(place_of(workspace_, *reader), gather(sources), readings, {}, {}, {});
    return apply_plan(workspace_, both, {std::move(update)}, {}, {});
  }
  std::string label_of(const std::string& name) const {
    const std::string all = standing().at(name);
    return all.substr(0, all.find(' '));
  }
};

TEST_F(ImportLabels, of_a_retired_class_are_given_to_no_image_and_told_with_what_to_do) {
  const auto grown = grown_after_merge();
  const ImportPlan made = plan(grown);
  EXPECT_THAT(made.conflicts, IsEmpty()) << "what was merged stays merged";
  const auto told = HasSubstr(
      "nv is a retired class and takes no new labels: 1 image comes without a label, 1 that is here keeps its own; "
      "--label nv=mel gives them another class, `nevus class WORKSPACE use nv` takes it back into use");
  EXPECT_THAT(describe(made, ImportChoices{}), told);
  EXPECT_THAT(headlines_of(made, {}, ReadIn::Terminal), Contains(told));
  EXPECT_EQ(to_json(made).at("retired_labels").size(), 1U);
  const ImportReport report = import(grown, {ConflictKind::Label});
  EXPECT_THAT(report.notes, Contains(told));
  EXPECT_EQ(report.added, 1);
  EXPECT_EQ(label_of("3.png"), "-");
  EXPECT_EQ(label_of("0.png"), "mel");
}

TEST_F(ImportLabels, of_a_retired_class_go_where_label_says_or_to_the_class_once_it_is_in_use_again) {
  const auto grown = grown_after_merge();
  const ImportPlan joined = plan(grown, {}, {.labels = {{"nv", "mel"}}});
  EXPECT_THAT(joined.retired, IsEmpty());
  apply_plan(workspace_, joined, {}, {}, {});
  EXPECT_EQ(label_of("3.png"), "mel");
  const ClassDecision use = retire_class(*workspace_.make_reader(), "nv", false);
  workspace_.writer().transact_and_wait(use.name, use.work);
  EXPECT_THAT(plan(grown).retired, IsEmpty());
}

TEST_F(ImportLabels, of_a_retired_class_are_not_handed_on_to_what_a_file_holds_now) {
  picture("set/foo/a.png", 1);
  picture("set/nv/b.png", 2);
  import(folder_ / "set");
  const ClassDecision retire = retire_class(*workspace_.make_reader(), "foo", true);
  workspace_.writer().transact_and_wait(retire.name, retire.work);
  picture("set/foo/a.png", 3);
  EXPECT_EQ(import(folder_ / "set", {ConflictKind::Content, ConflictKind::Label}).changed, 1);
  EXPECT_EQ(label_of("a.png"), "-");
  picture("set/foo/a.png", 4);
  EXPECT_EQ(import(folder_ / "set/foo/a.png", {ConflictKind::Content}).changed, 1);
  EXPECT_EQ(label_of("a.png"), "-");
}

TEST_F(ImportLabels, of_one_photograph_in_two_folders_are_none) {
  picture("set/mel/a.png", 1);
  picture("set/nv/b.png", 1);
  picture("set/nv/c.png", 2);
  const ImportPlan made = plan(folder_ / "set");
  ASSERT_EQ(made.disputed.size(), 1U);
  EXPECT_THAT(made.disputed[0].labels, ElementsAre("mel", "nv"));
  EXPECT_THAT(made.conflicts, IsEmpty());
  EXPECT_EQ(to_json(made).at("disputed_labels").size(), 1U);
  const ImportReport report = import(folder_ / "set", {ConflictKind::Label});
  EXPECT_THAT(describe(report),
              HasSubstr("1 picture stands in the source several times with different labels, and gets none from it"));
  EXPECT_THAT(describe(report), HasSubstr("a.png: mel, nv"));
  EXPECT_EQ(label_of("a.png"), "-");
  EXPECT_EQ(label_of("c.png"), "nv");
}

TEST_F(ImportLabels, of_one_photograph_in_two_tables_are_none_and_its_label_here_stays) {
  pictures(2);
  import(table("path,label\n0.png,bcc\n", "set/first.csv"));
  const auto one = table("path,label\n0.png,nv\n1.png,nv\n", "set/one.csv");
  const auto other = table("path,label\n0.png,mel\n1.png,mel\n", "set/other.csv");
  EXPECT_EQ(import_both({one, other}, {ConflictKind::Label}).changed, 0);
  EXPECT_EQ(label_of("0.png"), "bcc");
  EXPECT_EQ(label_of("1.png"), "-");
}

TEST_F(ImportLabels, of_one_photograph_that_are_the_same_or_only_one_count) {
  picture("set/a.png", 1);
  picture("set/b.png", 1);
  picture("set/c.png", 2);
  picture("set/d.png", 2);
  import(table("path,label\na.png,nv\nb.png,nv\nc.png,mel\nd.png,\n"));
  EXPECT_EQ(label_of("a.png"), "nv");
  EXPECT_EQ(label_of("c.png"), "mel");
}

TEST_F(ImportLabels, that_are_missing_are_counted_in_the_report_with_what_tells_the_diagnosis_all_the_same) {
  pictures(4);
  const ImportReport report = import(
      table("path,label,diagnosis_1,diagnosis_2\n0.png,nv,Benign,\n1.png,,Malignant,\n2.png,,Benign,\n3.png,,,\n"), {},
      {});
  EXPECT_THAT(report.notes, Contains("3 images have no label in the source; the diagnosis is told by diagnosis_1 (2)"));
}

TEST_F(ImportLabels, of_a_column_that_is_not_known_as_the_label_are_missed_aloud) {
  pictures(2);
  const auto unread = table("path,binary_label\n0.png,1\n1.png,0\n");
  EXPECT_THAT(
      import(unread).notes,
      Contains("2 images have no label in the source; no column was read as the label, --column NAME=label says "
               "which one is"));
  EXPECT_THAT(import(unread).notes, Not(Contains(HasSubstr("no label in the source")))) << "nothing is added";
}

}  // namespace
}  // namespace app::test
