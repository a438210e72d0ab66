// `nevus train WORKSPACE --describe`, as typed: the network that would be trained there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/verb.h"
#include "app/workspace/model_store.h"
#include "db/runs.h"
#include "tests/app/judged_workspace.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"

namespace app {
namespace {
using test_support::JudgedWorkspace;
using test_support::refused;
using test_support::TrainedWorkspace;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::vector<std::string> described(const std::string& place, std::vector<std::string> more) {
  more.insert(more.begin(), {"train", place, "--describe"});
  return more;
}

TEST(DescribedTraining, of_a_workspace_has_its_groups_and_its_usual_model) {
  const std::vector<std::string> groups{"a", "b", "c", "d", "e", "f", "g"};
  const JudgedWorkspace set(std::vector<test_support::JudgedImage>(), groups);
  const std::string place = set.workspace.folder().string();
  const cli::Outcome seven = typed(cli::add_train, described(place, {"--target", "kind"}));
  EXPECT_EQ(seven.json.at("model"), usual_model_name());
  EXPECT_EQ(seven.json.at("groups"), Json(groups));
  EXPECT_EQ(seven.json.at("layers").elements().back().at("output"), "(7)") << seven.text;
  EXPECT_THAT(seven.text, HasSubstr("on the target kind: a, b, c"));
  EXPECT_EQ(typed(cli::add_train, described(place, {})).json.at("groups"),
            Json(std::vector<std::string>{"benign", "malignant"}));
  const cli::Outcome nowhere = typed(cli::add_train, {"train", "--describe"});
  EXPECT_EQ(nowhere.json.find("groups"), nullptr) << "of two groups, and of no workspace";
}

TEST(DescribedTraining, of_what_is_not_there_is_refused) {
  const JudgedWorkspace set(test_support::seven_images());
  const std::string place = set.workspace.folder().string();
  EXPECT_THAT(refused(cli::add_train, described(place, {"--target", "nonesuch"})), HasSubstr("nonesuch"));
  EXPECT_THAT(refused(cli::add_train, described(place, {"--model", "run:9"})), HasSubstr("no run 9"));
  EXPECT_THAT(refused(cli::add_train, described((set.folder / "nowhere").string(), {})), HasSubstr("nowhere"));
}

TEST(DescribedTrainingOfARun, finds_it_by_its_number_and_its_name) {
  const TrainedWorkspace made;
  const std::string name = db::run(*made.open().make_reader(), made.run)->name;
  for (const std::string& said : {std::string("run:1"), name})
    EXPECT_EQ(typed(cli::add_train, described(made.place(), {"--model", said})).json.at("model"), "run:1") << said;
}

}  // namespace
}  // namespace app
