// What a plan of an import says before anything is written, and that an import rewrites nothing that stands.
#include "app/workspace/import_plan.h"

#include "app/workspace/import_json.h"
#include "app/workspace/import_leaks.h"
#include "app/workspace/import_text.h"
#include "db/image_quality.h"
#include "db/labels.h"
#include "tests/app/import_pictures.h"

namespace app::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Groups = std::map<std::string, std::string>;

class ImportPlanning : public ImportPictures {
 protected:
  std::vector<std::string> conflicts(const ImportPlan& plan) const {
    std::vector<std::string> lines;
    for (const Conflict& conflict : plan.conflicts)
      lines.push_back(plan.source.items[conflict.item].path.filename().string() + " " + conflict.field + ": " +
                      conflict.before + " -> " + conflict.after);
    return lines;
  }
};

TEST_F(ImportPlanning, a_plan_writes_nothing) {
  pictures(4);
  const ImportPlan made =
      plan(table("path,label,split\n0.png,nv,train\n1.png,mel,val\n2.png,nv,train\n3.png,mel,val\n"));
  EXPECT_EQ(made.count(Planned::Add), 4);
  EXPECT_TRUE(standing().empty());
  const auto reader = workspace_.make_reader();
  EXPECT_TRUE(db::classes(*reader).empty());
}

TEST_F(ImportPlanning, another_label_is_listed_old_and_new_and_the_label_here_stays) {
  pictures(3);
  import(table("path,label,split\n0.png,nv,train\n1.png,mel,val\n2.png,nv,train\n"));
  const auto before = standing();
  const auto other = table("path,label,split\n0.png,mel,train\n1.png,mel,val\n2.png,bcc,train\n");
  EXPECT_THAT(conflicts(plan(other)), ElementsAre("0.png label: nv -> mel", "2.png label: nv -> bcc"));
  const ImportReport report = import(other);
  EXPECT_EQ(standing(), before);
  EXPECT_THAT(describe(report), HasSubstr("0.png  label: nv → mel"));
  const auto reader = workspace_.make_reader();
  EXPECT_FALSE(db::class_named(*reader, "bcc")) << "no image has this label";
}

TEST_F(ImportPlanning, what_is_chosen_is_changed_as_a_decision_of_the_log_and_the_rest_stays) {
  pictures(3);
  import(table("path,label,split,age\n0.png,nv,train,40\n1.png,mel,val,50\n2.png,nv,train,60\n"));
  const auto other = table("path,label,split,age\n0.png,mel,test,41\n1.png,mel,val,50\n2.png,bcc,train,61\n");
  const auto reader = workspace_.make_reader();
  const auto revision = db::label_revision(*reader);
  EXPECT_EQ(import(other, {ConflictKind::Label}).changed, 2);
  EXPECT_EQ(standing().at("0.png"), "mel train 40   {}");
  EXPECT_EQ(standing().at("2.png"), "bcc train 60   {}");
  EXPECT_EQ(db::label_revision(*reader), revision + 2);
  import(other, {ConflictKind::Split, ConflictKind::Metadata});
  EXPECT_EQ(standing().at("0.png"), "mel test 41   {}");
  EXPECT_TRUE(db::verify_log(*reader).sound());
}

TEST_F(ImportPlanning, an_empty_cell_and_a_column_that_is_missing_say_nothing) {
  pictures(3);
  import(
      table("path,label,split,age,sex,lesion_id,camera\n0.png,nv,train,40,male,L1,a\n1.png,mel,val,50,female,L2,b\n"
            "2.png,nv,train,60,male,L3,c\n"));
  const auto before = standing();
  EXPECT_THAT(
      plan(table("path,label,split,age,sex,lesion_id,camera\n0.png,,,,,,\n1.png,,,,,,\n2.png,,,,,,\n")).conflicts,
      IsEmpty());
  EXPECT_THAT(plan(table("path\n0.png\n1.png\n2.png\n")).conflicts, IsEmpty());
  import(table("path\n0.png\n1.png\n2.png\n"));
  EXPECT_EQ(standing(), before);
}

TEST_F(ImportPlanning, what_is_not_known_here_is_listed_and_filled_in_only_when_chosen) {
  pictures(2);
  import(table("path,label,split\n0.png,nv,train\n1.png,mel,val\n"));
  const auto more = table("path,label,split,sex\n0.png,nv,train,male\n1.png,mel,val,female\n");
  EXPECT_THAT(conflicts(plan(more)), ElementsAre("0.png sex:  -> male", "1.png sex:  -> female"));
  import(more);
  EXPECT_EQ(standing().at("0.png"), "nv train -   {}");
  import(more, {ConflictKind::Metadata});
  EXPECT_EQ(standing().at("0.png"), "nv train - male  {}");
}

