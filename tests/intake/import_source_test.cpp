#include "app/intake/import_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/intake/account.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using app::ColumnRole;
using app::ImportItem;
using app::ImportSource;
using app::read_import_source;
using intake_tests::left_out;
using intake_tests::refusal;
using intake_tests::text_of;
using test_support::TempFolder;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(ImportSource, reads_split_and_class_from_the_folders) {
  TempFolder folder;
  folder.write("train/benign/a.jpg", "");
  folder.write("test/malignant/b.JPEG", "");
  folder.write("validation/benign/c.png", "");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(source.layout, "folder tree");
  ASSERT_EQ(source.items.size(), 3U);
  EXPECT_EQ(source.items[0].split, "test");
  EXPECT_EQ(source.items[0].label, "malignant");
  EXPECT_EQ(source.items[1].split, "train");
  EXPECT_EQ(source.items[1].label, "benign");
  EXPECT_EQ(source.items[2].split, "val");
}

TEST(ImportSource, a_split_inside_a_class_folder_is_a_split) {
  TempFolder folder;
  folder.write("mel/training/a.jpg", "");
  folder.write("nv/dev/b.jpg", "");
  const ImportSource source = read_import_source(folder.path());
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[0].label, "mel");
  EXPECT_EQ(source.items[0].split, "train");
  EXPECT_EQ(source.items[1].label, "nv");
  EXPECT_EQ(source.items[1].split, "val");
}

TEST(ImportSource, a_folder_called_holdout_is_neither_a_class_nor_a_known_split) {
  TempFolder folder;
  folder.write("train/mel/a.jpg", "");
  folder.write("holdout/mel/b.jpg", "");
  const ImportSource source = read_import_source(folder.path());
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[0].label, "mel");
  EXPECT_EQ(source.items[0].split, "");
  ASSERT_EQ(source.split_words.size(), 2U);
  EXPECT_EQ(source.split_words[0].word, "holdout");
  EXPECT_EQ(source.split_words[0].split, "");
}

TEST(ImportSource, reads_classes_without_splits_and_plain_files_without_labels) {
  TempFolder folder;
  folder.write("nævus med mellemrum/ä b.jpg", "");
  folder.write("plain.png", "");
  const ImportSource source = read_import_source(folder.path());
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[0].label, "nævus med mellemrum");
  EXPECT_EQ(source.items[0].split, "");
  EXPECT_EQ(source.items[1].label, "");
}

TEST(ImportSource, folders_that_say_only_that_pictures_are_in_them_are_no_classes) {
  TempFolder folder;
  folder.write("set_images_part_1/a.jpg", "");
  folder.write("set_images_part_2/b.jpg", "");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(source.items[0].label, "");
  EXPECT_THAT(source.notes, Contains(HasSubstr("set_images_part_1")));
}

TEST(ImportSource, a_folder_called_unlabelled_is_no_class_unless_one_is_named_for_it) {
  TempFolder folder;
  folder.write("train/mel/a.jpg", "");
  folder.write("train/unlabelled/b.jpg", "");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(source.items[1].label, "");
  EXPECT_EQ(source.items[1].split, "train");
  EXPECT_THAT(source.notes, Contains("the folder unlabelled (1 pictures) was read as no label"));
  EXPECT_EQ(read_import_source(folder.path(), {.labels = {{"unlabelled", "other"}}}).items[1].label, "other");
}

TEST(ImportSource, an_outer_folder_that_all_share_is_no_class) {
  TempFolder folder;
  folder.write("dataset_v2/mel/a.jpg", "");
  folder.write("dataset_v2/nv/b.jpg", "");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(source.items[0].label, "mel");
  EXPECT_EQ(source.items[1].label, "nv");
}

