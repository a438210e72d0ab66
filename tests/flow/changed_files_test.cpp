// Files that changed or went while no window was open: the window says so when it opens, and marks their images.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>

#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/import.h"
#include "db/image_quality.h"
#include "db/images.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using app::Workspace;

class ChangedFiles : public ::testing::Test {
 protected:
  ChangedFiles() {
    ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1);
    const auto set = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, 24));
    Workspace made(folder_ / "ws", Workspace::Open::OrCreate);
    app::import_images(made, app::read_index_table(set.index_file), {}, {});
    const auto images = db::images(made.reader());
    changed_ = images[2].path;
    missing_ = images[5].path;
    bytes_ = content(changed_);
    count_ = std::to_string(images.size());
  }

  static std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }
  void change_and_remove() const {
    write(changed_, content(missing_));
    fs::remove(missing_);
  }
  void play(const std::string& script) {
    Workspace workspace(folder_ / "ws", Workspace::Open::MustExist);
    play(workspace, script);
  }
  void play(Workspace& workspace, const std::string& script) {
    app::OpenOptions options;
    options.headless = true;
    options.script = folder_.write("session.txt", script);
    options.output = folder_ / "out";
    const app::SessionReport report = app::open_workbench(workspace, options);
    EXPECT_TRUE(report.passed) << report.failure;
  }

  test_support::TempFolder folder_;
  fs::path changed_, missing_;
  std::string bytes_, count_;
};

TEST_F(ChangedFiles, are_said_once_when_the_window_opens_and_found_by_message_and_chips) {
  change_and_remove();
  play(R"(
wait until toast contains holds other content timeout 60
expect toast == 1 file holds other content than was imported, 1 is missing
wait 5
click @toast.action
wait until shown == 1 timeout 10
click @library.changed_files
wait until shown == )" +
       count_ + R"( timeout 10
click @library.missing_files
wait until shown == 1 timeout 10
expect messages == 2   # one is the report of the import
)");
  const Workspace workspace(folder_ / "ws", Workspace::Open::MustExist);
  EXPECT_TRUE(db::find_by_path(workspace.reader(), missing_.string())->missing);
  const auto image = db::find_by_path(workspace.reader(), changed_.string());
  EXPECT_TRUE(db::file_stamps(workspace.reader()).at(image->id).changed);
}

// The outline is that of the picture before.
TEST_F(ChangedFiles, are_marked_in_inspect_and_have_no_outline) {
  change_and_remove();
  play(R"(
key f2
wait until mask.pieces > 20 timeout 60
expect inspect.changed == 0
key f1
wait until toast contains holds other content timeout 60
click @toast.action
wait until shown == 1 timeout 10
key home
key f2
wait until inspect.changed == 1 timeout 20
wait until inspect.state == ready timeout 60
wait 20
expect inspect.changed == 1
expect mask.pieces == 0
expect inspect.file == )" +
       changed_.filename().string() + "\nshot changed.png\n");
}

// A decision is about what is seen: the picture before is no more.
TEST_F(ChangedFiles, are_labelled_only_where_the_question_is_answered_with_yes) {
  change_and_remove();
  play(R"(
wait until toast contains holds other content timeout 60
click @toast.action
wait until shown == 1 timeout 10
key home
key f2
wait until inspect.changed == 1 timeout 20
key 0
wait 3
expect question == Remove the label of 1 image?
expect question.detail contains holds another picture than was imported
shot label_of_changed.png
key escape
wait 3
expect dialog == ""
expect focus.class != unlabelled
key 0
wait 3
expect dialog == question
key enter
wait until focus.class == unlabelled timeout 10
wait until unsaved == 0 timeout 20
)");
}

TEST_F(ChangedFiles, that_were_put_back_are_whole_again_without_a_word) {
  const std::string gone = content(missing_);
  change_and_remove();
  play("wait until toast contains holds other content timeout 60\n");
  write(changed_, bytes_);
  write(missing_, gone);
  play(R"(
wait until files == whole timeout 60
expect messages == 1   # the report of the import
)");
  const Workspace workspace(folder_ / "ws", Workspace::Open::MustExist);
  EXPECT_FALSE(db::find_by_path(workspace.reader(), missing_.string())->missing);
  const auto image = db::find_by_path(workspace.reader(), changed_.string());
  EXPECT_FALSE(db::file_stamps(workspace.reader()).at(image->id).changed);
}

TEST_F(ChangedFiles, are_not_looked_for_in_a_workspace_that_is_only_viewed) {
  change_and_remove();
  Workspace holds(folder_ / "ws", Workspace::Open::MustExist);
  std::promise<void> begun, done;
  holds.writer().submit(
      "Hold", [&](db::Transaction&) { begun.set_value(), done.get_future().wait(); }, [](const db::Outcome&) {});
  begun.get_future().wait();
  Workspace viewed(folder_ / "ws", Workspace::Open::ToRead);
  viewed.wait_for_turn(100);
  EXPECT_TRUE(viewed.viewing());
  play(viewed,
       "wait 30\nexpect files == unknown\nkey f4\nwait until duplicates.state == ready timeout 60\n"
       "wait until messages == 2 timeout 20\n");  // the import's report, and why it is only viewed
  done.set_value();
  EXPECT_FALSE(db::find_by_path(holds.reader(), missing_.string())->missing);
}

}  // namespace
