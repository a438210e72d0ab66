#include "app/core/action_table.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace app {
namespace {

Action action(const std::string& id, const std::string& shortcut, Scope scope = Scope::Global) {
  Action made;
  made.id = id;
  made.title = id;
  made.shortcut = shortcut;
  made.scope = scope;
  if (scope == Scope::Page) made.pages = {"library", "inspect"};
  made.run = [] {};
  return made;
}

std::string acts(const ActionTable& table, const std::string& key, const OnTop& top) {
  const Action* found = table.for_key(key, top);
  return found == nullptr ? "" : found->id;
}

TEST(ActionTable, a_page_s_key_acts_only_while_one_of_its_pages_is_seen) {
  ActionTable table;
  table.add(action("label-1", "1", Scope::Page));
  EXPECT_EQ(acts(table, "1", {.page = "library"}), "label-1");
  EXPECT_EQ(acts(table, "1", {.page = "inspect"}), "label-1");
  EXPECT_EQ(acts(table, "1", {.page = "train"}), "");
}

TEST(ActionTable, a_dialog_a_menu_and_a_text_field_take_the_keys) {
  ActionTable table;
  table.add(action("undo", "ctrl+z"));
  Action palette = action("palette", "ctrl+k");
  palette.dialog = "palette";
  palette.over_text_field = true;
  table.add(palette);
  Action quit = action("quit", "ctrl+q");
  quit.over_everything = quit.over_text_field = true;
  table.add(quit);
  for (const OnTop& top : {OnTop{.page = "library", .dialog = "about"}, OnTop{.page = "library", .menu = true},
                           OnTop{.page = "library", .text_field = true}}) {
    EXPECT_EQ(acts(table, "ctrl+z", top), "");
    EXPECT_EQ(acts(table, "ctrl+q", top), "quit");
  }
  EXPECT_EQ(acts(table, "ctrl+k", {.page = "library", .dialog = "about"}), "");
  EXPECT_EQ(acts(table, "ctrl+k", {.page = "library", .menu = true}), "");
  EXPECT_EQ(acts(table, "ctrl+k", {.page = "library", .text_field = true}), "palette");
  EXPECT_EQ(acts(table, "ctrl+k", {.page = "library", .dialog = "palette", .text_field = true}), "palette")
      << "a dialog is closed by the key that opens it";
  EXPECT_EQ(acts(table, "ctrl+z", {.page = "library"}), "undo");
}

TEST(ActionTable, a_control_that_has_the_keyboard_takes_what_works_it_and_nothing_else) {
  ActionTable table;
  table.add(action("open", "enter", Scope::Page));
  table.add(action("label-1", "1", Scope::Page));
  table.add(action("back", "escape", Scope::Page));
  table.add(action("leave-control", "escape", Scope::Control));
  const OnTop top{.page = "library", .control = true};
  EXPECT_EQ(acts(table, "enter", top), "");
  EXPECT_EQ(acts(table, "1", top), "label-1");
  EXPECT_EQ(acts(table, "escape", top), "leave-control");
  EXPECT_EQ(acts(table, "escape", {.page = "library"}), "back");
}

TEST(ActionTable, what_there_is_not_now_has_no_key) {
  ActionTable table;
  bool ninth_class = false;
  Action label = action("label-9", "9");
  label.offered = [&] { return ninth_class; };
  table.add(label);
  EXPECT_EQ(acts(table, "9", {.page = "library"}), "");
  ninth_class = true;
  EXPECT_EQ(acts(table, "9", {.page = "library"}), "label-9");
}

TEST(ActionTable, one_key_closes_the_list_then_the_dialog_and_belongs_to_the_page_then) {
  ActionTable table;
  table.add(action("close-menu", "escape", Scope::Menu));
  table.add(action("select-none", "escape", Scope::Page));
  table.add(action("close-dialog", "escape", Scope::Dialog));
  EXPECT_EQ(acts(table, "escape", {.page = "library", .dialog = "import"}), "close-dialog");
  EXPECT_EQ(acts(table, "escape", {.page = "library", .dialog = "import", .menu = true}), "close-menu");
  EXPECT_EQ(acts(table, "escape", {.page = "library"}), "select-none");
}

TEST(ActionTable, a_key_that_is_held_gives_one_answer_and_goes_on_stepping) {
  ActionTable table;
  Action answer = action("quiz-answer-1", "1");
  answer.once_a_press = true;
  table.add(answer);
  table.add(action("next", "right"));
  EXPECT_NE(table.for_key("1", {}), nullptr);
  EXPECT_EQ(table.for_key("1", {}, true), nullptr);
  EXPECT_NE(table.for_key("right", {}, true), nullptr);
}

TEST(ActionTable, an_action_without_a_key_is_found_by_its_id_only) {
  ActionTable table;
  table.add(action("about", ""));
  EXPECT_EQ(acts(table, "", {.page = "library"}), "");
  ASSERT_NE(table.find("about"), nullptr);
  EXPECT_EQ(table.find("help"), nullptr);
  EXPECT_THROW(table.add(action("about", "")), std::logic_error);
}

TEST(ActionTable, a_name_follows_what_is_open) {
  Action label = action("label-2", "2");
  EXPECT_EQ(name_of(label), "label-2");
  label.name = [] { return "Label as mel"; };
  EXPECT_EQ(name_of(label), "Label as mel");
}

}  // namespace
}  // namespace app
