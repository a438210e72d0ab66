#include "app/report/report.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/cli.h"
#include "app/report/report_block.h"
#include "app/report/report_check.h"
#include "app/report/report_html.h"
#include "app/workspace/run_threshold.h"
#include "db/hash/sha256.h"
#include "tests/app/judged_workspace.h"

namespace {
using app::Json;
using app::ReportCheck;
using test_support::JudgedWorkspace;
using ::testing::HasSubstr;
using ::testing::Not;

struct ReportTest : ::testing::Test {
  ReportTest() : made(test_support::seven_images()) {}

  std::string page() {
    return app::report_html(app::make_report(made.workspace, {.figures = {.run = made.run, .split = "val"}}, {}));
  }
  app::FigureSource source() { return app::read_figure_source(made.workspace, {.run = made.run, .split = "val"}, {}); }
  ReportCheck check(const std::string& text) { return app::check_report(text, &made.workspace, {}); }
  static std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
  }
  static std::vector<std::string> items(const ReportCheck& check) {
    std::vector<std::string> names;
    for (const app::Difference& found : check.differences) names.push_back(found.item);
    return names;
  }

  JudgedWorkspace made;
};

TEST_F(ReportTest, a_report_that_nobody_touched_agrees_with_its_workspace) {
  const ReportCheck found = check(page());
  EXPECT_TRUE(found.sound()) << app::describe(found);
  EXPECT_TRUE(found.recomputed);
  EXPECT_GT(found.values, 200U);
  EXPECT_GT(found.cells, 100U);
}

TEST_F(ReportTest, the_block_holds_what_the_evaluation_says) {
  const Json block = app::block_of(page());
  EXPECT_NEAR(app::find_fact(block, "results", "auc")->at("value").get<double>(), 10.0 / 12, 1e-12);
  EXPECT_NEAR(app::find_fact(block, "results", "accuracy")->at("value").get<double>(), 5.0 / 7, 1e-12);
  EXPECT_EQ(*app::find_fact(block, "results", "n"), 7);
  EXPECT_EQ(*app::find_fact(block, "labels", "edits_after"), 0);
}

TEST_F(ReportTest, an_edited_visible_value_is_found_without_the_workspace) {
  const std::string text = replaced(page(), "<b>0.833</b>", "<b>0.933</b>");
  const ReportCheck found = app::check_report(text, nullptr, {});
  EXPECT_THAT(items(found), ::testing::ElementsAre("results.auc"));
  EXPECT_THAT(app::describe(found), HasSubstr("0.933"));
  EXPECT_THAT(app::describe(found), HasSubstr("0.833"));
  EXPECT_FALSE(found.recomputed);
}

TEST_F(ReportTest, a_number_changed_in_the_block_is_computed_again_and_named_with_both_values) {
  const std::string text = page();
  Json block = app::block_of(text);
  app::Report edited{.block = Json::parse(replaced(block.dump(), R"({"id":"n","name":"Images","value":7})",
                                                   R"({"id":"n","name":"Images","value":8})"))};
  // The page, the block and the hash agree with one another now.
  const ReportCheck found = check(app::report_html(edited));
  EXPECT_THAT(items(found), ::testing::Contains("summary.n"));
  EXPECT_THAT(app::describe(found), HasSubstr("reported: 8"));
  EXPECT_THAT(app::describe(found), HasSubstr("computed again from the workspace: 7"));
}

TEST_F(ReportTest, an_edited_text_is_found_where_no_value_stands) {
  const ReportCheck found = check(replaced(page(), "Not a medical device.</p><p>", "A medical device.</p><p>"));
  ASSERT_EQ(found.differences.size(), 1U);
  EXPECT_THAT(found.differences[0].item, HasSubstr("text, line"));
}

TEST_F(ReportTest, an_edited_or_missing_figure_is_found) {
  const std::string text = page();
  const ReportCheck edited = check(replaced(text, "malignant, AUC 0.833", "malignant, AUC 0.999"));
  EXPECT_THAT(items(edited), ::testing::ElementsAre("figure roc"));
  const std::size_t begin = text.find("<figure>\n"), end = text.find("</figure>\n", begin) + 10;
  EXPECT_THAT(items(check(text.substr(0, begin) + text.substr(end))), ::testing::Contains("figure reliability"));
}

