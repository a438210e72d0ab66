// Risk against coverage as a figure: a curve for each doubt, its area in the legend.
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/report/figure_files.h"
#include "app/report/figures.h"
#include "tests/app/judged_workspace.h"
#include "tests/app/trained_workspace.h"
#include "tests/app/typed.h"

namespace app {
namespace {
using test_support::JudgedWorkspace;
using test_support::typed;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

RankedDoubt ranked(const std::string& title, const std::vector<int>& wrong, std::vector<double> doubts) {
  RankedDoubt row{.name = title, .title = title};
  row.ranking = ml::risk_coverage(wrong, doubts);
  row.doubts = std::move(doubts);
  return row;
}

// Four images, one of them wrong: the first doubt finds it, the second takes it for the surest.
RiskReport report_of_four() {
  const std::vector<int> wrong{0, 0, 0, 1};
  RiskReport report{.images = {1, 2, 3, 4}, .wrong = wrong};
  report.doubts = {ranked("probability as answered", wrong, {0.1, 0.2, 0.3, 0.4}),
                   ranked("plain view", wrong, {0.4, 0.3, 0.2, 0.1}),
                   {.name = "views", .title = "disagreement of the views", .problem = "the model asks once"}};
  report.notes = {"only 4 images: a guess"};
  return report;
}

struct RiskFigure : ::testing::Test {
  FigureSource source() { return read_figure_source(made.workspace, {.run = made.run, .split = "val"}, {}); }
  JudgedWorkspace made{test_support::seven_images()};
};

TEST_F(RiskFigure, has_a_curve_for_each_doubt_with_its_area_in_the_legend_and_the_best_possible_one) {
  FigureSource measured = source();
  measured.risk = report_of_four();
  const Figure figure = make_figure("risk-coverage", measured);
  ASSERT_EQ(figure.panels.size(), 1U);
  const auto& curves = figure.panels[0].series;
  ASSERT_EQ(curves.size(), 3U);
  EXPECT_EQ(curves[0].name, "probability as answered, area 0.062");
  EXPECT_THAT(curves[0].x, ElementsAre(0.25, 0.5, 0.75, 1));
  EXPECT_THAT(curves[0].y, ElementsAre(0, 0, 0, 0.25));
  EXPECT_EQ(curves[1].name, "plain view, area 0.521");  // (1 + 1/2 + 1/3 + 1/4) / 4
  EXPECT_THAT(curves[1].y, ElementsAre(1, 0.5, ::testing::DoubleEq(1.0 / 3), 0.25));
  EXPECT_EQ(curves[2].name, "perfect ranking, area 0.062");
  EXPECT_TRUE(curves[2].dashed);
  EXPECT_THAT(figure.caption.notes, AllOf(Contains(HasSubstr("disagreement of the views (the model asks once)")),
                                          Contains("Only 4 images: a guess")));
  EXPECT_THAT(figure_svg(figure), HasSubstr("area 0.521"));
}

TEST_F(RiskFigure, marks_the_share_that_is_answered) {
  FigureSource measured = source();
  measured.risk = report_of_four();
  measured.answered_share = 0.8;
  const Figure figure = make_figure("risk-coverage", measured);
  ASSERT_EQ(figure.panels[0].guides.size(), 1U);
  EXPECT_EQ(figure.panels[0].guides[0].text, "answered 80 %");
}

TEST_F(RiskFigure, begins_where_ten_images_are_answered_once_there_are_many) {
  std::vector<int> wrong(200, 0);
  std::vector<double> doubts;
  for (int i = 0; i < 200; ++i) doubts.push_back(i);
  wrong.front() = 1;
  FigureSource measured = source();
  measured.risk = RiskReport{.images = std::vector<ImageId>(200), .wrong = wrong};
  measured.risk->doubts = {ranked("probability", wrong, doubts)};
  const Figure figure = make_figure("risk-coverage", measured);
  EXPECT_EQ(figure.panels[0].series[0].x.front(), 0.05);
  EXPECT_NEAR(figure.panels[0].y.range->high, 0.11, 1e-12);
  EXPECT_THAT(figure.caption.text, HasSubstr("begin where 10 images are answered"));
}

TEST_F(RiskFigure, that_was_not_measured_says_so_and_so_does_one_whose_model_is_gone) {
  FigureSource unmeasured = source();
  EXPECT_THAT(make_figure("risk-coverage", unmeasured).panels[0].missing, HasSubstr("nevus plot does"));
  measure_risk(made.workspace, unmeasured, {});
  EXPECT_THAT(make_figure("risk-coverage", unmeasured).panels[0].missing, HasSubstr("No doubt can be had"));
  FigureSource of_epoch = read_figure_source(made.workspace, {.run = made.run, .epoch = 1}, {});
  of_epoch.problem.clear();
  measure_risk(made.workspace, of_epoch, {});
  EXPECT_THAT(of_epoch.risk_problem, HasSubstr("is of epoch 2, not of epoch 1"));
}

TEST(RiskFigureOfARun, is_drawn_by_plot) {
  const test_support::TrainedWorkspace run(60);
  const std::string file = (run.folder / "risk.svg").string();
  const Json done = typed(cli::add_plot, {"plot", run.place(), "risk-coverage", "-o", file}).json;
  EXPECT_EQ(done.at("missing").size(), 0U);
  std::ostringstream svg;
  svg << std::ifstream(file).rdbuf();
  EXPECT_THAT(svg.str(), AllOf(HasSubstr("probability as answered, area 0."), HasSubstr("5 heads, all doubt, area 0."),
                               HasSubstr("perfect ranking"), HasSubstr("Not a medical device")));
}

}  // namespace
}  // namespace app
