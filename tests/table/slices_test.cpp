#include "app/table/slices.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "app/core/json.h"
#include "app/table/error_analysis.h"
#include "app/table/verdict.h"
#include "ml/metrics/bootstrap.h"
#include "tests/table/generated.h"

namespace {
using app::Metric;
using app::Row;
using app::Slice;
using app::SliceRow;
using app::Split;
using test::Generator;

// A table whose sites are those, all of validation, class nv or mel by label.
app::ImageTable table_of(const std::vector<std::string>& sites, const std::vector<int>& labels) {
  app::ClassList list;
  for (int i = 0; i < 4; ++i) list.classes.push_back({i + 1, "c" + std::to_string(i)});
  app::ImageTable table(list);
  app::TableNews news;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    app::ImageFacts facts;
    facts.id = static_cast<app::ImageId>(i + 1);
    facts.path = "/x/" + std::to_string(i) + ".jpg";
    facts.site = sites[i];
    facts.lesion_id = "L" + std::to_string(i / 3);
    facts.label = labels[i] + 1;
    facts.split = Split::Val;
    news.added.push_back(facts);
  }
  table.apply(news);
  return table;
}

app::SliceInput input_of(const app::ImageTable& table, int groups, const std::vector<float>& probabilities,
                         const std::vector<int>& labels, int group) {
  return app::slice_input(table, app::cut_by(table, "site"),
                          app::make_score_set(groups, table.all().rows(), probabilities),
                          {labels.begin(), labels.end()}, group);
}

void expect_near(const std::optional<double>& ours, const app::Json& record, const std::string& what) {
  if (record.is_null()) {
    EXPECT_FALSE(ours.has_value()) << what;
    return;
  }
  ASSERT_TRUE(ours.has_value()) << what;
  EXPECT_NEAR(*ours, record.get<double>(), 1e-6) << what;
}

TEST(Slices, are_what_scikit_learn_says_of_the_same_predictions) {
  std::ifstream file(std::string(NEVUS_TESTS_DIR) + "/reference/slices.json");
  std::stringstream text;
  text << file.rdbuf();
  const app::Json recorded = app::Json::parse(text.str());
  const auto names = recorded.at("part_names").get<std::vector<std::string>>();
  for (const app::Json& one : recorded.at("cases")) {
    const auto labels = one.at("labels").get<std::vector<int>>();
    std::vector<std::string> sites;
    for (const int part : one.at("part").get<std::vector<int>>())
      sites.push_back(names[static_cast<std::size_t>(part)]);
    const app::ImageTable table = table_of(sites, labels);
    const auto input = input_of(table, one.at("groups").get<int>(), one.at("probabilities").get<std::vector<float>>(),
                                labels, one.at("group").get<int>());
    const auto rows = app::slice_rows_of(input, one.at("threshold").get<double>());
    ASSERT_EQ(rows.size(), names.size());
    for (const SliceRow& row : rows) {
      const app::Json& expected = one.at("parts").at(row.slice.value);
      EXPECT_EQ(row.n, expected.at("n").get<int>());
      EXPECT_EQ(row.positives, expected.at("positives").get<int>());
      expect_near(row.metrics[Metric::Auc], expected.at("auc"), row.slice.value + " auc");
      expect_near(row.metrics[Metric::Recall], expected.at("sensitivity"), row.slice.value + " sensitivity");
      expect_near(row.metrics[Metric::Specificity], expected.at("specificity"), row.slice.value + " specificity");
      expect_near(row.metrics[Metric::Accuracy], expected.at("accuracy"), row.slice.value + " accuracy");
      const auto doubt = app::slice_doubt(input, row.place, one.at("threshold").get<double>());
      expect_near(doubt.calibration.brier, expected.at("brier"), row.slice.value + " brier");
      expect_near(doubt.calibration.ece, expected.at("ece"), row.slice.value + " ece");
      expect_near(doubt.auc, expected.at("auc"), row.slice.value + " auc of the worker");
    }
  }
}

