// Where images stand on the Wall: each layout as a function of the gallery, the way to a neighbour, the lasso.
#include "app/pages/wall/wall_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "app/pages/wall/wall_camera.h"
#include "app/pages/wall/wall_sprites.h"

namespace {
using app::Gallery;
using app::Row;
using app::WallKind;
using app::WallLayout;
using app::WallPlace;

// Ten images, benign below row 6 and malignant from there on, all validating; `scores` of malignant for two epochs.
class WallLayoutTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kImages = 10;

  void SetUp() override {
    app::ClassList list;
    list.classes = {{11, "nv", "nevus"}, {12, "mel", "melanoma"}};
    list.targets = {{"malignant", "", {"benign", "malignant"}, {0, 1}}};
    gallery_.replace(app::ImageTable(list));
    add_images();
  }
  void add_images() {
    app::TableNews news;
    for (std::size_t i = 0; i < kImages; ++i) {
      app::ImageFacts facts;
      facts.id = static_cast<app::ImageId>(100 + i);
      facts.path = "/x/" + std::string(1, static_cast<char>('a' + i)) + ".jpg";
      facts.sha256 = std::string(64, '0');
      facts.label = facts.imported = i < 6 ? 11 : 12;
      facts.split = app::Split::Val;
      news.added.push_back(facts);
    }
    gallery_.apply(news);
    gallery_.show_target("malignant");
  }

  static std::shared_ptr<const app::ScoreSet> set_of(const std::vector<float>& scores) {
    std::vector<Row> rows;
    std::vector<float> probabilities;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      rows.push_back(static_cast<Row>(i));
      probabilities.push_back(1 - scores[i]);
      probabilities.push_back(scores[i]);
    }
    return app::make_score_set(2, rows, probabilities);
  }
  void show_run(const std::vector<std::vector<float>>& epochs) {
    auto run = std::make_shared<app::RunScores>();
    run->run = 1;
    run->name = "run 1";
    run->target = "malignant";
    run->groups = {"benign", "malignant"};
    for (std::size_t i = 0; i < epochs.size(); ++i)
      run->epochs[static_cast<int>(i) + 1].by_split[static_cast<std::size_t>(app::Split::Val)] = set_of(epochs[i]);
    gallery_.show_run(run, static_cast<int>(epochs.size()));
  }
  WallLayout layout(WallKind kind) const { return app::lay_out(gallery_, {.kind = kind, .aspect = 1.6F}); }

  static void expect_apart(const WallLayout& layout) {
    for (std::size_t a = 0; a < layout.places.size(); ++a) {
      for (std::size_t b = a + 1; b < layout.places.size(); ++b) {
        const WallPlace &p = layout.places[a], &q = layout.places[b];
        if (p.size <= 0 || q.size <= 0) continue;
        const float apart = std::max(std::abs(p.x - q.x), std::abs(p.y - q.y));
        EXPECT_GE(apart, (p.size + q.size) / 2 - 0.01F) << a << " and " << b;
      }
    }
  }
  static void expect_inside(const WallLayout& layout) {
    for (const WallPlace& place : layout.places) {
      if (place.size <= 0) continue;
      EXPECT_GE(place.x, layout.low_x);
      EXPECT_LE(place.x, layout.high_x);
      EXPECT_GE(place.y, layout.low_y);
      EXPECT_LE(place.y, layout.high_y);
    }
  }

  const std::vector<float> scores_{0.05F, 0.1F, 0.2F, 0.3F, 0.45F, 0.7F, 0.35F, 0.6F, 0.8F, 0.95F};
  Gallery gallery_;
};

TEST_F(WallLayoutTest, the_grid_stands_in_the_gallerys_order_and_shows_what_passes_the_filter) {
  gallery_.set_sort({app::SortKey::Name, true});
  const WallLayout all = layout(WallKind::Grid);
  EXPECT_EQ(all.placed, kImages);
  for (std::size_t i = 0; i + 1 < kImages; ++i) {
    const WallPlace &a = all.places[gallery_.rows()[i]], &b = all.places[gallery_.rows()[i + 1]];
    EXPECT_TRUE(b.y > a.y || (b.y == a.y && b.x == a.x + 1));
  }
  expect_apart(all);
  expect_inside(all);
  app::Filter filter;
  filter.classes = {12};
  gallery_.set_filter(filter);
  const WallLayout some = layout(WallKind::Grid);
  EXPECT_EQ(some.placed, 4U);
  EXPECT_EQ(some.places[0].size, 0);
  EXPECT_GT(some.places[9].size, 0);
}

