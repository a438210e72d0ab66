#include "app/intake/spelling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/intake/account_text.h"

namespace {
using app::ImportItem;
using app::ImportSource;
using app::settle_labels;
using app::settle_splits;
using app::SourceChoices;
using app::spelling_key;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

ImportSource source_labelled(const std::vector<std::string>& labels) {
  ImportSource source;
  for (const std::string& label : labels) {
    ImportItem item;
    item.label = label;
    source.items.push_back(item);
  }
  return source;
}

ImportSource split(const std::vector<std::string>& words) {
  ImportSource source;
  for (const std::string& word : words) {
    ImportItem item;
    item.split = word;
    source.items.push_back(item);
  }
  return source;
}

std::vector<std::string> labels_of(const ImportSource& source) {
  std::vector<std::string> labels;
  for (const ImportItem& item : source.items) labels.push_back(item.label);
  return labels;
}

TEST(Spelling, case_blanks_hyphens_and_unicode_form_make_no_other_label) {
  EXPECT_EQ(spelling_key("Basal_Cell-Carcinoma"), spelling_key(" basal cell  carcinoma"));
  EXPECT_EQ(spelling_key("n\xC3\xA6vus"), spelling_key("N\xC3\x86VUS"));
  EXPECT_EQ(spelling_key("n\xC3\xA9vus"), spelling_key("ne\xCC\x81vus"));                // composed and decomposed
  EXPECT_EQ(spelling_key("\xEF\xBD\x8D\xEF\xBD\x85\xEF\xBD\x8C"), spelling_key("mel"));  // full width
  EXPECT_EQ(spelling_key("mel\xC2\xA0"), spelling_key("mel"));                           // no-break space
  EXPECT_EQ(spelling_key("\xE2\x80\x8Bmel"), spelling_key("mel"));                       // zero width
  EXPECT_EQ(spelling_key("stra\xC3\x9F"
                         "e"),
            spelling_key("STRASSE"));
  EXPECT_NE(spelling_key("mel"), spelling_key("melanoma"));
  EXPECT_NE(spelling_key("ak"), spelling_key("akiec"));
}

TEST(Spelling, the_most_frequent_spelling_is_the_label_and_all_are_reported) {
  ImportSource source = source_labelled({"mel", "Mel", "mel ", "NV", "NV", "nv", "bkl"});
  settle_labels(source, {});
  EXPECT_THAT(labels_of(source), ElementsAre("Mel", "Mel", "Mel", "NV", "NV", "NV", "bkl"));
  ASSERT_EQ(source.spellings.size(), 2U);
  EXPECT_EQ(source.spellings[1].label, "NV");
  EXPECT_THAT(source.spellings[1].found, ElementsAre(Pair("NV", 2), Pair("nv", 1)));
}

TEST(Spelling, a_line_break_in_a_label_becomes_a_space_and_is_reported) {
  ImportSource source = source_labelled({"basal\r\ncell", "basal cell",
                                         "basal\x01"
                                         "cell",
                                         "nv\n", "\x02"});
  settle_labels(source, {.labels = {{"nv\n", "a\nnevus"}}});
  EXPECT_THAT(labels_of(source), ElementsAre("basal cell", "basal cell", "basal cell", "a nevus", ""));
  ASSERT_EQ(source.spellings.size(), 2U);
  EXPECT_THAT(app::text_of(source.spellings[1]),
              AllOf(HasSubstr("the label basal cell was spelt"), HasSubstr("\"basal\\r\\ncell\" (1)")));
}

TEST(Spelling, a_line_break_in_a_source_becomes_a_space_and_is_counted) {
  ImportSource source = source_labelled({"nv", "nv", "nv"});
  source.items[0].source = "clinic\nA";
  source.items[1].source = "clinic A";
  source.items[2].collection = "my\tset";
  app::settle_sources(source);
  EXPECT_EQ(source.items[0].source, "clinic A");
  EXPECT_EQ(source.items[2].collection, "my set");
  EXPECT_THAT(source.notes, ElementsAre(AllOf(HasSubstr("2 pictures"), HasSubstr("clinic A, my set"))));
}

TEST(Spelling, a_name_that_stands_already_is_preferred) {
  ImportSource source = source_labelled({"NV", "NV", "Melanocytic Nevus"});
  settle_labels(source, {.known_labels = {"nv"}});
  EXPECT_THAT(labels_of(source), ElementsAre("nv", "nv", "Melanocytic Nevus"));
  ASSERT_EQ(source.spellings.size(), 1U);
  EXPECT_THAT(source.spellings[0].found, ElementsAre(Pair("NV", 2)));
}

TEST(Spelling, a_person_s_choice_joins_what_is_spelt_apart) {
  ImportSource source = source_labelled({"mel", "melanoma", "nv"});
  settle_labels(source, {.labels = {{"melanoma", "mel"}}});
  EXPECT_THAT(labels_of(source), ElementsAre("mel", "mel", "nv"));
}

TEST(Spelling, words_for_missing_are_no_label_and_are_counted) {
  for (const std::string word : {"NA", "N/A", "nan", "NaN", "NULL", "None", "?", "-", "--", " ", "#N/A", "<NA>"})
    EXPECT_TRUE(app::is_missing(word)) << word;
  for (const std::string word : {"unknown", "UNK", "0", "nv", "no", "nano", "other"})
    EXPECT_FALSE(app::is_missing(word)) << word;
  ImportSource source = source_labelled({"nv", "NA", "nan", "?", ""});
  settle_labels(source, {});
  EXPECT_THAT(labels_of(source), ElementsAre("nv", "", "", "", ""));
  ASSERT_EQ(source.left_out.size(), 1U);
  EXPECT_EQ(source.left_out[0].count, 3);
  EXPECT_THAT(source.left_out[0].examples, ElementsAre("NA", "nan", "?"));
}

TEST(Spelling, a_class_that_is_really_called_so_can_be_chosen) {
  ImportSource source = source_labelled({"NA", "nv"});
  settle_labels(source, {.labels = {{"NA", "NA"}}});
  EXPECT_THAT(labels_of(source), ElementsAre("NA", "nv"));
}

TEST(Spelling, unknown_is_no_id) {
  EXPECT_TRUE(app::is_missing_or_unknown("Unknown"));
  EXPECT_TRUE(app::is_missing_or_unknown("UNK"));
  EXPECT_FALSE(app::is_missing_or_unknown("HAM_1"));
}

TEST(SplitWords, synonyms_are_understood_and_counted) {
  ImportSource source = split({"training", "TRN", "Train ", "valid", "Validation", "dev", "testing", "eval"});
  settle_splits(source, {});
  std::vector<std::string> splits;
  for (const ImportItem& item : source.items) splits.push_back(item.split);
  EXPECT_THAT(splits, ElementsAre("train", "train", "train", "val", "val", "val", "test", "test"));
  EXPECT_EQ(source.split_words.size(), 8U);
}

TEST(SplitWords, an_unknown_word_is_no_split_and_is_reported) {
  ImportSource source = split({"holdout", "holdout", "0", "train", "NA", ""});
  settle_splits(source, {});
  EXPECT_EQ(source.items[0].split, "");
  EXPECT_EQ(source.items[3].split, "train");
  ASSERT_EQ(source.split_words.size(), 3U);
  EXPECT_EQ(source.split_words[1].word, "holdout");
  EXPECT_EQ(source.split_words[1].split, "");
  EXPECT_EQ(source.split_words[1].count, 2);
}

TEST(SplitWords, a_person_decides_what_an_unknown_word_means) {
  ImportSource source = split({"holdout", "fold 3"});
  settle_splits(source, {.splits = {{"holdout", "test"}, {"fold 3", ""}}});
  EXPECT_EQ(source.items[0].split, "test");
  EXPECT_EQ(source.items[1].split, "");
}

}  // namespace
