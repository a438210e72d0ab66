// The report of an import, and taking a whole import back.
#include <memory>
#include <stop_token>
#include <utility>

#include "app/workspace/import_history.h"
#include "app/workspace/import_text.h"
#include "app/workspace/labelling.h"
#include "db/base/error.h"
#include "db/edits.h"
#include "db/labels.h"
#include "db/settings.h"
#include "tests/app/import_pictures.h"

namespace app::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class ImportHistory : public ImportPictures {
 protected:
  std::filesystem::path first() {
    pictures(5);
    return table("path,label,split\n0.png,nv,train\n1.png,mel,val\n2.png,nv,train\n", "set/first.csv");
  }
  std::filesystem::path second() {
    return table("path,label,split\n0.png,mel,val\n3.png,bcc,train\n4.png,nv,val\n", "set/second.csv");
  }
};

TEST_F(ImportHistory, keeps_what_was_assumed_and_kept_and_every_unreadable_file) {
  import(first());
  folder_.write("set/broken.png", "no picture");
  import(table("path,label,split\n0.png,mel,train\nbroken.png,nv,val\n", "set/second.csv"));
  const auto reader = workspace_.make_reader();
  const auto past = past_imports(*reader);
  ASSERT_EQ(past.size(), 2U);
  EXPECT_EQ(past[1].title, "Imported 3 images from first");
  EXPECT_THAT(past[0].title, HasSubstr("1 could not be read"));
  EXPECT_THAT(past[0].lines, Contains(HasSubstr("0.png  label: nv → mel")));
  EXPECT_THAT(past[0].lines, Contains(HasSubstr("broken.png")));
  EXPECT_EQ(past[0].failures.size(), 1U);
  EXPECT_EQ(past[0].summary.at("counts").at("unreadable").get<int>(), 1);
}

TEST_F(ImportHistory, an_import_is_undone_as_one_step_and_made_again_by_redo) {
  import(first());
  const auto before = standing();
  const auto groups = target("diagnosis");
  const ImportReport report = import(second(), {ConflictKind::Label, ConflictKind::Split});
  const auto after = standing();
  ASSERT_EQ(after.size(), 5U);
  ASSERT_EQ(after.at("0.png"), "mel val -   {}");
  undo_import(workspace_, report.id);
  EXPECT_EQ(standing(), before);
  EXPECT_EQ(target("diagnosis"), groups);
  ASSERT_TRUE(redo_label(workspace_));
  EXPECT_EQ(standing(), after);
  const auto reader = workspace_.make_reader();
  EXPECT_TRUE(db::verify_log(*reader).sound());
}

TEST_F(ImportHistory, an_import_that_was_undone_and_made_again_can_be_undone_again) {
  import(first());
  const auto before = standing();
  const ImportReport report = import(second(), {ConflictKind::Label, ConflictKind::Split});
  undo_import(workspace_, report.id);
  ASSERT_TRUE(redo_label(workspace_));
  const auto reader = workspace_.make_reader();
  EXPECT_TRUE(past_imports(*reader)[0].can_undo);
  undo_import(workspace_, report.id);
  EXPECT_EQ(standing(), before);
  EXPECT_TRUE(past_imports(*reader)[0].undone);
  EXPECT_THROW(undo_import(workspace_, report.id), db::Error);
}

// The plan of an import is older than what is decided while it is read, and while it runs.
TEST_F(ImportHistory, what_was_decided_since_it_was_planned_stays_and_is_counted) {
  import(first());
  const ImportPlan planned =
      plan(table("path,label,split,sex\n0.png,mel,val,male\n1.png,nv,train,male\n", "set/b.csv"));
  const auto reader = workspace_.make_reader();
  workspace_.writer().transact_and_wait("Add a class", [](db::Transaction& t) {
    db::add_class(t, {.name = "bcc", .full_name = "bcc", .colour = 0, .position = 9});
  });
  const db::ImageId first_image = db::images(*reader).front().id;
  relabel(workspace_, {.images = {first_image}, .to = db::class_named(*reader, "bcc")->id, .class_name = "bcc"});
  workspace_.writer().transact_and_wait(
      "Move", [&](db::Transaction& t) { db::move_to_split(t, std::span(&first_image, 1), db::Split::Test, {}); });
  const ImportReport report =
      apply_plan(workspace_, planned, {{ConflictKind::Label, ConflictKind::Split, ConflictKind::Metadata}}, {}, {});
  EXPECT_EQ(standing().at("0.png"), "bcc test - male  {}");
  EXPECT_EQ(standing().at("1.png"), "nv train - male  {}");
  EXPECT_EQ(report.decided_since, 1);
  EXPECT_THAT(describe(report), HasSubstr("1 decided otherwise since it was planned, and left"));
}