TEST_F(ReportTest, a_value_taken_off_the_page_is_missed) {
  const std::string text = page();
  const std::size_t begin = text.find("<span data-item=\"data.skin_tone\">");
  const std::size_t end = text.find("</span></span>", begin) + 14;
  const ReportCheck found = check(text.substr(0, begin) + text.substr(end));
  EXPECT_THAT(items(found), ::testing::ElementsAre("data.skin_tone"));
}

TEST_F(ReportTest, what_is_not_recorded_is_printed_and_what_people_know_is_left_to_them) {
  const std::string text = page();
  EXPECT_THAT(text, HasSubstr("<span data-item=\"data.skin_tone\"><span class=\"absent\">not recorded</span></span>"));
  EXPECT_THAT(text, HasSubstr("for the author"));
  const Json block = app::block_of(text);
  for (const Json& list : block.at("checklists")) EXPECT_GT(list.at("items").size(), 8U);
}

TEST_F(ReportTest, skin_tone_is_told_where_a_column_of_the_index_has_it) {
  db::Image image = made.row(100);
  image.extra_json = R"({"fitzpatrick_scale":"IV"})";
  made.add(image);
  const Json block = app::block_of(page());
  EXPECT_EQ(app::find_fact(block, "data", "skin_tone")->get<std::string>(), "1 of 8 images");
}

TEST_F(ReportTest, labels_changed_later_leave_the_report_of_its_revision_true) {
  const std::string text = page();
  made.write("Relabel", [&](db::Transaction& t) {
    db::set_labels(t, std::vector<db::LabelChange>{{1, made.mel, {}}}, {.reason = "seen again"});
  });
  const ReportCheck found = check(text);
  EXPECT_TRUE(found.sound()) << app::describe(found);
  const Json later = app::block_of(page());
  EXPECT_EQ(*app::find_fact(later, "labels", "edits_after"), 1);
  EXPECT_NE(*app::find_fact(later, "results", "auc"), *app::find_fact(app::block_of(text), "results", "auc"));
}

TEST_F(ReportTest, images_that_came_to_the_split_after_the_run_are_named_as_left_out) {
  db::Image image = made.row(100);
  image.split = db::Split::Val;
  made.add(image, made.mel);
  const Json block = app::block_of(page());
  const Json* note = app::find_fact(block, "summary", "note_1");
  ASSERT_NE(note, nullptr);
  EXPECT_THAT(note->get<std::string>(), HasSubstr("1 of 8 labelled images of val are left out"));
}

TEST_F(ReportTest, what_only_one_of_page_and_workspace_tells_is_named) {
  // The second edition did not say which threshold was kept.
  const std::string text = app::report_html(
      app::make_report(made.workspace, {.figures = {.run = made.run, .split = "val"}, .edition = 2}, {}));
  made.write("Threshold", [&](db::Transaction& t) { app::keep_threshold(t, made.run, 0.4); });
  EXPECT_THAT(items(check(text)), ::testing::Contains(::testing::StartsWith("summary.note")));
}

TEST_F(ReportTest, an_image_moved_out_of_the_split_since_is_a_difference) {
  const std::string text = page();
  made.write("Move", [&](db::Transaction& t) { db::move_to_split(t, std::vector<db::ImageId>{2}, db::Split::Train); });
  EXPECT_THAT(items(check(text)), ::testing::IsSupersetOf({"summary.n", "data.edit_revision"}));
}

