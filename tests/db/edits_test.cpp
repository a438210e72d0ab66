#include "db/edits.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>

#include "db/changes_since.h"
#include "db/settings.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Edits : testing::Test {
  Split split_of(ImageId id) { return image(workspace.reader(), id)->split; }
  void move(const std::vector<ImageId>& moved, Split to, const std::string& name = "Move") {
    workspace.write(name, [&](Transaction& t) { move_to_split(t, moved, to, {.reason = "because"}); });
  }
  void expect_sound() {
    const auto check = verify_log(workspace.reader());
    EXPECT_TRUE(check.sound()) << check.problems[0];
  }
  Workspace workspace;
  ClassId nv = workspace.add("nv"), mel = workspace.add("mel");
  std::vector<ImageId> ids = workspace.add_images(3);
};

TEST_F(Edits, KeepWhoWhatAndWhyAndChangeTheRow) {
  move({ids[0], ids[1]}, Split::Val, "Move 2 images to val");
  EXPECT_EQ(split_of(ids[0]), Split::Val);
  EXPECT_EQ(split_of(ids[2]), Split::None);
  const auto history = edit_history(workspace.reader(), ids[1]);
  ASSERT_EQ(history.size(), 1U);
  EXPECT_EQ(history[0].who, "tester");
  EXPECT_EQ(history[0].edit.before_json, R"({"split":""})");
  EXPECT_EQ(history[0].edit.after_json, R"({"split":"val"})");
  EXPECT_EQ(history[0].reason, "because");
  EXPECT_EQ(history[0].id, edit_revision(workspace.reader()));
  const auto log = edit_log(workspace.reader(), 3);
  EXPECT_EQ(log[0].subject, "/pictures/1.jpg");
  EXPECT_EQ(log[2].subject, "mel") << "adding a class is an edit too";
  EXPECT_EQ(label_batches(workspace.reader(), 1)[0].events, 2);
  expect_sound();
}

TEST_F(Edits, ThatChangeNothingAreNoDecision) {
  move(ids, Split::Train);
  const auto again =
      workspace.write("Again", [&](Transaction& t) { EXPECT_EQ(move_to_split(t, ids, Split::Train), 0U); });
  EXPECT_TRUE(again.empty());
}

TEST_F(Edits, OfOneTransactionAreOneDecisionWithItsLabels) {
  workspace.write("Label and move", [&](Transaction& t) {
    move_to_split(t, std::vector{ids[0]}, Split::Val);
    set_labels(t, std::vector<LabelChange>{{ids[0], mel, {}}});
    set_image_group(t, std::vector{ids[0], ids[1]}, "pair");
  });
  EXPECT_EQ(undoable(workspace.reader(), workspace.session())->events, 4);
  const auto reversal = workspace.undo_once();
  EXPECT_EQ(reversal->changed, 4U);
  EXPECT_EQ(split_of(ids[0]), Split::None);
  EXPECT_EQ(workspace.label_of(ids[0]), std::nullopt);
  EXPECT_EQ(image(workspace.reader(), ids[1])->image_group, "");
  EXPECT_FALSE(workspace.undo_once());
  workspace.redo_once();
  EXPECT_EQ(split_of(ids[0]), Split::Val);
  EXPECT_EQ(workspace.label_of(ids[0]), mel);
  EXPECT_EQ(image(workspace.reader(), ids[1])->image_group, "pair");
  expect_sound();
}

TEST_F(Edits, AreTakenBackInTurnWithLabels) {
  workspace.label({ids[0]}, nv, LabelSource::User, "label");
  move({ids[0]}, Split::Test, "move");
  EXPECT_EQ(workspace.undo_once()->name, "move");
  EXPECT_EQ(workspace.undo_once()->name, "label");
  EXPECT_EQ(workspace.redo_once()->name, "label");
  EXPECT_EQ(workspace.redo_once()->name, "move");
  EXPECT_EQ(split_of(ids[0]), Split::Test);
  expect_sound();
}

