// What the Train page says of a source that is left out, before the run begins.
#include "app/pages/train/left_out_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace app {
namespace {
using ::testing::HasSubstr;

class LeftOutChoice : public ::testing::Test {
 protected:
  LeftOutChoice() {
    ClassList list;
    list.classes = {{11, "nv", "nevus"}, {12, "mel", "melanoma"}};
    list.targets = {{"malignant", "", {"benign", "malignant"}, {0, 1}}};
    gallery_.replace(ImageTable(list));
    add("clinic", Split::Train, 5);
    add("clinic", Split::Val, 2);
    add("archive", Split::Train, 3);
    add("archive", Split::Test, 1);
    add("", Split::Train, 1);
    add("unlabelled", Split::Train, 4, 0);
    gallery_.show_target("malignant");
    choices_.follow(gallery_);
  }
  void add(const std::string& source, Split split, int images, ClassId label = 11) {
    TableNews news;
    for (int i = 0; i < images; ++i) {
      ImageFacts facts;
      facts.id = ++last_;
      facts.path = "/x/" + std::to_string(last_) + ".jpg";
      facts.sha256 = std::string(64, '0');
      facts.source = source;
      facts.split = split;
      facts.label = label;
      news.added.push_back(facts);
    }
    gallery_.apply(news);
  }

  Row row_without_source() const {
    for (const Row row : gallery_.table().all().rows())
      if (gallery_.table().source(row).empty()) return row;
    return 0;
  }

  Gallery gallery_;
  LabelledSources choices_;
  ImageId last_ = 0;
};

TEST_F(LeftOutChoice, offers_the_sources_with_labelled_images_by_name) {
  ASSERT_EQ(choices_.sources.size(), 2U);
  EXPECT_EQ(choices_.sources[0].source, "archive");
  EXPECT_EQ(choices_.sources[0].images, 4U);
  EXPECT_EQ(choices_.sources[1].train, 5U);
  EXPECT_EQ(choices_.train, 9U);
  EXPECT_EQ(choices_.val, 2U);
}

TEST_F(LeftOutChoice, says_what_it_takes_from_training_and_validation_and_what_stays_sealed) {
  const LeftOutWords archive = left_out_words(choices_, {"archive"});
  EXPECT_EQ(archive.problem, "");
  EXPECT_THAT(archive.words, HasSubstr("4 images of archive left out: 3 of 9 images teach nothing, 0 of 2"));
  EXPECT_THAT(archive.words, HasSubstr("1 of their test split stay sealed"));
  EXPECT_THAT(left_out_words(choices_, {"clinic"}).words, HasSubstr("5 of 9 images teach nothing, 2 of 2"));
}

TEST_F(LeftOutChoice, refuses_a_source_that_is_not_there_and_to_leave_nothing_to_learn_from) {
  EXPECT_THAT(left_out_words(choices_, {"elsewhere"}).problem, HasSubstr("elsewhere"));
  const std::vector<Row> unlabelled = {row_without_source()};
  gallery_.decide(1, unlabelled, -1);
  choices_.follow(gallery_);
  EXPECT_EQ(choices_.train, 8U);
  EXPECT_THAT(left_out_words(choices_, {"archive", "clinic"}).problem, HasSubstr("No labelled training image"));
}

}  // namespace
}  // namespace app
