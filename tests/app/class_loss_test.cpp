// Classes that are learnt along with their groups: a run says that it does, or why it does not.
#include <algorithm>

#include <gmock/gmock.h>

#include "app/workspace/dataset.h"
#include "app/workspace/head_ensemble.h"
#include "tests/app/trained_workspace.h"

namespace app {
namespace {
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class ClassLossOfARun : public ::testing::Test {
 protected:
  TrainOutcome train(const std::string& target, const std::string& class_loss = "1") {
    TrainRequest request;
    request.model = "starter";
    request.target = target;
    request.epochs = 2;
    request.allow_leak = true;
    request.settings = {{"class_loss", class_loss}};
    ml::TrainControl control;
    Workspace workspace = there_.open();
    return run_training(workspace, request, control, {}, 1);
  }
  test_support::TrainedWorkspace there_{240};
};

TEST_F(ClassLossOfARun, names_how_many_and_keeps_a_model_of_the_groups) {
  const Workspace workspace = there_.open();
  const std::vector<int> numbers = class_numbers(load_target_data(workspace.reader(), "malignant"));
  const int classes = *std::ranges::max_element(numbers) + 1;
  ASSERT_GT(classes, 2);
  const TrainOutcome outcome = train("malignant");
  EXPECT_THAT(outcome.notes,
              Contains("the " + std::to_string(classes) + " classes of the groups are learnt too (class_loss)"));
  const ml::Model with = ml::load_model(outcome.model_file), without = ml::load_model(there_.model_file);
  EXPECT_EQ(with.spec, without.spec);
}

TEST_F(ClassLossOfARun, is_that_of_further_heads_too) {
  const RunId with = train("malignant").run, without = train("malignant", "0").run;
  const Workspace workspace = there_.open();
  const auto reader = workspace.make_reader();
  const auto head_of = [&](RunId run) { return train_heads(workspace, *reader, run, 1, {}, {}).heads.at(0); };
  const ml::Model learnt_along = head_of(with), alone = head_of(without);
  EXPECT_EQ(learnt_along.spec, alone.spec);
  EXPECT_FALSE(learnt_along.weights == alone.weights);
}

TEST_F(ClassLossOfARun, says_that_it_does_nothing_where_the_groups_are_the_classes) {
  const TrainOutcome outcome = train("diagnosis");
  EXPECT_THAT(outcome.notes, Contains(HasSubstr("class_loss does nothing: the groups of diagnosis")));
  EXPECT_THAT(outcome.notes, Not(Contains(HasSubstr("are learnt too"))));
}

}  // namespace
}  // namespace app