TEST_F(Edits, AreRefusedWholeWhenTheRowIsNotAsItWasSeen) {
  move({ids[1]}, Split::Test);
  const auto failure = caught([&] {
    workspace.write("Stale", [&](Transaction& t) {
      apply_edits(t, std::vector<Edit>{{EditKind::Split, ids[0], R"({"split":""})", R"({"split":"val"})"},
                                       {EditKind::Split, ids[1], R"({"split":""})", R"({"split":"val"})"}});
    });
  });
  EXPECT_EQ(failure.kind, ErrorKind::Refused);
  EXPECT_THAT(failure.text, HasSubstr("image " + std::to_string(ids[1])));
  EXPECT_EQ(split_of(ids[0]), Split::None);
  expect_sound();
}

TEST_F(Edits, SkipInUndoWhatWasDecidedOtherwiseSince) {
  move({ids[0], ids[1]}, Split::Val, "mine");
  workspace.write("later index", [&](Transaction& t) {
    move_to_split(t, std::vector{ids[0]}, Split::Test, {.source = LabelSource::Import});
  });
  const auto reversal = workspace.undo_once();
  EXPECT_EQ(reversal->name, "mine");
  EXPECT_EQ(reversal->changed, 1U);
  EXPECT_THAT(reversal->skipped, ElementsAre(ids[0]));
  EXPECT_EQ(split_of(ids[0]), Split::Test);
  EXPECT_EQ(split_of(ids[1]), Split::None);
}

TEST_F(Edits, RemoveAnImageFromTheSetAndKeepItsRow) {
  workspace.label(ids, mel);
  const Mark before = mark_of(workspace.reader());
  workspace.write("Remove", [&](Transaction& t) { EXPECT_EQ(remove_from_set(t, std::vector{ids[1]}), 1U); });
  EXPECT_THAT(changes_since(workspace.reader(), before).images_edited, ElementsAre(ids[1]));
  EXPECT_EQ(images(workspace.reader()).size(), 2U);
  ASSERT_EQ(removed_images(workspace.reader()).size(), 1U);
  EXPECT_TRUE(find_by_hash(workspace.reader(), image_row(1).sha256)->removed) << "it is known when it comes again";
  workspace.write("Restore", [&](Transaction& t) { restore_to_set(t, std::vector{ids[1]}); });
  EXPECT_EQ(images(workspace.reader()).size(), 3U);
  expect_sound();
}

TEST_F(Edits, HoldTextsThatAreNotUtf8) {
  Image changed = *image(workspace.reader(), ids[0]);
  changed.site =
      "r\xfc"
      "cken";
  changed.age_years = 51.5;
  workspace.write("Metadata", [&](Transaction& t) { EXPECT_EQ(set_metadata(t, changed), 1U); });
  workspace.write("Path", [&](Transaction& t) { move_to_path(t, ids[0], "/\xff.jpg"); });
  EXPECT_EQ(image(workspace.reader(), ids[0])->site, changed.site);
  EXPECT_EQ(image(workspace.reader(), ids[0])->path, "/\xff.jpg");
  expect_sound();
  workspace.undo_once();
  workspace.undo_once();
  EXPECT_EQ(image(workspace.reader(), ids[0])->site, "");
  EXPECT_EQ(image(workspace.reader(), ids[0])->age_years, std::nullopt);
  EXPECT_EQ(image(workspace.reader(), ids[0])->path, "/pictures/0.jpg");
  workspace.redo_once();
  EXPECT_EQ(image(workspace.reader(), ids[0])->site, changed.site);
  expect_sound();
}

TEST_F(Edits, OfClassesAndTargetsAreTakenBack) {
  ClassId bcc = 0;
  workspace.write("Add class bcc", [&](Transaction& t) {
    bcc = add_class(t, {0, "bcc", "", 1, 2}, LabelSource::User);
  });
  workspace.write("Group", [&](Transaction& t) {
    save_target(t, {0, "malignant", "", {{"no", {nv}}, {"yes", {mel, bcc}}}}, LabelSource::User);
  });
  EXPECT_EQ(workspace.undo_once()->name, "Group");
  EXPECT_FALSE(target_named(workspace.reader(), "malignant"));
  workspace.undo_once();
  EXPECT_FALSE(class_named(workspace.reader(), "bcc"));
  EXPECT_EQ(classes(workspace.reader()).size(), 2U);
  workspace.redo_once();
  EXPECT_EQ(class_named(workspace.reader(), "bcc")->id, bcc);
  workspace.redo_once();
  EXPECT_THAT(target_named(workspace.reader(), "malignant")->groups[1].classes, ElementsAre(mel, bcc));
  expect_sound();
}