TEST(Slices, have_intervals_over_lesions_as_the_bootstrap_of_rows_gives_them) {
  Generator random(5);
  std::vector<std::string> sites;
  std::vector<int> labels;
  std::vector<float> probabilities;
  for (int i = 0; i < 90; ++i) {
    sites.push_back(i % 2 == 0 ? "back" : "face");
    labels.push_back(random.below(3) == 0 ? 1 : 0);
    const float p = random.share();
    probabilities.insert(probabilities.end(), {1 - p, p});
  }
  const app::ImageTable table = table_of(sites, labels);
  const auto input = input_of(table, 2, probabilities, labels, 1);
  std::vector<int> of_part, groups, predicted;
  for (int i = 0; i < 90; i += 2) {
    of_part.push_back(labels[static_cast<std::size_t>(i)]);
    groups.push_back(i / 3);
    predicted.push_back(probabilities[static_cast<std::size_t>(2 * i + 1)] >= 0.4F ? 1 : 0);
  }
  const auto sensitivity = [&](std::span<const std::size_t> rows) -> std::optional<double> {
    double positives = 0, found = 0;
    for (const std::size_t row : rows) {
      positives += of_part[row];
      found += of_part[row] * predicted[row];
    }
    if (positives == 0) return std::nullopt;
    return found / positives;
  };
  const ml::BootstrapOptions draws{.draws = 1000, .settle_share = 0};
  const auto expected = ml::bootstrap_statistic(groups, sensitivity, draws);
  const auto doubt = app::slice_doubt(input, 0, 0.4, draws);
  ASSERT_TRUE(doubt.intervals[1].has_value());
  EXPECT_DOUBLE_EQ(doubt.intervals[1]->low, expected->low);
  EXPECT_DOUBLE_EQ(doubt.intervals[1]->high, expected->high);
  EXPECT_EQ(doubt.drawn, (app::DrawnOver{"lesions", 30, 1000, false}));
}

TEST(Slices, of_one_class_one_image_or_equal_scores_say_what_is_defined_and_no_more) {
  const app::ImageTable table = table_of({"a", "a", "b", "c", "c"}, {0, 0, 1, 0, 1});
  const auto input =
      input_of(table, 2, {0.9F, 0.1F, 0.2F, 0.8F, 0.5F, 0.5F, 0.5F, 0.5F, 0.5F, 0.5F}, {0, 0, 1, 0, 1}, 1);
  const auto rows = app::slice_rows_of(input, 0.5);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_FALSE(rows[0].metrics[Metric::Auc].has_value());
  EXPECT_FALSE(rows[0].metrics[Metric::Recall].has_value());
  EXPECT_DOUBLE_EQ(*rows[0].metrics[Metric::Specificity], 0.5);
  EXPECT_EQ(rows[1].n, 1);
  EXPECT_TRUE(app::is_small(rows[1]));
  EXPECT_DOUBLE_EQ(*rows[2].metrics[Metric::Auc], 0.5);
  for (const SliceRow& row : rows) EXPECT_NO_THROW(app::slice_doubt(input, row.place, 0.5));
  EXPECT_FALSE(app::slice_doubt(input, 1, 0.5).intervals[0].has_value());
}

TEST(Slices, with_a_handful_of_one_group_are_small_however_many_images_they_have) {
  SliceRow row;
  row.n = 200;
  row.positives = 4;
  EXPECT_TRUE(app::is_small(row));
  row.positives = 5;
  EXPECT_FALSE(app::is_small(row));
  row.positives = 0;  // what is not defined says so itself
  EXPECT_FALSE(app::is_small(row));
}

