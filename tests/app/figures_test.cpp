#include "app/report/figures.h"

#include <algorithm>
#include <limits>

#include <expat.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/report/figure_files.h"
#include "app/report/figure_ticks.h"
#include "app/workspace/evaluation_detail.h"
#include "engine/image/image_io.h"
#include "tests/app/judged_workspace.h"

namespace {
using app::Figure;
using app::FigureSource;
using app::Json;
using test_support::JudgedImage;
using test_support::JudgedWorkspace;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

FigureSource read(JudgedWorkspace& made, const std::string& split = "val") {
  return app::read_figure_source(made.workspace, {.run = made.run, .split = split}, {});
}

const app::Series* series_named(const Figure& figure, const std::string& beginning) {
  for (const app::Panel& panel : figure.panels)
    for (const app::Series& series : panel.series)
      if (series.name.starts_with(beginning)) return &series;
  return nullptr;
}

// What the parser saw; empty `error`: it is well-formed.
struct Parsed {
  std::vector<std::string> elements;
  std::string error;
};

Parsed parse(const std::string& xml) {
  Parsed parsed;
  XML_Parser parser = XML_ParserCreate("UTF-8");
  XML_SetUserData(parser, &parsed);
  XML_SetStartElementHandler(parser, [](void* to, const XML_Char* name, const XML_Char**) {
    static_cast<Parsed*>(to)->elements.emplace_back(name);
  });
  if (XML_Parse(parser, xml.data(), static_cast<int>(xml.size()), 1) == XML_STATUS_ERROR)
    parsed.error = XML_ErrorString(XML_GetErrorCode(parser));
  XML_ParserFree(parser);
  return parsed;
}

std::vector<std::string> missing_of(const Figure& figure) {
  std::vector<std::string> missing;
  for (const app::Panel& panel : figure.panels)
    if (!panel.missing.empty()) missing.push_back(panel.missing);
  return missing;
}

TEST(Figures, the_matrix_holds_the_counts_of_the_evaluation) {
  JudgedWorkspace made(test_support::seven_images());
  const FigureSource source = read(made);
  const Figure figure = app::make_figure("confusion", source);
  EXPECT_THAT(figure.panels.at(0).matrix->counts, ElementsAre(3, 1, 1, 2));
  EXPECT_EQ(figure.panels.at(0).matrix->counts, source.outcome.evaluation.confusion);
  EXPECT_EQ(figure.caption.n, 7);
  EXPECT_THAT(app::caption_text(figure.caption), HasSubstr("split val, n 7, label revision 7, threshold 0.5"));
  EXPECT_THAT(app::caption_text(figure.caption), HasSubstr("Not a medical device"));
}

TEST(Figures, curves_and_best_thresholds_are_those_that_the_detailed_evaluation_tells) {
  JudgedWorkspace made(test_support::seven_images());
  const FigureSource source = read(made);
  const Json detail = app::evaluation_detail(source.outcome.scored);
  const Figure threshold = app::make_figure("threshold", source);
  for (const auto& [name, key, metric] :
       {std::tuple{"best F1", "best_f1", "f1"}, std::tuple{"best accuracy", "best_accuracy", "accuracy"}}) {
    const app::Series* best = series_named(threshold, name);
    ASSERT_NE(best, nullptr) << name;
    EXPECT_DOUBLE_EQ(best->x[0], detail["operating_points"][key]["threshold"]["value"].get<double>());
    EXPECT_DOUBLE_EQ(best->y[0], detail["operating_points"][key][metric]["value"].get<double>());
  }
  const app::Series* recall = series_named(threshold, "sensitivity");
  const Json& row = detail["sweep"].at(8);  // 0.45
  EXPECT_DOUBLE_EQ(recall->y[45], row["recall"].get<double>());
  const Figure curve = app::make_figure("precision-recall", source);
  ASSERT_EQ(curve.panels[0].series[0].x.size(), detail["precision_recall"].size());
  EXPECT_DOUBLE_EQ(curve.panels[0].series[0].y[2], detail["precision_recall"].at(2)["precision"].get<double>());
  const Figure roc = app::make_figure("roc", source);
  EXPECT_EQ(roc.panels[0].series[0].name, "malignant, AUC 0.833");  // 10 of 12 pairs are in order
}

TEST(Figures, the_point_of_the_threshold_lies_where_the_matrix_says) {
  JudgedWorkspace made(test_support::seven_images());
  const Figure figure = app::make_figure("roc", read(made));
  const app::Series* point = series_named(figure, "threshold");
  ASSERT_NE(point, nullptr);
  EXPECT_DOUBLE_EQ(point->x[0], 0.25);  // 1 of 4 benign images
  EXPECT_DOUBLE_EQ(point->y[0], 2.0 / 3);
}

TEST(Figures, the_reliability_diagram_is_that_of_the_detailed_evaluation) {
  JudgedWorkspace made(test_support::seven_images());
  const FigureSource source = read(made);
  const Json detail = app::evaluation_detail(source.outcome.scored);
  const Figure figure = app::make_figure("reliability", source);
  std::size_t place = 0;
  double counted = 0;
  for (const Json& bin : detail["calibration"]["bins"]) {
    if (bin["count"] == 0) continue;
    EXPECT_DOUBLE_EQ(figure.panels[0].series[1].y[place], bin["observed"].get<double>());
    EXPECT_DOUBLE_EQ(figure.panels[0].series[1].low[place++], bin["observed_low"].get<double>());
  }
  for (const double images : figure.panels[1].series[0].y) counted += images;
  EXPECT_EQ(place, figure.panels[0].series[1].y.size());
  EXPECT_EQ(counted, 7);
}

TEST(Figures, histogram_and_boxes_count_every_image_under_its_label) {
  JudgedWorkspace made(test_support::seven_images());
  const Figure histogram = app::make_figure("histogram", read(made));
  std::vector<double> sums;
  for (const app::Series& series : histogram.panels[0].series) {
    double sum = 0;
    for (const double images : series.y) sum += images;
    sums.push_back(sum);
  }
  EXPECT_THAT(sums, ElementsAre(4, 3));
  const Figure boxes = app::make_figure("box", read(made));
  EXPECT_EQ(boxes.panels[0].boxes[0].n, 4);
  EXPECT_NEAR(boxes.panels[0].boxes[0].median, 0.325, 1e-6);       // 0.1 0.2 0.45 0.6
  EXPECT_NEAR(boxes.panels[0].boxes[1].quartile_low, 0.55, 1e-6);  // 0.4 0.7 0.9
}

TEST(Figures, the_history_has_six_panels_and_the_rate_a_logarithmic_axis) {
  JudgedWorkspace made(test_support::seven_images());
  const Figure figure = app::make_figure("history", read(made));
  ASSERT_EQ(figure.panels.size(), 6U);
  EXPECT_EQ(figure.columns, 3);
  EXPECT_TRUE(figure.panels[5].y.logarithmic);
  EXPECT_THAT(figure.panels[5].series[0].y, ElementsAre(1e-3, 1e-3, 1e-4));
  EXPECT_THAT(figure.panels[1].series[1].y, ElementsAre(1.5, 0.75, 0.5));
  EXPECT_EQ(figure.panels[0].guides[0].at, 2);                                   // the best epoch
  EXPECT_THAT(figure.panels[2].missing, HasSubstr("Not defined in any epoch"));  // no precision was kept
}

TEST(Figures, more_groups_have_a_curve_each_and_panels_against_the_rest) {
  std::vector<JudgedImage> judged;
  for (int i = 0; i < 30; ++i) {
    std::vector<float> p(3, 0.2F);
    p[static_cast<std::size_t>((i + (i % 7 == 0 ? 1 : 0)) % 3)] = 0.6F;
    judged.push_back({i % 3, p});
  }
  JudgedWorkspace made(judged, {"a", "b", "c"});
  const FigureSource source = read(made);
  EXPECT_EQ(source.problem, "");
  EXPECT_EQ(app::make_figure("roc", source).panels[0].series.size(), 3U);
  EXPECT_EQ(app::make_figure("threshold", source).panels.size(), 3U);
  EXPECT_EQ(app::make_figure("box", source).panels[0].boxes.size(), 3U);
  EXPECT_EQ(app::make_figure("confusion", source).panels[0].matrix->counts, source.outcome.evaluation.confusion);
  EXPECT_FALSE(app::make_figure("confusion", source).caption.threshold.has_value());
}

TEST(Figures, what_is_missing_is_said_in_place_of_an_empty_axis) {
  struct Case {
    std::vector<JudgedImage> judged;
    const char* said;
  };
  const std::vector<Case> cases = {
      {{}, "no labelled, readable image"},
      {test_support::of_two({{0, 0.1F}, {0, 0.6F}}), "all 2 images are benign"},
      {test_support::of_two({{1, 0.7F}}), "the only image is malignant"},
      {test_support::of_two({{1, std::numeric_limits<float>::quiet_NaN()}, {0, 0.1F}}), ""}};
  for (const Case& each : cases) {
    JudgedWorkspace made(each.judged);
    const Figure figure = app::make_figure("roc", read(made));
    ASSERT_EQ(missing_of(figure).size(), 1U) << each.said;
    EXPECT_THAT(missing_of(figure)[0], HasSubstr(each.said));
    for (const app::FigureInfo& info : app::figure_list())
      EXPECT_EQ(parse(app::figure_svg(app::make_figure(info.name, read(made)))).error, "") << info.name;
  }
}

TEST(Figures, equal_scores_make_the_diagonal_and_no_failure) {
  JudgedWorkspace made(test_support::of_two({{0, 0.5F}, {1, 0.5F}, {1, 0.5F}, {0, 0.5F}}));
  const Figure figure = app::make_figure("roc", read(made));
  EXPECT_THAT(figure.panels[0].series[0].x, ElementsAre(0, 1));
  EXPECT_THAT(figure.panels[0].series[0].y, ElementsAre(0, 1));
}

TEST(Figures, a_name_that_is_none_is_refused_with_those_there_are) {
  EXPECT_THAT([] { app::figure_named("rok"); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("precision-recall")));
}

TEST(FigureFiles, every_svg_is_well_formed_with_text_title_and_description) {
  JudgedWorkspace made(test_support::seven_images());
  const FigureSource source = read(made);
  for (const app::FigureInfo& info : app::figure_list()) {
    const Parsed parsed = parse(app::figure_svg(app::make_figure(info.name, source)));
    EXPECT_EQ(parsed.error, "") << info.name;
    EXPECT_EQ(parsed.elements.at(0), "svg");
    EXPECT_THAT(parsed.elements, ::testing::IsSupersetOf({"title", "desc", "text"}));
  }
}

TEST(FigureFiles, names_from_outside_are_text_and_no_markup) {
  Figure figure{.name = "x", .title = "<script>&\"'\x01\xff", .panels = {{.missing = "a < b"}}};
  const std::string svg = app::figure_svg(figure);
  EXPECT_EQ(parse(svg).error, "");
  EXPECT_EQ(svg.find("<script"), std::string::npos);
  EXPECT_THAT(svg, HasSubstr("&lt;script&gt;"));
}

TEST(FigureFiles, a_png_has_300_dots_an_inch_and_the_size_of_the_drawing) {
  JudgedWorkspace made(test_support::seven_images());
  const Figure figure = app::make_figure("roc", read(made));
  const auto png = app::figure_png(figure);
  const auto header = engine::image_header(png, "roc.png");
  const std::string svg = app::figure_svg(figure);
  const double width = std::stod(svg.substr(svg.find(" width=\"") + 8));
  EXPECT_NEAR(header.width_px, width * 300 / 96, 1);
  const std::string bytes(reinterpret_cast<const char*>(png.data()), png.size());
  const std::size_t chunk = bytes.find("pHYs");
  ASSERT_NE(chunk, std::string::npos);
  EXPECT_EQ(bytes.substr(chunk + 4, 9), std::string("\0\0\x2e\x23\0\0\x2e\x23\x01", 9));  // 11811 a metre
  const engine::Image image = engine::decode_image(png, "roc.png");                       // the chunk's checksum holds
  EXPECT_EQ(image.pixels[0], 255);
  EXPECT_LT(*std::ranges::min_element(image.pixels), 60);  // there is ink
}

TEST(FigureFiles, the_csv_holds_the_numbers_one_row_a_point) {
  JudgedWorkspace made(test_support::seven_images());
  const std::string csv = app::figure_csv(app::make_figure("confusion", read(made)));
  EXPECT_THAT(csv, ::testing::StartsWith("panel,series,x,y,low,high,what\r\n"));
  EXPECT_THAT(csv, HasSubstr("Confusion matrix,\"true benign, predicted malignant\",,1,,,count\r\n"));
  EXPECT_THAT(csv, HasSubstr("Not a medical device"));
}

TEST(FigureFiles, another_ending_is_refused) {
  EXPECT_NO_THROW(app::require_figure_ending("a.svg"));
  EXPECT_THAT([] { app::require_figure_ending("a.pdf"); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("\".pdf\"")));
}

TEST(FigureTicks, are_round_and_cover_the_data) {
  EXPECT_THAT(app::linear_ticks({0, 1}, 5, true, false).text, ElementsAre("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"));
  const app::Ticks rounded = app::linear_ticks({0.13, 0.87}, 4, false, false);
  EXPECT_LE(rounded.range.low, 0.13);
  EXPECT_GE(rounded.range.high, 0.87);
  EXPECT_THAT(app::linear_ticks({1, 3}, 8, true, true).text, ElementsAre("1", "2", "3"));
  EXPECT_THAT(app::linear_ticks({0, 2000}, 2, false, true).text, ElementsAre("0", "1,000", "2,000"));
  EXPECT_THAT(app::log_ticks({1e-5, 1e-2}).text, ElementsAre("10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²"));
  EXPECT_THAT(app::log_ticks({1e-4, 5e-4}).text,
              ElementsAre("10⁻⁴", "1.5·10⁻⁴", "2·10⁻⁴", "3·10⁻⁴", "4·10⁻⁴", "5·10⁻⁴"));
  EXPECT_THAT(app::log_ticks({0.01, 1}).text, ElementsAre("0.01", "0.1", "1"));
  EXPECT_FALSE(app::log_ticks({1e-3, 1e-3}).at.empty());
  EXPECT_FALSE(app::linear_ticks({0.5, 0.5}, 5, false, false).at.empty());
}

}  // namespace