TEST_F(ImportHistory, a_class_that_is_renamed_while_the_import_runs_is_the_same_class) {
  import(first());
  const ImportPlan planned = plan(second());
  workspace_.writer().set_subscriber([this, begun = std::make_shared<bool>(false)](const db::ChangeSet&) {
    if (std::exchange(*begun, true)) return;
    workspace_.writer().submit(
        "Rename",
        [](db::Transaction& t) {
          db::Class nv = *db::class_named(t, "nv");
          nv.name = "naevus";
          db::update_class(t, nv);
        },
        [](const db::Outcome&) {});
  });
  EXPECT_EQ(apply_plan(workspace_, planned, {}, {}, {}).added, 2);
  workspace_.writer().set_subscriber({});
  EXPECT_EQ(standing().at("4.png"), "naevus val -   {}");
}

TEST_F(ImportHistory, an_import_that_is_undone_while_it_runs_ends_there_and_says_so) {
  const ImportPlan planned = plan(first());
  workspace_.writer().set_subscriber([this, begun = std::make_shared<bool>(false)](const db::ChangeSet&) {
    if (std::exchange(*begun, true)) return;
    workspace_.writer().submit(
        "Undo", [](db::Transaction& t) { db::undo_import(t, db::import_reports(t).front().id); },
        [](const db::Outcome&) {});
  });
  const ImportReport report = apply_plan(workspace_, planned, {}, {}, {});
  workspace_.writer().set_subscriber({});
  EXPECT_TRUE(report.taken_back);
  EXPECT_THAT(describe(report), HasSubstr("taken back meanwhile: 3 images were kept out"));
  EXPECT_TRUE(standing().empty());
  const PastImport past = past_imports(*workspace_.make_reader())[0];
  EXPECT_TRUE(past.undone);
  EXPECT_THAT(past.title, HasSubstr("; taken back before its end"));
}

TEST_F(ImportHistory, an_import_that_was_stopped_or_cut_off_says_so_and_nothing_of_images_it_has_not_added) {
  pictures(3);
  const ImportPlan planned = plan(table("path,label\n0.png,nv\n1.png,mel\n2.png,nv\n", "set/unsplit.csv"));
  const auto about_hold_out = Contains(HasSubstr("the source names no validation split"));
  EXPECT_THAT(remarks_of(planned, {}), about_hold_out);
  std::stop_source stop;
  workspace_.writer().set_subscriber([&](const db::ChangeSet&) { stop.request_stop(); });
  const ImportReport report = apply_plan(workspace_, planned, {}, {}, stop.get_token());
  workspace_.writer().set_subscriber({});
  EXPECT_THAT(report.notes, ::testing::Not(about_hold_out));
  EXPECT_THAT(past_imports(*workspace_.make_reader())[0].title, HasSubstr("; stopped before its end"));
  workspace_.writer().transact_and_wait("Import", [](db::Transaction& t) {
    db::add_import_report(t, {.source = "b", .batch = db::begin_batch(t, db::LabelSource::Import)});
  });
  EXPECT_THAT(past_imports(*workspace_.make_reader())[0].title, HasSubstr("; cut off, or still at work"));
}

TEST_F(ImportHistory, a_column_that_is_no_target_for_one_row_is_told_once) {
  pictures(3);
  const ImportReport report =
      import(table("path,label,malignant\n0.png,nv,0\n1.png,mel,1\n2.png,mel,0\n", "set/slip.csv"));
  EXPECT_EQ(std::ranges::count_if(report.notes,
                                  [](const std::string& note) { return note.find("is no target") != note.npos; }),
            1);
}

TEST_F(ImportHistory, an_undone_import_is_said_so_and_not_undone_twice) {
  const ImportReport report = import(first());
  undo_import(workspace_, report.id);
  const auto reader = workspace_.make_reader();
  EXPECT_TRUE(past_imports(*reader)[0].undone);
  EXPECT_FALSE(past_imports(*reader)[0].can_undo);
  EXPECT_THROW(undo_import(workspace_, report.id), db::Error);
  EXPECT_THROW(undo_import(workspace_, 77), db::Error);
}

TEST_F(ImportHistory, images_that_an_undone_import_had_added_come_back_with_a_new_import) {
  const auto source = first();
  undo_import(workspace_, import(source).id);
  ASSERT_TRUE(standing().empty());
  EXPECT_EQ(import(table("path,label,split,sex\n0.png,mel,val,male\n1.png,mel,train,female\n", "set/again.csv")).added,
            2);
  EXPECT_EQ(standing(),
            (std::map<std::string, std::string>{{"0.png", "mel val - male  {}"}, {"1.png", "mel train - female  {}"}}));
}

TEST_F(ImportHistory, an_image_that_somebody_removed_stays_out_unless_chosen) {
  const auto source = first();
  import(source);
  const auto reader = workspace_.make_reader();
  const db::ImageId id = db::images(*reader).front().id;
  workspace_.writer().transact_and_wait("Remove 1 image",
                                        [&](db::Transaction& t) { db::remove_from_set(t, std::span(&id, 1), {}); });
  EXPECT_EQ(import(source).left_out, 1);
  EXPECT_EQ(standing().size(), 2U);
  import(source, {ConflictKind::Removed});
  EXPECT_EQ(standing().size(), 3U);
}

}  // namespace
}  // namespace app::test
