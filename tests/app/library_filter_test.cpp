#include "app/models/library_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {
using app::ClassView;
using app::ImageId;
using app::ImageRow;
using app::LibraryView;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LibraryFilter : public ::testing::Test {
 protected:
  LibraryFilter() {
    classes_ = {{10, "nv"}, {11, "mel"}};
    add(1, "c.jpg", 0, app::Split::Train, 0, 0.9F);
    add(2, "a.jpg", 1, app::Split::Val, 0, 0.6F);  // disagrees
    add(3, "b.jpg", 1, app::Split::Val, 1, 0.8F);
    add(4, "d.jpg", -1, app::Split::None, -1, std::numeric_limits<float>::quiet_NaN());
    app::rebuild_shown(view_, classes_);
  }

  void add(ImageId id, const std::string& name, int label, app::Split split, int predicted, float confidence) {
    ImageRow row;
    row.id = id;
    row.file_name = name;
    row.class_index = label;
    row.group = label;
    row.split = split;
    row.predicted_group = predicted;
    row.confidence = confidence;
    view_.rows.push_back(row);
  }

  std::vector<ImageId> shown() {
    app::rebuild_shown(view_, classes_);
    std::vector<ImageId> ids;
    for (const auto row : view_.shown) ids.push_back(view_.rows[row].id);
    return ids;
  }

  std::vector<ClassView> classes_;
  LibraryView view_;
};

TEST_F(LibraryFilter, shows_everything_by_name_at_first) { EXPECT_THAT(shown(), ElementsAre(2, 3, 1, 4)); }

TEST_F(LibraryFilter, filters_by_class_and_unlabelled) {
  view_.filter.classes = {11};
  EXPECT_THAT(shown(), ElementsAre(2, 3));
  view_.filter.classes = {-1};
  EXPECT_THAT(shown(), ElementsAre(4));
}

TEST_F(LibraryFilter, filters_by_split_prediction_confidence_and_disagreement) {
  view_.filter.splits = {app::Split::Val};
  EXPECT_THAT(shown(), ElementsAre(2, 3));
  view_.filter.only_disagreement = true;
  EXPECT_THAT(shown(), ElementsAre(2));
  view_.filter = {};
  view_.filter.predicted_groups = {0};
  EXPECT_THAT(shown(), ElementsAre(2, 1));
  view_.filter = {};
  view_.filter.confidence_min = 0.7F;
  EXPECT_THAT(shown(), ElementsAre(3, 1));
}

TEST_F(LibraryFilter, finds_text_in_any_case) {
  view_.filter.text = "B.J";
  EXPECT_THAT(shown(), ElementsAre(3));
}

TEST_F(LibraryFilter, rows_without_a_prediction_sort_last_both_ways) {
  view_.sort = app::SortKey::Confidence;
  EXPECT_THAT(shown(), ElementsAre(2, 3, 1, 4));
  view_.sort_descending = true;
  EXPECT_THAT(shown(), ElementsAre(1, 3, 2, 4));
}

TEST_F(LibraryFilter, a_label_key_changes_the_selection_or_else_the_focus) {
  app::select_images(view_, std::vector<ImageId>{}, 3);
  EXPECT_THAT(app::label_candidates(view_), ElementsAre(3));
  app::select_images(view_, std::vector<ImageId>{1, 2}, 2);
  EXPECT_THAT(app::label_candidates(view_), ElementsAre(2, 1));
  EXPECT_EQ(view_.selected_count, 2);
}

TEST_F(LibraryFilter, what_a_filter_hides_is_no_longer_selected) {
  app::select_all_shown(view_);
  EXPECT_EQ(view_.selected_count, 4);
  view_.filter.classes = {11};
  shown();
  EXPECT_EQ(view_.selected_count, 2);
  EXPECT_THAT(app::label_candidates(view_), ElementsAre(2, 3));
}

TEST_F(LibraryFilter, the_focus_moves_in_display_order_and_stops_at_the_ends) {
  app::select_images(view_, std::vector<ImageId>{}, 3);
  app::move_focus(view_, 1);
  EXPECT_EQ(view_.rows[*view_.focus].id, 1);
  app::move_focus(view_, 5);
  EXPECT_EQ(view_.rows[*view_.focus].id, 4);
  app::move_focus(view_, -9);
  EXPECT_EQ(view_.rows[*view_.focus].id, 2);
}

TEST_F(LibraryFilter, nothing_passes_in_an_empty_workspace) {
  view_ = {};
  EXPECT_THAT(shown(), IsEmpty());
  app::move_focus(view_, 1);
  EXPECT_THAT(app::label_candidates(view_), IsEmpty());
}

}  // namespace