TEST_F(Edits, KeepAClassWhoseAddingIsUndoneWhileLabelsNameIt) {
  ClassId bcc = 0;
  const auto added = workspace.write("Add", [&](Transaction& t) {
    bcc = add_class(t, {0, "bcc", "", 1, 2}, LabelSource::User);
  });
  workspace.label({ids[0]}, bcc);
  std::optional<Reversal> reversal;
  workspace.write("Undo", [&](Transaction& t) { reversal = undo(t, added.batches[0]); });
  EXPECT_EQ(reversal->kept, 1U);
  EXPECT_TRUE(class_named(workspace.reader(), "bcc"));
  expect_sound();
}

TEST_F(Edits, TakeBackAnImportAsOneStepAndMakeItAgain) {
  std::vector<ImageId> added;
  std::int64_t report = 0;
  BatchId batch = 0;
  workspace.label({ids[0]}, nv);
  workspace.write("Import set", [&](Transaction& t) {
    batch = begin_batch(t, LabelSource::Import);
    report = add_import_report(t, {.source = "set", .batch = batch});
    add_class(t, {0, "bcc", "", 1, 2});
  });
  workspace.write("Import set", [&](Transaction& t) {
    continue_batch(t, batch);
    Image row = image_row(77);
    row.import_id = report;
    added.push_back(add_image(t, row).image);
    set_labels(t, std::vector<LabelChange>{{added[0], class_named(t, "bcc")->id, {}}, {ids[0], mel, {}}},
               {.source = LabelSource::Import});
    move_to_split(t, std::vector{ids[0]}, Split::Val, {.source = LabelSource::Import});
  });
  EXPECT_EQ(import_reports(workspace.reader())[0].batch, batch);
  const auto take_back = [&] {
    std::optional<Reversal> reversal;
    workspace.write("Undo import", [&](Transaction& t) { reversal = undo_import(t, report); });
    return reversal;
  };
  ASSERT_TRUE(take_back());
  EXPECT_FALSE(take_back()) << "taken back already";
  EXPECT_EQ(workspace.label_of(ids[0]), nv);
  EXPECT_EQ(split_of(ids[0]), Split::None);
  EXPECT_FALSE(class_named(workspace.reader(), "bcc"));
  EXPECT_EQ(images(workspace.reader()).size(), 3U);
  EXPECT_TRUE(workspace.redo_once());
  EXPECT_EQ(images(workspace.reader()).size(), 4U);
  EXPECT_EQ(workspace.label_of(added[0]), class_named(workspace.reader(), "bcc")->id);
  EXPECT_EQ(workspace.label_of(ids[0]), mel);
  expect_sound();
}

TEST_F(Edits, OfABatchThatWasTakenBackAreNotAddedToIt) {
  std::int64_t report = 0;
  BatchId batch = 0;
  workspace.write("Import set", [&](Transaction& t) {
    batch = begin_batch(t, LabelSource::Import);
    report = add_import_report(t, {.source = "set", .batch = batch});
    move_to_split(t, std::vector{ids[0]}, Split::Val, {.source = LabelSource::Import});
  });
  const auto go_on = [&] {
    workspace.write("Import set", [&](Transaction& t) {
      continue_batch(t, batch);
      move_to_split(t, std::vector{ids[1]}, Split::Val, {.source = LabelSource::Import});
    });
  };
  EXPECT_FALSE(is_taken_back(workspace.reader(), batch));
  workspace.write("Undo import", [&](Transaction& t) { undo_import(t, report); });
  EXPECT_TRUE(is_taken_back(workspace.reader(), batch));
  EXPECT_EQ(caught(go_on).kind, ErrorKind::Refused);
  EXPECT_TRUE(workspace.redo_once());
  EXPECT_EQ(caught(go_on).kind, ErrorKind::Refused) << "undoing it would leave what came later";
  EXPECT_EQ(split_of(ids[1]), Split::None);
}

