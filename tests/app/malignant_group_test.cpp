// A form that wants the probability of malignancy takes no run that tells something else.
#include "app/export/malignant_group.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/app/judged_workspace.h"
#include "tests/failure_of.h"

namespace app {
namespace {
using test_support::JudgedWorkspace;
using ::testing::AllOf;
using ::testing::HasSubstr;

struct MalignantGroup : ::testing::Test {
  std::string refused() {
    return test_support::failure_of([&] {
      require_malignant(
          made.workspace, "ISIC 2024",
          {.run = "run:" + std::to_string(made.run), .run_id = made.run, .target = "malignant", .groups = made.names});
    });
  }
  void add_run(const std::vector<db::TargetGroup>& groups) {
    made.names.clear();
    for (const db::TargetGroup& group : groups) made.names.push_back(group.name);
    made.target_groups = groups;
    made.add_run();
  }
  JudgedWorkspace made{test_support::seven_images()};
};

TEST_F(MalignantGroup, is_that_of_the_catalogue_or_of_the_target) {
  EXPECT_EQ(refused(), "");
  made.write("Target", [&](db::Transaction& t) {
    db::save_target(t, {0, "malignant", "", {{"benign", {made.mel}}, {"malignant", {made.nv}}}});
  });
  EXPECT_EQ(refused(), "") << "the catalogue still says so";
  add_run({{"other", {made.mel}}, {"wanted", {made.nv}}});
  EXPECT_EQ(refused(), "") << "and so does the target";
}

TEST_F(MalignantGroup, is_refused_where_neither_says_so_with_both_readings) {
  add_run({{"melanoma", {made.mel}}, {"nevus", {made.nv}}});
  EXPECT_THAT(refused(), AllOf(HasSubstr("gives that of nevus {nv}"), HasSubstr("the catalogue calls {mel} malignant"),
                               HasSubstr("the target malignant {mel}")));
}

}  // namespace
}  // namespace app