TEST_F(WallLayoutTest, scores_stand_on_their_side_of_the_threshold_and_of_their_label) {
  show_run({scores_});
  for (const double threshold : {0.0, 0.2, 0.33, 0.5, 0.7, 0.951, 1.0}) {
    gallery_.set_threshold(threshold);
    const WallLayout all = layout(WallKind::Scores);
    ASSERT_TRUE(all.threshold);
    const float line = all.threshold->x(static_cast<float>(threshold));
    EXPECT_NEAR(all.threshold->line, line, 0.6F) << "the columns part beside it";
    for (Row row = 0; row < kImages; ++row) {
      EXPECT_EQ(all.places[row].x > all.threshold->line, gallery_.predictions().predicted(row) == 1)
          << row << " at " << threshold;
      EXPECT_EQ(all.places[row].y < 0, gallery_.group(row) == 1) << row;
    }
    expect_apart(all);
    expect_inside(all);
    EXPECT_NEAR(all.threshold->at(line), threshold, 1e-5);
  }
}

TEST_F(WallLayoutTest, dragging_the_threshold_keeps_the_frame_so_that_nothing_else_jumps) {
  show_run({scores_});
  gallery_.set_threshold(0.5);
  const WallLayout before = layout(WallKind::Scores);
  gallery_.set_threshold(0.65);
  const WallLayout after = layout(WallKind::Scores);
  EXPECT_EQ(before.low_x, after.low_x);
  EXPECT_EQ(before.high_y, after.high_y);
  std::size_t moved = 0;
  for (Row row = 0; row < kImages; ++row) moved += before.places[row] == after.places[row] ? 0U : 1U;
  EXPECT_EQ(moved, 1U) << "the one of 0.6";
}

TEST_F(WallLayoutTest, no_threshold_makes_a_column_higher_than_the_layout_or_puts_an_image_on_the_wrong_side) {
  constexpr std::size_t kMany = 400;
  app::TableNews news;
  for (std::size_t i = kImages; i < kMany; ++i) {
    app::ImageFacts facts;
    facts.id = static_cast<app::ImageId>(100 + i);
    facts.path = "/x/" + std::to_string(i) + ".jpg";
    facts.sha256 = std::string(64, '0');
    facts.label = facts.imported = i % 7 == 0 ? 12 : 11;
    facts.split = app::Split::Val;
    news.added.push_back(facts);
  }
  gallery_.apply(news);
  std::vector<float> scores(kMany);  // most of them low, as of benign ones
  for (std::size_t i = 0; i < kMany; ++i) {
    const float share = static_cast<float>((i * 37) % kMany) / static_cast<float>(kMany);
    scores[i] = share * share * share;
  }
  show_run({scores});
  for (int step = 0; step <= 200; ++step) {
    const double threshold = step < 100 ? step / 2000.0 : (step - 100) / 100.0;
    gallery_.set_threshold(threshold);
    const WallLayout all = layout(WallKind::Scores);
    ASSERT_TRUE(all.threshold);
    float low_y = 0, high_y = 0;
    for (Row row = 0; row < kMany; ++row) {
      ASSERT_EQ(all.places[row].x > all.threshold->line, gallery_.predictions().predicted(row) == 1) << threshold;
      low_y = std::min(low_y, all.places[row].y - 0.5F);
      high_y = std::max(high_y, all.places[row].y + 0.5F);
    }
    for (const app::WallText& text : all.texts) {
      const bool title = text.text == "labelled malignant";
      EXPECT_TRUE(!text.text.starts_with("missed") || text.y <= low_y) << threshold;
      EXPECT_TRUE(!text.text.starts_with("correct") || text.y >= high_y) << threshold;
      EXPECT_TRUE(!title || all.threshold->top <= text.y - 1.1F) << "its value stands above";
    }
    EXPECT_NEAR(all.threshold->line, all.threshold->x(static_cast<float>(threshold)), all.high_x / 24);
    if (step % 20 == 0) expect_apart(all);
  }
}

