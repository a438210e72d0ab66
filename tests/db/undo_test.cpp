#include <random>

#include <gmock/gmock.h>

#include "db/edits.h"
#include "db/labels.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::ElementsAre;

struct Undo : testing::Test {
  Workspace workspace;
  ClassId nv = workspace.add("nv"), mel = workspace.add("mel"), bcc = workspace.add("bcc");
  std::vector<ImageId> ids = workspace.add_images(3);
};

TEST_F(Undo, HasNothingToDoInANewWorkspace) {
  EXPECT_FALSE(undoable(workspace.reader(), workspace.session()));
  EXPECT_FALSE(redoable(workspace.reader(), workspace.session()));
  EXPECT_FALSE(workspace.undo_once());
  EXPECT_FALSE(workspace.redo_once());
}

TEST_F(Undo, IsANewBatchThatReversesTheOldOne) {
  workspace.label(ids, nv);
  workspace.label({ids[0], ids[1]}, mel, LabelSource::User, "Label 2 images as mel");
  const auto done = undoable(workspace.reader(), workspace.session());
  ASSERT_TRUE(done);
  EXPECT_EQ(done->name, "Label 2 images as mel");
  EXPECT_EQ(done->events, 2);
  const auto reversal = workspace.undo_once();
  ASSERT_TRUE(reversal);
  EXPECT_EQ(reversal->reversed, done->id);
  EXPECT_EQ(reversal->changed, 2U);
  EXPECT_EQ(reversal->name, "Label 2 images as mel");
  EXPECT_EQ(workspace.label_of(ids[0]), nv);
  EXPECT_EQ(workspace.label_of(ids[1]), nv);
  const auto batches = label_batches(workspace.reader(), 1);
  EXPECT_EQ(batches[0].source, LabelSource::Undo);
  EXPECT_EQ(batches[0].undoes, done->id);
  EXPECT_EQ(label_revision(workspace.reader()), 7) << "the log only grows";
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

// Somebody gave the old name to another class meanwhile: what was decided before can still be taken back.
TEST_F(Undo, StepsOverARenamingWhoseNameIsTakenSince) {
  workspace.label({ids[0]}, nv, LabelSource::User, "first");
  workspace.write("Rename", [&](Transaction& t) {
    Class renamed = *class_named(t, "mel");
    renamed.name = "melanoma";
    update_class(t, renamed, LabelSource::User);
  });
  workspace.add("mel");
  ASSERT_TRUE(workspace.undo_once());
  EXPECT_EQ(class_named(workspace.reader(), "melanoma")->id, mel);
  ASSERT_TRUE(workspace.undo_once());
  EXPECT_EQ(workspace.label_of(ids[0]), std::nullopt);
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

TEST_F(Undo, GoesBackStepByStepAndForwardAgain) {
  workspace.label({ids[0]}, nv, LabelSource::User, "first");
  workspace.label({ids[0]}, mel, LabelSource::User, "second");
  workspace.label({ids[0]}, bcc, LabelSource::User, "third");
  EXPECT_EQ(workspace.undo_once()->name, "third");
  EXPECT_EQ(workspace.undo_once()->name, "second");
  EXPECT_EQ(workspace.label_of(ids[0]), nv);
  EXPECT_EQ(redoable(workspace.reader(), workspace.session())->name, "second");
  EXPECT_EQ(workspace.redo_once()->name, "second");
  EXPECT_EQ(workspace.label_of(ids[0]), mel);
  EXPECT_EQ(undoable(workspace.reader(), workspace.session())->name, "second");
  EXPECT_EQ(workspace.redo_once()->name, "third");
  EXPECT_EQ(workspace.label_of(ids[0]), bcc);
  EXPECT_FALSE(workspace.redo_once());
  EXPECT_EQ(workspace.undo_once()->name, "third") << "an undo of a redo";
  EXPECT_EQ(workspace.undo_once()->name, "second");
  EXPECT_EQ(workspace.undo_once()->name, "first");
  EXPECT_EQ(workspace.label_of(ids[0]), std::nullopt);
  EXPECT_FALSE(workspace.undo_once());
}

TEST_F(Undo, ForgetsWhatCouldBeRedoneAfterANewDecision) {
  workspace.label({ids[0]}, nv, LabelSource::User, "first");
  workspace.undo_once();
  workspace.label({ids[1]}, mel, LabelSource::User, "other");
  EXPECT_FALSE(redoable(workspace.reader(), workspace.session()));
  EXPECT_EQ(workspace.undo_once()->name, "other");
  EXPECT_FALSE(undoable(workspace.reader(), workspace.session()));
  EXPECT_EQ(redoable(workspace.reader(), workspace.session())->name, "other");
}

TEST_F(Undo, SurvivesARestart) {
  workspace.label({ids[0]}, nv, LabelSource::User, "first");
  workspace.label({ids[0]}, mel, LabelSource::User, "second");
  workspace.undo_once();
  workspace.reopen();
  EXPECT_EQ(undoable(workspace.reader(), workspace.session())->name, "first");
  EXPECT_EQ(redoable(workspace.reader(), workspace.session())->name, "second");
  workspace.redo_once();
  workspace.reopen();
  workspace.undo_once();
  workspace.undo_once();
  EXPECT_EQ(workspace.label_of(ids[0]), std::nullopt);
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

TEST_F(Undo, LeavesImportsAlone) {
  workspace.label({ids[0]}, mel, LabelSource::User, "mine");
  workspace.label({ids[1]}, nv, LabelSource::Import, "import");
  EXPECT_EQ(workspace.undo_once()->name, "mine");
  EXPECT_FALSE(workspace.undo_once());
  EXPECT_EQ(workspace.label_of(ids[1]), nv);
}

TEST_F(Undo, SkipsAnImageThatWasDecidedOtherwiseSince) {
  workspace.label({ids[0], ids[1]}, mel, LabelSource::User, "mine");
  workspace.label({ids[0]}, bcc, LabelSource::Import, "a later index");
  const auto reversal = workspace.undo_once();
  EXPECT_EQ(reversal->changed, 1U);
  EXPECT_THAT(reversal->skipped, ElementsAre(ids[0]));
  EXPECT_EQ(workspace.label_of(ids[0]), bcc);
  EXPECT_EQ(workspace.label_of(ids[1]), std::nullopt);
  EXPECT_FALSE(undoable(workspace.reader(), workspace.session()));
}

TEST_F(Undo, ReversesABatchThatTouchedAnImageTwice) {
  workspace.write("Twice", [&](Transaction& t) {
    set_labels(t, std::vector<LabelChange>{{ids[0], nv, {}}, {ids[0], mel, {}}});
  });
  EXPECT_EQ(workspace.label_of(ids[0]), mel);
  workspace.undo_once();
  EXPECT_EQ(workspace.label_of(ids[0]), std::nullopt);
  workspace.redo_once();
  EXPECT_EQ(workspace.label_of(ids[0]), mel);
}

// Places in one batch: the first makes room for the second, and that for the third.
struct UndoOfMoves : Undo {
  static std::string place(int number) { return image_row(number).path; }
  std::string place_of(ImageId id) { return image(workspace.reader(), id)->path; }
  std::vector<std::string> places() { return {place_of(ids[0]), place_of(ids[1]), place_of(ids[2])}; }
  void move_on() {
    workspace.write("Move", [&](Transaction& t) {
      move_to_path(t, ids[0], place(3));
      move_to_path(t, ids[1], place(0));
      move_to_path(t, ids[2], place(1));
    });
  }
  ImageId add_at(const std::string& path) {
    Image added = image_row(9);
    added.path = path;
    workspace.write("Import", [&](Transaction& t) { added.id = add_image(t, added).image; });
    return added.id;
  }
  const std::vector<std::string> before = places(), moved = {place(3), place(0), place(1)};
};

TEST_F(UndoOfMoves, LetsImagesChangePlacesAmongThemselves) {
  move_on();
  EXPECT_EQ(workspace.undo_once()->changed, 3U);
  EXPECT_EQ(places(), before);
  EXPECT_EQ(workspace.redo_once()->changed, 3U);
  EXPECT_EQ(places(), moved);
}

TEST_F(UndoOfMoves, LeavesAllBehindAnImageWhosePlaceIsAnothersByNow) {
  move_on();
  add_at(place(2));
  const auto reversal = workspace.undo_once();
  EXPECT_EQ(reversal->changed, 0U);
  EXPECT_THAT(reversal->skipped, testing::UnorderedElementsAreArray(ids));
  EXPECT_EQ(places(), moved);
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

TEST_F(UndoOfMoves, AreMadeAgainOnlyWhereThePlaceIsFree) {
  move_on();
  workspace.undo_once();
  add_at(place(3));
  EXPECT_EQ(workspace.redo_once()->changed, 0U);
  EXPECT_EQ(places(), before);
}

TEST_F(UndoOfMoves, TakeThePlaceOfAnImageThatLeftTheSet) {
  move_on();
  const ImageId other = add_at(place(2));
  workspace.write("Remove",
                  [&](Transaction& t) { remove_from_set(t, std::vector{other}, {.source = LabelSource::Import}); });
  EXPECT_EQ(workspace.undo_once()->changed, 3U);
  EXPECT_EQ(places(), before);
}

TEST_F(UndoOfMoves, BringsNoImageBackToAPlaceThatStaysTaken) {
  workspace.write("Replace", [&](Transaction& t) {
    remove_from_set(t, std::vector{ids[1]});
    move_to_path(t, ids[0], place(1));
  });
  add_at(place(0));
  EXPECT_THAT(workspace.undo_once()->skipped, testing::UnorderedElementsAre(ids[0], ids[1]));
  EXPECT_EQ(place_of(ids[0]), place(1));
  EXPECT_TRUE(image(workspace.reader(), ids[1])->removed);
}

// A second window on the same file: another writer, of the same account or another.
struct TwoWindows : Undo {
  Writer& other_window(const std::string& who) {
    other = std::make_unique<Writer>(workspace.database(), fixed_writer(who));
    return *other;
  }
  void label_there(ImageId image, ClassId to, const std::string& name) {
    other->transact_and_wait(name, [&](Transaction& t) { set_labels(t, std::vector<LabelChange>{{image, to, {}}}); });
  }
  std::optional<Reversal> undo_there() {
    std::optional<Reversal> result;
    other->transact_and_wait("Undo", [&](Transaction& t) { result = undo(t); });
    return result;
  }
  std::unique_ptr<Writer> other;
};

TEST_F(TwoWindows, EachTakesBackItsOwnLastDecisionAlsoOfOneAccount) {
  for (const std::string who : {"tester", "anna"}) {
    other_window(who);
    workspace.label({ids[0]}, nv, LabelSource::User, "here");
    label_there(ids[1], mel, "there");
    EXPECT_EQ(undoable(workspace.reader(), workspace.session())->name, "here");
    EXPECT_EQ(undoable(workspace.reader(), other->session())->name, "there");
    const auto newest = newest_decision(workspace.reader());
    EXPECT_EQ(newest->who, who);
    EXPECT_EQ(newest->session, other->session().id);
    const auto here = workspace.undo_once();
    EXPECT_EQ(here->name, "here");
    EXPECT_EQ(here->who, "tester");
    EXPECT_EQ(workspace.label_of(ids[1]), mel) << "what is decided there stays";
    EXPECT_FALSE(workspace.undo_once()) << "the other window's decision is not ours to take back";
    EXPECT_EQ(undo_there()->name, "there");
    EXPECT_EQ(workspace.redo_once()->name, "here") << "the other window's undo does not empty our redo";
    workspace.undo_once();
  }
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

TEST_F(TwoWindows, ANewWindowTakesBackWhatItsAccountDecidedBefore) {
  workspace.label({ids[0]}, nv, LabelSource::User, "before");
  other_window("tester");
  EXPECT_EQ(undo_there()->name, "before");
  other_window("anna");
  EXPECT_FALSE(undo_there());
}

TEST_F(TwoWindows, ADecisionCanBeTakenBackByItsNumberOutOfOrder) {
  const BatchId first = workspace.label({ids[0]}, nv, LabelSource::User, "first").batches[0];
  workspace.label({ids[1]}, mel, LabelSource::User, "second");
  std::optional<Reversal> taken_back, again;
  workspace.write("Undo", [&](Transaction& t) { taken_back = undo(t, first); });
  workspace.write("Undo", [&](Transaction& t) { again = undo(t, first); });
  ASSERT_TRUE(taken_back);
  EXPECT_EQ(taken_back->name, "first");
  EXPECT_FALSE(again) << "it is taken back already";
  EXPECT_EQ(workspace.label_of(ids[0]), std::nullopt);
  EXPECT_EQ(workspace.label_of(ids[1]), mel);
  EXPECT_EQ(undoable(workspace.reader(), workspace.session())->name, "second");
  EXPECT_EQ(workspace.redo_once()->name, "first");
  EXPECT_EQ(workspace.undo_once()->name, "first");
  EXPECT_EQ(workspace.undo_once()->name, "second");
  EXPECT_FALSE(workspace.undo_once());
}

// Against two plain stacks of whole states, over random sequences of label, undo, redo and reopen.
TEST_F(Undo, BehavesLikeTwoStacksWhateverTheSequence) {
  using State = std::vector<std::optional<ClassId>>;
  std::mt19937 random(20240811);
  std::vector<State> undo_stack, redo_stack;
  State now(ids.size());
  for (int step = 0; step < 400; ++step) {
    const auto choice = random() % 10;
    if (choice < 4) {
      const auto index = random() % ids.size();
      const std::optional<ClassId> to = random() % 4 == 0 ? std::nullopt : std::optional<ClassId>(1 + random() % 3);
      if (to == now[index]) continue;
      undo_stack.push_back(now);
      redo_stack.clear();
      now[index] = to;
      workspace.label({ids[index]}, to);
    } else if (choice < 7) {
      ASSERT_EQ(workspace.undo_once().has_value(), !undo_stack.empty());
      if (!undo_stack.empty()) {
        redo_stack.push_back(now);
        now = undo_stack.back();
        undo_stack.pop_back();
      }
    } else if (choice < 9) {
      ASSERT_EQ(workspace.redo_once().has_value(), !redo_stack.empty());
      if (!redo_stack.empty()) {
        undo_stack.push_back(now);
        now = redo_stack.back();
        redo_stack.pop_back();
      }
    } else if (step % 5 == 0) {
      workspace.reopen();
    }
    for (std::size_t i = 0; i < ids.size(); ++i) ASSERT_EQ(workspace.label_of(ids[i]), now[i]) << "step " << step;
    ASSERT_EQ(undoable(workspace.reader(), workspace.session()).has_value(), !undo_stack.empty()) << "step " << step;
    ASSERT_EQ(redoable(workspace.reader(), workspace.session()).has_value(), !redo_stack.empty()) << "step " << step;
  }
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
}

}  // namespace
}  // namespace db::test