TEST(ImportSource, folders_in_folders_are_asked_about_with_both_readings) {
  TempFolder folder;
  folder.write("mel/clinic a/1.jpg", "");
  folder.write("nv/clinic b/2.jpg", "");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_TRUE(source.needs_mapping);
  EXPECT_TRUE(source.items.empty());
  EXPECT_THAT(source.notes, Contains(AllOf(HasSubstr("\"mel\""), HasSubstr("\"clinic a\""))));
  const ImportSource chosen = read_import_source(folder.path(), {.roles = {{"folder 1", ColumnRole::Label}}});
  ASSERT_EQ(chosen.items.size(), 2U);
  EXPECT_EQ(chosen.items[0].label, "mel");
}

TEST(ImportSource, counts_files_that_are_no_images_by_name) {
  TempFolder folder;
  folder.write("a.txt", "");
  folder.write("b.jpg", "");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(source.items.size(), 1U);
  EXPECT_EQ(left_out(source, "files that are not JPEG"), 1);
  EXPECT_THAT(text_of(source), HasSubstr("a.txt"));
}

TEST(ImportSource, reads_the_columns_of_an_index_table) {
  TempFolder folder;
  for (const char* file : {"set/images/a.jpg", "set/images/b.jpg", "set/masks/a.png"}) folder.write(file, "");
  const auto table = folder.write("set/index.tsv",
                                  "path\tsplit\tlabel\tmalignant\tlesion_id\tage\tsex\tlocalization\tmask_path\n"
                                  "images/a.jpg\ttrain\tmel\t1\tL1\t45.0\tmale\ttrunk\tmasks/a.png\n"
                                  "images/b.jpg\tval\tnv\t0\tL2\t\t\t\t\n");
  const ImportSource source = app::read_index_table(table);
  EXPECT_EQ(source.name, "set");
  ASSERT_EQ(source.items.size(), 2U);
  const ImportItem& first = source.items[0];
  EXPECT_EQ(first.path, folder / "set" / "images/a.jpg");
  EXPECT_EQ(first.split, "train");
  EXPECT_EQ(first.lesion_id, "L1");
  EXPECT_EQ(first.age, 45.0);
  EXPECT_EQ(first.site, "trunk");
  EXPECT_EQ(first.mask_path, folder / "set" / "masks/a.png");
  EXPECT_EQ(first.extra.at("malignant"), "1");
  EXPECT_FALSE(source.items[1].age.has_value());
  EXPECT_THAT(source.extra_columns, ElementsAre("malignant"));
  ASSERT_EQ(source.tables.size(), 1U);
  EXPECT_EQ(source.tables[0].separator, "tab");
  EXPECT_EQ(source.tables[0].rows, 2);
  EXPECT_EQ(source.tables[0].columns[0].role, ColumnRole::Path);
  EXPECT_TRUE(source.tables[0].columns[3].leak);
}

TEST(ImportSource, an_index_table_gives_the_same_named_itself_or_by_its_folder) {
  TempFolder folder;
  folder.write("images/a.jpg", "");
  folder.write("other/c.jpg", "");
  const auto table = folder.write("index.tsv", "path\tlabel\nimages/a.jpg\tmel\n");
  const ImportSource by_table = read_import_source(table), by_folder = read_import_source(folder.path());
  EXPECT_EQ(by_table.name, by_folder.name);
  ASSERT_EQ(by_folder.items.size(), 1U);
  EXPECT_EQ(by_table.items[0].path, by_folder.items[0].path);
  EXPECT_EQ(left_out(by_folder, "pictures that the table does not name"), 1);
}

TEST(ImportSource, understands_quotes_in_comma_separated_tables) {
  TempFolder folder;
  folder.write("a, b.jpg", "");
  const auto table = folder.write("x.csv", "path,label,note\n\"a, b.jpg\",nv,fine\r\n");
  const ImportSource source = app::read_index_table(table);
  ASSERT_EQ(source.items.size(), 1U);
  EXPECT_EQ(source.items[0].path.filename(), "a, b.jpg");
  EXPECT_EQ(source.items[0].extra.at("note"), "fine");
}

TEST(ImportSource, a_row_with_missing_fields_is_named_and_the_rest_is_read) {
  TempFolder folder;
  folder.write("b.jpg", "");
  const auto table = folder.write("index.tsv", "path\tlabel\na.jpg\nb.jpg\tnv\n");
  const ImportSource source = app::read_index_table(table);
  EXPECT_EQ(source.items.size(), 1U);
  EXPECT_THAT(text_of(source), HasSubstr("line 2 has 1 fields"));
}