TEST_F(WallLayoutTest, what_is_counted_is_counted_by_split_so_that_every_epoch_tells_the_same_of_validation) {
  app::TableNews news;
  for (std::size_t i = 0; i < 4; ++i) {
    app::ImageFacts facts;
    facts.id = static_cast<app::ImageId>(200 + i);
    facts.path = "/x/train" + std::to_string(i) + ".jpg";
    facts.sha256 = std::string(64, '0');
    facts.label = facts.imported = 12;
    facts.split = app::Split::Train;
    news.added.push_back(facts);
  }
  gallery_.apply(news);
  auto run = std::make_shared<app::RunScores>();
  run->name = "run 1";
  run->target = "malignant";
  run->groups = {"benign", "malignant"};
  run->best_epoch = 2;
  for (const int epoch : {1, 2})
    run->epochs[epoch].by_split[static_cast<std::size_t>(app::Split::Val)] = set_of(scores_);
  run->epochs[2].by_split[static_cast<std::size_t>(app::Split::Train)] =
      app::make_score_set(2, {10, 11, 12, 13}, {0.9F, 0.1F, 0.8F, 0.2F, 0.7F, 0.3F, 0.2F, 0.8F});
  const auto says = [&](WallKind kind, const std::string& text) {
    const std::vector<app::WallText> texts = layout(kind).texts;
    return std::ranges::find(texts, text, &app::WallText::text) != texts.end();
  };
  gallery_.show_run(run, 2);
  gallery_.set_threshold(0.5);
  EXPECT_TRUE(says(WallKind::Scores, "missed 1 val · 3 train"));
  EXPECT_TRUE(says(WallKind::Scores, "found 3 val · 1 train"));
  EXPECT_TRUE(says(WallKind::Confusion, "1 val · 3 train"));
  EXPECT_EQ(layout(WallKind::Scores).note.find("best epoch"), std::string::npos);
  gallery_.show_run(run, 1);
  gallery_.set_threshold(0.5);
  EXPECT_TRUE(says(WallKind::Scores, "missed 1 val"));
  EXPECT_TRUE(says(WallKind::Confusion, "1 val"));
  for (const WallKind kind : {WallKind::Scores, WallKind::Confusion})
    EXPECT_EQ(layout(kind).note, "4 training images have scores of the best epoch only: compare validation");
}

TEST_F(WallLayoutTest, every_image_of_a_cell_of_the_matrix_stands_in_its_cell) {
  show_run({scores_});
  gallery_.set_threshold(0.5);
  const WallLayout all = layout(WallKind::Confusion);
  EXPECT_EQ(all.placed, kImages);
  expect_apart(all);
  expect_inside(all);
  const auto box = [&](int label, int predicted) {
    std::vector<WallPlace> places;
    for (Row row = 0; row < kImages; ++row)
      if (gallery_.group(row) == label && gallery_.predictions().predicted(row) == predicted)
        places.push_back(all.places[row]);
    return places;
  };
  ASSERT_EQ(box(0, 1).size(), 1U);
  ASSERT_EQ(box(1, 0).size(), 1U);
  for (const WallPlace& benign : box(0, 0)) {
    EXPECT_LT(benign.x, box(0, 1)[0].x);
    EXPECT_LT(benign.y, box(1, 0)[0].y);
  }
}

TEST_F(WallLayoutTest, a_group_has_its_name_alone_where_no_more_fits_and_a_count_keeps_its_room) {
  show_run({scores_});
  const std::vector<app::WallText> texts = layout(WallKind::Confusion).texts;
  const auto of = [&](const std::string& text) { return *std::ranges::find(texts, text, &app::WallText::text); };
  EXPECT_EQ(of("predicted malignant").brief, "malignant");
  EXPECT_EQ(of("labelled malignant").brief, "malignant");
  EXPECT_EQ(of("predicted benign").longest, "predicted malignant") << "all have the word before them, or none";
  EXPECT_EQ(of("labelled benign").beside, "5 val") << "of six, one of which is predicted malignant at 0.5";
}

