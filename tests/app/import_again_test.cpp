// An import that was undone and is made again, images that come back by one, and files that it finds elsewhere: nothing
// that was decided beside it is lost, and runs know the classes again.
#include <filesystem>
#include <map>
#include <span>
#include <stdexcept>
#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/shell/import_desk.h"
#include "app/workspace/import_history.h"
#include "app/workspace/import_text.h"
#include "app/workspace/labelling.h"
#include "db/edits.h"
#include "db/labels.h"
#include "tests/app/import_pictures.h"

namespace app::test {
namespace {
namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ImportAgain : public ImportPictures {
 protected:
  fs::path three() {
    pictures(3);
    return table("path,label,split,sex\n0.png,nv,train,male\n1.png,mel,val,male\n2.png,nv,train,male\n", "set/a.csv");
  }
  db::Image at(const std::string& name) const {
    const auto reader = workspace_.make_reader();
    for (const auto& images : {db::images(*reader), db::removed_images(*reader)})
      for (const db::Image& image : images)
        if (fs::path(image.path).filename() == name) return image;
    throw std::runtime_error("there is no image " + name);
  }
  std::map<std::string, db::ClassId> class_ids() const {
    std::map<std::string, db::ClassId> ids;
    for (const db::Class& one : db::classes(*workspace_.make_reader())) ids[one.name] = one.id;
    return ids;
  }
  void decide(const db::Writer::Work& work) { workspace_.writer().transact_and_wait("Decide", work); }
  void remove(const std::string& name) {
    decide([id = at(name).id](db::Transaction& t) { db::remove_from_set(t, std::span(&id, 1)); });
  }
  void label(const std::string& name, const std::string& as) {
    relabel(workspace_, {.images = {at(name).id}, .to = class_ids().at(as), .class_name = as});
  }
  void move(const std::string& name, db::Split to) {
    decide([id = at(name).id, to](db::Transaction& t) { db::move_to_split(t, std::span(&id, 1), to); });
  }
  bool log_is_sound() const { return db::verify_log(*workspace_.make_reader()).sound(); }
};

TEST_F(ImportAgain, gives_classes_back_under_the_ids_that_runs_name_them_by) {
  const auto source = three();
  const ImportReport first = import(source);
  const auto ids = class_ids();
  const auto before = standing();
  undo_import(workspace_, first.id);
  ASSERT_THAT(class_ids(), IsEmpty());
  const ImportReport second = import(source);
  EXPECT_EQ(class_ids(), ids);
  EXPECT_EQ(standing(), before);
  undo_import(workspace_, second.id);
  EXPECT_THAT(class_ids(), IsEmpty());
  ASSERT_TRUE(redo_label(workspace_));
  EXPECT_EQ(class_ids(), ids);
  EXPECT_EQ(standing(), before);
  EXPECT_TRUE(log_is_sound());
}

TEST_F(ImportAgain, keeps_what_was_decided_beside_it_and_lists_where_the_source_says_otherwise) {
  const auto source = three();
  const ImportReport first = import(source);
  label("0.png", "mel");
  move("1.png", db::Split::Test);
  decide([image = at("2.png")](db::Transaction& t) mutable {
    image.source = "clinic B";
    db::set_metadata(t, image);
  });
  undo_import(workspace_, first.id);
  ASSERT_THAT(standing(), IsEmpty());
  const ImportReport second = import(source);
  EXPECT_EQ(second.added, 3);
  EXPECT_EQ(standing().at("0.png"), "mel train - male  {}");
  EXPECT_EQ(standing().at("1.png"), "mel test - male  {}");
  EXPECT_EQ(at("2.png").source, "clinic B");
  EXPECT_THAT(describe(second), AllOf(HasSubstr("1 image has another label in the source; kept as it is"),
                                      HasSubstr("0.png  label: mel → nv"), HasSubstr("1.png  split: test → val")));
  undo_import(workspace_, second.id);
  import(source, {ConflictKind::Label, ConflictKind::Split});
  EXPECT_EQ(standing().at("0.png"), "nv train - male  {}");
  EXPECT_EQ(standing().at("1.png"), "mel val - male  {}");
  EXPECT_TRUE(log_is_sound());
}

TEST_F(ImportAgain, takes_from_the_source_what_was_decided_and_taken_back) {
  const auto source = three();
  const ImportReport first = import(source);
  label("0.png", "mel");
  ASSERT_TRUE(undo_label(workspace_));
  move("1.png", db::Split::Test);
  ASSERT_TRUE(undo_label(workspace_));
  undo_import(workspace_, first.id);
  const ImportPlan made = plan(table("path,label,split\n0.png,bcc,val\n1.png,bcc,train\n", "set/b.csv"));
  EXPECT_EQ(made.count(Planned::Restore), 2);
  for (const PlannedImage& image : made.images) EXPECT_THAT(image.decided, IsEmpty());
  EXPECT_THAT(made.conflicts, IsEmpty());
}

// What was set away and back has the value that the import gave, and goes with it.
TEST_F(ImportAgain, gives_again_what_was_decided_to_be_as_the_import_had_it) {
  undo_import(workspace_, import(three()).id);
  const auto other = table("path,label,split,sex\n0.png,bcc,val,female\n1.png,mel,val,male\n", "set/b.csv");
  const ImportReport second = import(other);
  ASSERT_EQ(standing().at("0.png"), "bcc val - female  {}");
  label("0.png", "mel");
  label("0.png", "bcc");
  move("0.png", db::Split::Test);
  move("0.png", db::Split::Val);
  for (const char* sex : {"male", "female"})
    decide([image = at("0.png"), sex](db::Transaction& t) mutable {
      image.sex = sex;
      db::set_metadata(t, image);
    });
  undo_import(workspace_, second.id);
  const ImportReport again = import(other);
  EXPECT_EQ(standing().at("0.png"), "bcc val - female  {}");
  EXPECT_THAT(describe(again), Not(HasSubstr("kept as it is")));
}

TEST_F(ImportAgain, leaves_an_image_out_that_a_person_removed_whatever_was_undone_since) {
  const auto source = three();
  import(source);
  label("0.png", "mel");
  remove("0.png");
  decide([id = at("0.png").id](db::Transaction& t) { db::restore_to_set(t, std::span(&id, 1)); });
  ASSERT_TRUE(undo_label(workspace_));
  ASSERT_TRUE(at("0.png").removed);
  EXPECT_EQ(import(source).left_out, 1);
  EXPECT_TRUE(at("0.png").removed);
  undo_import(workspace_, import(source, {ConflictKind::Removed}).id);
  EXPECT_EQ(import(source).added, 0);
  EXPECT_TRUE(at("0.png").removed);
  EXPECT_EQ(at("0.png").label, class_ids().at("mel"));
}

TEST_F(ImportAgain, brings_removed_images_back_with_what_is_chosen_of_them) {
  import(three());
  remove("0.png");
  remove("1.png");
  const auto grown =
      table("path,label,split,sex\n0.png,mel,train,female\n1.png,mel,val,male\n2.png,mel,train,male\n", "set/b.csv");
  EXPECT_EQ(plan(grown).conflicts.size(), 5U);
  EXPECT_THAT(describe(plan(grown), {}), Not(HasSubstr("0.png  label")));
  const ImportReport kept = import(grown, {ConflictKind::Label, ConflictKind::Metadata});
  EXPECT_EQ(kept.changed, 1);
  EXPECT_EQ(kept.left_out, 2);
  EXPECT_THAT(describe(kept), Not(HasSubstr("0.png  label")));
  EXPECT_EQ(at("0.png").label, class_ids().at("nv"));
  const ImportReport back = import(grown, {ConflictKind::Removed, ConflictKind::Label, ConflictKind::Metadata});
  EXPECT_EQ(standing().at("0.png"), "mel train - female  {}");
  EXPECT_EQ(standing().at("1.png"), "mel val - male  {}");
  EXPECT_EQ(back.changed, 2);
  EXPECT_EQ(back.left_out, 0);
  EXPECT_THAT(describe(back), AllOf(HasSubstr("0.png  label: nv → mel"), Not(HasSubstr("left as they are"))));
  EXPECT_THAT(plan(grown).conflicts, IsEmpty());
}

TEST_F(ImportAgain, that_only_found_files_elsewhere_is_taken_back_with_their_places) {
  picture("set/nv/0.png", 1);
  picture("set/nv/1.png", 2);
  import(folder_ / "set");
  fs::rename(folder_ / "set", folder_ / "moved");
  const ImportReport report = import(folder_ / "moved");
  ASSERT_EQ(report.relinked, 2);
  ASSERT_EQ(at("0.png").path, (folder_ / "moved/nv/0.png").string());
  EXPECT_EQ(undo_import(workspace_, report.id).changed, 2U);
  EXPECT_EQ(at("0.png").path, (folder_ / "set/nv/0.png").string());
  ASSERT_TRUE(redo_label(workspace_));
  EXPECT_EQ(at("1.png").path, (folder_ / "moved/nv/1.png").string());
  EXPECT_TRUE(log_is_sound());
}

TEST_F(ImportAgain, that_changed_nothing_is_not_said_to_be_undone) {
  const auto source = three();
  import(source);
  const ImportReport report = import(source);
  Inbox inbox([] {});
  ShellView shell;
  Toaster toaster(shell);
  JobLane lane(JobLane::Order::OldestFirst, "imports");
  ImportDesk desk(workspace_, lane, inbox, shell, toaster);
  desk.undo(report.id);
  decide([](db::Transaction&) {});  // waits for what was submitted before
  for (const Inbox::Task& task : inbox.take()) task.work();
  ASSERT_EQ(shell.toasts.size(), 1U);
  EXPECT_EQ(shell.toasts[0].title, "Nothing of the import was left to undo");
  EXPECT_EQ(standing().size(), 3U);
}

}  // namespace
}  // namespace app::test
