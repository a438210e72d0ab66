// What a report says of histology, of calibration, of slices that are not there, and of more than two groups; reports
// of earlier editions keep their words and are verified by them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/report/figures.h"
#include "app/report/report.h"
#include "app/report/report_block.h"
#include "app/report/report_check.h"
#include "app/report/report_html.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/train_request.h"
#include "db/edits.h"
#include "tests/app/judged_workspace.h"

namespace {
using app::Json;
using test_support::JudgedImage;
using test_support::JudgedWorkspace;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

app::Report report_of(JudgedWorkspace& made, int edition = app::kReportEdition) {
  return app::make_report(made.workspace, {.figures = {.run = made.run, .split = "val"}, .edition = edition}, {});
}

std::string item(const app::Report& report, const std::string& name) {
  for (const Json& list : report.block.at("checklists"))
    for (const Json& each : list.at("items"))
      if (each.at("item").get<std::string>() == name)
        return each.at("value").is_null() ? "null" : each.at("value").get<std::string>();
  return "no such item";
}

Json fact(const app::Report& report, const char* section, const char* name) {
  const Json* found = app::find_fact(report.block, section, name);
  return found == nullptr ? Json() : *found;
}

void diagnosed_by(JudgedWorkspace& made, const std::vector<std::string>& methods) {
  made.write("Methods", [&](db::Transaction& t) {
    std::size_t i = 0;
    for (db::Image image : db::images(t)) {
      if (i == methods.size()) break;
      image.dx_type = methods[i++];
      db::set_metadata(t, image);
    }
  });
}

std::vector<JudgedImage> of_three() {
  std::vector<JudgedImage> judged;
  for (int i = 0; i < 30; ++i) {
    std::vector<float> p(3, 0.2F);
    p[static_cast<std::size_t>((i + (i % 7 == 0 ? 1 : 0)) % 3)] = 0.6F;
    judged.push_back({i % 3, p});
  }
  return judged;
}

TEST(ReportWords, only_methods_that_mean_histology_are_counted_as_it) {
  JudgedWorkspace made(test_support::seven_images());
  EXPECT_EQ(item(report_of(made), "Histology"), "null");
  diagnosed_by(made, {"histo", "Histopathology", "follow_up", "consensus", "no histology", "histo"});
  const app::Report now = report_of(made);
  EXPECT_THAT(item(now, "Histology"),
              StartsWith("3 of 7 images (Histopathology, histo); a method is recorded of 6 of 7"));
  EXPECT_THAT(item(now, "Reference standard"), StartsWith("histology: 3 of 7 images"));
  diagnosed_by(made, {"follow_up", "follow_up", "follow_up", "consensus", "no histology", "consensus"});
  EXPECT_THAT(item(report_of(made), "Histology"), StartsWith("0 of 7 images; a method is recorded of 6 of 7"));
}

TEST(ReportWords, speak_of_what_the_block_holds) {
  JudgedWorkspace made(test_support::seven_images());
  app::Report report = report_of(made);
  EXPECT_THAT(item(report, "Artefacts"), HasSubstr("no slices by hair"));
  EXPECT_THAT(item(report, "The model in full"), Not(HasSubstr("nevus export")));
  EXPECT_THAT(item(report, "Updating"), StartsWith("none; probabilities not calibrated"));
  EXPECT_EQ(fact(report, "summary", "epoch"), Json("2, the best"));
  made.write("Calibrate", [&](db::Transaction& t) {
    app::keep_calibration(
        t, made.run,
        {.fitted = ml::FittedCalibration{
             .temperature = 1.5, .bias = {0.5, -0.5}, .images = 40, .groups = 20, .fitted_on = "val"}});
  });
  report = report_of(made);
  EXPECT_THAT(item(report, "Updating"), StartsWith("none but calibration: calibrated on val"));
  EXPECT_THAT(app::report_html(report), HasSubstr("Further temperature"));
}

TEST(ReportWords, no_epoch_is_the_best_without_validation) {
  JudgedWorkspace made(test_support::seven_images());
  made.write("Epochs", [&](db::Transaction& t) {
    for (int epoch = 1; epoch <= 3; ++epoch) db::save_epoch(t, {.run = made.run, .epoch = epoch, .train_loss = 1});
  });
  EXPECT_EQ(fact(report_of(made), "summary", "epoch"), Json("2, the one that was kept: there was no validation"));
  const std::string page = app::report_html(report_of(made)), before = app::report_html(report_of(made, 4));
  EXPECT_THAT(page, HasSubstr("Last epoch, kept"));
  EXPECT_THAT(page, HasSubstr("The dashed line is the last epoch, kept: 2."));
  EXPECT_THAT(page, Not(HasSubstr("best epoch")));
  EXPECT_THAT(before, HasSubstr("The dashed line is the best epoch, 2.")) << "as it was";
  for (const std::string& each : {page, before}) {
    const app::ReportCheck found = app::check_report(each, &made.workspace, {});
    EXPECT_TRUE(found.sound()) << app::describe(found);
  }
}

// Validation of one group only has a loss and no AUC.
TEST(ReportWords, no_epoch_is_the_best_where_what_chooses_is_not_defined_since_the_fifth_edition) {
  JudgedWorkspace made(test_support::seven_images());
  db::Run run = db::run(made.reader(), made.run).value();
  run.name.clear();
  app::TrainRequest asked;
  asked.target = "malignant";
  run.config_json = to_json(asked);
  db::Prediction said = db::prediction(made.reader(), made.run, 2, db::Split::Val).value();
  made.write("Run", [&](db::Transaction& t) {
    made.run = said.run = db::add_run(t, run);
    for (int epoch = 1; epoch <= 2; ++epoch)
      db::save_epoch(t, {.run = made.run, .epoch = epoch, .train_loss = 1, .val_loss = 0.5});
    db::save_prediction(t, said);
    db::save_checkpoint(t, {made.run, 2, "runs/2/best.safetensors", {}, true});
    db::set_run_state(t, made.run, db::RunState::Finished);
  });
  EXPECT_EQ(fact(report_of(made), "summary", "epoch"),
            Json("2, the one that was kept: no AUC is defined to choose one by"));
  EXPECT_EQ(fact(report_of(made, 4), "summary", "epoch"), Json("2, the best")) << "as it was";
  EXPECT_THAT(app::report_html(report_of(made)), HasSubstr("The dashed line is the last epoch, kept: 2."));
  for (const int edition : {4, app::kReportEdition}) {
    const app::ReportCheck found = app::check_report(app::report_html(report_of(made, edition)), &made.workspace, {});
    EXPECT_TRUE(found.sound()) << edition << app::describe(found);
  }
}

TEST(ReportWords, call_the_recall_of_two_groups_sensitivity_and_that_of_more_recall) {
  JudgedWorkspace made(test_support::seven_images()), of_more(of_three(), {"a", "b", "c"});
  made.write("Epochs", [&](db::Transaction& t) { db::save_epoch(t, {.run = made.run, .epoch = 2, .train_loss = 1}); });
  EXPECT_THAT(item(report_of(made), "Performance"), HasSubstr("; sensitivity 0.667"));
  EXPECT_THAT(item(report_of(made, 4), "Performance"), HasSubstr("; recall 0.667")) << "as it was";
  EXPECT_THAT(item(report_of(of_more), "Performance"), HasSubstr("; recall 0."));
  const std::string page = app::report_html(report_of(made)), before = app::report_html(report_of(made, 4));
  for (const char* words :
       {"<dt>sensitivity</dt>", "best sensitivity", "sensitivity (recall)", "Precision, sensitivity and AUC"}) {
    EXPECT_THAT(page, HasSubstr(words));
    EXPECT_THAT(before, Not(HasSubstr(words)));
  }
  for (const std::string& each : {page, before}) {
    const app::ReportCheck found = app::check_report(each, &made.workspace, {});
    EXPECT_TRUE(found.sound()) << app::describe(found);
  }
}

// The first run, but that it left out the source of the images that are judged.
void leaving_out(JudgedWorkspace& made) {
  db::Run run = db::run(made.reader(), made.run).value();
  run.name.clear();
  run.config_json = R"({"leave_out":["made up"]})";
  made.write("Run", [&](db::Transaction& t) { made.run = db::add_run(t, run); });
}

Json cells_of_class(const app::Report& report, const std::string& name) {
  for (const Json& section : report.block.at("sections"))
    for (const Json& table : section.at("tables"))
      if (table.at("id") == "classes")
        for (const Json& row : table.at("rows"))
          if (row.elements()[0] == Json(name)) return row;
  return {};
}

TEST(ReportWords, images_that_a_run_left_out_are_counted_in_their_split_and_told) {
  JudgedWorkspace made(test_support::seven_images());
  db::Image other = made.row(50);
  other.source = "elsewhere";
  other.split = db::Split::Train;
  made.add(other, made.nv);
  EXPECT_EQ(cells_of_class(report_of(made), "nv"), Json::parse(R"(["nv","nevus",1,4,0,0,5])"));
  leaving_out(made);
  const app::Report now = report_of(made), before = report_of(made, 4);
  EXPECT_EQ(cells_of_class(now, "nv"), Json::parse(R"(["nv","nevus",1,4,0,0,5,4])"));
  EXPECT_EQ(item(now, "Sample size"),
            "1 training, 7 validation, 0 test, 0 in no split, of training and validation 7 left out by the run; the "
            "width of the intervals tells what it bears");
  EXPECT_THAT(app::report_html(now), HasSubstr("Left out: images of training and validation"));
  EXPECT_EQ(cells_of_class(before, "nv"), Json::parse(R"(["nv","nevus",1,0,0,4,5])")) << "as it was";
  for (const int edition : {4, app::kReportEdition}) {
    const app::ReportCheck found = app::check_report(app::report_html(report_of(made, edition)), &made.workspace, {});
    EXPECT_TRUE(found.sound()) << edition << app::describe(found);
  }
}

TEST(ReportWords, images_without_an_answer_are_counted_among_those_without_a_result) {
  JudgedWorkspace made(test_support::seven_images());
  EXPECT_THAT(item(report_of(made), "Indeterminate and missing results"), HasSubstr("not asked about 0 ("));
  for (int i = 0; i < 2; ++i) {
    db::Image late = made.row(60 + i);
    late.split = db::Split::Val;
    made.add(late, made.mel);
  }
  const app::Report now = report_of(made);
  EXPECT_THAT(item(now, "Indeterminate and missing results"),
              StartsWith("every image that the model is asked about gets a result; left out: unreadable 0, not asked "
                         "about 2 (imported, labelled or moved"));
  EXPECT_THAT(item(now, "Missing data"), HasSubstr("left out as unreadable 0, as not asked about 2"));
  EXPECT_EQ(item(report_of(made, 4), "Indeterminate and missing results"),
            "every image gets a result; unreadable and left out: 0");
}

TEST(ReportWords, the_mean_area_of_more_groups_has_its_interval_and_says_what_was_drawn) {
  JudgedWorkspace made(of_three(), {"a", "b", "c"});
  const app::Report now = report_of(made);
  EXPECT_EQ(fact(now, "results", "auc"), app::interval(fact(now, "results", "macro_auc").at("value").get<double>(),
                                                       fact(now, "results", "macro_auc").at("low").get<double>(),
                                                       fact(now, "results", "macro_auc").at("high").get<double>()));
  EXPECT_THAT(fact(now, "results", "intervals").get<std::string>(), HasSubstr("drawn with replacement"));
  const auto& evaluation =
      app::read_figure_source(made.workspace, {.run = made.run, .split = "val"}, {}).outcome.evaluation;
  EXPECT_EQ(fact(now, "results", "auc"),
            app::interval(*evaluation.metrics[app::Metric::Auc], evaluation.auc_low, evaluation.auc_high))
      << "as in eval";
}

TEST(ReportWords, tell_which_columns_record_kind_ethnicity_and_date_since_the_fifth_edition) {
  JudgedWorkspace made(test_support::seven_images());
  EXPECT_EQ(item(report_of(made), "Ethnicity"), "null");
  made.write("Columns", [&](db::Transaction& t) {
    int day = 0;
    for (db::Image image : db::images(t)) {
      image.extra_json =
          R"({"image_type":"dermoscopic","birth_date":"1960","candidate":"x","trace":"y","acquisition_day":")" +
          std::to_string(day) + (day == 0 ? R"(","ethnicity":"hispanic"})" : R"("})");
      ++day;
      db::set_metadata(t, image);
    }
  });
  const app::Report now = report_of(made), before = report_of(made, 4);
  EXPECT_EQ(item(now, "Image types and acquisition"), "image_type of 7 of 7 images");
  EXPECT_EQ(item(now, "Ethnicity"), "ethnicity of 1 of 7 images");
  EXPECT_EQ(item(now, "Dates of the data"), "acquisition_day of 7 of 7 images");
  for (const char* name : {"Image types and acquisition", "Ethnicity", "Dates of the data"})
    EXPECT_EQ(item(before, name), "null");
  for (const app::Report& report : {now, before}) {
    const app::ReportCheck found = app::check_report(app::report_html(report), &made.workspace, {});
    EXPECT_TRUE(found.sound()) << app::describe(found);
  }
}

