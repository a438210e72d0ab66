// The live view drawn without a renderer: what the mouse and the keyboard do with its charts and its matrix.
#include "app/pages/train/live_panel.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/pages/common/run_charts.h"
#include "app/shell/epoch_strip.h"
#include "engine/ui/imgui_input.h"
#include "tests/app/drawn_frame.h"

namespace app {
namespace {

class NoThumbnails : public Thumbnails {
 public:
  std::uint64_t texture(ImageId) override { return 0; }
};

class LivePanel : public test_support::DrawnFrame {
 protected:
  LivePanel() : DrawnFrame({1200, 900}) {}

  void size(float width, float height) { ImGui::GetIO().DisplaySize = {width, height}; }

  void run_of(int epochs) {
    RunView& run = models_.run;
    run.run = 1;
    run.best_epoch = 2;
    for (int epoch = 1; epoch <= epochs; ++epoch) {
      EpochView view{.epoch = epoch,
                     .train_loss = 1 / static_cast<float>(epoch),
                     .val_loss = 1.2F / static_cast<float>(epoch),
                     .learning_rate = 1e-3F};
      view.val[Metric::Auc] = 0.8;
      run.epochs_done.push_back(view);
    }
  }
  void evaluation_of(int groups) {
    EvaluationView& evaluation = models_.run.evaluation;
    evaluation.epoch = 2;
    for (int i = 0; i < groups; ++i) evaluation.groups.push_back("class " + std::to_string(i));
    for (int i = 0; i < groups * groups; ++i) evaluation.confusion.push_back(i % 7);
    for (const int count : evaluation.confusion) evaluation.n += count;
    if (groups == 2) evaluation.roc = {{0, 0, 2}, {0, 0.5F, 0.8F}, {0.5F, 1, 0.4F}, {1, 1, 0.1F}};
  }

  void frame() {
    landmarks_.clear();
    ImGui::NewFrame();
    focus_.begin_frame(keys_);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("page", nullptr, ImGuiWindowFlags_NoDecoration);
    PageContext page{models_, commands_, thumbnails_, {fonts_, theme_, landmarks_, focus_}};
    TrainContext context{page, view_};
    draw_live(context, {{0, 0}, ImGui::GetIO().DisplaySize});
    ImGui::End();
    focus_.end_frame();
    ImGui::Render();
  }
  ImVec2 centre_of(const std::string& landmark, float along = 0.5F) {
    const auto place = landmarks_.find(landmark);
    EXPECT_TRUE(place) << landmark;
    if (!place) return {};
    return {place->x_px + place->width_px * along, place->y_px + place->height_px / 2};
  }
  void mouse(ImVec2 at, bool down) {
    ImGui::GetIO().MousePos = at;
    ImGui::GetIO().MouseDown[0] = down;
    frame();
  }
  void keys(const widgets::FocusKeys& pressed) {
    keys_ = pressed;
    frame();
    keys_ = {};
  }
  template <class Wanted>
  const Wanted* asked_for() {
    taken_ = commands_.take();
    for (const Command& command : taken_)
      if (const auto* found = command.as<Wanted>()) return found;
    return nullptr;
  }

