// `nevus remove`, `restore`, `source` and `relabel`, as typed: what changes nothing says so, and what is not there is
// refused.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "app/cli/verb.h"
#include "db/classes.h"
#include "db/edits.h"
#include "tests/app/filled_workspace.h"
#include "tests/app/typed.h"

namespace app::cli {
namespace {
using test_support::FilledWorkspace;
using test_support::refused;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Three images, two of them of a clinic.
struct DecisionVerbs : ::testing::Test {
  DecisionVerbs() {
    for (int i = 0; i < 3; ++i) {
      db::Image image = set.row(i);
      if (i < 2) image.source = "clinic A";
      set.add(image, set.nv);
    }
  }
  std::string text(void (*add)(CommandLine&), std::vector<std::string> words) const {
    words.insert(words.begin() + 1, set.workspace.folder().string());
    return typed(add, words).text;
  }
  std::string failure(void (*add)(CommandLine&), std::vector<std::string> words) const {
    words.insert(words.begin() + 1, set.workspace.folder().string());
    return refused(add, words);
  }
  FilledWorkspace set;
};

TEST_F(DecisionVerbs, that_change_nothing_say_so_and_promise_no_undo) {
  EXPECT_THAT(text(add_remove, {"remove", "image:1"}), HasSubstr("(1 changed)"));
  EXPECT_THAT(text(add_remove, {"remove", "image:1"}),
              AllOf(HasSubstr("Nothing changed: 1 image is removed already"), Not(HasSubstr("takes it back"))));
  EXPECT_THAT(text(add_remove, {"remove", "--split", "val"}), HasSubstr("Nothing changed: no image fits"));
  EXPECT_THAT(text(add_restore, {"restore", "image:2", "image:3"}), HasSubstr("2 images are in the set already"));
  EXPECT_THAT(text(add_source, {"source", "clinic A", "--of", "clinic A"}),
              AllOf(HasSubstr("Nothing changed: 2 images have the source clinic A already"), Not(HasSubstr("undo"))));
  EXPECT_THAT(text(add_relabel, {"relabel", "image:2", "nv"}), HasSubstr("Nothing changed: the image is labelled nv"));
  EXPECT_THAT(text(add_relabel, {"relabel", "image:2", "mel"}), HasSubstr("(1 changed"));
  EXPECT_THAT(text(add_relabel, {"relabel", "image:2", "unlabelled"}), HasSubstr("(1 changed"));
  EXPECT_THAT(text(add_relabel, {"relabel", "image:2", "unlabelled"}), HasSubstr("the image is unlabelled already"));
}

// What was last seen of a file may be long ago.
TEST_F(DecisionVerbs, that_ask_for_missing_files_look_for_them) {
  db::Image there = set.row(7);
  there.path = (set.folder / "there.jpg").string();
  std::ofstream(there.path) << "a picture";
  const db::ImageId id = set.add(there, set.nv);
  set.write("Look", [&](db::Transaction& t) { db::set_missing(t, std::vector<db::ImageId>{id}, true); });
  EXPECT_THAT(text(add_remove, {"remove", "--missing"}), HasSubstr("(3 changed)"));
  EXPECT_THAT(text(add_remove, {"remove", "--missing"}), HasSubstr("Nothing changed: no image fits"));
  std::filesystem::remove(there.path);
  EXPECT_THAT(text(add_remove, {"remove", "--missing"}), HasSubstr("(1 changed)"));
}

// Another program's change is committed between the look and the writing.
TEST_F(DecisionVerbs, giving_a_source_leaves_what_was_decided_of_the_image_since) {
  std::jthread other([this] {
    set.write("Update", [](db::Transaction& t) {
      db::Image image = *db::image(t, 3);
      image.site = "back";
      db::set_metadata(t, image);
      std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    });
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_THAT(text(add_source, {"source", "clinic B", "--unrecorded"}), HasSubstr("(1 changed)"));
  other.join();
  const db::Image image = *db::image(*set.workspace.make_reader(), 3);
  EXPECT_EQ(image.source, "clinic B");
  EXPECT_EQ(image.site, "back");
}

TEST(Plans, can_be_asked_of_a_workspace_that_can_only_be_read) {
  const test_support::TempFolder folder;
  const std::string place = (folder / "ws").string();
  {
    FilledWorkspace set;
    for (int i = 0; i < 3; ++i) set.add(set.row(i), i == 0 ? set.mel : set.nv);
    std::filesystem::copy(set.workspace.folder(), place, std::filesystem::copy_options::recursive);
  }
  sqlite3* held = nullptr;
  ASSERT_EQ(sqlite3_open((place + "/nevus.db").c_str(), &held), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(held, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM setting", nullptr,
                         nullptr, nullptr),
            SQLITE_OK);
  const auto asked = [](void (*add)(CommandLine&), std::vector<std::string> words) {
    return std::async(std::launch::async, [add, words] { return refused(add, words); });
  };
  auto split = asked(add_split, {"split", place, "--plan"});
  auto source = asked(add_source, {"source", place, "clinic", "--unrecorded", "--plan"});
  auto remove = asked(add_remove, {"remove", place, "--unlabelled", "--plan"});
  auto list = asked(add_class, {"class", place, "list"});
  for (auto* why : {&split, &source, &remove, &list}) EXPECT_EQ(why->get(), "");
  sqlite3_close(held);
}

TEST_F(DecisionVerbs, refuse_a_source_that_no_image_has) {
  EXPECT_THAT(failure(add_remove, {"remove", "--source", "no such"}),
              AllOf(HasSubstr("none is of the source \"no such\""), HasSubstr("there are clinic A")));
  EXPECT_THAT(failure(add_restore, {"restore", "--source", "no such"}), HasSubstr("there are clinic A"));
  EXPECT_THAT(text(add_remove, {"remove", "--source", "clinic A"}), HasSubstr("(2 changed)"));
  EXPECT_THAT(text(add_remove, {"remove", "--source", "clinic A"}), HasSubstr("Nothing changed"));
  EXPECT_THAT(text(add_restore, {"restore", "--source", "clinic A"}), HasSubstr("(2 changed)"));
}

TEST_F(DecisionVerbs, give_no_label_of_a_retired_class) {
  set.write("Retire", [&](db::Transaction& t) {
    db::Class mel = *db::class_of(t, set.mel);
    mel.retired = true;
    db::update_class(t, mel);
  });
  EXPECT_THAT(failure(add_relabel, {"relabel", "image:1", "mel"}),
              AllOf(HasSubstr("\"mel\" is retired"), HasSubstr("nevus class WORKSPACE use mel")));
  EXPECT_THAT(failure(add_relabel, {"relabel", "image:1", "other"}),
              AllOf(HasSubstr("the workspace has: nv, unlabelled"), Not(HasSubstr("mel"))));
  EXPECT_THAT(text(add_relabel, {"relabel", "image:1", "unlabelled"}), HasSubstr("(1 changed"));
}

TEST_F(DecisionVerbs, give_a_label_to_an_image_whose_file_holds_another_picture_only_where_that_is_said) {
  db::Image image = set.row(9);
  image.path = set.folder.write("changed.jpg", "another picture").string();
  image.bytes = 7;
  const std::string id = "image:" + std::to_string(set.add(image, set.nv));
  EXPECT_THAT(failure(add_relabel, {"relabel", id, "mel"}), AllOf(HasSubstr("another picture than was imported"),
                                                                  HasSubstr("--changed-file"), HasSubstr(image.path)));
  EXPECT_THAT(text(add_relabel, {"relabel", id, "nv"}), HasSubstr("Nothing changed"));
  EXPECT_THAT(text(add_relabel, {"relabel", id, "mel", "--changed-file"}), HasSubstr("(1 changed"));
}

}  // namespace
}  // namespace app::cli