TEST(ReportWords, of_an_earlier_edition_are_verified_as_they_were) {
  for (const bool three : {false, true}) {
    JudgedWorkspace made =
        three ? JudgedWorkspace(of_three(), {"a", "b", "c"}) : JudgedWorkspace(test_support::seven_images());
    diagnosed_by(made, {"histo", "follow_up"});
    const app::Report before = report_of(made, 3);
    EXPECT_THAT(item(before, "Histology"), StartsWith("2 of "));
    EXPECT_THAT(item(before, "The model in full"), HasSubstr("nevus export"));
    if (three) {
      EXPECT_EQ(fact(before, "results", "intervals"), Json("not defined"));
    }
    for (const int edition : {3, 4, app::kReportEdition}) {
      const app::ReportCheck found = app::check_report(app::report_html(report_of(made, edition)), &made.workspace, {});
      EXPECT_TRUE(found.sound()) << edition << app::describe(found);
    }
  }
}

TEST(ReportWords, count_a_group_that_is_never_called_since_the_fifth_edition) {
  std::vector<JudgedImage> judged = of_three();
  for (JudgedImage& image : judged)
    if (image.probabilities[2] > 0.5F) image.probabilities = {0.6F, 0.2F, 0.2F};
  JudgedWorkspace made(judged, {"a", "b", "c"});
  const auto source = [&] { return app::read_figure_source(made.workspace, {.run = made.run, .split = "val"}, {}); };
  const app::Evaluation evaluation = source().outcome.evaluation;
  made.write("Epochs", [&](db::Transaction& t) {
    Json metrics = app::evaluation_json(evaluation);
    metrics["precision"] = 0.9;  // as it was stored then
    for (int epoch = 1; epoch <= 3; ++epoch)
      db::save_epoch(t, {.run = made.run, .epoch = epoch, .val_loss = 1, .metrics_json = metrics.dump()});
  });
  const auto precision = [&](int edition) {
    return fact(report_of(made, edition), "results", "precision").at("value").get<double>();
  };
  EXPECT_EQ(precision(app::kReportEdition), *evaluation.metrics[app::Metric::Precision]) << "as in eval";
  EXPECT_NEAR(precision(4), 1.5 * precision(app::kReportEdition), 1e-12) << "over two of three";
  app::FigureSource drawn = source();
  const auto stored = [&] { return app::make_figure("history", drawn).panels.at(2).series.at(0).y.at(0); };
  EXPECT_EQ(stored(), *evaluation.metrics[app::Metric::Precision]);
  drawn.before_fifth = true;
  EXPECT_EQ(stored(), 0.9);
  for (const int edition : {4, app::kReportEdition}) {
    const app::ReportCheck found = app::check_report(app::report_html(report_of(made, edition)), &made.workspace, {});
    EXPECT_TRUE(found.sound()) << edition << app::describe(found);
  }
}

TEST(ReportWords, name_what_is_not_defined_of_one_class_of_more_than_two) {
  std::vector<JudgedImage> judged = of_three();
  std::erase_if(judged, [](const JudgedImage& image) { return image.group != 0; });
  JudgedWorkspace made(judged, {"a", "b", "c"});
  const std::string page = app::report_html(report_of(made)), before = app::report_html(report_of(made, 4));
  EXPECT_THAT(page, HasSubstr("(AUC, specificity) is not defined"));
  EXPECT_THAT(before, HasSubstr("(AUC, balanced accuracy) is not defined"));
  for (const std::string& each : {page, before}) {
    const app::ReportCheck found = app::check_report(each, &made.workspace, {});
    EXPECT_TRUE(found.sound()) << app::describe(found);
  }
}

TEST(ReportWords, the_best_threshold_is_sought_among_those_that_call_something) {
  JudgedWorkspace made(test_support::seven_images());
  const app::FigureSource source = app::read_figure_source(made.workspace, {.run = made.run, .split = "val"}, {});
  EXPECT_THAT(app::make_figure("threshold", source).caption.text,
              HasSubstr("over all thresholds that call something positive"));
}

}  // namespace
