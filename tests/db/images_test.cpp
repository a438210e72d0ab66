#include "db/images.h"

#include <chrono>
#include <iostream>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>

#include "db/edits.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::ElementsAre;

AddResult add_one(Workspace& workspace, const Image& row, const std::string& gone_path = "") {
  AddResult result;
  workspace.write("Import", [&](Transaction& t) { result = add_image(t, row, gone_path); });
  return result;
}

TEST(Images, ComeBackAsTheyWereAdded) {
  Workspace workspace;
  Image row = image_row(1);
  row.path = "/a folder/näevus \xff.jpg";
  row.split = Split::Val;
  row.lesion_id = "HAM_1";
  row.patient_id = "P1";
  row.age_years = 45.5;
  row.sex = "female";
  row.site = "back";
  row.dx_type = "histo";
  row.mask_path = "/m.png";
  row.source = "ham";
  row.extra_json = R"({"x":1})";
  const auto added = add_one(workspace, row);
  EXPECT_EQ(added.outcome, AddOutcome::Added);
  const auto read = image(workspace.reader(), added.image);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->path, row.path);
  EXPECT_EQ(read->sha256, row.sha256);
  EXPECT_EQ(read->bytes, row.bytes);
  EXPECT_EQ(read->width_px, 600);
  EXPECT_EQ(read->height_px, 450);
  EXPECT_EQ(read->split, Split::Val);
  EXPECT_EQ(read->lesion_id, "HAM_1");
  EXPECT_EQ(read->patient_id, "P1");
  EXPECT_EQ(read->age_years, 45.5);
  EXPECT_EQ(read->sex, "female");
  EXPECT_EQ(read->site, "back");
  EXPECT_EQ(read->dx_type, "histo");
  EXPECT_EQ(read->mask_path, "/m.png");
  EXPECT_EQ(read->source, "ham");
  EXPECT_EQ(read->extra_json, row.extra_json);
  EXPECT_GE(read->imported_at_ms, 1'700'000'000'000);
  EXPECT_FALSE(read->missing);
  EXPECT_FALSE(read->label);
  EXPECT_EQ(find_by_path(workspace.reader(), row.path)->id, added.image);
  EXPECT_EQ(find_by_hash(workspace.reader(), row.sha256)->id, added.image);
}

TEST(Images, AreAbsentWhenUnknown) {
  Workspace workspace;
  EXPECT_FALSE(image(workspace.reader(), 7));
  EXPECT_FALSE(find_by_hash(workspace.reader(), sha256_hex("x")));
  EXPECT_FALSE(find_by_path(workspace.reader(), "/x"));
  EXPECT_TRUE(images(workspace.reader()).empty());
}

TEST(Images, WithUnknownAgeStayUnknownAlsoForNaN) {
  Workspace workspace;
  Image row = image_row(1);
  row.age_years = std::nan("");
  EXPECT_FALSE(image(workspace.reader(), add_one(workspace, row).image)->age_years);
}

TEST(Images, FoundAgainAtTheSamePathAreKnownAndNotAddedTwice) {
  Workspace workspace;
  const auto first = add_one(workspace, image_row(1));
  const auto second = add_one(workspace, image_row(1));
  EXPECT_EQ(second.outcome, AddOutcome::Known);
  EXPECT_EQ(second.image, first.image);
  EXPECT_EQ(images(workspace.reader()).size(), 1U);
}

TEST(Images, MovedToAnotherPathAreRelinkedByTheirContentAndReported) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  const auto first = add_one(workspace, image_row(1));
  workspace.label({first.image}, mel);
  workspace.write("Look", [&](Transaction& t) { set_missing(t, std::vector{first.image}, true); });
  Image moved = image_row(1);
  moved.path = "/elsewhere/1.jpg";
  const auto second = add_one(workspace, moved, "/pictures/1.jpg");
  EXPECT_EQ(second.outcome, AddOutcome::Relinked);
  const auto row = image(workspace.reader(), first.image);
  EXPECT_EQ(row->path, "/elsewhere/1.jpg");
  EXPECT_EQ(row->label, mel);
  EXPECT_FALSE(row->missing);
  const auto edits = edit_history(workspace.reader(), first.image);
  ASSERT_EQ(edits.size(), 1U) << "for undo to take it back";
  EXPECT_EQ(edits[0].edit.kind, EditKind::Path);
  EXPECT_EQ(edits[0].source, LabelSource::Import);
}