TEST_F(WallLayoutTest, what_has_no_prediction_stands_aside_small_and_is_counted) {
  show_run({std::vector<float>(scores_.begin(), scores_.begin() + 8)});
  const WallLayout all = layout(WallKind::Scores);
  EXPECT_EQ(all.placed, 8U);
  EXPECT_EQ(all.aside, 2U);
  EXPECT_LT(all.places[9].size, 1);
  EXPECT_GT(all.places[9].size, 0);
  expect_apart(all);
  expect_inside(all);
}

TEST_F(WallLayoutTest, an_empty_layout_says_what_is_missing) {
  EXPECT_NE(layout(WallKind::Scores).missing.find("No run"), std::string::npos);
  EXPECT_NE(layout(WallKind::Confusion).missing.find("No run"), std::string::npos);
  EXPECT_NE(layout(WallKind::DataMap).missing.find("No run"), std::string::npos);
  EXPECT_NE(layout(WallKind::Map).missing, "");
  EXPECT_NE(layout(WallKind::Timeline).missing, "");
  show_run({scores_});
  EXPECT_NE(layout(WallKind::DataMap).missing.find("two epochs"), std::string::npos);
  EXPECT_NE(app::lay_out(gallery_, {.kind = WallKind::Scores, .blind = true}).missing.find("blind"), std::string::npos);
  app::Filter filter;
  filter.text = "nothing has this name";
  gallery_.set_filter(filter);
  EXPECT_NE(layout(WallKind::Grid).missing.find("filters"), std::string::npos);
}

TEST_F(WallLayoutTest, a_run_of_another_target_is_told_from_one_without_predictions) {
  app::ClassList list;
  list.classes = {{11, "nv", "nevus"}, {12, "mel", "melanoma"}};
  list.targets = {{"malignant", "", {"benign", "malignant"}, {0, 1}}, {"kind", "", {"nv", "mel"}, {0, 1}}};
  gallery_.replace(app::ImageTable(list));
  add_images();
  show_run({scores_, scores_});
  gallery_.show_target("kind");
  for (const WallKind kind : {WallKind::Scores, WallKind::Confusion, WallKind::DataMap})
    EXPECT_NE(layout(kind).missing.find("run 1 predicts malignant"), std::string::npos) << layout(kind).missing;
}

TEST_F(WallLayoutTest, the_data_map_says_that_only_validation_keeps_every_epoch) {
  auto run = std::make_shared<app::RunScores>();
  run->name = "run 1";
  run->target = "malignant";
  run->groups = {"benign", "malignant"};
  run->best_epoch = 2;
  run->epochs[2].by_split[static_cast<std::size_t>(app::Split::Train)] = set_of(scores_);
  gallery_.show_run(run, 2);
  EXPECT_NE(layout(WallKind::DataMap).missing.find("Only validation keeps every epoch, and run 1 had none"),
            std::string::npos)
      << layout(WallKind::DataMap).missing;
}

TEST_F(WallLayoutTest, of_many_groups_names_stand_beside_and_no_zeros_are_written) {
  constexpr std::size_t kGroups = 40;
  app::ClassList list;
  app::TargetFacts target{"kind", "", {}, {}};
  for (std::size_t i = 0; i < kGroups; ++i) {
    list.classes.push_back({static_cast<app::ClassId>(i + 1), "cls" + std::to_string(i), "class"});
    target.groups.push_back("cls" + std::to_string(i));
    target.group_of_class.push_back(static_cast<int>(i));
  }
  list.targets = {target};
  gallery_.replace(app::ImageTable(list));
  app::TableNews news;
  std::vector<Row> rows;
  std::vector<float> probabilities(kGroups * kGroups, 0.0F);
  for (std::size_t i = 0; i < kGroups; ++i) {
    app::ImageFacts facts;
    facts.id = static_cast<app::ImageId>(100 + i);
    facts.path = "/x/" + std::to_string(i) + ".jpg";
    facts.sha256 = std::string(64, '0');
    facts.label = facts.imported = static_cast<app::ClassId>(i + 1);
    facts.split = app::Split::Val;
    news.added.push_back(facts);
    rows.push_back(static_cast<Row>(i));
    probabilities[i * kGroups + i] = 1;
  }
  gallery_.apply(news);
  gallery_.show_target("kind");
  auto run = std::make_shared<app::RunScores>();
  run->target = "kind";
  run->groups = target.groups;
  run->epochs[1].by_split[static_cast<std::size_t>(app::Split::Val)] =
      app::make_score_set(static_cast<int>(kGroups), rows, probabilities);
  gallery_.show_run(run, 1);
  const WallLayout all = app::lay_out(gallery_, {.kind = WallKind::Confusion, .aspect = 1.6F, .line = 6});
  const auto many = [&](const auto& is) { return std::ranges::count_if(all.texts, is); };
  EXPECT_EQ(many([](const app::WallText& text) { return text.text == "0"; }), 0);
  EXPECT_EQ(many([](const app::WallText& text) { return text.text == "1"; }), kGroups);
  EXPECT_EQ(many([](const app::WallText& text) { return text.upright; }), kGroups);
  EXPECT_EQ(many([](const app::WallText& text) { return text.x < 0 && text.nth >= 0; }), kGroups);
  for (const app::WallText& text : all.texts) EXPECT_GT(text.pitch, 0) << text.text;
}