TEST_F(Edits, TellHowTheSetStoodAtAnEarlierRevision) {
  move(ids, Split::Train);
  const EventId revision = edit_revision(workspace.reader());
  move({ids[0]}, Split::Val);
  move({ids[0]}, Split::Test);
  workspace.write("Remove", [&](Transaction& t) { remove_from_set(t, std::vector{ids[1]}); });
  const auto changed = changed_members_since(workspace.reader(), revision);
  EXPECT_EQ(changed.size(), 2U);
  EXPECT_EQ(changed.at(ids[0]).split, Split::Train);
  EXPECT_EQ(changed.at(ids[1]).removed, false);
  EXPECT_THAT(changed_members_since(workspace.reader(), edit_revision(workspace.reader())), IsEmpty());
}

TEST_F(Edits, AreAppendOnlyAlsoForOtherPrograms) {
  move({ids[0]}, Split::Val);
  SQLite::Database raw(workspace.file().string(), SQLite::OPEN_READWRITE);
  for (const std::string statement :
       {"UPDATE edit_event SET reason = 'x'", "DELETE FROM edit_event",
        "INSERT OR REPLACE INTO edit_event SELECT * FROM edit_event WHERE id = 1",
        "INSERT INTO edit_event SELECT id + 1, at_ms, who, kind, subject, before_json, after_json, reason, source, "
        "batch, prev_hash, hash FROM edit_event WHERE id = 3"}) {
    try {
      raw.exec(statement);
      ADD_FAILURE() << statement;
    } catch (const SQLite::Exception& refusal) {
      EXPECT_THAT(refusal.what(), HasSubstr("append-only")) << statement;
    }
  }
}

// Each case does to the file what only somebody who removes the triggers can do. Edits 1 and 2 are the classes.
struct Tampering {
  const char* statement;
  const char* finding;
};
class EditCheckOfATamperedFile : public testing::TestWithParam<Tampering> {};

TEST_P(EditCheckOfATamperedFile, FindsTheChange) {
  Workspace workspace;
  workspace.add("nv");
  workspace.add("mel");
  const auto ids = workspace.add_images(2);
  for (const Split split : {Split::Val, Split::Test})
    workspace.write("Move", [&](Transaction& t) { move_to_split(t, ids, split); });
  ASSERT_EQ(verify_log(workspace.reader()).edits, 6);
  SQLite::Database raw(workspace.file().string(), SQLite::OPEN_READWRITE);
  raw.exec("DROP TRIGGER edit_event_no_update; DROP TRIGGER edit_event_no_delete; DROP TRIGGER image_identity_stays");
  raw.exec(GetParam().statement);
  EXPECT_THAT(verify_log(workspace.reader()).problems, Contains(HasSubstr(GetParam().finding)));
}

INSTANTIATE_TEST_SUITE_P(
    Every, EditCheckOfATamperedFile,
    testing::Values(
        Tampering{"UPDATE edit_event SET who = 'x' WHERE id = 3", "edit 3 was changed"},
        Tampering{"UPDATE edit_event SET reason = 'x' WHERE id = 3", "edit 3 was changed"},
        Tampering{"UPDATE edit_event SET after_json = '{\"split\":\"test\"}' WHERE id = 3",
                  "edit 5 does not start from"},
        Tampering{"UPDATE edit_event SET hash = printf('%064d', 7) WHERE id = 3", "edit 4 does not continue"},
        Tampering{"DELETE FROM edit_event WHERE id = 3", "edit 4 is out of order"},
        Tampering{"DELETE FROM edit_event WHERE id = 6", "the split of 2 is not what the log says"},
        Tampering{"UPDATE image SET split = 'train' WHERE id = 1", "the split of 1 is not what the log says"},
        Tampering{"UPDATE class SET name = 'x' WHERE id = 1", "the class of 1 is not what the log says"},
        Tampering{"UPDATE image SET sha256 = printf('%064d', 7) WHERE id = 1", "edit 3 was changed"}));

}  // namespace
}  // namespace db::test
