// The parts of what a relabel did, against each number on its own.
#include "app/table/relabel_effect.h"

#include <gtest/gtest.h>

#include "app/table/evaluation.h"
#include "tests/table/generated.h"

namespace {

using app::EffectPart;
using app::Metric;

app::EffectInput made_input(int groups, unsigned number, std::size_t images = 240) {
  test::Generator made(number);
  app::EffectInput input;
  std::vector<app::Row> rows(images);
  for (app::Row row = 0; row < images; ++row) rows[row] = row;
  input.stored = made.scores(groups, rows);
  input.untouched = made.scores(groups, rows);
  input.refitted = made.scores(groups, rows);
  for (std::size_t i = 0; i < images; ++i) {
    input.truth_before.push_back(static_cast<std::int16_t>(made.below(static_cast<std::size_t>(groups))));
    const bool changed = made.below(10) == 0;
    input.truth_now.push_back(changed ? static_cast<std::int16_t>(made.below(static_cast<std::size_t>(groups) + 1)) - 1
                                      : input.truth_before.back());
    input.groups.push_back(static_cast<int>(i / 2));
  }
  input.threshold = 0.4;
  return input;
}

// The whole evaluation of one corner by the code that the command line asks.
app::MetricValues evaluated(const app::ScoreSet& scores, const std::vector<std::int16_t>& truth, double threshold) {
  app::Scored scored;
  for (std::size_t place = 0; place < scores.size(); ++place) {
    if (truth[place] < 0) continue;
    scored.labels.push_back(truth[place]);
    const auto at = scores.at(place);
    scored.probabilities.insert(scored.probabilities.end(), at.begin(), at.end());
  }
  for (int group = 0; group < scores.groups; ++group) scored.groups.push_back("group " + std::to_string(group));
  return app::evaluate(scored, {}, {threshold, false}).metrics;
}

class RelabelEffect : public testing::TestWithParam<int> {};

TEST_P(RelabelEffect, each_corner_is_what_an_evaluation_says) {
  const app::EffectInput input = made_input(GetParam(), 1);
  const app::RelabelEffect effect = app::relabel_effect(input);
  EXPECT_EQ(effect.before, evaluated(*input.stored, input.truth_before, 0.4));
  EXPECT_EQ(effect.same_model, evaluated(*input.stored, input.truth_now, 0.4));
  EXPECT_EQ(effect.untouched, evaluated(*input.untouched, input.truth_now, 0.4));
  EXPECT_EQ(effect.now, evaluated(*input.refitted, input.truth_now, 0.4));
}

TEST_P(RelabelEffect, the_parts_add_up_exactly) {
  for (unsigned number = 2; number < 8; ++number) {
    const app::EffectInput input = made_input(GetParam(), number);
    const app::RelabelEffect effect = app::relabel_effect(input);
    for (const app::MetricInfo& metric : app::metric_table()) {
      const auto& total = effect.of(EffectPart::Total, metric.id);
      if (!total) continue;
      EXPECT_EQ(total->value, effect.of(EffectPart::EvaluationLabels, metric.id)->value +
                                  effect.of(EffectPart::Model, metric.id)->value);
      EXPECT_EQ(
          effect.of(EffectPart::Model, metric.id)->value,
          effect.of(EffectPart::TrainingOn, metric.id)->value + effect.of(EffectPart::LearntLabels, metric.id)->value);
      EXPECT_NEAR(total->value, *effect.now[metric.id] - *effect.before[metric.id], 1e-15);
    }
  }
}

TEST_P(RelabelEffect, edited_evaluation_labels_alone_leave_the_model_no_part) {
  app::EffectInput input = made_input(GetParam(), 9);
  input.untouched = input.refitted = input.stored;
  app::RelabelEffect effect = app::relabel_effect(input);
  app::add_intervals(effect, input);
  const auto& model = effect.of(EffectPart::Model, Metric::Auc);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->value, 0);
  EXPECT_EQ(model->low, 0);
  EXPECT_EQ(model->high, 0);
  EXPECT_NE(effect.of(EffectPart::EvaluationLabels, Metric::Auc)->value, 0);
}

TEST_P(RelabelEffect, intervals_hold_the_difference_and_are_the_same_each_time) {
  const app::EffectInput input = made_input(GetParam(), 10);
  app::RelabelEffect effect = app::relabel_effect(input), again = effect;
  app::add_intervals(effect, input);
  app::add_intervals(again, input);
  for (const app::MetricInfo& metric : app::metric_table()) {
    const auto& total = effect.of(EffectPart::Total, metric.id);
    if (!total) continue;
    ASSERT_TRUE(total->low && total->high) << metric.title;
    EXPECT_LT(*total->low, *total->high);
    EXPECT_LE(*total->low, total->value + 0.02) << metric.title;
    EXPECT_GE(*total->high, total->value - 0.02) << metric.title;
    EXPECT_EQ(total->low, again.of(EffectPart::Total, metric.id)->low);
  }
}

INSTANTIATE_TEST_SUITE_P(TwoAndFourGroups, RelabelEffect, testing::Values(2, 4),
                         [](const auto& at) { return std::to_string(at.param) + "Groups"; });

TEST(RelabelEffectInput, of_other_images_is_refused) {
  app::EffectInput input = made_input(2, 11);
  input.refitted = made_input(2, 11, 200).refitted;
  EXPECT_THROW(static_cast<void>(app::relabel_effect(input)), std::logic_error);
}

}  // namespace
