#include "db/labels.h"

#include <cmath>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>

#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST(LabelLog, KeepsWhoWhenWhatAndWhy) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  const auto ids = workspace.add_images(1);
  workspace.write("Label 1 image as mel", [&](Transaction& t) {
    set_labels(t, std::vector<LabelChange>{{ids[0], mel, 2.5}},
               {.source = LabelSource::User, .reason = "asymmetry", .model_visible = true});
  });
  const auto history = label_history(workspace.reader(), ids[0]);
  ASSERT_EQ(history.size(), 1U);
  const LabelEvent& event = history[0];
  EXPECT_EQ(event.id, 1);
  EXPECT_GE(event.at_ms, 1'700'000'000'000);
  EXPECT_EQ(event.who, "tester");
  EXPECT_EQ(event.image, ids[0]);
  EXPECT_EQ(event.from, std::nullopt);
  EXPECT_EQ(event.to, mel);
  EXPECT_EQ(event.reason, "asymmetry");
  EXPECT_EQ(event.source, LabelSource::User);
  EXPECT_EQ(event.seconds_spent, 2.5);
  EXPECT_TRUE(event.model_visible);
  EXPECT_EQ(event.branch, "main");
  EXPECT_EQ(event.previous_hash, "");
  EXPECT_EQ(event.hash.size(), 64U);
  const auto batches = label_batches(workspace.reader(), 10);
  ASSERT_EQ(batches.size(), 2U) << "the class and the label";
  EXPECT_EQ(batches[0].id, event.batch);
  EXPECT_EQ(batches[0].name, "Label 1 image as mel");
  EXPECT_EQ(batches[0].events, 1);
}

// The chain must mean the same to whoever checks it with other tools.
TEST(LabelLog, HashesTheDocumentedText) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  const auto ids = workspace.add_images(1);
  workspace.label(ids, mel);
  const auto event = label_history(workspace.reader(), ids[0])[0];
  const std::string text = R"(["",1,)" + std::to_string(event.at_ms) + R"(,"tester",1,")" + image_row(0).sha256 +
                           R"(",null,1,"","user",null,false,2,"main"])";
  EXPECT_EQ(event.hash, sha256_hex(text));
}

TEST(LabelLog, MovesTheCurrentLabelWithTheEvent) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel"), nv = workspace.add("nv");
  const auto ids = workspace.add_images(2);
  EXPECT_EQ(label_revision(workspace.reader()), 0);
  const auto changes = workspace.label(ids, mel);
  EXPECT_EQ(changes.label_revision, 2);
  EXPECT_EQ(workspace.label_of(ids[1]), mel);
  workspace.label({ids[1]}, nv);
  EXPECT_EQ(workspace.label_of(ids[1]), nv);
  workspace.label({ids[0]}, std::nullopt);
  EXPECT_EQ(workspace.label_of(ids[0]), std::nullopt);
  EXPECT_EQ(label_revision(workspace.reader()), 4);
  const auto log = label_log(workspace.reader(), 2);
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].event.id, 4);
  EXPECT_EQ(log[0].event.from, mel);
  EXPECT_EQ(log[0].event.to, std::nullopt);
  EXPECT_EQ(log[0].event.previous_hash, log[1].event.hash);
  EXPECT_EQ(log[0].image_path, "/pictures/0.jpg");
  EXPECT_EQ(log[0].from_class, "mel");
  EXPECT_EQ(log[0].to_class, "");
}

TEST(LabelLog, WritesNothingForALabelTheImageHas) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  const auto ids = workspace.add_images(2);
  workspace.label({ids[0]}, mel);
  EXPECT_THAT(workspace.label(ids, mel).images(), ElementsAre(ids[1]));
  const auto nothing = workspace.label(ids, mel);
  EXPECT_TRUE(nothing.empty());
  EXPECT_FALSE(nothing.labels_changed());
  EXPECT_EQ(label_batches(workspace.reader(), 10).size(), 3U) << "the class, and two of labels";
}

