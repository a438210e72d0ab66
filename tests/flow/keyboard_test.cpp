// Keys act on what is seen.
#include "tests/flow/keyboard_session.h"

namespace {
using flow_test::Keyboard;

TEST_F(Keyboard, on_train_neither_ctrl_a_nor_a_label_key_reaches_the_images_of_the_library) {
  play(R"(
key f3
click @train.patience
key ctrl+a
text 5
key enter
key ctrl+a
key 0
wait 3
expect dialog == ""
expect selected == 0
key escape
key ctrl+a
key 0
key 2
wait 5
expect dialog == ""
expect selected == 0
expect page == train
)");
  EXPECT_EQ(events(), 0);
}

TEST_F(Keyboard, a_number_field_keeps_the_keyboard_after_enter_and_what_is_typed_replaces_it) {
  play(R"(
key f3
click @train.patience
key ctrl+a
text 5
key enter
wait 3
expect control == train.patience
text 7
key enter
wait 3
expect control == train.patience
key escape
wait 2
expect control == ""
)");
}

TEST_F(Keyboard, behind_a_dialog_nothing_is_labelled_no_page_changes_and_no_training_starts) {
  for (const std::string open : {"click @nav.about", "key shift+/", "key ctrl+k", "key ctrl+o", "key ctrl+m"}) {
    play(open + R"(
wait 3
expect dialog != ""
key 2
key 0
key n
key f3
key ctrl+enter
key ctrl+z
wait 5
expect dialog != ""
expect page == library
expect focus.position == 0
expect run.live == 0
key escape
wait 2
expect dialog == ""
)");
  }
  EXPECT_EQ(events(), 0);
}

TEST_F(Keyboard, a_menu_and_a_list_that_dropped_down_take_the_keys_and_escape_closes_them) {
  for (const std::string open : {"click @nav.menu", "click @header.target"}) {
    play(open + R"(
wait 3
expect menu == 1
key 2
key 0
key f3
key ctrl+enter
wait 3
expect page == library
expect menu == 1
key escape
wait 3
expect menu == 0
expect page == library
key f3
expect page == train
)");
  }
  EXPECT_EQ(events(), 0);
}

TEST_F(Keyboard, a_list_is_gone_through_with_arrows_and_chosen_from_with_enter) {
  play(R"(
expect target == malignant
click @header.target
wait 3
key down
key enter
wait 3
expect menu == 0
expect target != malignant
click @nav.menu
wait 2
expect control == menu.File
key down
key down
expect control == menu.Label
key right
expect control == menu.label-3
key escape
wait 2
expect menu == 0
)");
}

TEST_F(Keyboard, after_a_label_key_shift_and_arrow_select_from_the_new_focus) {
  play(R"(
click @library.sort.label
wait 2
click @library.sort.label
wait 2
key home
key 3
wait 3
key shift+right
wait 2
expect selected == 2
key home
key 2
wait 3
key shift+right
key shift+right
wait 2
expect selected == 3
)");
}

TEST_F(Keyboard, a_decision_made_just_before_the_window_closes_is_saved) {
  for (int i = 0; i < 5; ++i) {
    const std::int64_t before = events();
    play("key home\nkey 1\nkey home\nkey 2\nkey ctrl+q\n");
    EXPECT_GT(events(), before);
  }
}

TEST_F(Keyboard, a_toast_offers_no_undo_once_its_decision_was_taken_back) {
  // The first image is class 1 before it becomes class 2, whatever it was: the second key always changes something.
  play(R"(
key home
key 1
wait 3
key home
key 2
wait until toast contains → timeout 20
wait until undo == Label 1 image as mel timeout 20
key shift+right
key shift+right
wait 2
expect selected == 3
key 3
wait until toast contains Label 3 images timeout 20
wait until undo contains Label 3 images timeout 20
key ctrl+z
wait until toast contains Undo: Label 3 images timeout 20
wait until undo == Label 1 image as mel timeout 20
wait until toasts == 2 timeout 20
)");
  int undone = 0;
  for (const db::LabelLogLine& line : db::label_log(workspace_->reader(), 100))
    undone += line.event.id > before_ && line.event.source == db::LabelSource::Undo ? 1 : 0;
  EXPECT_GE(undone, 1);
  EXPECT_LE(undone, 3);
}

TEST_F(Keyboard, a_toast_s_undo_takes_back_its_own_decision_whatever_came_after_it) {
  play(R"(
key home
key shift+right
key shift+right
key 6
wait until toast contains Label 3 images timeout 20
key home
key 1
wait 3
key home
key 2
wait until toast contains nv → mel timeout 20
wait until toasts == 2 timeout 20
click @toast2.undo
wait until toast contains Undo: Label 3 images timeout 20
wait until undo == Label 1 image as mel timeout 20
key home
wait 2
expect focus.class == mel
)");
}

TEST_F(Keyboard, a_single_label_in_inspect_is_said_with_the_image_and_both_classes) {
  play(R"(
key enter
expect page == inspect
key 1
wait 3
key p
key 2
wait until toast contains .jpg: nv → mel timeout 20
expect toasts == 1
expect focus.position == 1
click @toast.undo
wait until toast contains Undo: Label 1 image as mel timeout 20
expect toast.detail contains mel → nv
expect toasts == 1
)");
}

TEST_F(Keyboard, inspect_labels_the_image_it_shows_and_no_hidden_selection) {
  play(R"(
key ctrl+a
expect selected > 50
key enter
expect page == inspect
expect label_candidates == 1
key ctrl+a
key 0
wait 5
expect dialog == ""
expect unlabelled <= 1
)");
  EXPECT_LE(events(), 1);
}

TEST_F(Keyboard, many_images_at_once_are_asked_about_with_number_and_consequence) {
  play(R"(
key ctrl+a
key 0
wait 3
expect dialog == question
expect question contains Remove the label of
expect question.detail contains nv
key 2
key ctrl+z
key f3
wait 3
expect dialog == question
shot question.png
key escape
wait 3
expect dialog == ""
expect unlabelled == 0
expect selected > 50
key 0
wait 3
key enter
wait until unsaved == 0 timeout 20
expect dialog == ""
expect unlabelled > 50
key ctrl+z
wait until unlabelled == 0 timeout 20
)");
}

TEST_F(Keyboard, escape_goes_back_step_by_step_and_arrows_walk_the_images_of_inspect) {
  play(R"(
key ctrl+a
expect selected > 50
key escape
wait 1
expect selected == 0
key home
key enter
expect page == inspect
key right
key right
wait 2
expect focus.position == 2
key left
wait 2
expect focus.position == 1
key end
wait 2
expect focus.position > 50
key home
wait 2
expect focus.position == 0
key tab
wait 1
expect control != ""
key escape
wait 1
expect control == ""
expect page == inspect
key escape
wait 1
expect page == library
)");
}

TEST_F(Keyboard, the_keys_of_the_pages_follow_the_rail) {
  play("key f2\nexpect page == inspect\nkey f3\nexpect page == train\nkey f1\nexpect page == library\n");
}

TEST_F(Keyboard, fine_tune_opens_train_and_starts_nothing) {
  play(R"(
click @header.train
wait 5
expect page == train
expect run.live == 0
expect run.state == none
key f1
key ctrl+enter
wait 5
expect page == train
expect run.live == 0
expect run.state == none
)");
}

TEST_F(Keyboard, every_page_is_reached_and_worked_with_tab_and_enter) {
  play(R"(
key tab
expect control == nav.menu
key tab
expect control == nav.library
key down
key down
expect control == nav.train
key enter
wait 2
expect page == train
key up
expect control == nav.inspect
key shift+tab
key shift+tab
key shift+tab
wait 1
expect control == ""
key f1
key left
key right
wait 2
expect focus.position == 1
)");
}

TEST_F(Keyboard, the_palette_knows_the_classes_by_name_and_offers_what_can_act_here) {
  play(R"(
key ctrl+k
wait 3
text Label as mel
wait 2
key enter
wait until toast contains mel timeout 20
expect dialog == ""
key f3
key ctrl+k
wait 3
text Label as mel
wait 2
key enter
wait 3
)");
  EXPECT_LE(events(), 1);
}

TEST_F(Keyboard, a_setting_that_is_wrong_is_said_and_nothing_starts) {
  play(R"(
key f3
click @train.settings
text epochs=abc
key ctrl+enter
wait 5
expect run.live == 0
click @train.start
wait 5
expect run.live == 0
expect run.state == none
)");
}

}  // namespace
