#include "app/report/model_card.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/report/report_block.h"
#include "db/edits.h"
#include "tests/app/judged_workspace.h"

namespace {
using app::Json;
using test_support::JudgedWorkspace;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct ModelCard : ::testing::Test {
  ModelCard() : made(test_support::seven_images()) {}
  Json card() { return app::make_card(made.workspace, {.figures = {.run = made.run, .split = "val"}}, {}); }
  std::string fact(const char* section, const char* name) {
    const Json made_now = card();
    const Json* found = app::find_fact(made_now, section, name);
    return found == nullptr ? "no such fact" : app::shown_value(*found);
  }
  JudgedWorkspace made;
};

TEST_F(ModelCard, has_the_nine_sections_in_order) {
  std::vector<std::string> titles;
  const Json made_now = card();
  for (const Json& section : made_now.at("sections")) titles.push_back(section.at("title").get<std::string>());
  EXPECT_THAT(titles, ::testing::ElementsAre("Model details", "Intended use", "Factors", "Metrics", "Evaluation data",
                                             "Training data", "Quantitative analyses", "Ethical considerations",
                                             "Caveats and recommendations"));
}

TEST_F(ModelCard, has_the_numbers_of_the_evaluation_with_intervals) {
  const Json made_now = card();
  EXPECT_NEAR(app::find_fact(made_now, "analyses", "auc")->at("value").get<double>(), 10.0 / 12, 1e-12);
  EXPECT_THAT(fact("analyses", "auc"), HasSubstr("95 %"));
  EXPECT_EQ(*app::find_fact(made_now, "evaluation_data", "n"), 7);
  EXPECT_THAT(app::card_markdown(made_now),
              AllOf(HasSubstr("| malignant | 3 | 42.9 % |"), HasSubstr("patients and lesions")));
}

TEST_F(ModelCard, says_what_it_was_not_tested_on_from_the_data) {
  EXPECT_THAT(fact("caveats", "sources"), HasSubstr("new to it: made up (7 images)")) << "nothing was trained on here";
  EXPECT_EQ(fact("caveats", "ages"), "not recorded of any evaluated image, so no age can be said to be tested");
  EXPECT_EQ(fact("caveats", "skin"), "no column tells them, so no difference between them can be seen");
  EXPECT_THAT(fact("caveats", "kinds"), HasSubstr("no column tells dermoscopy from photographs"));
  EXPECT_THAT(fact("caveats", "groups"), HasSubstr("fewer than 30 images of benign (4 images), malignant (3 images)"));
  EXPECT_EQ(fact("caveats", "sexes"), "female (4 images), male (3 images)");
  EXPECT_EQ(fact("caveats", "sites"), "not recorded of any image");
}

TEST_F(ModelCard, takes_no_date_for_a_kind_of_picture) {
  made.write("Columns", [&](db::Transaction& t) {
    int day = 0;
    for (db::Image image : db::images(t)) {
      image.extra_json = R"({"Image_Type":"dermoscopic","acquisition_day":")" + std::to_string(day++) +
                         R"(","AcquisitionDate":"2020"})";
      db::set_metadata(t, image);
    }
  });
  EXPECT_EQ(fact("caveats", "kinds"), "Image_Type: nothing but dermoscopic (7 images)");
}

TEST_F(ModelCard, a_source_that_it_learnt_from_is_no_new_one) {
  db::Image image = made.row(50);
  image.split = db::Split::Train;
  image.source = "made up";
  made.add(image, made.nv);
  EXPECT_EQ(fact("caveats", "sources"),
            "no source that it was not trained on; tested and trained on: made up (7 images)");
}

TEST_F(ModelCard, what_nobody_wrote_down_is_not_invented) {
  const std::string text = app::card_markdown(card());
  EXPECT_THAT(text, HasSubstr("- File: not recorded"));
  EXPECT_THAT(text, HasSubstr("- Licence of the model: for the author"));
  EXPECT_THAT(text, HasSubstr("- Robustness: not measured; nevus stress does"));
  EXPECT_THAT(text, HasSubstr("Research and teaching tool. Not a medical device."));
}

TEST_F(ModelCard, a_run_without_validation_images_has_a_card_that_says_so) {
  made.write("Move", [&](db::Transaction& t) {
    std::vector<db::ImageId> all;
    for (const db::Image& image : db::images(made.reader())) all.push_back(image.id);
    db::move_to_split(t, all, db::Split::Train);
  });
  EXPECT_THAT(fact("caveats", "nothing"), HasSubstr("no labelled, readable image"));
  EXPECT_THAT(fact("analyses", "problem"), HasSubstr("no labelled, readable image"));
}

TEST(ModelCardOfOneClass, says_what_is_not_defined) {
  JudgedWorkspace made(test_support::of_two({{0, 0.1F}, {0, 0.6F}}));
  const Json card = app::make_card(made.workspace, {.figures = {.run = made.run}}, {});
  EXPECT_EQ(*app::find_fact(card, "analyses", "auc"), "not defined");
  EXPECT_THAT(app::card_markdown(card), HasSubstr("malignant (0 images)"));
}

TEST(ModelCardOfThreeClasses, tells_each_of_them) {
  JudgedWorkspace made({{0, {0.8F, 0.1F, 0.1F}}, {1, {0.2F, 0.7F, 0.1F}}, {2, {0.3F, 0.4F, 0.3F}}}, {"a", "b", "c"});
  const std::string text = app::card_markdown(app::make_card(made.workspace, {.figures = {.run = made.run}}, {}));
  for (const char* row : {"| a | 1 | 33.3 % |", "| b | 1 | 33.3 % |", "| c | 1 | 33.3 % |"})
    EXPECT_THAT(text, HasSubstr(row));
}

TEST_F(ModelCard, a_name_from_outside_is_text_in_both_forms) {
  made.write("Name", [&](db::Transaction& t) { db::set_run_name(t, made.run, "<b>x</b> | [y](z)\n# head"); });
  const Json made_now = card();
  EXPECT_THAT(app::card_markdown(made_now),
              AllOf(Not(HasSubstr("<b>x")), Not(HasSubstr("\n# head")), HasSubstr("\\[y\\]")));
  EXPECT_THAT(app::card_html(made_now), AllOf(Not(HasSubstr("<b>x</b>")), HasSubstr("&lt;b&gt;x")));
}

TEST_F(ModelCard, is_written_beside_the_model) {
  std::filesystem::create_directories(made.workspace.run_folder(made.run));
  const auto file = app::write_run_card(made.workspace, made.run);
  EXPECT_EQ(file, made.workspace.run_folder(made.run) / "card.md");
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  EXPECT_THAT(text.str(), HasSubstr("# Model card of run 1"));
}

TEST_F(ModelCard, says_of_a_database_that_went_while_it_was_open_that_it_did) {
  const std::filesystem::path database = made.workspace.folder() / "nevus.db",
                              aside = made.workspace.folder() / "aside";
  std::filesystem::rename(database, aside);
  const std::string why = app::write_card_of_ended_run(made.workspace, made.run);
  std::filesystem::rename(aside, database);
  EXPECT_THAT(why, AllOf(HasSubstr("no model card was written: "), HasSubstr("replaced while it was open"),
                         Not(HasSubstr("nevus import"))));
}

TEST_F(ModelCard, leaves_the_test_split_unseen) {
  card();
  EXPECT_TRUE(db::test_looks(made.reader()).empty());
}

}  // namespace
