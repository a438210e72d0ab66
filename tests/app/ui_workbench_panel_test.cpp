// Whole frames of the workbench without a renderer: what is touched, and what clicks ask for.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include "engine/ui/imgui_input.h"
#include "tests/app/drawn_workbench.h"

namespace app {
namespace {

class WorkbenchPanel : public test_support::DrawnWorkbench {};

std::vector<EpochView> three_epochs() {
  std::vector<EpochView> epochs;
  for (int epoch = 1; epoch <= 3; ++epoch) {
    EpochView view{.epoch = epoch, .train_loss = 0.5F, .val_loss = 0.6F};
    view.val[Metric::Auc] = 0.8;
    epochs.push_back(view);
  }
  return epochs;
}

// Notes where it was drawn.
class PlacedPage : public Page {
 public:
  explicit PlacedPage(PageInfo info) : info_(std::move(info)) {}
  const PageInfo& info() const override { return info_; }
  void draw(PageContext&, widgets::Rect in) override { place = in; }
  widgets::Rect place;

 private:
  PageInfo info_;
};

TEST_F(WorkbenchPanel, the_strip_of_epochs_keeps_the_distance_of_cards_from_the_page) {
  fill(4);
  models_.run.run = 1;
  models_.run.epochs_done = three_epochs();
  PlacedPage page(page_infos_[0]);
  page_ = &page;
  frame();
  const auto track = landmarks_.find("epochs.track");
  ASSERT_TRUE(track);
  EXPECT_FLOAT_EQ(track->y_px - page.place.high.y, theme_.gap_px);
}

TEST_F(WorkbenchPanel, of_ten_thousand_images_asks_only_for_the_visible_thumbnails) {
  fill(10'000);
  frame();
  frame();
  EXPECT_GE(thumbnails_.asked.size(), 20U);
  EXPECT_LE(thumbnails_.asked.size(), 100U);
}

TEST_F(WorkbenchPanel, an_empty_workspace_says_what_to_do_on_every_page) {
  for (Page* page : std::initializer_list<Page*>{&library_page_, &train_page_, &inspect_page_}) {
    page_ = page;
    frame();
    EXPECT_TRUE(landmarks_.find("nav.train"));
  }
}

TEST_F(WorkbenchPanel, a_class_chip_filters_by_its_class) {
  fill(10);
  click("library.class.mel");
  const auto* filter = asked_for<SetFilter>();
  ASSERT_NE(filter, nullptr);
  EXPECT_EQ(filter->filter.classes, std::vector<ClassId>{2});
}

TEST_F(WorkbenchPanel, a_click_on_a_tile_selects_it_and_a_label_button_labels_the_selection) {
  fill(10);
  click("library.tile.3");
  const auto* selection = asked_for<SelectImages>();
  ASSERT_NE(selection, nullptr);
  EXPECT_EQ(selection->rows, std::vector<Row>{3});
  models_.gallery.select(std::vector<Row>{1, 2}, Row{1});
  models_.image.image = 2;
  click("label.mel");
  const auto* relabel = asked_for<RelabelImages>();
  ASSERT_NE(relabel, nullptr);
  EXPECT_EQ(relabel->rows, (std::vector<Row>{1, 2}));
  EXPECT_EQ(relabel->to, models_.gallery.table().class_list().classes[1].id);
}

TEST_F(WorkbenchPanel, shift_selects_from_the_anchor_and_can_take_back) {
  fill(10);
  models_.gallery.select(std::vector<Row>{2}, Row{2});
  const auto shift_click = [&](const char* tile) {
    engine::feed_imgui(engine::KeyChanged{.name = "shift", .down = true});
    click(tile);
    engine::feed_imgui(engine::KeyChanged{.name = "shift", .down = false});
    const auto* asked = asked_for<SelectImages>();
    const SelectImages selection = asked == nullptr ? SelectImages{} : *asked;
    models_.gallery.select(selection.rows, selection.focus, selection.keeps_anchor);
    return selection.rows;
  };
  EXPECT_EQ(shift_click("library.tile.5"), (std::vector<Row>{2, 3, 4, 5}));
  EXPECT_EQ(shift_click("library.tile.3"), (std::vector<Row>{2, 3}));
  EXPECT_EQ(shift_click("library.tile.0"), (std::vector<Row>{0, 1, 2}));
  EXPECT_EQ(models_.gallery.anchor(), Row{2});
  EXPECT_EQ(models_.gallery.focus(), Row{0});
}

TEST_F(WorkbenchPanel, a_cell_of_the_confusion_matrix_shows_exactly_its_images) {
  fill(10);
  page_ = &train_page_;
  EvaluationView& evaluation = models_.run.evaluation;
  evaluation.groups = {"benign", "malignant"};
  evaluation.confusion = {3, 1, 2, 4};
  evaluation.epoch = 1;
  click("train.matrix.1.0");
  const auto* filter = asked_for<SetFilter>();
  ASSERT_NE(filter, nullptr);
  EXPECT_EQ(filter->filter.splits, std::vector<Split>{Split::Val});
  EXPECT_EQ(filter->filter.pairs, (std::vector<GroupPair>{{1, 0}}));
}

TEST_F(WorkbenchPanel, a_matrix_of_another_target_takes_the_library_along) {
  fill(10, true);
  page_ = &train_page_;
  EvaluationView& evaluation = models_.run.evaluation;
  evaluation.groups = {"nv", "mel"};
  evaluation.question.target = "diagnosis";
  evaluation.confusion = {3, 1, 2, 4};
  evaluation.epoch = 1;
  click("train.matrix.0.1");
  const auto* target = asked_for<SetTarget>();
  ASSERT_NE(target, nullptr);
  EXPECT_EQ(target->target, "diagnosis");
  EXPECT_TRUE(taken_.front().as<SetTarget>() != nullptr) << "the filter's groups are those of the new target";
}

TEST_F(WorkbenchPanel, dragging_over_tiles_selects_those_it_touches) {
  fill(40);
  frame();
  frame();
  const auto first = landmarks_.find("library.tile.0"), second = landmarks_.find("library.tile.1");
  ASSERT_TRUE(first && second);
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = {first->x_px + 30, first->y_px + 30};
  frame();
  io.MouseDown[0] = true;
  frame();
  io.MousePos = {second->x_px + 30, second->y_px + 60};
  frame();
  commands_.take();
  io.MouseDown[0] = false;
  frame();
  const auto* selection = asked_for<SelectImages>();
  ASSERT_NE(selection, nullptr);
  EXPECT_EQ(selection->rows, (std::vector<Row>{0, 1}));
}

TEST_F(WorkbenchPanel, a_run_that_cannot_be_measured_is_shown_with_the_reason_on_every_page) {
  fill(10);
  models_.image.image = 1;
  models_.image.model_problem = "reading a model: the file is missing";
  models_.run.run = 1;
  models_.run.not_measurable = "its classes have changed";
  for (Page* page : std::initializer_list<Page*>{&library_page_, &train_page_, &inspect_page_}) {
    page_ = page;
    frame();
    frame();
    EXPECT_TRUE(landmarks_.find("nav.train"));
  }
}

TEST_F(WorkbenchPanel, another_run_is_chosen_at_the_strip_of_every_page_in_a_narrow_window_too) {
  fill(10);
  models_.run.epochs_done = three_epochs();
  models_.run.run = 2;
  models_.run.runs = {{2, "run 2"}, {1, "run 1"}};
  for (const float width : {1600.0F, 1024.0F}) {
    ImGui::GetIO().DisplaySize = {width, 768};
    for (Page* page : std::initializer_list<Page*>{&library_page_, &train_page_, &inspect_page_}) {
      page_ = page;
      click("epochs.run");
      click("epochs.run.run 1");
      const auto* show = asked_for<ShowRun>();
      ASSERT_NE(show, nullptr) << page->info().id << " " << width;
      EXPECT_EQ(show->run, 1);
      EXPECT_EQ(show->epoch, 0) << "its best";
      frame();
    }
  }
  shell_.focus_runs = true;
  frame();
  frame();
  EXPECT_EQ(focus_.current(), "epochs.run") << "as the palette asks for";
}

TEST_F(WorkbenchPanel, a_slider_of_the_overlay_asks_for_another_style) {
  fill(10);
  models_.image.image = 1;
  click("heat.opacity");
  const auto* style = asked_for<SetHeatStyle>();
  ASSERT_NE(style, nullptr);
  EXPECT_NE(style->style.opacity, models_.image.heat.style.opacity);
  EXPECT_EQ(style->style.threshold, models_.image.heat.style.threshold);
}

TEST_F(WorkbenchPanel, tab_reaches_every_control_of_a_page_and_leads_back_to_its_images) {
  fill(10, true);
  models_.image.image = 1;
  models_.run.epochs_done = three_epochs();
  models_.run.run = 1;
  models_.run.runs = {{1, "run 1"}};
  models_.run.evaluation.groups = {"benign", "malignant"};
  models_.run.evaluation.confusion = {3, 1, 2, 4};
  models_.run.evaluation.roc = {{0, 0, 1}, {0, 1, 0.5F}, {1, 1, 0}};
  models_.run.evaluation.epoch = 1;
  train_page_.view.recipes = {{"", "By hand"}};
  train_page_.view.models = {{"starter", "Starter"}};
  train_page_.view.open_groups.insert(ml::SettingGroup::Balance);
  const std::pair<Page*, std::vector<std::string>> pages[] = {
      {&library_page_,
       {"nav.menu", "nav.train", "nav.shortcuts", "nav.about", "header.search", "header.target", "header.train",
        "library.all", "library.class.mel", "library.sort.label", "library.tile_size", "label.mel", "heat.opacity",
        "heat.map.jet", "side.image", "status.messages"}},
      {&inspect_page_, {"inspect.label.nv", "heat.visible", "heat.threshold", "heat.cells"}},
      {&train_page_,
       {"train.recipe",        "train.model",         "train.target",    "train.depth.tail",    "train.epochs",
        "train.rate",          "train.seed",          "train.criterion", "train.class_weights", "train.settings",
        "train.start",         "train.run.1",         "train.threshold", "train.chart.loss",    "train.smoothing",
        "train.metrics",       "train.chart.metrics", "train.curve.PR",  "train.roc",           "train.matrix",
        "train.matrix_shares", "train.form_shown"}}};
  for (const auto& [page, wanted] : pages) {
    page_ = page;
    frame();
    std::set<std::string> reached;
    keys_.next = true;
    for (int i = 0; i < 200; ++i) {
      frame();
      if (!focus_.visible()) break;
      reached.insert(focus_.current());
    }
    keys_ = {};
    EXPECT_FALSE(focus_.visible()) << "it leads back to the images";
    for (const std::string& name : wanted) EXPECT_TRUE(reached.contains(name)) << name;
  }
}

TEST_F(WorkbenchPanel, a_slider_is_moved_by_arrows_and_a_chip_pressed_by_a_key) {
  fill(10);
  models_.image.image = 1;
  frame();
  focus_.want("heat.opacity");
  frame();
  keys_.right = true;
  frame();
  keys_ = {};
  const auto* style = asked_for<SetHeatStyle>();
  ASSERT_NE(style, nullptr);
  EXPECT_NEAR(style->style.opacity, models_.image.heat.style.opacity + 0.01F, 1e-5);
  focus_.want("library.class.mel");
  frame();
  keys_.press = true;
  frame();
  keys_ = {};
  const auto* filter = asked_for<SetFilter>();
  ASSERT_NE(filter, nullptr);
  EXPECT_EQ(filter->filter.classes, std::vector<ClassId>{2});
}

}  // namespace
}  // namespace app