// As `nevus stress` keeps it: blur at its first strength, on the seven images.
app::StressResult blurred(app::RunId run, std::int64_t made_at_ms) {
  app::StressResult result{.model = "run:1", .run = run, .target = "malignant", .split = "val", .epoch = 2};
  result.drawn = "all 7 images";
  result.groups = {"benign", "malignant"};
  result.made_at_ms = made_at_ms;
  app::StressCell clean{.name = "clean", .n = 7};
  clean.metrics[app::Metric::Auc] = 0.8125;
  app::StressCell blur{.kind = app::StressKind::Corruption, .name = "blur", .strength = 1, .amount = 1, .n = 7};
  blur.metrics[app::Metric::Auc] = 0.6875;
  for (app::StressCell* cell : {&clean, &blur}) cell->sensitivity.resize(2);
  result.cells = {clean, blur};
  return result;
}

constexpr std::int64_t kNoon = 1'700'000'000'000, kLater = kNoon + 3'600'000;

TEST_F(ReportTest, what_was_measured_on_worse_pictures_is_told_with_its_curves_and_checked) {
  EXPECT_THAT(page(), Not(HasSubstr("Worse pictures")));
  ASSERT_TRUE(app::keep_stress(made.workspace, blurred(made.run, kNoon)));
  const std::string text = page();
  EXPECT_THAT(text, HasSubstr("<section id=\"worse_pictures\">"));
  EXPECT_THAT(text, HasSubstr("Robustness curves"));
  EXPECT_THAT(text, HasSubstr("only as far as the pictures made worse and the slices"));
  const ReportCheck found = check(text);
  EXPECT_TRUE(found.sound()) << app::describe(found);
  EXPECT_THAT(items(check(replaced(text, ">0.688<", ">0.788<"))),
              ::testing::ElementsAre(HasSubstr("worse_pictures.robustness")));
}

TEST_F(ReportTest, worse_pictures_measured_since_leave_an_earlier_report_true) {
  const std::string text = page();
  ASSERT_TRUE(app::keep_stress(made.workspace, blurred(made.run, kNoon)));
  const ReportCheck found = check(text);
  EXPECT_TRUE(found.sound()) << app::describe(found);
}

// Reports of before worse pictures were told have no such request, and are made again without them.
TEST_F(ReportTest, a_report_that_tells_no_worse_pictures_is_as_those_of_before) {
  const Json block = app::block_of(page());
  EXPECT_EQ(block.at("request").find("stress_made_at_ms"), nullptr);
  EXPECT_EQ(app::request_of(block).stress_made_at_ms, 0);
}

TEST_F(ReportTest, a_measurement_that_cannot_be_read_is_said_and_is_no_difference) {
  ASSERT_TRUE(app::keep_stress(made.workspace, blurred(made.run, kNoon)));
  const std::string before = page();
  std::ofstream(made.workspace.run_folder(made.run) / "robustness-val.json", std::ios::trunc) << "{";
  const std::string text = page();
  EXPECT_THAT(text, HasSubstr("<section id=\"worse_pictures\">"));
  EXPECT_TRUE(check(text).sound()) << app::describe(check(text));
  EXPECT_THAT(items(check(before)), ::testing::Contains(HasSubstr("worse_pictures")));
}

TEST_F(ReportTest, a_measurement_that_was_replaced_since_is_named) {
  ASSERT_TRUE(app::keep_stress(made.workspace, blurred(made.run, kNoon)));
  const std::string text = page();
  ASSERT_TRUE(app::keep_stress(made.workspace, blurred(made.run, kLater)));
  const ReportCheck found = check(text);
  EXPECT_THAT(items(found), ::testing::Contains(HasSubstr("worse_pictures")));
  EXPECT_THAT(app::describe(found), HasSubstr("measured again 2023-11-14 23:13 UTC"));
  EXPECT_TRUE(check(page()).sound());
}

TEST_F(ReportTest, what_answering_fewer_images_gains_is_told_with_its_curve_and_checked) {
  const std::string text = page();
  EXPECT_THAT(text, HasSubstr("Risk and coverage"));
  const Json block = app::block_of(text);
  const app::RiskReport risk = app::risk_of_probabilities(source().outcome);
  EXPECT_EQ(*app::find_fact(block, "answering_fewer", "wrong"), std::ranges::count(risk.wrong, 1));
  EXPECT_EQ(*app::find_fact(block, "answering_fewer", "area"), risk.doubts.front().ranking.area);
  const ReportCheck found = check(text);
  EXPECT_TRUE(found.sound()) << app::describe(found);
}