  Models models_;
  TrainView view_;
  NoThumbnails thumbnails_;
  CommandQueue commands_;
  std::vector<Command> taken_;
  widgets::FocusKeys keys_;
};

TEST_F(LivePanel, numbers_of_training_say_that_they_are_by_the_labels_of_then) {
  run_of(3);
  evaluation_of(2);
  EXPECT_EQ(metrics_title(models_.run), "Metrics at 0.5, uncalibrated, by the labels of training");
  EXPECT_EQ(metrics_title(models_.run, false), "Metrics, labels of training");
  EXPECT_EQ(epoch_tip(models_, 2), "epoch 2 of 3, validation AUC 0.800 by the labels of training, the best");
}

TEST_F(LivePanel, in_a_narrow_window_the_metrics_are_chosen_by_a_button_with_a_word) {
  size(606, 640);  // of a window of 1024 x 768, beside the form
  run_of(2);
  evaluation_of(2);
  frame();
  frame();
  const auto choose = landmarks_.find("train.metrics");
  ASSERT_TRUE(choose);
  EXPECT_GE(choose->width_px, 90);
}

TEST_F(LivePanel, the_mouse_over_one_chart_reads_all_of_them_off_at_the_same_epoch) {
  run_of(11);
  frame();
  mouse(centre_of("train.chart.loss"), false);
  frame();
  ASSERT_TRUE(view_.live.plots.cursor());
  EXPECT_EQ(*view_.live.plots.cursor(), 6);
  mouse(centre_of("train.chart.rate", 0.999F), false);
  frame();
  EXPECT_EQ(*view_.live.plots.cursor(), 11);
  mouse({2, 2}, false);
  frame();
  frame();
  EXPECT_FALSE(view_.live.plots.cursor());
}

TEST_F(LivePanel, a_drag_along_the_roc_chooses_the_threshold_and_with_shift_the_images_between_two) {
  size(1600, 1000);
  run_of(3);
  evaluation_of(2);
  frame();
  frame();
  const auto roc = landmarks_.find("train.roc");
  ASSERT_TRUE(roc);
  const auto at = [&roc](float x, float y) {
    return ImVec2{roc->x_px + x * roc->width_px, roc->y_px + (1 - y) * roc->height_px};
  };
  mouse(at(0.49F, 0.98F), false);
  mouse(at(0.49F, 0.98F), true);
  const auto* threshold = asked_for<SetThreshold>();
  ASSERT_NE(threshold, nullptr);
  EXPECT_FLOAT_EQ(threshold->threshold, 0.4F);
  mouse(at(0.01F, 0.5F), false);
  frame();
  commands_.take();
  engine::feed_imgui(engine::KeyChanged{.name = "shift", .down = true});
  mouse(at(0.01F, 0.5F), true);
  EXPECT_EQ(asked_for<SetFilter>(), nullptr) << "one point is no stretch";
  mouse(at(0.49F, 0.98F), true);
  const auto* filter = asked_for<SetFilter>();
  ASSERT_NE(filter, nullptr);
  EXPECT_EQ(filter->filter.splits, std::vector{Split::Val});
  ASSERT_TRUE(filter->filter.score);
  EXPECT_EQ(filter->filter.score->group, 1);
  EXPECT_FLOAT_EQ(static_cast<float>(filter->filter.score->low), 0.4F);
  EXPECT_FLOAT_EQ(static_cast<float>(filter->filter.score->high), 0.8F);
}

TEST_F(LivePanel, a_drag_zooms_all_charts_a_double_click_shows_all_again_and_a_click_shows_the_epoch) {
  run_of(11);
  frame();
  frame();
  const ImVec2 from = centre_of("train.chart.loss", 0.2F), to = centre_of("train.chart.loss", 0.6F);
  mouse(from, false);
  mouse(from, true);
  mouse(to, true);
  mouse(to, false);
  EXPECT_TRUE(view_.live.plots.zoomed());
  EXPECT_NEAR(view_.live.plots.range().low, 3, 0.1);
  EXPECT_NEAR(view_.live.plots.range().high, 7, 0.1);
  EXPECT_EQ(asked_for<ShowRun>(), nullptr) << "a drag is no click";
  view_.live.plots.reset();
  const ImVec2 middle = centre_of("train.chart.metrics");
  for (const bool down : {false, true, false}) mouse(middle, down);
  const auto* shown = asked_for<ShowRun>();
  ASSERT_NE(shown, nullptr);
  EXPECT_EQ(shown->epoch, 6);
  view_.live.plots.zoom_to(2, 4);
  for (const bool down : {false, true, false, true, false}) mouse(middle, down);
  EXPECT_FALSE(view_.live.plots.zoomed());
}

TEST_F(LivePanel, a_chart_is_read_off_with_the_arrows_and_Enter_shows_the_epoch) {
  run_of(11);
  models_.run.evaluation.epoch = 2;
  frame();
  focus_.want("train.chart.loss");
  frame();
  keys({.right = true});
  EXPECT_EQ(view_.live.plots.cursor(), 3);
  frame();
  EXPECT_EQ(view_.live.plots.cursor(), 3) << "it stays";
  keys({.right = true, .large = true});
  EXPECT_EQ(view_.live.plots.cursor(), 11);
  keys({.press = true});
  const auto* shown = asked_for<ShowRun>();
  ASSERT_NE(shown, nullptr);
  EXPECT_EQ(shown->epoch, 11);
}

TEST_F(LivePanel, a_run_that_trains_keeps_showing_its_newest_epoch) {
  run_of(5);
  models_.run.live = true;
  frame();
  for (const bool down : {false, true, false}) mouse(centre_of("train.chart.loss"), down);
  EXPECT_EQ(asked_for<ShowRun>(), nullptr);
}

TEST_F(LivePanel, the_matrix_is_one_stop_whose_cells_are_walked_with_the_arrows) {
  run_of(3);
  evaluation_of(7);
  frame();
  focus_.want("train.matrix");
  frame();
  keys({.down = true});
  keys({.down = true});
  keys({.right = true});
  keys({.press = true});
  const auto* filter = asked_for<SetFilter>();
  ASSERT_NE(filter, nullptr);
  EXPECT_EQ(filter->filter.pairs, (std::vector<GroupPair>{{2, 1}}));
}

// Any index with two columns of 0 and 1 has two such targets.
TEST_F(LivePanel, a_cell_of_the_matrix_shows_the_target_of_the_run_and_not_another_with_groups_of_the_same_names) {
  ClassList list;
  list.classes = {{1, "a"}, {2, "b"}};
  list.targets = {{"malignant", "", {"class 0", "class 1"}, {0, 1}},
                  {"melanocytic", "", {"class 0", "class 1"}, {1, 0}}};
  models_.gallery.replace(ImageTable(list));
  models_.gallery.show_target("malignant");
  run_of(3);
  evaluation_of(2);
  models_.run.evaluation.question.target = "melanocytic";
  view_.live.part = EvaluationPart::Matrix;
  frame();
  frame();
  for (const bool down : {false, true, false}) mouse(centre_of("train.matrix.1.0"), down);
  const auto* target = asked_for<SetTarget>();
  ASSERT_NE(target, nullptr);
  EXPECT_EQ(target->target, "melanocytic");
}

TEST_F(LivePanel, forty_classes_are_drawn_at_every_size_with_all_their_cells) {
  run_of(3);
  evaluation_of(40);
  for (const ImVec2 display : {ImVec2{1200, 900}, ImVec2{860, 700}, ImVec2{590, 530}, ImVec2{400, 300}}) {
    size(display.x, display.y);
    frame();
    frame();
    for (const char* cell : {"train.matrix.0.0", "train.matrix.39.39", "train.matrix.17.23"})
      EXPECT_TRUE(landmarks_.find(cell)) << cell << " at " << display.x;
  }
}

TEST_F(LivePanel, the_curve_of_two_groups_is_steered_by_the_threshold_and_of_more_it_is_not) {
  run_of(3);
  evaluation_of(2);
  models_.run.evaluation.threshold = 0.5F;
  frame();
  focus_.want("train.roc");
  frame();
  keys({.right = true});
  const auto* threshold = asked_for<SetThreshold>();
  ASSERT_NE(threshold, nullptr);
  EXPECT_FLOAT_EQ(threshold->threshold, 0.4F);
  models_.run.evaluation = {};
  evaluation_of(3);
  keys({.right = true});
  EXPECT_EQ(asked_for<SetThreshold>(), nullptr);
}

TEST_F(LivePanel, a_threshold_that_is_only_looked_at_has_a_chip_that_goes_back_to_the_one_that_is_kept) {
  run_of(3);
  evaluation_of(2);
  view_.live.part = EvaluationPart::Numbers;
  models_.run.evaluation.threshold = 0.53F;
  models_.run.runs = {RunRow{.id = 1, .name = "run 1", .summary = "", .when = "", .threshold = 0.17}};
  frame();
  EXPECT_FALSE(landmarks_.find("train.looked_at")) << "it is the run's own";
  models_.run.looked_at = {1};
  frame();
  mouse(centre_of("train.looked_at"), false);
  mouse(centre_of("train.looked_at"), true);
  mouse(centre_of("train.looked_at"), false);
  const auto* back = asked_for<SetThreshold>();
  ASSERT_NE(back, nullptr);
  EXPECT_FLOAT_EQ(back->threshold, 0.17F);
  EXPECT_FALSE(back->kept);
}

TEST_F(LivePanel, long_words_of_a_calibration_stay_inside_their_card) {
  run_of(2);
  evaluation_of(2);
  models_.run.calibration = {.fitted = true, .on = true, .words = "calibrated on val: " + std::string(200, '8')};
  view_.live.part = EvaluationPart::Numbers;
  for (const float width : {1024.0F, 1280.0F}) {
    size(width, 640);
    for (int i = 0; i < 3; ++i) frame();
    const auto chip = landmarks_.find("train.calibration");
    ASSERT_TRUE(chip);
    EXPECT_LT(chip->x_px + chip->width_px, width);
  }
}

TEST_F(LivePanel, nothing_there_at_all_is_drawn_without_harm) {
  for (const ImVec2 display : {ImVec2{1200, 900}, ImVec2{590, 530}, ImVec2{300, 200}}) {
    size(display.x, display.y);
    frame();
    frame();
  }
  run_of(1);
  models_.run.epochs_done[0].train_loss = models_.run.epochs_done[0].val_loss = kUnknown;
  models_.run.not_measurable = "no labelled image of the split val has a prediction";
  frame();
  EXPECT_TRUE(landmarks_.find("train.chart.loss"));
}

TEST_F(LivePanel, while_a_run_trains_the_strip_says_what_the_other_pages_show_and_train_has_none) {
  models_.gallery.replace(ImageTable(ClassList{}));
  RunView& run = models_.run;
  run.run = 5;
  run.runs = {{5, "run 5"}, {4, "run 4"}};
  run.live = true;
  EXPECT_FALSE(has_epoch_strip(models_, "library"));
  auto scores = std::make_shared<RunScores>();
  scores->run = 4;
  scores->name = "run 4";
  scores->groups = {"benign", "malignant"};
  scores->best_epoch = 5;
  scores->epochs[5] = {};
  models_.gallery.show_run(scores, 5);
  for (const int epochs : {0, 1, 2}) {
    run.epochs_done.clear();
    run_of(epochs);
    run.run = 5;
    run.evaluation.epoch = epochs;
    EXPECT_TRUE(has_epoch_strip(models_, "library")) << epochs;
    EXPECT_FALSE(has_epoch_strip(models_, "train")) << "the numbers would give way to it";
  }
  EXPECT_EQ(words_while_one_trains(models_), "run 5 trains; shown: run 4, epoch 5");
  run.live = false;
  EXPECT_TRUE(has_epoch_strip(models_, "train"));
}

TEST_F(LivePanel, another_run_is_offered_from_the_pages_that_show_one_also_before_the_one_that_trains_is_known) {
  models_.run.live = true;
  models_.run.runs.resize(2);
  EXPECT_FALSE(has_other_run(models_)) << "no page shows any";
  auto scores = std::make_shared<RunScores>();
  scores->run = 4;
  models_.gallery.show_run(scores, 0);
  EXPECT_TRUE(has_other_run(models_));
  models_.run.runs.resize(1);
  EXPECT_FALSE(has_other_run(models_));
}

// What a frame draws of a hundred thousand batches is no more than of a thousand.
TEST_F(LivePanel, a_frame_does_not_grow_with_the_batches) {
  run_of(10);
  const auto vertices = [&](std::size_t steps) {
    models_.run.step_loss.clear();
    for (std::size_t i = 0; i < steps; ++i) models_.run.step_loss.push_back(static_cast<float>(i % 13));
    models_.run.steps_per_epoch = static_cast<float>(steps) / 10;
    frame();
    frame();
    return ImGui::GetDrawData()->TotalVtxCount;
  };
  const int few = vertices(2000);
  EXPECT_LT(vertices(200'000), few * 3 / 2);
}

}  // namespace
}  // namespace app