TEST(ImportSource, a_table_without_a_known_picture_column_lists_its_columns_for_mapping) {
  TempFolder folder;
  folder.write("a.jpg", "");
  const auto table = folder.write("index.tsv", "photograph\tverdict\na.jpg\tnv\n");
  for (const fs::path& source_path : {table, folder.path()}) {
    const ImportSource source = read_import_source(source_path);
    EXPECT_TRUE(source.needs_mapping);
    EXPECT_TRUE(source.items.empty());
    ASSERT_EQ(source.tables.size(), 1U);
    EXPECT_EQ(source.tables[0].columns[0].name, "photograph");
    const ImportSource mapped =
        read_import_source(source_path, {.roles = {{"photograph", ColumnRole::Path}, {"verdict", ColumnRole::Label}}});
    ASSERT_EQ(mapped.items.size(), 1U);
    EXPECT_EQ(mapped.items[0].label, "nv");
    EXPECT_FALSE(mapped.needs_mapping);
  }
}

TEST(ImportSource, two_columns_that_could_be_the_label_are_asked_about) {
  TempFolder folder;
  folder.write("a.jpg", "");
  const auto table = folder.write("t.csv", "path,class,diagnosis\na.jpg,nv,nevus\n");
  const ImportSource source = read_import_source(table);
  EXPECT_TRUE(source.needs_mapping);
  EXPECT_EQ(source.items[0].label, "");
  EXPECT_THAT(source.notes, Contains(HasSubstr("class and diagnosis")));
  EXPECT_EQ(read_import_source(table, {.roles = {{"class", ColumnRole::Label}}}).items[0].label, "nv");
}

TEST(ImportSource, a_misspelt_column_does_not_answer_which_is_the_label_and_another_use_of_one_does) {
  TempFolder folder;
  folder.write("a.jpg", "");
  const auto table = folder.write("t.csv", "path,class,diagnosis\na.jpg,nv,nevus\n");
  EXPECT_TRUE(read_import_source(table, {.roles = {{"clas", ColumnRole::Label}}}).needs_mapping);
  const ImportSource source = read_import_source(table, {.roles = {{"diagnosis", ColumnRole::Metadata}}});
  EXPECT_FALSE(source.needs_mapping);
  EXPECT_EQ(source.items[0].label, "nv");
  EXPECT_EQ(source.items[0].extra.at("diagnosis"), "nevus");
}

TEST(ImportSource, two_columns_of_one_heading_are_both_kept_and_that_is_said_once) {
  TempFolder folder;
  folder.write("a.jpg", "");
  folder.write("b.jpg", "");
  const auto table = folder.write("t.csv", "path,label,note,note\na.jpg,nv,one,two\nb.jpg,nv,three,four\n");
  const ImportSource source = read_import_source(table);
  EXPECT_EQ(source.items[0].extra.at("note"), "one");
  EXPECT_EQ(source.items[0].extra.at("note (2)"), "two");
  EXPECT_THAT(source.notes, Contains(AllOf(HasSubstr("\"note\""), HasSubstr("\"note (2)\""))));
  EXPECT_THAT(source.left_out, IsEmpty()) << text_of(source);
  const ImportSource asked = read_import_source(table, {.roles = {{"note (2)", ColumnRole::Site}}});
  EXPECT_EQ(asked.items[0].site, "two");
}

TEST(ImportSource, words_for_the_sex_are_one_and_counted_and_other_words_stay) {
  TempFolder folder;
  std::string rows = "path,sex\n";
  for (const char* sex : {"M", "male", "Man", "f", "FEMALE", "woman", "intersex"}) {
    folder.write(std::string(sex) + ".jpg", "");
    rows += std::string(sex) + ".jpg," + sex + "\n";
  }
  const ImportSource source = read_import_source(folder.write("t.csv", rows));
  std::vector<std::string> sexes;
  for (const ImportItem& item : source.items) sexes.push_back(item.sex);
  EXPECT_THAT(sexes, ElementsAre("male", "male", "male", "female", "female", "female", "intersex"));
  EXPECT_THAT(source.notes, Contains(HasSubstr("5 fields of the sex")));
}