TEST(LabelLog, RefusesUnknownImagesAndClassesAndKeepsNothingOfTheBatch) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  const auto ids = workspace.add_images(1);
  EXPECT_EQ(caught([&] { workspace.label({ids[0], 99}, mel); }).kind, ErrorKind::NotFound);
  EXPECT_EQ(caught([&] { workspace.label(ids, 77); }).kind, ErrorKind::Refused);
  EXPECT_EQ(label_revision(workspace.reader()), 0);
  EXPECT_EQ(label_batches(workspace.reader(), 10).size(), 1U) << "that of the class";
  EXPECT_EQ(workspace.label_of(ids[0]), std::nullopt);
}

TEST(LabelLog, IsAppendOnlyAlsoForOtherPrograms) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  workspace.label(workspace.add_images(2), mel);
  SQLite::Database raw(workspace.file().string(), SQLite::OPEN_READWRITE);
  for (const std::string statement :
       {"UPDATE label_event SET class_to = NULL", "DELETE FROM label_event WHERE id = 2", "DELETE FROM label_event",
        "UPDATE label_batch SET name = 'x'", "DELETE FROM label_batch",
        "INSERT OR REPLACE INTO label_event SELECT id, at_ms, who, image, class_to, class_to, reason, source, "
        "seconds_spent, model_visible, batch, branch, prev_hash, hash FROM label_event WHERE id = 1",
        "INSERT OR REPLACE INTO label_batch SELECT * FROM label_batch WHERE id = 1",
        "INSERT INTO label_event SELECT id + 5, at_ms, who, image, class_to, class_to, reason, source, "
        "seconds_spent, model_visible, batch, branch, hash, hash FROM label_event WHERE id = 2",
        "INSERT INTO label_event SELECT id + 1, at_ms, who, image, class_to, class_to, reason, source, "
        "seconds_spent, model_visible, batch, branch, prev_hash, hash FROM label_event WHERE id = 2"}) {
    try {
      raw.exec(statement);
      ADD_FAILURE() << statement;
    } catch (const SQLite::Exception& refusal) {
      EXPECT_THAT(refusal.what(), HasSubstr("append-only")) << statement;
    }
  }
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

TEST(LabelLog, RefusesAnEventThatDoesNotStartFromTheCurrentLabel) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  workspace.label(workspace.add_images(1), mel);
  SQLite::Database raw(workspace.file().string(), SQLite::OPEN_READWRITE);
  EXPECT_THROW(raw.exec("INSERT INTO label_event SELECT id + 1, at_ms, who, image, NULL, NULL, reason, "
                        "source, seconds_spent, model_visible, batch, branch, hash, hash FROM label_event"),
               SQLite::Exception);
}

TEST(LabelLog, ReplaysTheLabelsOfAnyRevision) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel"), nv = workspace.add("nv");
  const auto ids = workspace.add_images(3);
  const EventId first = workspace.label({ids[0], ids[1]}, nv).label_revision;
  const EventId second = workspace.label({ids[1], ids[2]}, mel).label_revision;
  const EventId third = workspace.label({ids[0]}, std::nullopt).label_revision;
  EXPECT_THAT(labels_at(workspace.reader(), 0), IsEmpty());
  EXPECT_THAT(labels_at(workspace.reader(), first), UnorderedElementsAre(Pair(ids[0], nv), Pair(ids[1], nv)));
  EXPECT_THAT(labels_at(workspace.reader(), second),
              UnorderedElementsAre(Pair(ids[0], nv), Pair(ids[1], mel), Pair(ids[2], mel)));
  EXPECT_THAT(labels_at(workspace.reader(), third), UnorderedElementsAre(Pair(ids[1], mel), Pair(ids[2], mel)));
}

TEST(LabelLog, KnowsWhichImagesDifferFromTheirImportedLabel) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel"), nv = workspace.add("nv");
  const auto ids = workspace.add_images(4);
  workspace.label({ids[0], ids[1], ids[2]}, nv, LabelSource::Import);
  const auto away = workspace.label({ids[1], ids[2], ids[3]}, mel);
  EXPECT_TRUE(away.labels[0].relabelled);
  EXPECT_FALSE(away.labels[2].relabelled) << "never imported with a label";
  const auto back = workspace.label({ids[2]}, nv);
  EXPECT_FALSE(back.labels[0].relabelled);
  EXPECT_THAT(relabelled_images(workspace.reader()), ElementsAre(ids[1]));
}