TEST_F(ImportPlanning, another_content_under_a_known_path_is_named_and_taken_only_when_chosen) {
  pictures(3);
  const auto all = table("path,label,split\n0.png,nv,train\n1.png,mel,val\n2.png,nv,train\n");
  import(all);
  const auto reader = workspace_.make_reader();
  const std::string old_hash = db::find_by_path(*reader, (folder_ / "set/0.png").string())->sha256;
  picture("set/0.png", 200);
  EXPECT_EQ(plan(all).count(ConflictKind::Content), 1);
  EXPECT_THAT(describe(import(all)), HasSubstr("another content"));
  EXPECT_EQ(db::images(*reader).size(), 3U);
  const auto kept = db::find_by_path(*reader, (folder_ / "set/0.png").string());
  EXPECT_EQ(kept->sha256, old_hash);
  EXPECT_TRUE(db::file_stamps(*reader).at(kept->id).changed);  // its badge, and left out of training
  import(all, {ConflictKind::Content});
  EXPECT_EQ(db::images(*reader).size(), 3U);
  EXPECT_TRUE(db::find_by_hash(*reader, old_hash)->removed);
  EXPECT_EQ(standing().at("0.png"), "nv train -   {}");
}

TEST_F(ImportPlanning, the_same_bytes_with_another_label_are_named_and_no_label_counts) {
  picture("set/a.png", 1);
  picture("set/copy.png", 1);
  picture("set/b.png", 2);
  const auto source = table("path,label,split\na.png,mel,train\ncopy.png,nv,val\nb.png,nv,val\n");
  EXPECT_THAT(conflicts(plan(source)), ElementsAre("copy.png split: train -> val"));
  const ImportReport report = import(source);
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_THAT(describe(report), HasSubstr("copy.png has the content of a.png"));
  EXPECT_THAT(standing(), ::testing::Contains(::testing::Pair("a.png", "- train -   {}")));
  EXPECT_EQ(standing().count("copy.png"), 0U);
}

TEST_F(ImportPlanning, of_many_repeats_the_first_are_named_and_the_others_counted) {
  std::string rows = "path,label\nfirst.png,nv\n";
  picture("set/first.png", 1);
  for (int i = 0; i < 7; ++i) {
    const std::string name = "again" + std::to_string(i) + ".png";
    picture("set/" + name, 1);
    rows += name + ",nv\n";
  }
  EXPECT_THAT(describe(import(table(rows))),
              ::testing::AllOf(HasSubstr("7 images stand twice"), HasSubstr("… and 2 more")));
}

TEST_F(ImportPlanning, a_target_that_is_here_is_never_rewritten) {
  pictures(6);
  import(
      table("path,label,split,malignant\n0.png,mel,train,1\n1.png,nv,train,0\n2.png,akiec,train,0\n"
            "3.png,mel,val,1\n4.png,nv,val,0\n5.png,akiec,val,0\n"));
  const Groups before = {{"mel", "malignant"}, {"nv", "benign"}, {"akiec", "benign"}};
  ASSERT_EQ(target("malignant"), before);
  import(table("path,label,split\n0.png,mel,train\n1.png,nv,train\n2.png,akiec,train\n3.png,mel,val\n4.png,nv,val\n"));
  EXPECT_EQ(target("malignant"), before);
  const auto otherwise =
      table("path,label,split,malignant\n0.png,mel,train,1\n1.png,nv,train,0\n2.png,akiec,train,1\n");
  EXPECT_THAT(describe(import(otherwise)), HasSubstr("akiec is benign here and malignant in the source"));
  EXPECT_EQ(target("malignant"), before);
}

TEST_F(ImportPlanning, a_new_class_joins_the_group_that_its_own_table_says) {
  pictures(6);
  import(table("path,label,split,malignant\n0.png,mel,train,1\n1.png,nv,train,0\n2.png,nv,val,0\n"));
  import(table("path,label,split,malignant\n3.png,bcc,train,1\n4.png,nv,val,0\n5.png,bcc,val,1\n"));
  EXPECT_EQ(target("malignant"), (Groups{{"mel", "malignant"}, {"nv", "benign"}, {"bcc", "malignant"}}));
  EXPECT_EQ(target("diagnosis"), (Groups{{"mel", "mel"}, {"nv", "nv"}, {"bcc", "bcc"}}));
}

TEST_F(ImportPlanning, a_new_class_joins_nothing_where_its_table_contradicts_the_target) {
  pictures(6);
  import(table("path,label,split,malignant\n0.png,mel,train,1\n1.png,nv,train,0\n2.png,nv,val,0\n"));
  const ImportPlan made =
      plan(table("path,label,split,malignant\n3.png,bcc,train,0\n4.png,nv,val,1\n5.png,mel,val,0\n"));
  ASSERT_FALSE(made.targets.empty());
  EXPECT_THAT(made.targets[0].left_out, ElementsAre("bcc"));
  EXPECT_EQ(made.targets[0].contradictions.size(), 2U);
}

