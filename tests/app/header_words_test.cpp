#include "app/shell/header_words.h"

#include <gtest/gtest.h>

namespace app {
namespace {

class HeaderWords : public testing::Test {
 protected:
  HeaderWords() {
    for (const char* page : {"library", "inspect", "wall", "train", "duplicates"}) {
      std::string title = page;
      title.front() = static_cast<char>(title.front() - 'a' + 'A');
      actions.add({.id = page, .menu = "View", .title = title, .run = [] {}});
    }
    add("undo", "Undo", "ctrl+z", {"library", "inspect", "wall"});
    add("redo", "Redo", "ctrl+shift+z", {"library", "inspect", "wall"});
    add("pair-undo", "Take back the verdict", "ctrl+z", {"duplicates"});
    add("fine-tune", "Fine-tune…", "ctrl+enter", {"library", "inspect"});
    add("start-training", "Start training", "ctrl+enter", {"train"});
    add("pair-apply", "Apply the verdicts", "ctrl+enter", {"duplicates"});
  }
  void add(const char* id, const char* title, const char* key, std::vector<std::string> pages) {
    actions.add(
        {.id = id, .title = title, .shortcut = key, .scope = Scope::Page, .pages = std::move(pages), .run = [] {}});
  }
  std::string tip_of_training(const char* page) const { return with_key(actions, page, "fine-tune", "Settings"); }

  ActionTable actions;
};

TEST_F(HeaderWords, name_a_key_only_where_it_does_that) {
  EXPECT_EQ(tip_of_training("library"), "Settings (Ctrl Enter)");
  EXPECT_EQ(tip_of_training("wall"), "Settings") << "the key does nothing there";
  EXPECT_EQ(tip_of_training("duplicates"), "Settings") << "the key applies verdicts there";
  EXPECT_EQ(tip_of_training("train"), "Settings") << "the key starts a training there";
}

TEST_F(HeaderWords, of_undo_name_every_page_that_has_it) {
  const HeaderStep here = header_step(actions, "wall", "undo", "Label 1 image as mel");
  EXPECT_TRUE(here.enabled);
  EXPECT_EQ(here.tip, "Undo: Label 1 image as mel (Ctrl Z)");
  const HeaderStep elsewhere = header_step(actions, "train", "undo", "Label 1 image as mel");
  EXPECT_FALSE(elsewhere.enabled);
  EXPECT_EQ(elsewhere.tip, "Undo: Label 1 image as mel. In Library, Inspect, Wall");
  EXPECT_EQ(header_step(actions, "library", "redo", "").tip, "Nothing to redo");
}

TEST_F(HeaderWords, of_a_page_with_an_undo_of_its_own_are_that_one) {
  const HeaderStep step = header_step(actions, "duplicates", "undo", "Decide on 1 pair");
  EXPECT_EQ(step.action, "pair-undo");
  EXPECT_TRUE(step.enabled);
  EXPECT_EQ(step.tip, "Take back the verdict (Ctrl Z)");
  EXPECT_EQ(header_step(actions, "duplicates", "redo", "Decide on 1 pair").action, "redo");
}

}  // namespace
}  // namespace app
