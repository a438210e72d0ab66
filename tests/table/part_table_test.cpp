// One table by source: what each part is worth, and what cannot be estimated of it.
#include "app/table/part_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/table/image_table.h"

namespace {
using app::PartLine;
using app::PartTable;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Scored {
  std::string source;
  int label;
  float score;
};

struct Made {
  explicit Made(const std::vector<Scored>& scored, bool lesions = true) : table(classes()) {
    app::TableNews news;
    std::vector<float> probabilities;
    std::vector<std::int16_t> truth;
    for (std::size_t i = 0; i < scored.size(); ++i) {
      app::ImageFacts facts;
      facts.id = static_cast<app::ImageId>(i + 1);
      facts.path = "/x/" + std::to_string(i) + ".jpg";
      facts.source = scored[i].source;
      if (lesions) facts.lesion_id = "L" + std::to_string(i / 2);
      facts.label = scored[i].label + 1;
      facts.split = app::Split::Val;
      news.added.push_back(facts);
      probabilities.insert(probabilities.end(), {1 - scored[i].score, scored[i].score});
      truth.push_back(static_cast<std::int16_t>(scored[i].label));
    }
    table.apply(news);
    input = app::slice_input(table, app::cut_by(table, "source"),
                             app::make_score_set(2, table.all().rows(), probabilities), truth, 1);
  }
  static app::ClassList classes() {
    app::ClassList list;
    list.classes = {{1, "nv", "nevus"}, {2, "mel", "melanoma"}};
    return list;
  }
  PartTable parts(double threshold = 0.5, std::optional<double> sensitivity = std::nullopt) const {
    return app::part_table(input, "source", "mel", threshold, sensitivity);
  }
  app::ImageTable table;
  app::SliceInput input;
};

// Clinic A is scored 0.2 higher than clinic B throughout: one threshold means something else in each.
std::vector<Scored> two_clinics() {
  std::vector<Scored> scored;
  for (int i = 0; i < 80; ++i) {
    const int label = i % 4 == 0 ? 1 : 0;
    const float score = (label == 1 ? 0.45F : 0.3F) + 0.005F * static_cast<float>(i % 40);
    scored.push_back({"clinic A", label, score + 0.2F});
    if (i % 2 == 0) scored.push_back({"clinic B", label, score});
  }
  return scored;
}

const PartLine& named(const PartTable& table, const std::string& name) {
  for (const PartLine& line : table.lines)
    if (app::name_of_part(table, line) == name) return line;
  throw std::runtime_error("no part " + name);
}

TEST(PartTable, tells_prevalence_and_the_threshold_that_would_be_as_sensitive_in_each_source) {
  const PartTable table = Made(two_clinics()).parts();
  ASSERT_EQ(table.lines.size(), 2U);
  const PartLine &a = named(table, "clinic A"), &b = named(table, "clinic B");
  EXPECT_EQ(a.row.n, 80);
  EXPECT_DOUBLE_EQ(*a.prevalence, 0.25);
  EXPECT_DOUBLE_EQ(*b.prevalence, 0.5);
  EXPECT_GT(*a.row.metrics[app::Metric::Recall], *b.row.metrics[app::Metric::Recall]) << "one threshold, two answers";
  ASSERT_TRUE(a.threshold && b.threshold && table.sensitivity);
  EXPECT_GT(*a.threshold, *b.threshold);
  // At its own threshold each reaches what all of them reach at the one.
  for (const auto& [line, name] : {std::pair{&a, "clinic A"}, std::pair{&b, "clinic B"}}) {
    int hits = 0, positives = 0;
    for (const Scored& one : two_clinics()) {
      if (one.source != name || one.label != 1) continue;
      ++positives;
      hits += static_cast<double>(one.score) >= *line->threshold ? 1 : 0;
    }
    EXPECT_GE(static_cast<double>(hits) / positives, *table.sensitivity - 1e-9) << name;
  }
  EXPECT_TRUE(a.doubt.calibration.ece && b.doubt.calibration.ece);
}

TEST(PartTable, takes_the_sensitivity_that_is_asked_for) {
  const Made made(two_clinics());
  const PartTable low = made.parts(0.5, 0.3), high = made.parts(0.5, 0.95);
  EXPECT_GT(*named(low, "clinic B").threshold, *named(high, "clinic B").threshold);
}

TEST(PartTable, of_the_first_of_two_groups_names_the_threshold_on_its_own_probability) {
  Made made(two_clinics());
  EXPECT_EQ(app::threshold_of_group(made.parts(0.412)), 0.412);
  made.input.group = 0;
  const PartTable table = app::part_table(made.input, "source", "nv", 0.412);
  ASSERT_TRUE(app::threshold_of_group(table));
  EXPECT_DOUBLE_EQ(*app::threshold_of_group(table), 0.588);
  EXPECT_TRUE(table.of_first);
  const app::SliceScores all = app::slice_scores(made.input, std::nullopt);
  std::int64_t called = 0;
  for (const float score : all.scores) called += static_cast<double>(score) > *app::threshold_of_group(table) ? 1 : 0;
  EXPECT_GT(called, 0);
  EXPECT_EQ(table.whole.row.true_positives + table.whole.row.false_positives, called);
}

TEST(PartTable, names_the_unit_and_the_draws_of_its_intervals) {
  const PartTable grouped = Made(two_clinics()).parts();
  EXPECT_EQ(grouped.whole.doubt.drawn.unit, "lesions");
  EXPECT_EQ(grouped.whole.doubt.drawn.groups, 60);
  EXPECT_GE(grouped.whole.doubt.drawn.draws, 1000);
  EXPECT_TRUE(grouped.whole.doubt.drawn.settled);
  EXPECT_THAT(app::text_of(grouped.whole.doubt.drawn), HasSubstr("60 lesions drawn with replacement"));
  const PartTable single = Made(two_clinics(), false).parts();
  EXPECT_EQ(single.whole.doubt.drawn.unit, "images");
  EXPECT_EQ(single.whole.doubt.drawn.groups, 120);
}

TEST(PartTable, says_what_cannot_be_estimated_of_a_source_with_one_class_and_shows_the_rest) {
  std::vector<Scored> scored = two_clinics();
  for (int i = 0; i < 40; ++i) scored.push_back({"screening", 0, 0.02F * static_cast<float>(i % 40)});
  for (int i = 0; i < 12; ++i) scored.push_back({"referrals", 1, 0.05F * static_cast<float>(i)});
  const PartTable table = Made(scored).parts();
  const PartLine& well = named(table, "screening");
  EXPECT_FALSE(well.row.metrics[app::Metric::Auc]);
  EXPECT_FALSE(well.threshold);
  ASSERT_TRUE(well.row.metrics[app::Metric::Specificity]);
  EXPECT_TRUE(well.doubt.intervals[2]) << "of the specificity";
  EXPECT_THAT(well.not_estimated, ElementsAre(HasSubstr("no mel among them")));
  const PartLine& sick = named(table, "referrals");
  EXPECT_TRUE(sick.row.metrics[app::Metric::Recall]);
  EXPECT_FALSE(sick.row.metrics[app::Metric::Specificity]);
  EXPECT_THAT(sick.not_estimated, ElementsAre(HasSubstr("nothing but mel"), HasSubstr("calibration")));
  EXPECT_TRUE(named(table, "clinic A").row.metrics[app::Metric::Auc]);
}

TEST(PartTable, says_of_a_source_of_one_lesion_that_it_is_small_and_has_no_interval) {
  Made made(two_clinics());
  const std::size_t part = named(made.parts(), "clinic B").row.place;
  auto groups = *made.input.groups_drawn;
  for (std::size_t place = 0; place < groups.size(); ++place)
    if ((*made.input.slice)[place] == part) groups[place] = 1'000'000;
  made.input.groups_drawn = std::make_shared<const std::vector<std::uint64_t>>(groups);
  const PartTable table = made.parts();
  EXPECT_THAT(named(table, "clinic B").not_estimated,
              ElementsAre(HasSubstr("or than 5 patients or lesions"), "95 % intervals not estimated: one lesion"));
  EXPECT_THAT(named(table, "clinic A").not_estimated, IsEmpty());
}

TEST(PartTable, counts_the_images_without_a_source_and_says_that_one_part_compares_with_nothing) {
  std::vector<Scored> scored = two_clinics();
  for (Scored& one : scored)
    if (one.source == "clinic B") one.source = "";
  const PartTable table = Made(scored).parts();
  EXPECT_EQ(named(table, "no source recorded").row.n, 40);
  EXPECT_THAT(app::notes_of(table), ElementsAre(HasSubstr("no source recorded: 40 images")));
  for (Scored& one : scored) one.source = "clinic A";
  EXPECT_THAT(app::notes_of(Made(scored).parts()), ElementsAre(HasSubstr("one part only")));
  EXPECT_THAT(app::notes_of(Made(two_clinics()).parts()), IsEmpty());
}

TEST(PartTable, stands_first_among_the_columns_where_there_are_several_sources) {
  const Made several(two_clinics());
  EXPECT_EQ(app::slice_columns(several.table).front(), "source");
}

}  // namespace
