// One source only, a source with one class, twelve validation images, a model made before calibration, familiarity and
// thresholds were kept: each verb says what cannot be estimated and shows the rest.
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/verb.h"
#include "ml/model/companions.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"

namespace app {
namespace {
using cli::Outcome;
using test_support::refused;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kValidation = 12;

// Generated images, the first twelve that are benign (and where `both`, malignant) in validation, the others learnt
// from; by turns of two sources, or of one. Those of clinic B are benign where `one_class`.
struct Made {
  bool both = true, two_sources = false, one_class = false;
};

class BadInput : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<test_support::TempFolder>();
    demo::write_demo(*folder_ / "images", demo::for_images({}, 80));
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static std::string make(const std::string& name, const Made& made, bool train = true) {
    std::ofstream table(*folder_ / (name + ".csv"));
    table << "path,split,label,source\n";
    int validated = 0, number = 0;
    for (const auto& [path, label] : images()) {
      const bool malignant = label == "mel" || label == "bcc" || label == "akiec";
      const bool val = validated < kValidation && (made.both || !malignant) && (made.both ? number % 3 == 0 : true);
      validated += val ? 1 : 0;
      const bool b = made.two_sources && number++ % 2 == 0 && !(made.one_class && malignant);
      table << path << (val ? ",val," : ",train,") << label << (b ? ",clinic B\n" : ",clinic A\n");
      number += made.two_sources ? 0 : 1;
    }
    table.close();
    const std::string place = (*folder_ / name).string();
    typed(cli::add_import, {"import", place, (*folder_ / (name + ".csv")).string()});
    if (train)
      typed(cli::add_train,
            {"train", place, "--model", "starter", "--epochs", "1", "--target", "malignant", "--allow-leak"});
    return place;
  }
  static std::vector<std::pair<std::string, std::string>> images() {
    std::vector<std::pair<std::string, std::string>> found;
    std::ifstream index(*folder_ / "images" / "index.tsv");
    std::string line;
    std::getline(index, line);
    while (std::getline(index, line)) {
      std::istringstream fields(line);
      std::string path, split, label;
      std::getline(std::getline(std::getline(fields, path, '\t'), split, '\t'), label, '\t');
      found.emplace_back((*folder_ / "images" / path).string(), label);
    }
    return found;
  }
  static std::string by_source(const std::string& place) {
    return typed(cli::add_eval, {"eval", place, "--by", "source"}).text;
  }
  static inline std::unique_ptr<test_support::TempFolder> folder_;
};

TEST_F(BadInput, of_one_source_is_judged_and_cannot_be_left_out) {
  const std::string place = make("one", {});
  EXPECT_THAT(by_source(place), AllOf(HasSubstr("there is one part only, so nothing can be compared"),
                                      HasSubstr("clinic A"), HasSubstr("balanced accuracy")));
  const auto left_out = [&](const std::string& source) {
    return refused(cli::add_train, {"train", place, "--model", "starter", "--epochs", "1", "--leave-out", source});
  };
  EXPECT_THAT(left_out("clinic A"), HasSubstr("no labelled training image is left without clinic A"));
  EXPECT_THAT(left_out("each"), HasSubstr("that takes two sources with labelled images, and there is one, clinic A"));
  EXPECT_THAT(typed(cli::add_card, {"card", place}).text, HasSubstr("no source that it was not trained on"));
}

TEST_F(BadInput, of_a_source_with_one_class_has_no_auc_there_and_keeps_the_others) {
  const std::string place = make("one_class", {.two_sources = true, .one_class = true});
  EXPECT_THAT(by_source(place),
              AllOf(HasSubstr("clinic B: no malignant among them: no AUC and no sensitivity, and no threshold"),
                    HasSubstr("clinic A: small: fewer than 30 images")));
  const Outcome each = typed(cli::add_train, {"train", place, "--model", "starter", "--epochs", "1", "--target",
                                              "malignant", "--allow-leak", "--leave-out", "each"});
  EXPECT_EQ(each.exit_code, 1) << "one of the two has no numbers";
  EXPECT_THAT(each.text, AllOf(HasSubstr("clinic A: no numbers: cannot train: class \"malignant\" has no training"),
                               HasSubstr("clinic B: no malignant among them: no AUC"), HasSubstr("clinic B  run:")));
}

TEST_F(BadInput, of_twelve_validation_images_tells_what_they_are_too_few_for) {
  const std::string place = make("twelve", {});
  const Outcome judged = typed(cli::add_eval, {"eval", place, "--by", "source", "--risk-coverage"});
  EXPECT_EQ(judged.json.at("n").get<int>(), kValidation);
  EXPECT_THAT(judged.text,
              AllOf(HasSubstr("not calibrated: 12 images; 30 are needed"), HasSubstr("with only 12 validation images"),
                    HasSubstr("the areas are guesses"), HasSubstr("probability as answered")));
  EXPECT_THAT(typed(cli::add_calibrate, {"calibrate", place, "1"}).text, HasSubstr("12 images; 30 are needed"));
  EXPECT_THAT(
      typed(cli::add_familiarity, {"familiarity", place, "--run", "1"}).text,
      AllOf(HasSubstr("cannot be estimated: 12 validation images are fewer than 100"), HasSubstr("was learnt from")));
  EXPECT_THAT(refused(cli::add_refer, {"refer", place, "1"}),
              AllOf(HasSubstr("12 validation images are too few"), HasSubstr("it takes 100"),
                    HasSubstr("`nevus eval --risk-coverage` tells")));
  EXPECT_THAT(typed(cli::add_threshold, {"threshold", place, "1", "--cost", "5:1"}).text, HasSubstr("(n 12"));
  EXPECT_THAT(typed(cli::add_card, {"card", place}).text,
              AllOf(HasSubstr("not calibrated: 12 images; 30 are needed"), HasSubstr("fewer than 30 images of")));
}

TEST_F(BadInput, of_one_class_in_validation_is_judged_by_what_needs_no_other) {
  const std::string place = make("benign", {.both = false, .two_sources = true});
  const std::string text = by_source(place);
  EXPECT_THAT(text,
              AllOf(HasSubstr("every image that is judged is benign"), HasSubstr("AUC                not defined"),
                    HasSubstr("specificity        0."), HasSubstr("all: no malignant among them")));
  EXPECT_THAT(refused(cli::add_threshold, {"threshold", place, "1", "--cost", "5:1"}),
              HasSubstr("all 12 images of val have one label; it needs both"));
  EXPECT_THAT(typed(cli::add_calibrate, {"calibrate", place, "1"}).text, HasSubstr("12 images; 30 are needed"));
  EXPECT_THAT(typed(cli::add_card, {"card", place}).text, HasSubstr("- AUC: not defined"));
}

TEST_F(BadInput, of_one_class_in_validation_has_no_best_epoch_by_the_auc_and_one_by_the_loss) {
  const std::string place = make("chooses", {.both = false}, false);
  const auto train = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"train", place, "--model", "starter", "--epochs", "2", "--target", "malignant"});
    return typed(cli::add_train, more);
  };
  const Outcome by_auc = train({"--allow-leak", "--patience", "1"});
  EXPECT_THAT(by_auc.text, AllOf(HasSubstr("Last epoch 2, kept: no AUC is defined to choose one by"),
                                 HasSubstr("patience ends nothing"), HasSubstr("--criterion val_loss")));
  EXPECT_EQ(by_auc.json.at("chosen"), false);
  EXPECT_EQ(by_auc.json.at("validated"), true);
  const Outcome by_loss = train({"--allow-leak", "--criterion", "val_loss"});
  EXPECT_THAT(by_loss.text, AllOf(HasSubstr("Best epoch "), Not(HasSubstr("--criterion"))));
  EXPECT_EQ(by_loss.json.at("chosen"), true);
}