// 3 images are of each lesion.
TEST(Slices, of_few_patients_or_lesions_are_small_and_of_one_have_no_interval) {
  std::vector<std::string> sites;
  std::vector<int> labels;
  std::vector<float> probabilities;
  for (int i = 0; i < 150; ++i) {
    sites.push_back(i < 90 ? "many" : "one");
    labels.push_back(i % 2);
    const float p = 0.3F + 0.3F * static_cast<float>(i % 2) + 0.002F * static_cast<float>(i % 100);
    probabilities.insert(probabilities.end(), {1 - p, p});
  }
  const app::ImageTable table = table_of(sites, labels);
  app::SliceInput input = input_of(table, 2, probabilities, labels, 1);
  auto groups = *input.groups_drawn;
  std::fill(groups.begin() + 90, groups.end(), groups[90]);
  input.groups_drawn = std::make_shared<const std::vector<std::uint64_t>>(groups);
  const auto rows = app::slice_rows_of(input, 0.5);
  ASSERT_EQ(rows.size(), 2U);
  const SliceRow &many = rows[0].slice.value == "many" ? rows[0] : rows[1],
                 &one = &many == &rows[0] ? rows[1] : rows[0];
  EXPECT_EQ(many.groups, app::kFewDrawn) << "as far as it matters";
  EXPECT_FALSE(app::is_small(many));
  EXPECT_EQ(one.groups, 1);
  EXPECT_TRUE(app::is_small(one)) << "60 images, 30 of each group, and one lesion";
  const app::SliceDoubt doubt = app::slice_doubt(input, one.place, 0.5);
  for (const auto& interval : doubt.intervals) EXPECT_FALSE(interval);
  EXPECT_EQ(app::text_of(doubt.drawn), "not estimated: one lesion");
  EXPECT_TRUE(app::slice_doubt(input, many.place, 0.5).intervals[0]);
  groups[149] = 1'000'000;
  input.groups_drawn = std::make_shared<const std::vector<std::uint64_t>>(groups);
  EXPECT_TRUE(app::is_small(app::slice_rows_of(input, 0.5)[one.place])) << "of two";
  EXPECT_TRUE(app::slice_doubt(input, one.place, 0.5).intervals[3]);
}

TEST(Slices, stand_worst_first_and_what_is_not_defined_last) {
  std::vector<SliceRow> rows(4);
  rows[0].metrics[Metric::Auc] = 0.9;
  rows[2].metrics[Metric::Auc] = 0.6;
  rows[3].metrics[Metric::Auc] = 0.6;
  rows[3].n = 10;
  rows[1].slice.value = "undefined";
  app::sort_worst_first(rows, Metric::Auc);
  EXPECT_EQ(rows[0].n, 10);
  EXPECT_EQ(rows[2].metrics[Metric::Auc], 0.9);
  EXPECT_EQ(rows[3].slice.value, "undefined");
}

TEST(SliceColumns, are_those_in_which_anything_is_recorded) {
  app::ImageTable table = table_of({"", ""}, {0, 1});
  EXPECT_EQ(app::slice_columns(table), (std::vector<std::string>{"label", "width", "height", "aspect"}));
  app::TableNews news;
  app::ImageFacts facts;
  facts.id = 3;
  facts.path = "/x/3.jpg";
  facts.extra = {{"fitzpatrick", "IV"}};
  facts.age_years = 64;
  news.added.push_back(facts);
  table.apply(news);
  const auto columns = app::slice_columns(table);
  EXPECT_NE(std::ranges::find(columns, "fitzpatrick"), columns.end());
  EXPECT_NE(std::ranges::find(columns, "age"), columns.end());
  EXPECT_EQ(app::rows_of(table, {"fitzpatrick", "IV", {}}).rows(), std::vector<Row>{2});
  EXPECT_EQ(app::rows_of(table, {"fitzpatrick", "", {}}).rows(), (std::vector<Row>{0, 1}));
  EXPECT_EQ(app::rows_of(table, {"age", "", app::Band{60, 70}}).rows(), std::vector<Row>{2});
  EXPECT_THROW(app::cut_by(table, "hospital"), std::invalid_argument);
}

TEST(SliceColumns, give_every_row_to_the_slice_whose_rows_it_is_among) {
  Generator random(3);
  app::ImageTable table(test::three_classes());
  app::TableNews news = random.images(1, 300);
  for (app::ImageFacts& facts : news.added) {
    facts.age_years = random.below(4) == 0 ? NAN : static_cast<float>(random.below(100));
    facts.width_px = static_cast<int>(random.below(5)) * 100;
    facts.extra = {{"device", std::to_string(random.below(3))}};
  }
  table.apply(news);
  for (const std::string& column : app::slice_columns(table)) {
    const app::SlicedRows cut = app::cut_by(table, column);
    for (std::size_t i = 0; i < cut.slices.size(); ++i) {
      const app::Bits rows = app::rows_of(table, cut.slices[i]);
      for (Row row = 0; row < table.size(); ++row)
        ASSERT_EQ(rows.contains(row), cut.slice_of_row[row] == i) << column << " " << app::title_of(cut.slices[i]);
    }
  }
}

