// The disk is full in mid-session: what was not saved goes back, is said, and has the cursor on its first image; once
// there is room it is saved.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include "db/classes.h"
#include "db/images.h"
#include "tests/flow/open_session.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using app::Row;
using test::OpenSession;

// A file system of its own, which is taken away again.
class SmallDisk {
 public:
  explicit SmallDisk(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
    if (::mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=16m") != 0) why_not_ = std::strerror(errno);
  }
  ~SmallDisk() {
    if (why_not_.empty()) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  const std::string& why_not() const { return why_not_; }
  void fill() const {
    const int file = ::open(filler().c_str(), O_CREAT | O_WRONLY, 0600);
    const std::vector<char> page(4096, 'x');
    while (::write(file, page.data(), page.size()) > 0) {}
    ::close(file);
  }
  void make_room() const { fs::remove(filler()); }

 private:
  fs::path filler() const { return folder_ / "filler"; }

  fs::path folder_;
  std::string why_not_;
};

class FullDiskSession : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!disk_.why_not().empty()) GTEST_SKIP() << "no small disk can be mounted here: " << disk_.why_not();
    workspace_.emplace(folder_ / "disk" / "ws", app::Workspace::Open::OrCreate);
    workspace_->writer().transact_and_wait("Import", [](db::Transaction& t) {
      const db::ClassId nv = db::add_class(t, {.name = "nv"});
      db::add_class(t, {.name = "mel"});
      std::vector<db::LabelChange> labels;
      for (int i = 0; i < 9; ++i) {
        db::Image image{.path = "/set/" + std::to_string(i) + ".jpg"};
        image.sha256 = std::string(63, '0') + std::to_string(i);
        labels.push_back({db::add_image(t, image).image, nv});
      }
      db::set_labels(t, labels, {.source = db::LabelSource::Import});
    });
  }
  static void label_as_melanoma(OpenSession& open) {
    const app::Gallery& gallery = open.models().gallery;
    open.commands.apply(
        app::RelabelImages{gallery.label_candidates(), gallery.table().class_list().classes[1].id, true});
  }
  static bool all_answered(OpenSession& open) {
    return open.wait_for([&] { return open.models().gallery.table().unsaved_count() == 0; });
  }

  test_support::TempFolder folder_;
  SmallDisk disk_{folder_ / "disk"};
  std::optional<app::Workspace> workspace_;
};

TEST_F(FullDiskSession, has_the_cursor_on_the_first_image_that_was_not_saved) {
  OpenSession open(*workspace_);
  open.commands.apply(app::SelectImages{{2}, Row{2}});
  label_as_melanoma(open);
  ASSERT_TRUE(all_answered(open));
  disk_.fill();
  for (int key = 0; key < 3; ++key) label_as_melanoma(open);  // quicker than the disk can say no
  EXPECT_EQ(open.models().gallery.focus(), Row{6});
  ASSERT_TRUE(all_answered(open));
  EXPECT_EQ(open.models().gallery.focus(), Row{3});
  const app::ImageTable& table = open.models().gallery.table();
  EXPECT_EQ(table.class_index(2), 1) << "was saved before";
  for (const Row row : {3U, 4U, 5U}) EXPECT_EQ(table.class_index(row), 0) << row;
  EXPECT_THAT(open.messages.all, testing::Contains("Not saved: Label 1 image as mel"));
  disk_.make_room();
  label_as_melanoma(open);
  ASSERT_TRUE(all_answered(open));
  EXPECT_EQ(table.class_index(3), 1);
  EXPECT_EQ(open.models().gallery.focus(), Row{4});
}

}  // namespace