TEST_F(WallLayoutTest, the_data_map_writes_nothing_over_its_corners_and_rounds_its_ticks) {
  std::vector<float> first(kImages, 0.2F), second(kImages, 0.595F);  // deviation 0.1975
  show_run({first, second});
  const WallLayout all = layout(WallKind::DataMap);
  const auto named = [&](const std::string& text) { return std::ranges::find(all.texts, text, &app::WallText::text); };
  ASSERT_NE(named("hard: perhaps labelled wrong"), all.texts.end());
  EXPECT_GE(named("hard: perhaps labelled wrong")->y, all.lines.back().y0);
  EXPECT_LE(named("easy")->y, all.lines.front().y0);
  EXPECT_NE(named("0.20"), all.texts.end());
}

TEST_F(WallLayoutTest, how_an_image_was_learnt_is_the_mean_and_deviation_of_its_labels_probability) {
  std::vector<float> first(kImages, 0.2F), second(kImages, 0.6F);
  show_run({first, second});
  const auto points = app::learnt_points(gallery_);
  EXPECT_NEAR(points[0].mean, 0.6, 1e-6) << "benign: of 0.8 and 0.4";
  EXPECT_NEAR(points[9].mean, 0.4, 1e-6) << "malignant: of 0.2 and 0.6";
  EXPECT_NEAR(points[9].deviation, 0.2, 1e-6);
  EXPECT_EQ(points[9].epochs, 2);
  const WallLayout all = layout(WallKind::DataMap);
  EXPECT_LT(all.places[0].y, all.places[9].y) << "what was believed more stands higher";
}

TEST_F(WallLayoutTest, a_map_keeps_proportions_and_leaves_out_what_has_no_features) {
  std::vector<app::MapPoint> points(kImages, {std::numeric_limits<float>::quiet_NaN(), 0});
  points[0] = {0, 0};
  points[1] = {2, 0};
  points[2] = {0, 1};
  const WallLayout map = app::lay_out(gallery_, {.kind = WallKind::Map, .map = &points});
  EXPECT_EQ(map.placed, 3U);
  EXPECT_EQ(map.aside, kImages - 3);
  EXPECT_NEAR(map.places[1].x - map.places[0].x, 2 * (map.places[2].y - map.places[0].y), 1e-3);
}

TEST_F(WallLayoutTest, decisions_stand_from_left_to_right_by_their_time) {
  std::vector<app::DecisionTime> times(kImages);
  constexpr std::int64_t kDay_ms = 86'400'000;
  for (std::size_t i = 0; i < 8; ++i)
    times[i] = {1'760'000'000'000 + static_cast<std::int64_t>(i / 2) * kDay_ms, i < 2};
  const WallLayout line = app::lay_out(gallery_, {.kind = WallKind::Timeline, .decided = &times});
  EXPECT_EQ(line.placed, 8U);
  EXPECT_EQ(line.aside, 2U);
  for (std::size_t i = 0; i + 2 < 8; ++i) EXPECT_LT(line.places[i].x, line.places[i + 2].x);
  expect_apart(line);
}