TEST(ExtraColumns, that_hold_a_name_for_each_image_are_dropped) {
  app::ExtraColumns extra;
  for (Row row = 0; row < 2000; ++row)
    extra.set(row, {{"isic_id", std::to_string(row)}, {"skin", row % 2 == 0 ? "I" : "II"}});
  EXPECT_EQ(extra.find("isic_id"), nullptr);
  ASSERT_NE(extra.find("skin"), nullptr);
  EXPECT_EQ((*extra.find("skin"))[7], "II");
  extra.set(7, {});
  EXPECT_EQ((*extra.find("skin"))[7], "");
}

TEST(Verdict, says_label_prediction_and_what_that_makes) {
  app::Gallery gallery;
  app::ImageTable table(test::three_classes());
  app::TableNews news;
  for (app::ImageId id = 1; id <= 2; ++id) {
    app::ImageFacts facts;
    facts.id = id;
    facts.path = "/x/" + std::to_string(id);
    facts.label = 12;
    facts.split = Split::Val;
    news.added.push_back(facts);
  }
  table.apply(news);
  gallery.replace(std::move(table));
  gallery.show_target("malignant");
  EXPECT_EQ(app::verdict_of(gallery, 0), "labelled mel, no prediction");
  auto run = std::make_shared<app::RunScores>();
  run->target = "malignant";
  run->name = "run 7";
  run->groups = {"benign", "malignant"};
  run->epochs[1].by_split[static_cast<std::size_t>(Split::Val)] =
      app::make_score_set(2, {0, 1}, {0.66F, 0.34F, 0.1F, 0.9F});
  gallery.show_run(run, 1);
  EXPECT_EQ(app::verdict_of(gallery, 0), "labelled mel, predicted benign 66 %: a false negative");
  EXPECT_EQ(app::verdict_of(gallery, 1), "labelled mel, predicted malignant 90 %: a true positive");
  EXPECT_TRUE(app::why_incomparable(gallery).empty());
  gallery.show_target("class");
  EXPECT_EQ(app::why_incomparable(gallery),
            "run 7 predicts malignant, and its groups are not those of the target that is shown");
  EXPECT_EQ(app::target_to_show(gallery), "malignant");
}

TEST(Verdict, has_its_parts_whatever_letters_the_names_hold) {
  app::Gallery gallery;
  app::ClassList list;
  list.classes = {{11, "Nevus, NOS: common", "nevus"}, {12, "mel", "melanoma"}};
  list.targets = {{"malignant", "", {"benign, all", "malignant"}, {0, 1}}};
  app::ImageTable table(list);
  app::ImageFacts facts;
  facts.id = 1;
  facts.path = "/x/1";
  facts.label = 11;
  facts.split = Split::Val;
  app::TableNews news;
  news.added.push_back(facts);
  table.apply(news);
  gallery.replace(std::move(table));
  gallery.show_target("malignant");
  auto run = std::make_shared<app::RunScores>();
  run->target = "malignant";
  run->groups = {"benign, all", "malignant"};
  run->epochs[1].by_split[static_cast<std::size_t>(Split::Val)] = app::make_score_set(2, {0}, {0.3F, 0.7F});
  gallery.show_run(run, 1);
  const app::VerdictParts parts = app::verdict_parts(gallery, 0);
  EXPECT_EQ(parts.label, "labelled Nevus, NOS: common");
  EXPECT_EQ(parts.prediction, "predicted malignant 70 %");
  EXPECT_EQ(parts.outcome, "a false positive");
}

TEST(Metrics, of_two_groups_the_recall_is_called_sensitivity) {
  EXPECT_EQ(app::title_of(app::Metric::Recall, 2), "sensitivity");
  EXPECT_EQ(app::title_of(app::Metric::Recall, 3), "recall");
  EXPECT_EQ(app::title_of(app::Metric::Specificity, 2), "specificity");
}

}  // namespace