TEST_F(ImportPlanning, a_new_class_that_no_table_groups_is_said_to_be_left_out_until_the_grouping_is_chosen) {
  pictures(6);
  import(table("path,label,split,malignant\n0.png,mel,train,1\n1.png,nv,train,0\n2.png,nv,val,0\n"));
  const auto more = table("path,label,split\n3.png,scc,train\n4.png,nv,val\n5.png,scc,val\n");
  EXPECT_THAT(describe(import(more)), HasSubstr("target malignant: scc is in no group of it"));
  EXPECT_EQ(target("malignant").count("scc"), 0U);
  import(more, {}, {.malignant = { { "mel", "scc" } }});
  EXPECT_EQ(target("malignant").at("scc"), "malignant");
}

TEST_F(ImportPlanning, places_and_colours_of_classes_stay_when_more_come) {
  pictures(4);
  import(table("path,label,split\n0.png,zebra,train\n1.png,vasc,val\n"));
  const auto reader = workspace_.make_reader();
  const auto before = db::classes(*reader);
  import(table("path,label,split\n2.png,nv,train\n3.png,mel,val\n"));
  const auto after = db::classes(*reader);
  ASSERT_EQ(after.size(), 4U);
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(after[i].name, before[i].name);
    EXPECT_EQ(after[i].position, before[i].position);
    EXPECT_EQ(after[i].colour, before[i].colour);
  }
}

TEST_F(ImportPlanning, a_label_that_is_a_class_here_in_another_spelling_is_that_class_unless_kept_apart) {
  pictures(4);
  import(table("path,label,split\n0.png,seborrheic keratosis,train\n1.png,nv,val\n"));
  const auto more = table("path,label,split\n2.png,Seborrheic_Keratosis,train\n3.png,NV,val\n");
  const ImportPlan merged = plan(more);
  EXPECT_THAT(describe(merged, {}), HasSubstr("\"Seborrheic_Keratosis\" 1"));
  for (const PlannedClass& one : merged.classes) EXPECT_FALSE(one.is_new) << one.name;
  const ImportPlan apart = plan(more, {.kept_spellings = {"NV"}}, {.labels = {{"NV", "NV"}}});
  EXPECT_TRUE(std::ranges::any_of(apart.classes, [](const auto& one) { return one.name == "NV" && one.is_new; }));
}

TEST_F(ImportPlanning, another_name_of_a_diagnosis_that_is_here_is_told_and_joined_only_when_asked) {
  pictures(4);
  import(table("path,label\n0.png,nv\n1.png,mel\n"));
  const auto other = table("path,label\n2.png,nevus\n3.png,bcc\n");
  const ImportPlan made = plan(other);
  ASSERT_EQ(made.classes.size(), 2U);
  EXPECT_EQ(made.classes[0].name, "nevus");
  EXPECT_EQ(made.classes[0].same_as, "nv");
  EXPECT_EQ(made.classes[1].same_as, "");
  import(other);
  const auto reader = workspace_.make_reader();
  EXPECT_NE(db::class_named(*reader, "nevus")->colour, db::class_named(*reader, "nv")->colour);
}

TEST_F(ImportPlanning, the_number_held_out_for_validation_is_the_true_one) {
  pictures(30);
  std::string text = "path,label,split,lesion_id\n";
  for (int i = 0; i < 30; ++i)
    text += std::to_string(i) + ".png," + (i % 2 == 0 ? "nv" : "mel") + ",train,L" + std::to_string(i / 2) + "\n";
  const ImportPlan made = plan(table(text));
  const ImportReport report = import(folder_ / "set/table.csv");
  long held = 0;
  for (const auto& [name, text_of_image] : standing()) held += text_of_image.find(" val ") != std::string::npos ? 1 : 0;
  EXPECT_GT(held, 0);
  EXPECT_EQ(made.hold_out.images, held);
  EXPECT_THAT(describe(report), HasSubstr(std::to_string(held) + " of 30 images"));
}

TEST_F(ImportPlanning, a_set_of_one_lesion_says_that_nothing_was_held_out) {
  pictures(6);
  const ImportReport report = import(
      table("path,label,split,lesion_id\n0.png,nv,train,L\n1.png,mel,train,L\n2.png,nv,train,L\n3.png,mel,train,L\n"));
  EXPECT_THAT(describe(report), HasSubstr("no image was held out"));
  EXPECT_THAT(describe(report), Not(HasSubstr("set aside")));
}

