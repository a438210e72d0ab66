// Every import has a source: a column's, the one that is said, or what was imported; images without one are given one.
#include "app/workspace/import_json.h"
#include "app/workspace/import_source_text.h"
#include "app/workspace/import_text.h"
#include "app/workspace/labelling.h"
#include "db/edits.h"
#include "db/labels.h"
#include "tests/app/import_pictures.h"

namespace app::test {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class ImportSources : public ImportPictures {
 protected:
  std::map<std::string, std::string> sources() const {
    std::map<std::string, std::string> all;
    for (const db::Image& image : db::images(*workspace_.make_reader()))
      all[std::filesystem::path(image.path).filename().string()] = image.source;
    return all;
  }
  void import_said(const std::filesystem::path& what, const std::string& source,
                   std::vector<ConflictKind> update = {}) {
    apply_plan(workspace_, plan(what, {}, {.source = source}), {std::move(update)}, {}, {});
  }
  std::string source_lines(const std::filesystem::path& what, const SourceChoices& said = {}) const {
    std::string text;
    for (const std::string& line : source_section(plan(what, {}, said), ReadIn::Terminal).lines) text += line + "\n";
    return text;
  }
};

TEST_F(ImportSources, are_what_a_column_says_and_else_the_name_of_what_is_imported) {
  pictures(3);
  const auto file = table("path,label,source\n0.png,nv,clinic A\n1.png,mel,clinic B\n2.png,nv,\n");
  EXPECT_THAT(source_lines(file), HasSubstr("clinic A  1\nclinic B  1\ntable  1\n"));
  import(file);
  EXPECT_THAT(sources(), ElementsAre(Pair("0.png", "clinic A"), Pair("1.png", "clinic B"), Pair("2.png", "table")));
}

TEST_F(ImportSources, of_a_folder_are_its_name_and_of_single_pictures_that_of_the_folder_they_lie_in) {
  picture("practice/nv/a.png", 1);
  picture("practice/mel/b.png", 2);
  import(folder_ / "practice");
  import(picture("loose/c.png", 3));
  EXPECT_THAT(sources(), ElementsAre(Pair("a.png", "practice"), Pair("b.png", "practice"), Pair("c.png", "loose")));
}

TEST_F(ImportSources, of_several_folders_at_once_are_each_its_own) {
  picture("north/nv/a.png", 1);
  picture("south/nv/b.png", 2);
  FileReadings readings;
  const auto reader = workspace_.make_reader();
  const ImportPlan both =
      make_plan(place_of(workspace_, *reader), gather({folder_ / "north", folder_ / "south"}), readings, {}, {}, {});
  apply_plan(workspace_, both, {}, {}, {});
  EXPECT_THAT(sources(), ElementsAre(Pair("a.png", "north"), Pair("b.png", "south")));
  EXPECT_EQ(to_json(both).at("source").at("sources").size(), 2U);
}

TEST_F(ImportSources, that_number_their_lesions_alike_are_named_before_they_are_joined) {
  pictures(4);
  import(table("path,label,source,lesion_id,patient_id\n0.png,nv,clinic A,1,\n1.png,nv,clinic A,2,\n"));
  const auto second = table("path,label,source,lesion_id,patient_id\n2.png,nv,clinic B,1,p\n3.png,nv,clinic B,3,p\n");
  const ImportPlan planned = plan(second);
  ASSERT_EQ(planned.shared_ids.size(), 1U);
  EXPECT_EQ(planned.shared_ids[0].ids, 1);
  EXPECT_THAT(describe(planned, ImportChoices{}),
              HasSubstr("1 id of a lesion stands in two sources and counts as one lesion, such as 1 of clinic B and of "
                        "clinic A"));
  EXPECT_EQ(to_json(planned).at("shared_ids").size(), 1U);
  const auto named = ::testing::Contains(HasSubstr("stands in two sources"));
  EXPECT_THAT(headlines_of(planned, {}, ReadIn::Window), named);
  EXPECT_THAT(import(second).notes, named);
}

TEST_F(ImportSources, are_what_is_said_whatever_a_column_says) {
  pictures(2);
  const auto file = table("path,label,dataset\n0.png,nv,clinic A\n1.png,mel,clinic B\n");
  EXPECT_THAT(source_lines(file, {.source = "archive"}), HasSubstr("archive  2"));
  import_said(file, "archive");
  EXPECT_THAT(sources(), ElementsAre(Pair("0.png", "archive"), Pair("1.png", "archive")));
}

TEST_F(ImportSources, tell_that_no_column_names_them_and_how_to_say_otherwise) {
  pictures(1);
  const auto file = table("path,label\n0.png,nv\n");
  EXPECT_THAT(source_lines(file), HasSubstr("--source NAME"));
  EXPECT_THAT(source_lines(file, {.source = "archive"}), ::testing::Not(HasSubstr("--source")));
}

TEST_F(ImportSources, of_images_that_are_here_stay_unless_that_is_chosen_and_a_name_that_nobody_said_is_no_conflict) {
  pictures(1);
  const auto file = table("path,label\n0.png,nv\n");
  import_said(file, "clinic A");
  EXPECT_EQ(plan(file).conflicts.size(), 0U) << "the table's name is no claim";
  const ImportPlan other = plan(file, {}, {.source = "clinic B"});
  ASSERT_EQ(other.conflicts.size(), 1U);
  EXPECT_EQ(other.conflicts[0].field, "source");
  import_said(file, "clinic B");
  EXPECT_EQ(sources().at("0.png"), "clinic A");
  import_said(file, "clinic B", {ConflictKind::Metadata});
  EXPECT_EQ(sources().at("0.png"), "clinic B");
}

TEST_F(ImportSources, that_were_given_later_are_decisions_which_undo_takes_back_and_which_history_remembers) {
  pictures(1);
  import(table("path,label\n0.png,nv\n"));
  const auto reader = workspace_.make_reader();
  const auto revision = db::edit_revision(*reader);
  db::Image image = db::images(*reader).front();
  workspace_.writer().transact_and_wait("Source", [&](db::Transaction& t) {
    image.source = "clinic C";
    db::set_metadata(t, image);
  });
  EXPECT_EQ(sources().at("0.png"), "clinic C");
  const auto then = db::changed_members_since(*workspace_.make_reader(), revision);
  EXPECT_EQ(then.at(image.id).source, "table");
  EXPECT_FALSE(then.at(image.id).split);
  undo_label(workspace_);
  EXPECT_EQ(sources().at("0.png"), "table");
  EXPECT_TRUE(db::verify_log(*workspace_.make_reader()).sound());
}

}  // namespace
}  // namespace app::test
