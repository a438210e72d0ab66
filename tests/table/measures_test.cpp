// Measures as columns of the table: words of the query, order, marks of files.
#include <cmath>

#include <gtest/gtest.h>

#include "app/table/gallery.h"
#include "app/table/query_words.h"
#include "tests/table/generated.h"

namespace {
using app::Gallery;
using app::Measure;
using app::Row;

// Five images; the sharpness of the first four is 40, 10, 30, 20, the last is not measured.
void fill_measured(Gallery& gallery) {
  gallery.replace(app::ImageTable(test::three_classes()));
  app::TableNews news;
  for (int i = 0; i < 5; ++i) {
    app::ImageFacts facts;
    facts.id = 100 + i;
    facts.path = "/x/" + std::string(1, static_cast<char>('a' + i)) + ".jpg";
    facts.sha256 = std::string(64, '0');
    facts.width_px = 400;
    facts.height_px = 100 * (i + 1);
    facts.missing = i == 4;
    news.added.push_back(facts);
  }
  const float sharpness[] = {40, 10, 30, 20};
  for (int i = 0; i < 4; ++i) news.quality.push_back({100 + i, i == 2, true, {sharpness[i], 50, 20, 0, 0, 0, 5}});
  gallery.apply(news);
}

std::vector<Row> shown(Gallery& gallery, const std::string& typed) {
  app::Filter filter;
  filter.text = typed;
  gallery.set_filter(filter);
  return gallery.rows();
}

using Rows = std::vector<Row>;

TEST(QueryWords, are_conditions_where_a_measure_a_sign_and_a_number_stand_together) {
  const app::QueryWords words =
      app::parse_query("back sharpness<20 aspect>=1.5 hair<much", app::ImageTable(test::three_classes()));
  EXPECT_EQ(words.text, "back hair<much");
  ASSERT_EQ(words.conditions.size(), 2U);
  EXPECT_EQ(words.conditions[0].measure, Measure::Sharpness);
  EXPECT_TRUE(words.conditions[0].holds(19));
  EXPECT_FALSE(words.conditions[0].holds(20));
  EXPECT_TRUE(words.conditions[1].holds(1.5F));
  EXPECT_FALSE(words.conditions[1].holds(NAN));
  EXPECT_EQ(app::parse_query("two  words ", app::ImageTable(test::three_classes())).text, "two  words ");
}

TEST(QueryWords, take_any_case_blanks_around_the_sign_and_an_equals_sign) {
  const app::ImageTable table(test::three_classes());
  for (const char* typed : {"age>=60", "Age>=60", "age >= 60", "AGE >=60", "age>= 60"}) {
    const app::QueryWords words = app::parse_query(typed, table);
    ASSERT_EQ(words.conditions.size(), 1U) << typed;
    EXPECT_TRUE(words.text.empty() && words.unread.empty()) << typed;
    EXPECT_TRUE(words.conditions[0].holds(60) && words.conditions[0].holds(61) && !words.conditions[0].holds(59));
  }
  for (const char* typed : {"age=60", "age = 60", "age:60", "age==60"}) {
    const app::QueryWords words = app::parse_query(typed, table);
    ASSERT_EQ(words.conditions.size(), 1U) << typed;
    EXPECT_TRUE(words.conditions[0].holds(60) && !words.conditions[0].holds(61) && !words.conditions[0].holds(59));
    EXPECT_FALSE(words.conditions[0].holds(NAN));
  }
  const app::QueryWords words = app::parse_query("img Site : back sex= female Score <0.3 jpg", table);
  EXPECT_EQ(words.text, "img jpg");
  ASSERT_EQ(words.columns.size(), 2U);
  EXPECT_EQ(words.columns[0].column, "site");
  EXPECT_EQ(words.columns[0].beginning, "back");
  EXPECT_EQ(words.columns[1].beginning, "female");
  EXPECT_EQ(words.scores.size(), 1U);
  const app::QueryWords none = app::parse_query("site: age>60", table);
  EXPECT_EQ(none.columns.at(0).beginning, "") << "not recorded";
  EXPECT_EQ(none.conditions.size(), 1U);
}

TEST(QueryWords, with_a_sign_that_are_no_condition_are_named) {
  const app::ImageTable table(test::three_classes());
  const auto said = [&](const char* typed) { return app::unread_text(app::parse_query(typed, table)); };
  EXPECT_EQ(said("back sharpness<20"), "");
  EXPECT_EQ(said("age>>60"), "\"age>>60\" is no condition, but a text to find");
  EXPECT_EQ(said("back ages >= 60 sex<3 age>3"), "\"ages >= 60\", \"sex<3\" are no conditions, but texts to find");
  EXPECT_EQ(app::parse_query("back ages >= 60", table).text, "back ages >= 60");
}

TEST(QueryWords, find_patients_lesions_and_groups_as_text_and_by_column) {
  Gallery gallery;
  gallery.replace(app::ImageTable(test::three_classes()));
  app::TableNews news;
  for (int i = 0; i < 4; ++i) {
    app::ImageFacts facts;
    facts.id = 100 + i;
    facts.path = "/x/" + std::string(1, static_cast<char>('a' + i)) + ".jpg";
    facts.sha256 = std::string(64, '0');
    facts.patient_id = i < 2 ? "P13" : i == 2 ? "P2" : "";
    facts.lesion_id = i == 1 ? "HAM_7" : "";
    facts.image_group = i == 3 ? "group-3" : "";
    facts.site = i == 0 ? "P1 site" : "";
    news.added.push_back(facts);
  }
  gallery.apply(news);
  EXPECT_EQ(shown(gallery, "p13"), (Rows{0, 1}));
  for (const char* typed : {"patient:P13", "patient_id:P13", "Patient_ID = p13"})
    EXPECT_EQ(shown(gallery, typed), (Rows{0, 1})) << typed;
  EXPECT_EQ(shown(gallery, "lesion_id:HAM_7"), (Rows{1}));
  EXPECT_EQ(shown(gallery, "lesion:ham"), (Rows{1}));
  EXPECT_EQ(shown(gallery, "group:group-3"), (Rows{3}));
  EXPECT_EQ(shown(gallery, "patient:"), (Rows{3})) << "not recorded";
}

TEST(Measures, filter_alone_and_beside_words) {
  Gallery gallery;
  fill_measured(gallery);
  EXPECT_EQ(shown(gallery, "sharpness<25"), (Rows{1, 3}));
  EXPECT_EQ(shown(gallery, "sharpness>=20 sharpness<40"), (Rows{2, 3}));
  EXPECT_EQ(shown(gallery, "height>300"), (Rows{3, 4}));
  EXPECT_EQ(shown(gallery, "b.jpg sharpness<25"), (Rows{1}));
  EXPECT_EQ(shown(gallery, "hair>0"), Rows{});
}

TEST(Measures, sort_either_way_and_what_was_not_measured_stands_last) {
  Gallery gallery;
  fill_measured(gallery);
  gallery.set_sort({app::sort_key(Measure::Sharpness), false});
  EXPECT_EQ(gallery.rows(), (Rows{1, 3, 2, 0, 4}));
  gallery.set_sort({app::sort_key(Measure::Sharpness), true});
  EXPECT_EQ(gallery.rows(), (Rows{0, 2, 3, 1, 4}));
  gallery.set_sort({app::sort_key(Measure::Height), true});
  EXPECT_EQ(gallery.rows(), (Rows{4, 3, 2, 1, 0}));
}

TEST(Measures, that_arrive_later_move_the_image_in_filter_and_order) {
  Gallery gallery;
  fill_measured(gallery);
  app::Filter filter;
  filter.text = "sharpness<25";
  gallery.set_filter(filter);
  gallery.set_sort({app::sort_key(Measure::Sharpness), false});
  app::TableNews news;
  news.quality.push_back({104, false, true, {5, 0, 0, 0, 0, 0, 0}});
  const app::Change change = gallery.apply(news);
  EXPECT_EQ(change.measured, (Rows{4}));
  EXPECT_EQ(gallery.rows(), (Rows{4, 1, 3}));
  EXPECT_TRUE(gallery.apply(news).empty());  // as it was
}

// Of the five images three are known; the rest stand last both ways, behind what is known.
TEST(Unlike, sorts_either_way_and_what_is_not_known_stands_last) {
  Gallery gallery;
  fill_measured(gallery);
  EXPECT_FALSE(gallery.table().measured(Measure::Unlike));
  gallery.set_sort({app::sort_key(Measure::Unlike), true});
  EXPECT_EQ(gallery.rows(), (Rows{0, 1, 2, 3, 4}));
  const std::vector<app::UnlikeFact> facts = {{100, 0.5F}, {102, 1.5F}, {104, 0.9F}, {999, 7}};
  EXPECT_EQ(gallery.set_unlike(facts).measured.size(), 5U);
  EXPECT_TRUE(gallery.table().measured(Measure::Unlike));
  EXPECT_EQ(gallery.rows(), (Rows{2, 4, 0, 1, 3}));
  gallery.set_sort({app::sort_key(Measure::Unlike), false});
  EXPECT_EQ(gallery.rows(), (Rows{0, 4, 2, 1, 3}));
}

TEST(Unlike, filters_by_the_search_field_and_follows_another_model) {
  Gallery gallery;
  fill_measured(gallery);
  EXPECT_EQ(shown(gallery, "unlike>1"), Rows{});
  gallery.set_unlike(std::vector<app::UnlikeFact>{{100, 0.5F}, {102, 1.5F}});
  EXPECT_EQ(gallery.rows(), (Rows{2}));
  EXPECT_EQ(shown(gallery, "unlike<=1"), (Rows{0}));
  gallery.set_unlike(std::vector<app::UnlikeFact>{{101, 0.2F}});
  EXPECT_EQ(gallery.rows(), (Rows{1}));
  EXPECT_TRUE(std::isnan(gallery.table().measure(0, Measure::Unlike)));
  gallery.set_unlike({});
  EXPECT_EQ(gallery.rows(), Rows{});
  EXPECT_TRUE(gallery.set_unlike({}).empty());
}

TEST(Unlike, is_not_known_of_an_image_that_came_later) {
  Gallery gallery;
  fill_measured(gallery);
  gallery.set_unlike(std::vector<app::UnlikeFact>{{100, 0.5F}});
  gallery.set_sort({app::sort_key(Measure::Unlike), true});
  app::TableNews news;
  app::ImageFacts facts;
  facts.id = 200;
  facts.path = "/x/a0.jpg";
  facts.sha256 = std::string(64, '0');
  news.added.push_back(facts);
  gallery.apply(news);
  EXPECT_TRUE(std::isnan(gallery.table().measure(5, Measure::Unlike)));
  EXPECT_EQ(gallery.rows(), (Rows{0, 1, 2, 3, 4, 5}));
}

TEST(Measures, files_that_changed_or_are_missing_are_counted_and_filtered) {
  Gallery gallery;
  fill_measured(gallery);
  EXPECT_TRUE(gallery.table().content_changed(2));
  EXPECT_EQ(gallery.counts().changed_files, 1U);
  EXPECT_EQ(gallery.counts().missing_files, 1U);
  app::Filter filter;
  filter.only_changed_files = true;
  gallery.set_filter(filter);
  EXPECT_EQ(gallery.rows(), (Rows{2}));
  filter = {};
  filter.only_missing_files = true;
  gallery.set_filter(filter);
  EXPECT_EQ(gallery.rows(), (Rows{4}));
}

}  // namespace
