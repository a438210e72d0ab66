#include "db/classes.h"

#include <gmock/gmock.h>

#include "tests/db/workspace.h"
#include "tests/remove_target.h"

namespace db::test {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST(Classes, ComeByPosition) {
  Workspace workspace;
  workspace.write("Classes", [](Transaction& t) {
    add_class(t, {0, "nv", "melanocytic naevus", 0x00ff00, 2});
    add_class(t, {0, "mel", "melanoma", 0xffffff, 1});
  });
  const auto all = classes(workspace.reader());
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "mel");
  EXPECT_EQ(all[0].full_name, "melanoma");
  EXPECT_EQ(all[0].colour, 0xffffffU);
  EXPECT_EQ(all[1].name, "nv");
  EXPECT_EQ(class_named(workspace.reader(), "nv")->position, 2);
  EXPECT_FALSE(class_named(workspace.reader(), "xx"));
}

TEST(Classes, HaveUniqueNames) {
  Workspace workspace;
  workspace.add("mel");
  EXPECT_EQ(caught([&] { workspace.add("mel"); }).kind, ErrorKind::Refused);
  EXPECT_EQ(caught([&] { workspace.add(""); }).kind, ErrorKind::Refused);
}

TEST(Classes, CanBeRenamedWithoutTouchingLabels) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel");
  const auto ids = workspace.add_images(1);
  workspace.label(ids, mel);
  const auto changes = workspace.write("Rename", [&](Transaction& t) {
    update_class(t, {mel, "melanoma", "", 0x112233, 5});
  });
  EXPECT_THAT(changes.classes, ElementsAre(mel));
  EXPECT_EQ(class_named(workspace.reader(), "melanoma")->id, mel);
  EXPECT_EQ(workspace.label_of(ids[0]), mel);
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

TEST(Classes, AddedAgainAfterTheirAddingWasUndoneAreTheClassesThatTheyWere) {
  Workspace workspace;
  const auto add = [&](const std::string& name) {
    ClassId id = 0;
    workspace.write("Add " + name, [&](Transaction& t) { id = add_class(t, {.name = name}, LabelSource::User); });
    return id;
  };
  const ClassId nv = add("nv"), mel = add("mel");
  ASSERT_TRUE(workspace.undo_once());
  ASSERT_TRUE(workspace.undo_once());
  ASSERT_TRUE(classes(workspace.reader()).empty());
  EXPECT_EQ(add("mel"), mel);
  EXPECT_GT(add("bcc"), mel);
  EXPECT_EQ(add("nv"), nv);
  ASSERT_TRUE(workspace.undo_once());
  EXPECT_FALSE(class_named(workspace.reader(), "nv"));
  ASSERT_TRUE(workspace.redo_once());
  EXPECT_EQ(class_named(workspace.reader(), "nv")->id, nv);
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

struct Diagnoses {
  ClassId nv, mel, bcc, other;
  explicit Diagnoses(Workspace& w) : nv(w.add("nv")), mel(w.add("mel")), bcc(w.add("bcc")), other(w.add("other")) {}
  Target malignant() const { return {0, "malignant", "benign or not", {{"benign", {nv}}, {"malignant", {mel, bcc}}}}; }
};

TEST(Targets, GroupClassesInOrderAndLeaveOutTheRest) {
  Workspace workspace;
  const Diagnoses diagnoses(workspace);
  TargetId id = 0;
  workspace.write("Target", [&](Transaction& t) { id = save_target(t, diagnoses.malignant()); });
  const auto target = target_named(workspace.reader(), "malignant");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->id, id);
  EXPECT_EQ(target->description, "benign or not");
  ASSERT_EQ(target->groups.size(), 2U);
  EXPECT_EQ(target->groups[0].name, "benign");
  EXPECT_THAT(target->groups[1].classes, ElementsAre(diagnoses.mel, diagnoses.bcc));
  EXPECT_THAT(target->group_of_class(),
              UnorderedElementsAre(Pair(diagnoses.nv, 0), Pair(diagnoses.mel, 1), Pair(diagnoses.bcc, 1)));
}

TEST(Targets, FollowARelabelledDiagnosis) {
  Workspace workspace;
  const Diagnoses diagnoses(workspace);
  const auto ids = workspace.add_images(1);
  workspace.write("Target", [&](Transaction& t) { save_target(t, diagnoses.malignant()); });
  const auto groups = target_named(workspace.reader(), "malignant")->group_of_class();
  workspace.label(ids, diagnoses.nv);
  EXPECT_EQ(groups.at(*workspace.label_of(ids[0])), 0);
  workspace.label(ids, diagnoses.mel);
  EXPECT_EQ(groups.at(*workspace.label_of(ids[0])), 1);
}

TEST(Targets, SavedAgainUnderTheirNameAreReplacedAndKeepTheirId) {
  Workspace workspace;
  const Diagnoses diagnoses(workspace);
  TargetId first = 0, second = 0;
  workspace.write("Target", [&](Transaction& t) { first = save_target(t, diagnoses.malignant()); });
  workspace.write("Target", [&](Transaction& t) {
    second = save_target(
        t, {0, "malignant", "", {{"no", {diagnoses.nv, diagnoses.bcc}}, {"empty", {}}, {"yes", {diagnoses.mel}}}});
  });
  EXPECT_EQ(first, second);
  const auto all = targets(workspace.reader());
  ASSERT_EQ(all.size(), 1U);
  ASSERT_EQ(all[0].groups.size(), 3U);
  EXPECT_TRUE(all[0].groups[1].classes.empty());
  EXPECT_EQ(all[0].group_of_class().at(diagnoses.mel), 2);
}

TEST(Targets, RefuseAClassInTwoGroups) {
  Workspace workspace;
  const Diagnoses diagnoses(workspace);
  const auto failure = caught([&] {
    workspace.write("Target", [&](Transaction& t) {
      save_target(t, {0, "t", "", {{"a", {diagnoses.nv}}, {"b", {diagnoses.nv}}}});
    });
  });
  EXPECT_EQ(failure.kind, ErrorKind::Refused);
  EXPECT_TRUE(targets(workspace.reader()).empty());
}

TEST(Targets, CanBeRemovedWithTheirGroups) {
  Workspace workspace;
  const Diagnoses diagnoses(workspace);
  TargetId id = 0;
  workspace.write("Target", [&](Transaction& t) { id = save_target(t, diagnoses.malignant()); });
  workspace.write("Target", [&](Transaction& t) { test_support::remove_target(t, id); });
  EXPECT_TRUE(targets(workspace.reader()).empty());
  EXPECT_TRUE(class_named(workspace.reader(), "mel"));
}

}  // namespace
}  // namespace db::test