TEST(Images, CopiedWhileTheFirstFileRemainsAreDuplicatesAndKeepTheirPath) {
  Workspace workspace;
  const Image original = image_row(1);
  add_one(workspace, original);
  Image copy = image_row(1);
  copy.path = "/pictures/copy.jpg";
  const auto result = add_one(workspace, copy);
  EXPECT_EQ(result.outcome, AddOutcome::Duplicate);
  EXPECT_EQ(image(workspace.reader(), result.image)->path, original.path);
}

// Between the look and the transaction another import may have found the file.
TEST(Images, AreNotMovedAwayFromAPathThatNobodyLookedAt) {
  Workspace workspace;
  const auto first = add_one(workspace, image_row(1));
  workspace.write("Relink", [&](Transaction& t) { relink_image(t, first.image, "/found/1.jpg"); });
  Image moved = image_row(1);
  moved.path = "/elsewhere/1.jpg";
  EXPECT_EQ(add_one(workspace, moved, "/pictures/1.jpg").outcome, AddOutcome::Duplicate);
  EXPECT_EQ(image(workspace.reader(), first.image)->path, "/found/1.jpg");
}

TEST(Images, CannotChangeTheirContentHash) {
  Workspace workspace;
  workspace.add_images(1);
  SQLite::Database raw(workspace.file().string(), SQLite::OPEN_READWRITE);
  EXPECT_THROW(raw.exec("UPDATE image SET sha256 = printf('%064d', 1)"), SQLite::Exception);
}

TEST(Images, TakeNewMetadataWithoutTouchingPathOrLabel) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  const auto ids = workspace.add_images(1);
  workspace.label(ids, mel);
  Image changed = *image(workspace.reader(), ids[0]);
  changed.site = "face";
  changed.path = "/ignored";
  changed.label.reset();
  const auto changes = workspace.write("Index", [&](Transaction& t) { set_metadata(t, changed); });
  EXPECT_THAT(changes.images_edited, ElementsAre(ids[0]));
  const auto row = image(workspace.reader(), ids[0]);
  EXPECT_EQ(row->site, "face");
  EXPECT_EQ(row->path, "/pictures/0.jpg");
  EXPECT_EQ(row->label, mel);
}

TEST(Images, RefuseAChangeOfARowThatIsNotThere) {
  Workspace workspace;
  const auto failure = caught([&] {
    workspace.write("Split", [](Transaction& t) { move_to_split(t, std::vector<ImageId>{99}, Split::Val); });
  });
  EXPECT_EQ(failure.kind, ErrorKind::NotFound);
  EXPECT_NE(failure.text.find("image 99"), std::string::npos) << failure.text;
}

TEST(Images, RefuseMetadataThatIsNotJson) {
  Workspace workspace;
  Image row = image_row(1);
  row.extra_json = "{";
  EXPECT_EQ(caught([&] { add_one(workspace, row); }).kind, ErrorKind::Refused);
  EXPECT_TRUE(images(workspace.reader()).empty());
}

// Ten times the goal: this is to notice a quadratic mistake, not to measure.
TEST(Images, TenThousandWithLabelsAreWrittenAndReadInSeconds) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel"), nv = workspace.add("nv");
  using Clock = std::chrono::steady_clock;
  const auto ms_since = [](Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  };
  const auto start = Clock::now();
  std::vector<LabelChange> changes;
  workspace.write("Import", [&](Transaction& t) {
    for (int i = 0; i < 10'000; ++i) changes.push_back({add_image(t, image_row(i)).image, nv, {}});
    set_labels(t, changes, {.source = LabelSource::Import});
  });
  const double insert_ms = ms_since(start);
  const auto read_start = Clock::now();
  EXPECT_EQ(images(workspace.reader()).size(), 10'000U);
  const double read_ms = ms_since(read_start);
  const auto relabel_start = Clock::now();
  workspace.write("Relabel", [&](Transaction& t) {
    for (auto& change : changes) change.to = mel;
    set_labels(t, std::span(changes).first(5000));
  });
  const double relabel_ms = ms_since(relabel_start);
  const auto check_start = Clock::now();
  EXPECT_EQ(verify_log(workspace.reader()).events, 15'000);
  RecordProperty("insert_ms", std::to_string(insert_ms));
  std::cout << "insert 10,000: " << insert_ms << " ms, read: " << read_ms << " ms, relabel 5,000: " << relabel_ms
            << " ms, verify 15,000: " << ms_since(check_start) << " ms\n";
  EXPECT_LT(insert_ms, 20'000);
  EXPECT_LT(read_ms, 2'000);
  EXPECT_LT(relabel_ms, 8'000);
}

}  // namespace
}  // namespace db::test