TEST_F(WallLayoutTest, arrows_go_to_the_nearest_in_their_direction_and_stop_at_the_edge) {
  const WallLayout grid = app::lay_out(gallery_, {.aspect = 1.5F});  // three rows: 4, 4, 2
  EXPECT_EQ(app::neighbour_towards(grid, 0, 1, 0), Row{1});
  EXPECT_EQ(app::neighbour_towards(grid, 1, 0, 1), Row{5});
  EXPECT_EQ(app::neighbour_towards(grid, 5, -1, 0), Row{4});
  EXPECT_EQ(app::neighbour_towards(grid, 5, 0, -1), Row{1});
  EXPECT_EQ(app::neighbour_towards(grid, 0, -1, 0), std::nullopt);
  EXPECT_EQ(app::neighbour_towards(grid, 9, 0, 1), std::nullopt);
}

TEST_F(WallLayoutTest, a_point_finds_the_sprite_below_it_and_a_lasso_those_inside) {
  const WallLayout grid = app::lay_out(gallery_, {.aspect = 1.5F});
  EXPECT_EQ(app::row_at(grid, 1.4F, 0.6F), Row{1});
  EXPECT_EQ(app::row_at(grid, 4.3F, 0.5F), std::nullopt);
  EXPECT_EQ(app::row_at(grid, 4.3F, 0.5F, 1), Row{3});
  EXPECT_EQ(app::rows_inside(grid, {0, 0, 2, 0, 2, 2, 0, 2}), (std::vector<Row>{0, 1, 4, 5}));
  EXPECT_EQ(app::rows_inside(grid, {0, 0, 4, 0, 0, 2.2F}), (std::vector<Row>{0, 1, 2, 4})) << "a triangle";
  EXPECT_EQ(app::rows_inside(grid, {0, 0, 2, 2}), std::vector<Row>{});
}

TEST_F(WallLayoutTest, a_straight_drag_means_a_rectangle_and_a_curved_one_its_outline) {
  EXPECT_EQ(app::lasso_outline({0, 0, 1, 1.02F, 2, 2}), (std::vector<float>{0, 0, 2, 0, 2, 2, 0, 2}));
  const std::vector<float> curved{0, 0, 2, 0, 2, 2, 0.5F, 1.8F};
  EXPECT_EQ(app::lasso_outline(curved), curved);
}

TEST(WallSprites, set_off_from_where_they_are_when_they_are_sent_elsewhere_on_their_way) {
  app::WallSprites sprites;
  const std::vector<app::WallLook> looks(1);
  const auto go_to = [&](float x, float size = 1) {
    const std::vector<WallPlace> places{{x, 0, size}};
    sprites.follow(places, looks);
  };
  go_to(0);
  EXPECT_FALSE(sprites.moves()) << "there was nothing to come from";
  go_to(10);
  EXPECT_TRUE(sprites.moves());
  EXPECT_EQ(sprites.now(0).x, 0);
  sprites.advance(app::WallSprites::kSeconds / 2);
  const float half_way = sprites.now(0).x;
  EXPECT_GT(half_way, 5);
  EXPECT_LT(half_way, 10);
  go_to(-5);
  EXPECT_NEAR(sprites.now(0).x, half_way, 1e-4);
  sprites.advance(10);
  EXPECT_EQ(sprites.now(0).x, -5);
  EXPECT_FALSE(sprites.moves());
  go_to(-5);
  EXPECT_FALSE(sprites.moves()) << "it stands there already";
  go_to(7, 0);
  sprites.advance(10);
  EXPECT_EQ(sprites.now(0).x, -5) << "what goes shrinks where it is";
  EXPECT_EQ(sprites.now(0).size, 0);
}

TEST(WallFlight, keeps_the_place_under_the_mouse_where_it_is) {
  app::WallFlight camera;
  camera.jump({3, 4, 10});
  camera.zoom_at(50, -20, 2, 1, 100);
  EXPECT_EQ(camera.now().px_per_unit, 20);
  EXPECT_NEAR((3 + 50 / 10.0 - camera.now().x) * 20, 50, 1e-3);
  EXPECT_NEAR((4 - 20 / 10.0 - camera.now().y) * 20, -20, 1e-3);
}

}  // namespace
