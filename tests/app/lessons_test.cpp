// The lessons are worked out: their numbers come from the images and show what the lesson says.
#include "app/workspace/lessons.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "app/workspace/lesson_pictures.h"
#include "app/workspace/lesson_set.h"

namespace app {
namespace {

std::size_t number_of(std::string_view name) {
  for (std::size_t i = 0; i < lessons().size(); ++i)
    if (lessons()[i].name == name) return i;
  return lessons().size();
}

LessonResult worked_out(std::string_view name, std::uint64_t seed = 1) {
  LessonResult result = work_out(number_of(name), {.seed = seed}, {}, {});
  const auto& names = lessons()[number_of(name)].numbers;
  EXPECT_EQ(std::ssize(result.numbers),
            std::ranges::count_if(names, [](std::string_view one) { return !one.empty(); }));
  for (std::size_t i = 0; i < result.numbers.size(); ++i) EXPECT_EQ(result.numbers[i].what, names[i]);
  EXPECT_EQ(result.seed, seed);
  return result;
}

TEST(Lessons, have_names_of_their_own_and_say_what_is_done) {
  std::set<std::string_view> names;
  for (const Lesson& lesson : lessons()) {
    EXPECT_TRUE(names.insert(lesson.name).second);
    EXPECT_GT(lesson.text.size(), 80U);
    EXPECT_FALSE(lesson.in_window.empty());
  }
  EXPECT_THROW(work_out(lessons().size(), {}, {}, {}), std::logic_error);
}

TEST(Lessons, that_are_stopped_end) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(work_out(0, {}, {}, stop.get_token()), std::runtime_error);
}

TEST(Lessons, are_introduced_by_four_pictures_that_differ_and_are_the_same_for_the_same_seed) {
  for (std::size_t lesson = 0; lesson < lessons().size(); ++lesson) {
    const std::vector<LessonPicture> pictures = lesson_pictures(lesson, 1), again = lesson_pictures(lesson, 1);
    ASSERT_EQ(pictures.size(), 4U);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      EXPECT_FALSE(pictures[i].caption.empty());
      EXPECT_EQ(pictures[i].image.pixels, again[i].image.pixels);
      EXPECT_NE(pictures[i].image.pixels, pictures[(i + 1) % 4].image.pixels);
    }
  }
  EXPECT_THROW(lesson_pictures(lessons().size(), 1), std::logic_error);
}

TEST(Lessons, the_reported_accuracy_is_the_precision) {
  const LessonResult result = worked_out("precision");
  EXPECT_GT(result.numbers[0].value, result.numbers[1].value + 0.2) << "precision far above accuracy";
  EXPECT_LT(result.numbers[2].value, 0.3) << "most melanomas are missed";
  EXPECT_GT(result.numbers[3].value, result.numbers[1].value) << "the usual threshold is the better one";
}

TEST(Lessons, a_leak_makes_the_score_better_than_it_is) {
  const LessonResult result = worked_out("leak");
  EXPECT_GT(result.numbers[0].value, result.numbers[1].value);
}

TEST(Lessons, a_threshold_tuned_on_test_is_too_good_on_test) {
  const LessonResult result = worked_out("threshold");
  EXPECT_GT(result.numbers[2].value, 0.01);
  EXPECT_NEAR(result.numbers[2].value, result.numbers[0].value - result.numbers[1].value, 1e-9);
}

TEST(Lessons, shortcuts_hold_on_the_same_mixture_only_and_are_the_same_for_the_same_seed) {
  for (const char* name : {"source", "ruler"}) {
    const LessonResult result = worked_out(name);
    EXPECT_GT(result.numbers[0].value, result.numbers[2].value + 0.05) << name;
  }
  const auto again = [] { return work_out(number_of("ruler"), {.seed = 3, .images = 24}, {}, {}).numbers[0].value; };
  EXPECT_EQ(again(), again());
}

TEST(LogisticModel, learns_what_is_there_and_nothing_from_noise) {
  FeatureRows rows{.dimension = 3};
  for (int i = 0; i < 60; ++i) {
    const int label = i % 2;
    const float noise = static_cast<float>((i * 7919) % 13) / 13;
    rows.values.insert(rows.values.end(), {static_cast<float>(label) + noise, noise, 1.0F});
    rows.labels.push_back(label);
    rows.lesions.push_back(i);
  }
  const std::vector<float> scores = LogisticModel(rows).scores(rows);
  int right = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) right += (scores[i] >= 0.5F) == (rows.labels[i] == 1) ? 1 : 0;
  EXPECT_GE(right, 55);
}

}  // namespace
}  // namespace app
