// The menu with mouse and arrows, and lists in which Enter takes the row that is lit.
#include "tests/flow/keyboard_session.h"

namespace {
using flow_test::Keyboard;

TEST_F(Keyboard, a_name_of_the_menu_opens_under_the_mouse_whichever_had_the_keyboard) {
  play(R"(
click @nav.menu
wait 3
click @menu.View
wait 3
move @menu.File
wait 3
expect control == menu.File
click @menu.import
wait 3
expect dialog == import
key escape
wait 3
click @nav.menu
wait 3
key down
key down
key down
wait 2
expect control == menu.View
move @menu.Edit
wait 3
click @menu.classes
wait 3
expect dialog == classes
)");
}

TEST_F(Keyboard, a_mouse_that_rests_on_the_menu_leaves_it_to_the_arrows) {
  play(R"(
click @nav.menu
wait 3
move @menu.View
wait 3
key up
wait 3
expect control == menu.Label
key right
wait 2
expect control == menu.label-3
)");
}

TEST_F(Keyboard, the_names_of_the_menu_stay_where_its_actions_are_scrolled) {
  std::string to_the_end;
  for (int i = 0; i < 40; ++i) to_the_end += "key down\n";
  play("resize 1280 640\nwait 3\nclick @nav.menu\nwait 3\nclick @menu.View\nwait 3\nkey right\n" + to_the_end + R"(
wait 3
click @menu.Edit
wait 3
expect menu == 1
click @menu.classes
wait 3
expect dialog == classes
)");
}

TEST_F(Keyboard, enter_takes_the_class_and_the_command_that_the_mouse_has_come_to) {
  play(R"(
move 20 20
key home
key 1
wait 3
key home
wait 3
key l
wait 3
expect dialog == label
move @label_chooser.akiec
wait 3
key enter
wait until undo == Label 1 image as akiec timeout 20
key ctrl+k
wait 3
move @palette.train
wait 3
key enter
wait 3
expect page == train
)");
}

}  // namespace
