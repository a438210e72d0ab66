// What intervals are drawn over is one thing everywhere: in the headline, on the parts of a split, in the table that
// the window reads, in reports, and where some of the images are left out.
#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/report/report.h"
#include "app/report/report_block.h"
#include "app/report/report_check.h"
#include "app/report/report_html.h"
#include "app/workspace/compare_runs.h"
#include "app/workspace/comparison_json.h"
#include "app/workspace/dataset.h"
#include "app/workspace/evaluate_parts.h"
#include "app/workspace/evaluate_slices.h"
#include "app/workspace/run_leak.h"
#include "app/workspace/run_threshold.h"
#include "app/workspace/table_feed.h"
#include "tests/app/judged_workspace.h"
#include "tests/app/two_runs.h"

namespace app {
namespace {
using test_support::FilledWorkspace;
using test_support::JudgedWorkspace;
using test_support::TwoRuns;
using ::testing::HasSubstr;

// Lesions of their own, of which every five were judged to look alike.
struct AlikeWorkspace : JudgedWorkspace {
  AlikeWorkspace() : JudgedWorkspace(test_support::of_two(scored())) {
    write("Group", [&](db::Transaction& t) {
      std::vector<db::ImageId> five;
      for (const db::Image& image : db::images(t)) {
        five.push_back(image.id);
        if (five.size() < 5) continue;
        db::set_image_group(t, five, "group-" + std::to_string(five.front()), {});
        five.clear();
      }
    });
  }
  static std::vector<std::pair<int, float>> scored() {
    std::mt19937 random(7);
    std::vector<std::pair<int, float>> images;
    for (unsigned i = 0; i < 100; ++i) {
      const float nearly = static_cast<float>(random() % 1000) / 1000;
      images.emplace_back(i / 5 % 2, i / 5 % 2 == 1 ? 0.3F + 0.7F * nearly : 0.6F * nearly);
    }
    return images;
  }
  EvaluateOutcome judged() { return evaluate_split(workspace, {.run = run}, {}); }
};

// The number of the group of each image, by first occurrence, so that two ways to name groups can be compared.
template <class Key>
std::vector<int> numbered_anew(const std::vector<Key>& keys) {
  std::map<Key, int> numbers;
  std::vector<int> result;
  for (const Key& key : keys)
    result.push_back(numbers.try_emplace(key, static_cast<int>(numbers.size())).first->second);
  return result;
}

void expect_table_as_headline(const Workspace& workspace, const ImageTable& table) {
  const TargetData data = load_target_data(workspace.reader(), "malignant");
  std::vector<std::uint64_t> keys;
  for (const db::Image& image : data.images) keys.push_back(table.group_key(*table.row_of(image.id)));
  EXPECT_EQ(numbered_anew(keys), numbered_anew(data.lesion));
}

TEST(DrawnGroups, of_the_table_are_those_of_the_headline) {
  FilledWorkspace set;
  std::mt19937 random(3);
  const auto any = [&](const char* kind) {
    const auto number = random() % 40;
    return number < 15 ? std::string(kind) + std::to_string(number) : std::string();
  };
  std::vector<db::ImageId> ids;
  for (int i = 0; i < 60; ++i) {
    db::Image image = set.row(i);
    image.patient_id = any("A");
    image.lesion_id = any("A");  // called like a patient
    image.image_group = any("A");
    ids.push_back(set.add(image, set.nv));
  }
  expect_table_as_headline(set.workspace, read_table(set.reader(), set.workspace.session()).table);
  set.write("Remove", [&](db::Transaction& t) { db::remove_from_set(t, std::vector<db::ImageId>{ids[3], ids[20]}); });
  expect_table_as_headline(set.workspace, read_table(set.reader(), set.workspace.session()).table);
}

TEST(DrawnGroups, of_the_parts_are_those_of_the_headline) {
  AlikeWorkspace made;
  const EvaluateOutcome outcome = made.judged();
  ASSERT_EQ(outcome.evaluation.drawn.groups, 20);
  EXPECT_EQ(outcome.evaluation.drawn.unit, "lesions and groups of look-alikes");
  const PartTable parts = evaluate_parts(made.workspace, outcome, "sex", "");
  EXPECT_EQ(parts.whole.doubt.drawn.groups, 20);
  EXPECT_EQ(parts.whole.doubt.drawn.unit, outcome.evaluation.drawn.unit);
  EXPECT_EQ(parts.whole.doubt.intervals[0]->low, outcome.evaluation.auc_low);
  EXPECT_EQ(parts.whole.doubt.intervals[0]->high, outcome.evaluation.auc_high);
  const auto slices = evaluate_slices(made.workspace, outcome, {"sex"}, "");
  EXPECT_EQ(slices.front().doubts.front().drawn.groups, 20);
  EXPECT_THAT(slices_text(slices.front()), HasSubstr("whole lesions and groups of look-alikes drawn with replacement"));
}

TEST(DrawnGroups, of_reports_before_the_fifth_edition_stay_as_they_were) {
  AlikeWorkspace made;
  const auto report_of = [&](int edition) {
    return make_report(made.workspace, {.figures = {.run = made.run, .split = "val"}, .edition = edition}, {});
  };
  const auto drawn = [&](int edition) {
    const Report report = report_of(edition);
    for (const Json& section : report.block.at("sections"))
      if (section.at("id").get<std::string>() == "sources") return section.at("tables").dump();
    return std::string();
  };
  EXPECT_THAT(drawn(4), HasSubstr("images drawn with replacement"));
  EXPECT_THAT(drawn(kReportEdition), HasSubstr("20 lesions and groups of look-alikes drawn with replacement"));
  for (const int edition : {4, kReportEdition}) {
    const Report report = report_of(edition);
    const ReportCheck found = check_report(report_html(report), &made.workspace, {});
    EXPECT_TRUE(found.sound()) << edition << describe(found);
    EXPECT_EQ(report_html(report).find("or of fewer than 5 patients or lesions, is marked small") != std::string::npos,
              edition == kReportEdition);
  }
}

// The sensitivity of a card and a report is the number that the table of parts has.
TEST(DrawnGroups, give_one_interval_wherever_it_is_told) {
  AlikeWorkspace made;
  const Report report = make_report(made.workspace, {.figures = {.run = made.run, .split = "val"}}, {});
  const PartTable parts = evaluate_parts(made.workspace, made.judged(), "sex", "");
  for (const auto& [fact, metric] : {std::pair{"recall", 1U}, {"specificity", 2U}}) {
    const Json* told = find_fact(report.block, "results", fact);
    ASSERT_NE(told, nullptr);
    EXPECT_EQ(told->at("low").get<double>(), parts.whole.doubt.intervals[metric]->low) << fact;
    EXPECT_EQ(told->at("high").get<double>(), parts.whole.doubt.intervals[metric]->high) << fact;
  }
}

TEST(DrawnGroups, are_named_where_images_are_left_out_or_paired) {
  TwoRuns set;
  const RunId a = set.add_run("good", test_support::mostly_right(9)),
              b = set.add_run("worse", test_support::mostly_right(4));
  const RunComparison both = compare_runs(set.workspace, set.reader(), {.a = a, .b = b}, {});
  EXPECT_EQ(both.numbers.a.drawn.unit, "lesions");
  EXPECT_EQ(both.numbers.drawn.unit, "lesions");
  EXPECT_EQ(comparison_json(both).at("drawn").at("groups"), 20);
  EXPECT_THAT(comparison_text(both), HasSubstr("95 %: 20 lesions drawn with replacement, up to "));
  const EvaluateOutcome done = evaluate_split(set.workspace, {.run = a}, {});
  RunLeak leak;
  leak.images = {done.images.front()};
  EXPECT_EQ(evaluate(without_leak(done.scored, done.images, leak), {}).drawn.unit, "lesions");
  const ThresholdChoice choice = choose_threshold(set.workspace, set.reader(), a, {});
  EXPECT_THAT(threshold_text(choice), HasSubstr("The intervals: 20 lesions drawn with replacement, up to "));
  EXPECT_EQ(threshold_json(choice).at("drawn").at("unit"), "lesions");
}

}  // namespace
}  // namespace app
