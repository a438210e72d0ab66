// `nevus source` and `nevus eval --by source`, as typed.
#include <gmock/gmock.h>

#include "app/cli/verb.h"
#include "app/workspace/labelling.h"
#include "tests/app/judged_workspace.h"
#include "tests/app/typed.h"

namespace app::cli {
namespace {
using test_support::FilledWorkspace;
using test_support::JudgedWorkspace;
using test_support::refused;
using test_support::TempFolder;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;

// Three images of a clinic and two of which nothing is known, in a workspace that is closed again.
class SourceVerb : public ::testing::Test {
 protected:
  SourceVerb() {
    Workspace workspace(place(), Workspace::Open::OrCreate);
    workspace.writer().transact_and_wait("Import", [](db::Transaction& t) {
      for (int i = 0; i < 5; ++i) {
        db::Image image;
        image.path = "/set/" + std::to_string(i) + ".jpg";
        image.sha256 = db::sha256_hex("image " + std::to_string(i));
        if (i < 3) image.source = "clinic A";
        db::add_image(t, image);
      }
    });
  }
  std::string place() const { return (folder_ / "ws").string(); }
  Json list() const { return typed(add_source, {"source", place()}).json; }
  static std::string failure(std::vector<std::string> words) { return refused(add_source, std::move(words)); }
  TempFolder folder_;
};

TEST_F(SourceVerb, lists_the_sources_and_counts_the_images_without_one) {
  const Outcome outcome = typed(add_source, {"source", place()});
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("clinic A  3"), HasSubstr("no source recorded: 2 images")));
  EXPECT_EQ(list().at("not_recorded").get<int>(), 2);
}

TEST_F(SourceVerb, takes_no_outer_blanks_into_a_name) {
  typed(add_source, {"source", place(), " clinic A ", "--unrecorded"});
  EXPECT_EQ(list().at("sources").size(), 1U);
  EXPECT_THAT(failure({"source", place(), " \t", "--of", "clinic A"}), HasSubstr("the name is empty"));
}

TEST_F(SourceVerb, gives_one_to_those_without_which_undo_takes_back) {
  EXPECT_EQ(typed(add_source, {"source", place(), "clinic B", "--unrecorded", "--plan"}).json.at("chosen").get<int>(),
            2);
  EXPECT_EQ(list().at("not_recorded").get<int>(), 2) << "a plan changes nothing";
  EXPECT_EQ(typed(add_source, {"source", place(), "clinic B", "--unrecorded"}).json.at("changed").get<int>(), 2);
  EXPECT_EQ(list().at("sources").size(), 2U);
  {
    Workspace workspace(place(), Workspace::Open::MustExist);
    undo_label(workspace);
  }
  EXPECT_EQ(list().at("not_recorded").get<int>(), 2);
}

TEST_F(SourceVerb, renames_a_source_and_names_those_there_are_where_it_is_not_known) {
  EXPECT_EQ(typed(add_source, {"source", place(), "hospital", "--of", "clinic A"}).json.at("changed").get<int>(), 3);
  EXPECT_EQ(list().at("sources").elements()[0].at("name").get<std::string>(), "hospital");
  EXPECT_THAT(failure({"source", place(), "x", "--of", "clinic A"}), HasSubstr("there are hospital"));
  EXPECT_THAT(failure({"source", place(), "x"}), HasSubstr("--unrecorded"));
  EXPECT_THAT(failure({"source", place(), " ", "--unrecorded"}), HasSubstr("the name is empty"));
  EXPECT_THAT(failure({"source", place(), "x\ny", "--of", "hospital"}), HasSubstr("line breaks"));
}

TEST_F(SourceVerb, reaches_images_that_were_removed) {
  {
    Workspace workspace(place(), Workspace::Open::MustExist);
    const std::vector<db::ImageId> leaving{1, 4};  // of clinic A, and of none
    workspace.writer().transact_and_wait("Remove", [&](db::Transaction& t) { db::remove_from_set(t, leaving); });
  }
  const Outcome renamed = typed(add_source, {"source", place(), "hospital", "--of", "clinic A"});
  EXPECT_EQ(renamed.json.at("changed").get<int>(), 3);
  EXPECT_THAT(renamed.text, HasSubstr("Give 3 images the source hospital, 1 of them removed from the set (3 changed)"));
  EXPECT_EQ(typed(add_source, {"source", place(), "clinic B", "image:4"}).json.at("changed").get<int>(), 1);
  const Workspace workspace(place(), Workspace::Open::ToRead);
  EXPECT_EQ(db::image(workspace.reader(), 1)->source, "hospital");
  EXPECT_EQ(db::image(workspace.reader(), 4)->source, "clinic B");
}

TEST_F(SourceVerb, names_the_images_that_it_leaves_and_why) {
  const Outcome some = typed(add_source, {"source", place(), "clinic A", "image:1", "image:5"});
  EXPECT_THAT(some.text, AllOf(HasSubstr("(1 changed)"), HasSubstr("left, of this source already: /set/0.jpg")));
  EXPECT_EQ(some.json.at("left").size(), 1U);
  const Outcome none = typed(add_source, {"source", place(), "clinic A", "image:1"});
  EXPECT_THAT(none.text, HasSubstr("Nothing changed: 1 image has the source clinic A already"));
}

TEST(EvalBySource, prints_one_table_and_says_what_one_source_and_few_images_leave_open) {
  const JudgedWorkspace judged(test_support::seven_images());
  const Outcome outcome = typed(add_eval, {"eval", judged.workspace.folder().string(), "--by", "source"});
  EXPECT_THAT(outcome.text,
              AllOf(HasSubstr("by source, group malignant"), HasSubstr("made up"), HasSubstr("prevalence"),
                    HasSubstr("one part only"), HasSubstr("too few for the calibration error")));
  const Json& by = outcome.json.at("by");
  ASSERT_EQ(by.at("parts").size(), 1U);
  EXPECT_NEAR(by.at("parts").elements()[0].at("prevalence").get<double>(), 3.0 / 7, 1e-12);
  EXPECT_EQ(by.at("parts").elements()[0].at("drawn").at("groups").get<int>(), 7);
  EXPECT_EQ(by.at("parts").elements()[0].at("drawn").at("unit").get<std::string>(), "images");
  EXPECT_EQ(by.at("all").at("n").get<int>(), 7);
  EXPECT_EQ(outcome.json.at("auc_95_drawn").at("unit").get<std::string>(), "images");
}

TEST(EvalBySource, states_the_rule_of_the_first_of_two_groups_on_its_own_probability) {
  const JudgedWorkspace judged(test_support::seven_images());
  const auto by = [&](const char* group) {
    return typed(add_eval, {"eval", judged.workspace.folder().string(), "--threshold", "0.3", "--by", "sex",
                            "--slices-group", group});
  };
  const Outcome first = by("benign"), last = by("malignant");
  EXPECT_THAT(first.text, HasSubstr("group benign, positive above 0.7, "));
  EXPECT_DOUBLE_EQ(first.json.at("by").at("threshold").get<double>(), 0.7);
  EXPECT_FALSE(first.json.at("by").at("positive_at_threshold").get<bool>());
  EXPECT_THAT(last.text, HasSubstr("group malignant, positive at or above 0.3, "));
  EXPECT_EQ(last.json.at("by").at("threshold").get<double>(), 0.3);
  EXPECT_TRUE(last.json.at("by").at("positive_at_threshold").get<bool>());
}

}  // namespace
}  // namespace app::cli