TEST_F(BadInput, of_a_model_made_before_says_what_it_has_not_kept_and_answers) {
  const std::string place = make("older", {});
  std::string file;
  {
    Workspace workspace(place, Workspace::Open::MustExist);
    workspace.writer().transact_and_wait("As it was", [](db::Transaction& t) {
      db::set_run_calibration(t, 1, "{}");
      db::Prediction stored = *db::prediction(t, 1, 1, db::Split::Val);
      stored.views = 0;
      db::save_prediction(t, stored);
    });
    file = (workspace.folder() / db::run(workspace.reader(), 1)->model_path).string();
    ml::Model model = ml::load_model(file);
    ml::erase_companions(model.weights);
    ml::save_model(file, model);
  }
  EXPECT_THAT(by_source(place),
              AllOf(HasSubstr("views not recorded, not calibrated: made before there was calibration"),
                    HasSubstr("not recorded: the model was made before that was kept"), HasSubstr("AUC")));
  EXPECT_THAT(typed(cli::add_card, {"card", place}).text,
              AllOf(HasSubstr("Views that each answer is the mean of: not recorded"),
                    HasSubstr("Probabilities: not calibrated: made before there was calibration")));
  for (const std::string& source : {place, file})
    EXPECT_THAT(typed(cli::add_predict, {"predict", source, images()[0].first}).text,
                AllOf(HasSubstr("is not recorded: the model was made before that was kept"), HasSubstr("one view"),
                      HasSubstr("no threshold is kept with the model")));
  EXPECT_THAT(refused(cli::add_predict, {"predict", file, images()[0].first, "--refer-coverage", "0.8"}),
              HasSubstr("has not kept what doubt its validation images gave"));
  EXPECT_THAT(
      typed(cli::add_eval, {"eval", place, "--risk-coverage"}).text,
      AllOf(HasSubstr("unlike the training images              cannot be had"), HasSubstr("probability as answered")));
  EXPECT_THAT(typed(cli::add_familiarity, {"familiarity", place, "--run", "1"}).text, HasSubstr("was learnt from"));
  EXPECT_THAT(by_source(place), Not(HasSubstr("made before that was kept")));
}

}  // namespace
}  // namespace app