TEST_F(ImportPlanning, that_nothing_validates_is_said_only_where_no_labelled_image_here_does) {
  pictures(5);
  const auto grown = table("path,label,split,lesion_id\n0.png,nv,train,L\n1.png,mel,train,L\n", "set/grown.csv");
  const auto said = [&] { return describe(plan(grown), {}); };
  const std::string nothing = "a run has nothing to validate on";
  EXPECT_THAT(said(), AllOf(HasSubstr("no image was held out"), HasSubstr(nothing)));
  import(table("path,label,split\n2.png,,val\n3.png,nv,train\n"));
  EXPECT_THAT(said(), HasSubstr(nothing)) << "the one in validation has no label";
  import(table("path,label,split\n4.png,mel,val\n"));
  EXPECT_THAT(said(), AllOf(HasSubstr("no image was held out"), Not(HasSubstr(nothing))));
}

TEST_F(ImportPlanning, what_is_held_out_of_a_later_import_joins_the_side_of_its_lesion) {
  pictures(40);
  std::string first = "path,label,split,lesion_id\n", second = first;
  for (int i = 0; i < 20; ++i)
    first += std::to_string(i) + ".png,nv," + (i % 2 == 0 ? "train" : "val") + ",L" + std::to_string(i) + "\n";
  for (int i = 0; i < 20; ++i) second += std::to_string(20 + i) + ".png,nv,train,L" + std::to_string(i) + "\n";
  import(table(first));
  const ImportPlan made = plan(table(second));
  EXPECT_THAT(leaks_after(made, {}), IsEmpty());
  EXPECT_EQ(made.hold_out.images, 10);
}

TEST_F(ImportPlanning, lesions_and_patients_in_two_splits_are_counted_and_named) {
  pictures(6);
  const auto source = table(
      "path,label,split,lesion_id,patient_id\n0.png,nv,train,L1,P1\n1.png,mel,val,L1,P1\n2.png,nv,train,L2,P2\n"
      "3.png,mel,val,L3,P2\n4.png,mel,val,L4,P4\n5.png,mel,val,L4,P4\n");
  const ImportPlan made = plan(source);
  const std::vector<PlannedLeak> leaks = leaks_after(made, {});
  ASSERT_EQ(leaks.size(), 2U);
  EXPECT_EQ(leaks[0].kind, "lesion");
  EXPECT_THAT(leaks[0].examples, ElementsAre("L1: 1 train, 1 val"));
  EXPECT_EQ(leaks[1].groups, 2);
  EXPECT_THAT(describe(import(source)), HasSubstr("1 lesion stands in more than one split"));
}

TEST_F(ImportPlanning, the_other_side_of_a_leak_may_be_here_already) {
  pictures(4);
  import(table("path,label,split,lesion_id\n0.png,nv,train,L1\n1.png,mel,val,L2\n"));
  const ImportPlan made = plan(table("path,label,split,lesion_id\n2.png,nv,val,L1\n3.png,mel,val,L2\n"));
  EXPECT_EQ(leaks_after(made, {}).size(), 1U);
}

TEST_F(ImportPlanning, the_plan_as_json_has_every_conflict_and_the_held_out_number) {
  pictures(12);
  std::string text = "path,label,split\n", other = text;
  for (int i = 0; i < 12; ++i) {
    text += std::to_string(i) + ".png,nv," + (i < 6 ? "train" : "val") + "\n";
    other += std::to_string(i) + ".png,mel," + (i < 6 ? "train" : "val") + "\n";
  }
  import(table(text));
  const Json json = to_json(plan(table(other)));
  EXPECT_EQ(json.at("conflicts").size(), 12U);
  EXPECT_EQ(json.at("conflicts").at(std::size_t{0}).at("old").get<std::string>(), "nv");
  EXPECT_EQ(json.at("splits").at("held_out").get<int>(), 0);
}

TEST_F(ImportPlanning, files_are_read_once_however_often_the_plan_is_made) {
  pictures(3);
  const auto source = table("path,label,split\n0.png,nv,train\n1.png,mel,val\n2.png,nv,train\n");
  FileReadings readings;
  const auto reader = workspace_.make_reader();
  make_plan(place_of(workspace_, *reader), gather({source}), readings, {}, {}, {});
  std::filesystem::remove(folder_ / "set/1.png");
  EXPECT_EQ(readings.size(), 3U);
  const ImportSource again = gather({source});
  read_files(again, readings, {}, {});
  for (const auto& [key, reading] : readings) EXPECT_EQ(reading.failure, "") << key;
}

TEST_F(ImportPlanning, stopping_leaves_no_plan) {
  pictures(3);
  std::stop_source stop;
  stop.request_stop();
  FileReadings readings;
  const auto reader = workspace_.make_reader();
  EXPECT_TRUE(make_plan(place_of(workspace_, *reader), gather({folder_ / "set"}), readings, {}, {}, stop.get_token())
                  .cancelled);
}

}  // namespace
}  // namespace app::test