TEST(ImportSource, a_chosen_spelling_or_word_that_occurs_nowhere_is_said) {
  TempFolder folder;
  folder.write("a.jpg", "");
  const auto table = folder.write("t.csv", "path,label,split\na.jpg,nv,dev\n");
  const ImportSource source = read_import_source(
      table, {.labels = {{"Mel", "mel"}, {"nv", "nevus"}}, .splits = {{"dve", "val"}, {"dev", "val"}}});
  EXPECT_THAT(source.notes, Contains(HasSubstr("the label \"Mel\" occurs nowhere")));
  EXPECT_THAT(source.notes, Contains(HasSubstr("the word for a split \"dve\" occurs nowhere")));
  EXPECT_THAT(text_of(source), Not(AnyOf(HasSubstr("\"nv\" occurs"), HasSubstr("\"dev\" occurs"))));
}

TEST(ImportSource, two_columns_of_one_name_are_refused) {
  TempFolder folder;
  folder.write("a.jpg", "");
  const auto table = folder.write("t.csv", "path,label,Label\na.jpg,nv,mel\n");
  EXPECT_THAT(refusal([&] { read_import_source(table); }), AllOf(HasSubstr("columns 2 and 3"), HasSubstr("label")));
}

TEST(ImportSource, two_tables_that_could_be_meant_are_refused_and_named) {
  TempFolder folder;
  folder.write("a.jpg", "");
  folder.write("one.csv", "path,label\na.jpg,nv\n");
  folder.write("two.csv", "path,label\na.jpg,mel\n");
  EXPECT_THAT(refusal([&] { read_import_source(folder.path()); }), AllOf(HasSubstr("one.csv"), HasSubstr("two.csv")));
  EXPECT_EQ(read_import_source(folder / "one.csv").items[0].label, "nv");
}

TEST(ImportSource, tables_that_their_names_tell_apart_as_splits_are_parts_of_one_set) {
  TempFolder folder;
  folder.write("a.jpg", "");
  folder.write("b.jpg", "");
  folder.write("train.csv", "path,label\na.jpg,nv\n");
  folder.write("test.csv", "path,label\nb.jpg,mel\n");
  const ImportSource source = read_import_source(folder.path());
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[0].split, "test");
  EXPECT_EQ(source.items[1].split, "train");
}

TEST(ImportSource, a_table_about_other_things_does_not_hide_the_folders) {
  TempFolder folder;
  folder.write("mel/a.jpg", "");
  folder.write("nv/b.jpg", "");
  folder.write("training_log.csv", "epoch,loss\n1,0.5\n");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(source.items[0].label, "mel");
  EXPECT_THAT(source.notes, Contains(AllOf(HasSubstr("training_log.csv"), HasSubstr("epoch, loss"))));
}

TEST(ImportSource, pictures_are_found_by_what_other_systems_write) {
  TempFolder folder;
  for (const char* file : {"images/A.JPG", "images/sub/b.jpg", "images/c.jpg", "images/0012.jpg", "images/d.jpg"})
    folder.write(file, "");
  const auto table = folder.write("t.csv",
                                  "path,label\nimages\\sub\\b.jpg,nv\nimages/a.jpg,nv\nimages/c,mel\n"
                                  "12.jpg,mel\nC:\\data\\images\\d.jpg,mel\ngone.jpg,nv\n");
  const ImportSource source = read_import_source(table);
  ASSERT_EQ(source.items.size(), 4U);
  EXPECT_EQ(source.items[0].path, folder / "images/sub/b.jpg");
  EXPECT_EQ(source.items[1].path, folder / "images/A.JPG");
  EXPECT_EQ(source.items[2].path, folder / "images/c.jpg");
  EXPECT_EQ(source.items[3].path, folder / "images/d.jpg");
  EXPECT_THAT(text_of(source), AllOf(HasSubstr("1 pictures were found in other case"), HasSubstr("backslashes"),
                                     HasSubstr("extension added"), HasSubstr("end of the path")));
  EXPECT_EQ(left_out(source, "rows whose picture is not there"), 2);
  EXPECT_THAT(text_of(source), AllOf(HasSubstr("12.jpg"), HasSubstr("gone.jpg")));
}

