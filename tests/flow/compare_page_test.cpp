// The Compare page by keyboard and mouse: two runs, a cell that opens its images, a threshold that is kept, the sealed
// test split.
#include <algorithm>

#include <gmock/gmock.h>

#include "app/workspace/compare_runs.h"
#include "app/workspace/run_threshold.h"
#include "app/workspace/training.h"
#include "db/runs.h"
#include "tests/flow/keyboard_session.h"

namespace flow_test {
namespace {

class ComparePage : public Keyboard {
 protected:
  void SetUp() override {
    Keyboard::SetUp();
    for (const int epochs : {3, 1}) {
      app::TrainRequest request;
      request.model = "starter";
      request.epochs = epochs;
      ml::TrainControl control;
      runs_.push_back(app::run_training(*workspace_, request, control, {}, 1).run);
    }
  }
  void compare(const std::string& script) {
    play("key f6\nwait until compare.state == ready timeout 60\nwait 3\n" + script);
  }
  std::vector<app::RunId> runs_;
};

TEST_F(ComparePage, opens_as_many_images_as_a_cell_counts) {
  const app::RunComparison both =
      app::compare_runs(*workspace_, workspace_->reader(), {.a = runs_[1], .b = runs_[0]}, {});
  const auto& counts = both.numbers.a.confusion;
  const auto cell = static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin());
  const std::size_t groups = both.numbers.a.groups.size();
  compare("expect compare.n == " + std::to_string(both.images.size()) + "\nclick @compare.matrix_a." +
          std::to_string(cell / groups) + "." + std::to_string(cell % groups) +
          "\nwait 5\nexpect shown == " + std::to_string(counts[cell]) + "\n");
}

TEST_F(ComparePage, keeps_a_threshold_with_its_run_and_goes_back_to_it_after_a_restart) {
  compare(
      "key 3\n"
      "wait 2\n"
      "click @threshold.choose\n"
      "wait until threshold.state == ready timeout 60\n"
      "wait 3\n"
      "click @threshold.keep\n"
      "wait 20\n");
  const auto newest = db::run(workspace_->reader(), runs_[1]);
  ASSERT_TRUE(newest->threshold) << "A is the newest run";
  EXPECT_TRUE(app::is_frozen(*newest));
  play("wait until eval.threshold == " + std::to_string(static_cast<float>(*newest->threshold)) + " timeout 60\n");
}

TEST_F(ComparePage, asks_before_the_test_split_is_looked_at_and_writes_each_look_down) {
  compare(
      "click @compare.split.test\n"
      "wait 3\n"
      "key escape\n"
      "wait 3\n"
      "expect compare.split == val\n");
  EXPECT_TRUE(db::test_looks(workspace_->reader()).empty()) << "it was only asked";
  compare(
      "click @compare.split.test\n"
      "wait 3\n"
      "key enter\n"
      "wait until compare.split == test timeout 10\n"
      "wait until compare.state == ready timeout 120\n"
      "wait until compare.looks == 2 timeout 20\n");
  EXPECT_EQ(db::test_looks(workspace_->reader()).size(), 2U);
}

TEST_F(ComparePage, does_not_say_of_one_run_what_another_one_was_told_elsewhere) {
  compare(
      "key 4\n"
      "wait 2\n"
      "click @elsewhere.folder\n"
      "text /nowhere\n"
      "click @elsewhere.run\n"
      "wait until elsewhere.state == problem timeout 30\n"
      "click @compare.a." +
      std::to_string(runs_[0]) + "\nwait 3\nexpect compare.a == " + std::to_string(runs_[0]) +
      "\nexpect elsewhere.state == none\n");
}

TEST_F(ComparePage, deletes_a_run_and_brings_it_back) {
  compare("click @compare.delete\nwait until compare.deleted == 1 timeout 30\n");
  EXPECT_TRUE(db::run(workspace_->reader(), runs_[1])->deleted);
  play(
      "key f6\n"
      "wait until compare.deleted == 1 timeout 30\n"
      "wait 10\n"
      "click @compare.show_deleted\n"
      "wait 10\n"
      "click @compare.restore." +
      std::to_string(runs_[1]) + "\nwait until compare.deleted == 0 timeout 30\n");
  EXPECT_FALSE(db::run(workspace_->reader(), runs_[1])->deleted);
}

}  // namespace
}  // namespace flow_test
