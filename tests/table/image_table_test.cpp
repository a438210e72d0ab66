#include "app/table/image_table.h"

#include <gtest/gtest.h>

#include "tests/table/generated.h"

namespace {
using app::Bits;
using app::Change;
using app::ImageTable;
using app::Row;
using app::TableNews;
using test::Generator;

app::ImageFacts image(app::ImageId id, app::ClassId label, app::ClassId imported) {
  app::ImageFacts facts;
  facts.id = id;
  facts.path = "/a/b/" + std::to_string(id) + ".jpg";
  facts.sha256 = std::string(63, 'a') + "7";
  facts.label = label;
  facts.imported = imported;
  return facts;
}

ImageTable table_of(std::vector<app::ImageFacts> images) {
  ImageTable table(test::three_classes());
  TableNews news;
  news.added = std::move(images);
  table.apply(news);
  return table;
}

void expect_sets_in_step(const ImageTable& table) {
  for (int index = -1; index < static_cast<int>(table.class_list().classes.size()); ++index) {
    std::vector<Row> rows;
    for (Row row = 0; row < table.size(); ++row) {
      if (table.class_index(row) == index) rows.push_back(row);
    }
    EXPECT_EQ(table.rows_of_class(index).rows(), rows) << "class " << index;
  }
  for (const app::Split split : {app::Split::None, app::Split::Train, app::Split::Val, app::Split::Test}) {
    std::vector<Row> rows;
    for (Row row = 0; row < table.size(); ++row) {
      if (table.split(row) == split) rows.push_back(row);
    }
    EXPECT_EQ(table.rows_of_split(split).rows(), rows);
  }
  EXPECT_EQ(table.all().count(), table.size());
}

TEST(ImageTable, gives_back_what_it_was_given) {
  const ImageTable table = table_of({image(5, 11, 11), image(9, 12, 11)});
  EXPECT_EQ(table.size(), 2U);
  EXPECT_EQ(table.row_of(9), Row{1});
  EXPECT_FALSE(table.row_of(6).has_value());
  EXPECT_EQ(table.path(1), "/a/b/9.jpg");
  EXPECT_EQ(table.name(1), "9.jpg");
  EXPECT_EQ(table.sha256(0), std::string(63, 'a') + "7");
  EXPECT_EQ(table.class_index(1), 1);
  EXPECT_TRUE(table.relabelled(1));
  EXPECT_FALSE(table.relabelled(0));
}

TEST(ImageTable, an_image_that_came_without_a_label_is_never_relabelled) {
  ImageTable table = table_of({image(1, 0, 0)});
  table.decide(1, std::vector<Row>{0}, 2);
  EXPECT_FALSE(table.relabelled(0));
}

TEST(ImageTable, a_removed_image_keeps_its_row_and_is_counted_no_more) {
  ImageTable table = table_of({image(1, 11, 11), image(2, 12, 12)});
  TableNews news;
  news.edited = {image(1, 11, 11)};
  news.edited[0].removed = true;
  EXPECT_EQ(table.apply(news).edited, std::vector<Row>{0});
  EXPECT_TRUE(table.removed(0));
  EXPECT_EQ(table.count(), 1U);
  EXPECT_EQ(table.all().rows(), std::vector<Row>{1});
  EXPECT_EQ(table.size(), 2U);
  news.edited[0].removed = false;
  table.apply(news);
  expect_sets_in_step(table);
  EXPECT_FALSE(table.removed(0));
}

TEST(ImageTable, images_that_come_removed_are_rows_outside_the_set) {
  auto removed = image(1, 11, 11);
  removed.removed = true;
  EXPECT_EQ(table_of({removed, image(2, 12, 12)}).all().rows(), std::vector<Row>{1});
}

TEST(ImageTable, ids_that_do_not_rise_are_refused) {
  ImageTable table = table_of({image(5, 11, 11)});
  TableNews news;
  news.added = {image(5, 11, 11)};
  EXPECT_THROW(table.apply(news), std::logic_error);
}

TEST(ImageTable, a_decision_is_shown_at_once_and_goes_back_when_it_could_not_be_saved) {
  ImageTable table = table_of({image(1, 11, 11), image(2, 12, 12)});
  const Change change = table.decide(7, std::vector<Row>{0}, 1);
  EXPECT_EQ(change.relabelled, std::vector<Row>{0});
  EXPECT_EQ(table.class_index(0), 1);
  EXPECT_TRUE(table.unsaved(0));
  EXPECT_TRUE(table.relabelled(0));
  expect_sets_in_step(table);
  EXPECT_EQ(table.failed(7).relabelled, std::vector<Row>{0});
  EXPECT_EQ(table.class_index(0), 0);
  EXPECT_FALSE(table.unsaved(0));
  EXPECT_FALSE(table.relabelled(0));
  expect_sets_in_step(table);
}

TEST(ImageTable, of_two_decisions_on_one_image_the_one_that_was_saved_stays) {
  ImageTable table = table_of({image(1, 11, 11)});
  table.decide(1, std::vector<Row>{0}, 1);
  table.decide(2, std::vector<Row>{0}, 2);
  table.saved(1);
  EXPECT_EQ(table.class_index(0), 2);  // the second is still on its way
  EXPECT_TRUE(table.unsaved(0));
  table.failed(2);
  EXPECT_EQ(table.class_index(0), 1);
  EXPECT_EQ(table.unsaved_count(), 0U);
}

TEST(ImageTable, a_failed_decision_does_not_bring_back_a_label_that_failed_before_it) {
  ImageTable table = table_of({image(1, 11, 11)});
  table.decide(1, std::vector<Row>{0}, 1);
  table.decide(2, std::vector<Row>{0}, 2);
  table.failed(1);
  EXPECT_EQ(table.class_index(0), 2);
  table.failed(2);
  EXPECT_EQ(table.class_index(0), 0);
}

TEST(ImageTable, news_of_the_disk_does_not_hide_a_decision_that_is_on_its_way) {
  ImageTable table = table_of({image(1, 11, 11)});
  table.decide(1, std::vector<Row>{0}, 1);
  TableNews news;
  news.labels = {{1, 13, true}};
  news.label_revision = 40;
  EXPECT_TRUE(table.apply(news).relabelled.empty());
  EXPECT_EQ(table.class_index(0), 1);
  EXPECT_EQ(table.label_revision(), 40);
  table.failed(1);
  EXPECT_EQ(table.class_index(0), 2);  // what the other window decided
}

TEST(ImageTable, labels_follow_their_class_when_the_list_is_ordered_again) {
  ImageTable table = table_of({image(1, 11, 11), image(2, 13, 13), image(3, 0, 0)});
  app::ClassList list = test::three_classes();
  std::swap(list.classes[0], list.classes[2]);
  list.classes.push_back({14, "df", ""});
  EXPECT_TRUE(table.set_classes(list).classes);
  EXPECT_EQ(table.class_index(0), 2);
  EXPECT_EQ(table.class_index(1), 0);
  EXPECT_EQ(table.class_index(2), -1);
  expect_sets_in_step(table);
}

TEST(ImageTable, searches_names_lesions_and_sites_without_case) {
  app::ImageFacts one = image(1, 0, 0), two = image(2, 0, 0), three = image(3, 0, 0);
  one.path = "/x/ISIC_0012.jpg";
  two.lesion_id = "ham_isic";
  three.site = "Isichion";
  ImageTable table = table_of({one, two, three, image(4, 0, 0)});
  EXPECT_EQ(table.find("IsIc").rows(), (std::vector<Row>{0, 1, 2}));
  EXPECT_EQ(table.find("0012").rows(), std::vector<Row>{0});
  EXPECT_EQ(table.find("isic", 2).rows(), std::vector<Row>{2});
  EXPECT_TRUE(table.find("12.jpg2").empty());  // no hit across two names
  one.path = "/x/renamed.jpg";
  TableNews news;
  news.edited = {one};
  table.apply(news);
  EXPECT_EQ(table.find("renamed").rows(), std::vector<Row>{0});
  EXPECT_TRUE(table.find("0012").empty());
}

TEST(ImageTable, searches_other_scripts_without_case_and_accents_however_they_are_written) {
  app::ImageFacts one = image(1, 0, 0), two = image(2, 0, 0), three = image(3, 0, 0);
  one.path = "/x/Меланома.jpg";
  two.path = "/x/Na\u0308vus.jpg";
  three.path = "/x/Nävus \xFF.jpg";
  ImageTable table = table_of({one, two, three});
  EXPECT_EQ(table.find("МЕЛАН").rows(), std::vector<Row>{0});
  EXPECT_EQ(table.find("nÄvus").rows(), (std::vector<Row>{1, 2}));
  EXPECT_EQ(table.find("na\u0308vus").rows(), (std::vector<Row>{1, 2}));
  EXPECT_EQ(table.find("\xFF").rows(), std::vector<Row>{2});
}

app::ImageFacts of(app::ImageId id, const char* patient, const char* lesion, const char* group) {
  app::ImageFacts facts = image(id, 0, 0);
  facts.patient_id = patient;
  facts.lesion_id = lesion;
  facts.image_group = group;
  return facts;
}

TEST(ImageTable, photographs_of_one_patient_lesion_or_group_share_a_key_over_any_steps) {
  const ImageTable table = table_of({of(1, "P1", "L1", ""), of(2, "", "L1", ""), of(3, "", "P1", ""), of(4, "", "", ""),
                                     of(5, "", "", ""), of(6, "", "L2", "G1"), of(7, "P1", "", "G1")});
  EXPECT_EQ(table.group_key(0), table.group_key(1));  // the patient is known of one only
  EXPECT_EQ(table.group_key(1), table.group_key(5));  // by the last image alone
  EXPECT_NE(table.group_key(0), table.group_key(2));  // a lesion that is called like a patient
  EXPECT_NE(table.group_key(2), table.group_key(3));
  EXPECT_NE(table.group_key(3), table.group_key(4));
  EXPECT_TRUE(table.any_of_set(app::RowGroups::LookAlike));
  EXPECT_FALSE(table_of({of(1, "P1", "", "")}).any_of_set(app::RowGroups::Lesion));
}

TEST(ImageTable, keys_follow_what_is_said_of_an_image_and_its_removal) {
  ImageTable table = table_of({of(1, "", "L1", ""), of(2, "", "L2", ""), of(3, "", "L1", "G1"), of(4, "", "L2", "G1")});
  EXPECT_EQ(table.group_key(0), table.group_key(1));
  std::uint64_t version = table.groups_version();
  const auto edit = [&](app::ImageFacts facts) {
    TableNews news;
    news.edited.push_back(std::move(facts));
    table.apply(news);
    const bool rose = table.groups_version() > version;
    version = table.groups_version();
    return rose;
  };
  EXPECT_TRUE(edit(of(4, "", "L2", "")));
  EXPECT_NE(table.group_key(0), table.group_key(1));
  app::ImageFacts moved = of(4, "", "L2", "");
  moved.split = app::Split::Test;
  EXPECT_FALSE(edit(moved));
  EXPECT_TRUE(edit(of(4, "", "L2", "G1")));
  EXPECT_EQ(table.group_key(0), table.group_key(1));
  app::ImageFacts removed = of(4, "", "L2", "G1");
  removed.removed = true;
  EXPECT_TRUE(edit(removed));
  EXPECT_NE(table.group_key(0), table.group_key(1)) << "what is not in the set joins nothing";
  TableNews news;
  news.added.push_back(of(5, "", "L3", ""));
  table.apply(news);
  EXPECT_EQ(table.groups_version(), version) << "nothing grew together";
  news.added[0] = of(6, "", "L2", "G1");
  table.apply(news);
  EXPECT_GT(table.groups_version(), version);
  EXPECT_EQ(table.group_key(0), table.group_key(1));
}

TEST(ImageTable, sets_stay_in_step_through_any_changes) {
  Generator generate(3);
  ImageTable table(test::three_classes());
  app::ImageId next = 1;
  for (app::Ticket round = 1; round < 60; ++round) {
    TableNews news = generate.images(next, generate.below(20));
    next += static_cast<app::ImageId>(news.added.size());
    for (std::size_t i = 0; i < generate.below(4) && next > 2; ++i)
      news.edited.push_back(
          generate.image(1 + static_cast<app::ImageId>(generate.below(static_cast<std::size_t>(next) - 1))));
    for (std::size_t i = 0; i < generate.below(4) && next > 2; ++i)
      news.labels.push_back({1 + static_cast<app::ImageId>(generate.below(static_cast<std::size_t>(next) - 1)),
                             generate.any_label(), false});
    table.apply(news);
    if (table.size() == 0) continue;
    std::vector<Row> rows{static_cast<Row>(generate.below(table.size()))};
    table.decide(round, rows, static_cast<int>(generate.below(4)) - 1);
    if (round > 2) generate.below(2) == 0 ? table.saved(round - 2) : table.failed(round - 2);
    expect_sets_in_step(table);
  }
}

}  // namespace