// 1 less the probability of the answer: the images of one half are those of most doubt.
TEST_F(ReportTest, the_doubt_of_stored_predictions_is_that_of_the_answer) {
  const app::FigureSource judged = source();
  const app::RiskReport risk = app::risk_of_probabilities(judged.outcome);
  ASSERT_EQ(risk.doubts.size(), 1U);
  ASSERT_EQ(risk.doubts.front().doubts.size(), judged.outcome.images.size());
  for (std::size_t i = 0; i < judged.outcome.images.size(); ++i) {
    const double malignant = judged.outcome.scored.probabilities[2 * i + 1];
    EXPECT_NEAR(risk.doubts.front().doubts[i], std::min(malignant, 1 - malignant), 1e-7);
    EXPECT_EQ(risk.wrong[i], (malignant >= 0.5 ? 1 : 0) == judged.outcome.scored.labels[i] ? 0 : 1);
  }
}

// The first edition did not say which it was.
TEST_F(ReportTest, a_report_of_an_earlier_edition_is_verified_as_it_was_made) {
  const app::Report before =
      app::make_report(made.workspace, {.figures = {.run = made.run, .split = "val"}, .edition = 1}, {});
  EXPECT_EQ(before.block.at("request").find("edition"), nullptr);
  const std::string text = app::report_html(before);
  EXPECT_THAT(text, Not(HasSubstr("Answering fewer")));
  EXPECT_THAT(text, Not(HasSubstr("How it was estimated")));
  EXPECT_THAT(text, Not(HasSubstr("Risk and coverage")));
  const ReportCheck found = check(text);
  EXPECT_TRUE(found.sound()) << app::describe(found);
}

// The window and some verbs mark what they find; whoever only reports has not looked before.
TEST_F(ReportTest, files_are_looked_at_and_one_that_goes_later_is_a_remark) {
  db::Image there = made.row(99);
  there.path = made.folder.write("there.jpg", "a");
  there.sha256 = db::sha256_hex("a");
  there.bytes = 1;
  made.add(there, made.nv);
  const auto files = [&](int edition) {
    const Json block =
        app::make_report(made.workspace, {.figures = {.run = made.run, .split = "val"}, .edition = edition}, {}).block;
    return std::pair(app::find_fact(block, "data", "missing_files")->get<int>(),
                     app::find_fact(block, "data", "changed_files")->get<int>());
  };
  EXPECT_EQ(files(5), std::pair(7, 0));
  EXPECT_EQ(files(4), std::pair(0, 0)) << "what was marked";
  const std::string text = page();
  made.folder.write("there.jpg", "b");
  EXPECT_EQ(files(5), std::pair(7, 1));
  std::filesystem::remove(there.path);
  EXPECT_EQ(files(5), std::pair(8, 0));
  const ReportCheck found = check(text);
  EXPECT_TRUE(found.sound()) << app::describe(found);
  ASSERT_EQ(found.remarks.size(), 1U);
  EXPECT_EQ(found.remarks.front().item, "data.missing_files");
}

// The fourth edition was written before those settings were told.
TEST_F(ReportTest, settings_that_a_run_went_on_with_are_told_since_the_fifth_edition) {
  made.write("Resume", [&](db::Transaction& t) {
    db::add_run_event(t, {.run = made.run, .epoch = 1, .kind = "epochs", .json = R"({"old":1,"new":3})"});
  });
  const auto told = [&](int edition) {
    return app::report_html(
        app::make_report(made.workspace, {.figures = {.run = made.run, .split = "val"}, .edition = edition}, {}));
  };
  EXPECT_THAT(told(4), Not(HasSubstr("given as it went on")));
  EXPECT_THAT(told(5), HasSubstr("3, given as it went on"));
}