TEST(LabelLog, StaysSoundWithTextThatIsNotUtf8AndTimesThatAreNotNumbers) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  const auto ids = workspace.add_images(2);
  workspace.write("Label \xff", [&](Transaction& t) {
    set_labels(t, std::vector<LabelChange>{{ids[0], mel, std::nan("")}, {ids[1], mel, 1.0 / 3}},
               {.reason = "\xfe\xff"});
  });
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
  EXPECT_FALSE(label_history(workspace.reader(), ids[0])[0].seconds_spent);
}

TEST(LabelLog, NeverUndoesThroughSetLabels) {
  Workspace workspace;
  EXPECT_THROW(workspace.label({}, std::nullopt, LabelSource::Undo), std::logic_error);
}

// Each case does to the file what only somebody who removes the triggers can do.
struct LabelTampering {
  const char* statement;
  const char* finding;
};
class LogCheckOfATamperedFile : public testing::TestWithParam<LabelTampering> {};

TEST_P(LogCheckOfATamperedFile, FindsTheChange) {
  Workspace workspace;
  const ClassId nv = workspace.add("nv"), mel = workspace.add("mel");
  const auto ids = workspace.add_images(3);
  workspace.label(ids, nv);
  workspace.label({ids[0]}, mel);
  workspace.label({ids[1]}, mel);
  const auto before = verify_log(workspace.reader());
  ASSERT_TRUE(before.sound()) << before.problems[0];
  ASSERT_EQ(before.events, 5);
  SQLite::Database raw(workspace.file().string(), SQLite::OPEN_READWRITE);
  raw.exec(
      "DROP TRIGGER label_event_no_update; DROP TRIGGER label_event_no_delete; "
      "DROP TRIGGER image_identity_stays");
  raw.exec(GetParam().statement);
  const auto after = verify_log(workspace.reader());
  ASSERT_FALSE(after.sound());
  EXPECT_THAT(after.problems, testing::Contains(HasSubstr(GetParam().finding)));
}

INSTANTIATE_TEST_SUITE_P(
    Every, LogCheckOfATamperedFile,
    testing::Values(
        LabelTampering{"UPDATE label_event SET who = 'x' WHERE id = 2", "event 2 was changed"},
        LabelTampering{"UPDATE label_event SET at_ms = at_ms + 1 WHERE id = 2", "event 2 was changed"},
        LabelTampering{"UPDATE label_event SET reason = 'x' WHERE id = 2", "event 2 was changed"},
        LabelTampering{"UPDATE label_event SET seconds_spent = 1 WHERE id = 2", "event 2 was changed"},
        LabelTampering{"UPDATE label_event SET model_visible = 1 WHERE id = 2", "event 2 was changed"},
        LabelTampering{"UPDATE label_event SET source = 'rule' WHERE id = 2", "event 2 was changed"},
        LabelTampering{"UPDATE label_event SET class_to = 2 WHERE id = 3; UPDATE image SET label = 2 WHERE id = 3",
                       "event 3 was changed"},
        LabelTampering{"UPDATE label_event SET hash = printf('%064d', 7) WHERE id = 2", "event 3 does not continue"},
        LabelTampering{"DELETE FROM label_event WHERE id = 3", "event 4 is out of order"},
        LabelTampering{"DELETE FROM label_event WHERE id = 5", "the label of image 2 is not what the log says"},
        LabelTampering{"UPDATE image SET label = 2 WHERE id = 3", "the label of image 3 is not what the log says"},
        LabelTampering{"UPDATE image SET imported_label = 2 WHERE id = 3",
                       "the imported label of image 3 is not what the log says"},
        LabelTampering{"UPDATE image SET sha256 = printf('%064d', 7) WHERE id = 1", "event 1 was changed"}));

}  // namespace
}  // namespace db::test
