// The card of a model's file tells what the file knows and says of the rest that it is not in it.
#include "app/report/file_card.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/report/model_card.h"
#include "app/report/report_block.h"
#include "app/workspace/run_threshold.h"
#include "db/hash/sha256.h"
#include "ml/model/blend.h"
#include "ml/model/companions.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"

namespace app {
namespace {
using test_support::refused;
using test_support::TrainedWorkspace;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;

class FileCard : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<TrainedWorkspace>();
    Workspace workspace = made_->open();
    keep_threshold(workspace, made_->run, 0.4);
  }
  static void TearDownTestSuite() { made_.reset(); }
  static std::string file() { return made_->model_file.string(); }
  static Json card(const std::string& of) { return typed(cli::add_card, {"card", of}).json.at("card"); }
  static std::string said(const Json& card, const char* section, const char* name) {
    const Json* found = find_fact(card, section, name);
    return found == nullptr ? "no such fact" : shown_value(*found);
  }
  static inline std::unique_ptr<TrainedWorkspace> made_;
};

TEST_F(FileCard, tells_what_the_file_knows) {
  const Json made = card(file());
  EXPECT_EQ(said(made, "details", "target"), "malignant");
  EXPECT_EQ(said(made, "details", "classes"), "benign, malignant");
  EXPECT_EQ(said(made, "details", "file_hash"), db::sha256_file(file()));
  EXPECT_EQ(said(made, "details", "weights_hash"), ml::backbone_hash(ml::load_model(file())));
  EXPECT_THAT(said(made, "details", "network"), AllOf(HasSubstr("mobilenet_v2"), HasSubstr("head linear")));
  EXPECT_EQ(said(made, "details", "run"), "run 1 of a workspace that is not named");
  EXPECT_EQ(said(made, "metrics", "views"), "1");
  EXPECT_EQ(said(made, "metrics", "threshold"), "0.400");
  EXPECT_THAT(said(made, "metrics", "decided"), HasSubstr("kept with the model: set by hand"));
  EXPECT_THAT(said(made, "metrics", "calibration"), HasSubstr("not calibrated: the model has no calibration"));
  EXPECT_THAT(said(made, "training_data", "familiarity"), HasSubstr("too few validation images"));
  EXPECT_THAT(card_markdown(made), AllOf(HasSubstr("| starts from | starter |"), HasSubstr("| crop | centre-square |"),
                                         HasSubstr("Not a medical device")));
}

TEST_F(FileCard, has_the_sections_of_the_card_of_its_run_and_says_what_is_not_in_it) {
  const auto titles = [](const Json& card) {
    std::vector<std::string> all;
    for (const Json& section : card.at("sections")) all.push_back(section.at("title").get<std::string>());
    return all;
  };
  const Json made = card(file());
  EXPECT_EQ(titles(made), titles(card(made_->place())));
  for (const auto& [section, fact] :
       {std::pair{"evaluation_data", "split"}, std::pair{"analyses", "auc"}, std::pair{"factors", "people"},
        std::pair{"training_data", "patients"}, std::pair{"ethics", "licences"}})
    EXPECT_EQ(said(made, section, fact), kNotInFile) << section;
  EXPECT_THAT(said(made, "caveats", "nothing"), HasSubstr("nevus eval WORKSPACE --model FILE"));
}

TEST_F(FileCard, of_an_older_file_says_what_was_not_kept_then) {
  ml::Model old = ml::load_model(file());
  ml::erase_companions(old.weights);
  const std::string place = (made_->folder / "old.safetensors").string();
  ml::save_model(place, old);
  const Json made = card(place);
  EXPECT_EQ(said(made, "training_data", "images"), kNotRecorded);
  EXPECT_THAT(said(made, "training_data", "familiarity"), HasSubstr("made before that was kept"));
  EXPECT_EQ(said(made, "metrics", "decided"), "positive at or above 0.5; no threshold is kept with the model");
}

TEST_F(FileCard, names_its_calibration_and_leaves_it_out_where_that_is_asked_for) {
  TrainedWorkspace other(40);
  other.calibrate(1.5, -0.8);
  const Json made = card(other.model_file.string());
  EXPECT_EQ(said(made, "metrics", "calibration"), "calibrated on val: T 1.50, prior -0.80");
  EXPECT_THAT(said(made, "metrics", "calibrated_on"), HasSubstr("40 images of val"));
  const Json plain = typed(cli::add_card, {"card", other.model_file.string(), "--uncalibrated"}).json.at("card");
  EXPECT_EQ(said(plain, "metrics", "calibration"), "not calibrated, as asked for");
  EXPECT_EQ(said(plain, "metrics", "threshold"), "0.500");
}

TEST_F(FileCard, of_the_shipped_model_tells_how_it_was_made) {
  const Json made = card("starter");
  EXPECT_EQ(said(made, "details", "file_hash"), kNotRecorded);
  EXPECT_THAT(card_markdown(made), HasSubstr("generated dermoscopy images"));
}

TEST_F(FileCard, of_a_blend_names_both_its_parts) {
  const ml::Model model = ml::load_model(file());
  const std::string blend = (made_->folder / "blend.safetensors").string();
  ml::save_model(blend, ml::blend(model, model, 0.25));
  const std::string run = "run " + std::to_string(made_->run);
  EXPECT_THAT(said(card(blend), "details", "run"), HasSubstr("a blend, 0.250 of " + run + " and the rest of " + run));
}

TEST_F(FileCard, is_written_in_both_forms_and_never_over_the_model) {
  for (const char* ending : {"md", "html"}) {
    const std::string place = (made_->folder / ("c." + std::string(ending))).string();
    EXPECT_THAT(typed(cli::add_card, {"card", file(), "-o", place}).text, HasSubstr("Not a medical device"));
    std::ostringstream text;
    text << std::ifstream(place).rdbuf();
    EXPECT_THAT(text.str(), HasSubstr("Model card of the file"));
  }
  EXPECT_THAT(refused(cli::add_card, {"card", file(), "-o", "c.txt"}), HasSubstr("ends in .md or .html"));
}

TEST_F(FileCard, refuses_by_name_what_only_a_run_has_and_what_is_no_model) {
  EXPECT_THAT(refused(cli::add_card, {"card", file(), "--run", "1", "--split", "val"}),
              AllOf(HasSubstr("--run, --split is for the run of a workspace"), HasSubstr(file())));
  const std::string text = made_->folder.write("no_model.safetensors", "no model").string();
  EXPECT_THAT(refused(cli::add_card, {"card", text}), HasSubstr("no_model.safetensors"));
  EXPECT_THAT(refused(cli::add_card, {"card", "nowhere"}), HasSubstr("nowhere"));
}

}  // namespace
}  // namespace app