TEST_F(ReportTest, a_threshold_that_is_kept_later_leaves_a_report_true) {
  const std::string text = page();
  keep_threshold(made.workspace, made.run, 0.9);
  const ReportCheck found = check(text);
  EXPECT_TRUE(found.sound()) << app::describe(found);
  const std::string later = page();
  keep_threshold(made.workspace, made.run, std::nullopt);
  EXPECT_NE(text, later);
  EXPECT_TRUE(check(later).sound()) << app::describe(check(later));
}

TEST_F(ReportTest, the_workspace_under_another_name_is_a_remark) {
  const std::string text = page();
  const auto copy = made.workspace.folder().parent_path() / "another name";
  std::filesystem::copy(made.workspace.folder(), copy, std::filesystem::copy_options::recursive);
  app::Workspace other(copy, app::Workspace::Open::MustExist);
  const ReportCheck found = app::check_report(text, &other, {});
  EXPECT_TRUE(found.sound()) << app::describe(found);
  ASSERT_EQ(found.remarks.size(), 1U);
  EXPECT_EQ(found.remarks[0].item, "summary.workspace");
}

TEST_F(ReportTest, the_page_needs_nothing_else_and_says_what_it_is_not) {
  std::string text = page();
  for (const char* outside : {"src=", "<link", "@import", "url(http", "<iframe"})
    EXPECT_THAT(text, Not(HasSubstr(outside)));
  EXPECT_THAT(text, HasSubstr("Research and teaching tool. Not a medical device."));
  EXPECT_THAT(text, HasSubstr("prefers-color-scheme:dark"));
  EXPECT_THAT(text, HasSubstr("@media print"));
}

TEST_F(ReportTest, a_name_from_outside_is_text) {
  made.write("Name", [&](db::Transaction& t) { db::set_run_name(t, made.run, "</script><b>x"); });
  const std::string text = page();
  EXPECT_THAT(text, Not(HasSubstr("</script><b>")));
  EXPECT_TRUE(check(text).sound());
}

TEST_F(ReportTest, a_split_without_images_makes_a_report_that_says_so) {
  made.write("Move", [&](db::Transaction& t) {
    std::vector<db::ImageId> all;
    for (const db::Image& image : db::images(made.reader())) all.push_back(image.id);
    db::move_to_split(t, all, db::Split::Train);
  });
  const std::string text = page();
  EXPECT_THAT(text, HasSubstr("no labelled, readable image"));
  EXPECT_TRUE(check(text).sound()) << app::describe(check(text));
}

TEST_F(ReportTest, a_page_that_is_no_report_is_refused) {
  EXPECT_THAT([&] { check("<html></html>"); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("no block of values")));
}

TEST_F(ReportTest, the_command_line_ends_with_1_where_a_number_was_changed) {
  const auto verify = [&](const std::string& text) {
    const std::string file = (made.folder / "report.html").string(), folder = (made.folder / "ws").string();
    std::ofstream(file, std::ios::binary) << text;
    std::vector<std::string> words = {"nevus", "verify", file, folder};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    return app::cli::run(static_cast<int>(arguments.size()), arguments.data());
  };
  const std::string text = page();
  EXPECT_EQ(verify(text), 0);
  EXPECT_EQ(verify(replaced(text, "<b>0.833</b>", "<b>0.834</b>")), 1);
}

TEST(ReportBlock, values_are_shown_as_people_read_them) {
  EXPECT_EQ(app::shown_value(Json()), "not recorded");
  EXPECT_EQ(app::shown_value(Json(5984)), "5,984");
  EXPECT_EQ(app::shown_value(Json(0.8734)), "0.873");
  EXPECT_EQ(app::shown_value(app::interval(0.5, 0.25, 0.75)), "0.500 (95 % 0.250 to 0.750)");
  EXPECT_EQ(app::shown_value(app::interval(0.5, std::nullopt, std::nullopt)), "0.500");
  EXPECT_EQ(app::shown_value(Json::parse(R"([3,"a"])")), "3, a");
  EXPECT_EQ(app::shown_value(Json::parse("[]")), "none");
}

}  // namespace