TEST(ImportSource, a_name_that_two_pictures_have_is_taken_for_neither) {
  TempFolder folder;
  folder.write("one/a.jpg", "");
  folder.write("two/a.jpg", "");
  folder.write("b.jpg", "");
  folder.write("B.jpg", "");
  const auto table = folder.write("t.csv", "image_id,label\na,nv\nB,nv\n");
  const ImportSource source = read_import_source(table);
  ASSERT_EQ(source.items.size(), 1U);
  EXPECT_EQ(source.items[0].path, folder / "B.jpg");
  EXPECT_EQ(left_out(source, "rows whose picture may be one of several"), 1);
  EXPECT_THAT(text_of(source), HasSubstr("a: one/a.jpg, two/a.jpg"));
}

TEST(ImportSource, a_latin_1_table_finds_files_of_latin_1_and_of_utf_8_names) {
  TempFolder folder;
  folder.write("n\xE6vus.jpg", "");
  folder.write("caf\xC3\xA9.jpg", "");
  const auto table = folder.write("t.csv", "path,label\nn\xE6vus.jpg,nv\ncaf\xE9.jpg,nv\n");
  const ImportSource source = read_import_source(table);
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[0].path, folder / "n\xE6vus.jpg");
  EXPECT_EQ(source.items[1].path, folder / "caf\xC3\xA9.jpg");
  EXPECT_EQ(source.tables[0].encoding, "Latin-1");
}

TEST(ImportSource, a_picture_named_twice_is_one_item_and_a_contradiction_is_no_label) {
  TempFolder folder;
  folder.write("a.jpg", "");
  folder.write("b.jpg", "");
  const auto table = folder.write("t.csv", "path,label\na.jpg,nv\na.jpg,NV\nb.jpg,nv\n./b.jpg,mel\n");
  const ImportSource source = read_import_source(table);
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[0].label, "nv");
  EXPECT_EQ(source.items[1].label, "");
  EXPECT_EQ(left_out(source, "rows that name a picture again"), 1);
  EXPECT_THAT(text_of(source), HasSubstr("nv, mel"));
}

TEST(ImportSource, rows_that_name_a_picture_again_are_compared_by_what_was_chosen_for_their_labels) {
  TempFolder folder;
  for (const char* file : {"a.jpg", "b.jpg", "c.jpg", "d.jpg"}) folder.write(file, "");
  const auto table = folder.write("t.csv",
                                  "path,label\na.jpg,mel\na.jpg,melanoma\nb.jpg,\nb.jpg,nv\nc.jpg,nv\nc.jpg,NA\n"
                                  "d.jpg,naevus\nd.jpg,mel\n");
  const ImportSource source = read_import_source(table, {.labels = {{"melanoma", "mel"}, {"naevus", "nv"}}});
  std::vector<std::string> labels;
  for (const ImportItem& item : source.items) labels.push_back(item.label);
  EXPECT_THAT(labels, ElementsAre("mel", "nv", "nv", ""));
  EXPECT_EQ(left_out(source, "pictures that rows give different labels"), 1);
  EXPECT_EQ(left_out(source, "rows that name a picture again"), 3);
  EXPECT_THAT(text_of(source), AllOf(HasSubstr("naevus, mel"), Not(HasSubstr("occurs nowhere"))));
}

TEST(ImportSource, a_column_kept_as_metadata_is_not_taken_for_what_is_known_by_its_name) {
  TempFolder folder;
  folder.write("a.jpg", "");
  const auto table = folder.write("t.csv", "path,dx,Sex,note\na.jpg,nv,m?,x\n");
  const ImportSource source = read_import_source(table, {.roles = {{"Sex", ColumnRole::Metadata}}});
  EXPECT_EQ(source.items[0].extra, (std::map<std::string, std::string>{{"Sex (column)", "m?"}, {"note", "x"}}));
  EXPECT_THAT(source.extra_columns, ElementsAre("Sex (column)", "note"));
  EXPECT_THAT(source.notes, Contains(HasSubstr("the column Sex is kept as \"Sex (column)\"")));
}

TEST(ImportSource, a_name_for_the_source_has_no_outer_blanks) {
  TempFolder folder;
  folder.write("set/a.jpg", "");
  EXPECT_EQ(read_import_source(folder / "set", {.source = " clinic A "}).items[0].source, "clinic A");
  EXPECT_EQ(read_import_source(folder / "set", {.source = "  "}).items[0].source, "");
}

TEST(ImportSource, ages_that_are_no_ages_are_left_out_by_name) {
  TempFolder folder;
  std::string rows = "path;label;age\n";
  const std::vector<std::string> ages = {"45,5", "85+", "inf", "-3", "1e9", "old", "nan"};
  for (const std::string& age : ages) {
    folder.write(age + ".jpg", "");
    rows += age + ".jpg;nv;" + age + "\n";
  }
  const ImportSource source = read_import_source(folder.write("t.csv", rows));
  ASSERT_EQ(source.items.size(), ages.size());
  EXPECT_EQ(source.items[0].age, 45.5);
  EXPECT_EQ(source.items[1].age, 85.0);
  for (std::size_t i = 2; i < ages.size(); ++i) EXPECT_FALSE(source.items[i].age.has_value()) << ages[i];
  EXPECT_EQ(left_out(source, "ages that are no number of years"), 4);
}

TEST(ImportSource, a_lesion_called_unknown_ties_nothing_together) {
  TempFolder folder;
  std::string rows = "path,label,lesion_id\n";
  for (int i = 0; i < 60; ++i) {
    folder.write(std::to_string(i) + ".jpg", "");
    rows += std::to_string(i) + ".jpg,nv," + (i < 5 ? "unknown" : i < 40 ? "0" : "L" + std::to_string(i)) + "\n";
  }
  const ImportSource source = read_import_source(folder.write("t.csv", rows));
  EXPECT_EQ(source.items[0].lesion_id, "");
  EXPECT_THAT(source.notes, Contains(HasSubstr("the lesion \"0\" stands at 35 of 60 pictures")));
}

TEST(ImportSource, masks_are_matched_by_name) {
  TempFolder folder;
  folder.write("images/a.jpg", "");
  folder.write("images/b.jpg", "");
  folder.write("masks/a_segmentation.png", "");
  const ImportSource source = read_import_source(folder.path());
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[0].mask_path, folder / "masks/a_segmentation.png");
  EXPECT_EQ(source.items[1].mask_path, "");
}

TEST(ImportSource, spellings_of_several_paths_are_settled_together) {
  TempFolder folder;
  folder.write("one/Nevus/a.jpg", "");
  folder.write("two/nevus/b.jpg", "");
  folder.write("two/nevus/c.jpg", "");
  const ImportSource source = app::gather({folder / "one", folder / "two"});
  ASSERT_EQ(source.items.size(), 3U);
  EXPECT_EQ(source.items[0].label, "nevus");
}

TEST(ImportSource, a_folder_that_does_not_exist_is_refused) {
  EXPECT_THROW(read_import_source("no such folder"), std::runtime_error);
  EXPECT_THAT(refusal([] { read_import_source("/nowhere/\xE9"); }), HasSubstr("/nowhere/é"));
}

TEST(ImportSource, a_plain_file_is_read_as_it_stands) {
  TempFolder folder;
  const auto file = folder.write("a.jpg", "bytes");
  const ImportSource source = read_import_source(file);
  ASSERT_EQ(source.items.size(), 1U);
  EXPECT_EQ(app::read_entry(source.items[0]).size(), 5U);
}

}  // namespace
