#include "db/runs.h"

#include <cmath>
#include <limits>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>

#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::ElementsAre;

RunId add_one(Workspace& workspace, const Run& row = {}) {
  RunId id = 0;
  workspace.write("Train", [&](Transaction& t) { id = add_run(t, row); });
  return id;
}

TEST(Runs, ComeBackAsTheyWereAdded) {
  Workspace workspace;
  db::Run row;
  row.state = RunState::Stopped;
  row.target = "malignant";
  row.depth = "head";
  row.config_json = R"({"epochs":20})";
  row.seed = std::numeric_limits<std::uint64_t>::max() - 1;
  row.label_revision = 42;
  row.contract_json = R"({"size_px":224})";
  row.weights_hash = "w";
  row.model_path = "runs/1/best.safetensors";
  row.message = "m";
  row.classes_json = R"([["benign"]])";
  const RunId id = add_one(workspace, row);
  const auto read = run(workspace.reader(), id);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "run " + std::to_string(id));
  EXPECT_EQ(read->state, RunState::Stopped);
  EXPECT_EQ(read->target, "malignant");
  EXPECT_EQ(read->depth, "head");
  EXPECT_EQ(read->config_json, row.config_json);
  EXPECT_EQ(read->seed, row.seed);
  EXPECT_EQ(read->label_revision, 42);
  EXPECT_EQ(read->contract_json, row.contract_json);
  EXPECT_EQ(read->weights_hash, "w");
  EXPECT_EQ(read->model_path, row.model_path);
  EXPECT_EQ(read->message, "m");
  EXPECT_EQ(read->classes_json, row.classes_json);
  EXPECT_GE(read->created_at_ms, 1'700'000'000'000);
  EXPECT_FALSE(run(workspace.reader(), id + 1));
}

TEST(Runs, ComeNewestFirst) {
  Workspace workspace;
  const RunId a = add_one(workspace), b = add_one(workspace);
  const auto all = runs(workspace.reader());
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, b);
  EXPECT_EQ(all[1].id, a);
}

TEST(Runs, ChangeStateAndModelAndSayWhichRunChanged) {
  Workspace workspace;
  const RunId id = add_one(workspace);
  const auto changes = workspace.write("End", [&](Transaction& t) {
    set_run_state(t, id, RunState::Failed, "the disk is full");
    set_run_model(t, id, "runs/1", "hash");
  });
  EXPECT_THAT(changes.runs, ElementsAre(id));
  const auto read = run(workspace.reader(), id);
  EXPECT_EQ(read->state, RunState::Failed);
  EXPECT_EQ(read->message, "the disk is full");
  EXPECT_EQ(read->model_path, "runs/1");
  EXPECT_EQ(
      caught([&] { workspace.write("End", [](Transaction& t) { set_run_state(t, 99, RunState::Finished); }); }).kind,
      ErrorKind::NotFound);
}

TEST(Runs, AreRenamedNotedPutAwayAndBroughtBack) {
  Workspace workspace;
  const RunId id = add_one(workspace);
  const auto changes = workspace.write("Edit", [&](Transaction& t) {
    set_run_name(t, id, "first try");
    set_run_note(t, id, "rate too high");
    set_run_deleted(t, id, true);
  });
  EXPECT_THAT(changes.runs, ElementsAre(id));
  const auto away = run(workspace.reader(), id);
  EXPECT_EQ(away->name, "first try");
  EXPECT_EQ(away->note, "rate too high");
  EXPECT_TRUE(away->deleted);
  EXPECT_EQ(runs(workspace.reader()).size(), 1U);
  workspace.write("Restore", [&](Transaction& t) { set_run_deleted(t, id, false); });
  EXPECT_FALSE(run(workspace.reader(), id)->deleted);
  EXPECT_EQ(caught([&] { workspace.write("Edit", [&](Transaction& t) { set_run_name(t, id, ""); }); }).kind,
            ErrorKind::Refused);
  EXPECT_EQ(caught([&] { workspace.write("Edit", [](Transaction& t) { set_run_note(t, 99, "x"); }); }).kind,
            ErrorKind::NotFound);
}

TEST(Runs, KeepTheirThresholdWithHowItWasChosen) {
  Workspace workspace;
  const RunId id = add_one(workspace);
  workspace.write("Choose", [&](Transaction& t) { set_run_threshold(t, id, 0.31, R"({"rule":"cost"})"); });
  EXPECT_EQ(run(workspace.reader(), id)->threshold, 0.31);
  EXPECT_EQ(run(workspace.reader(), id)->threshold_json, R"({"rule":"cost"})");
  for (const double wrong : {-0.1, 1.1, std::nan("")})
    EXPECT_EQ(
        caught([&] { workspace.write("Choose", [&](Transaction& t) { set_run_threshold(t, id, wrong, "{}"); }); }).kind,
        ErrorKind::Refused);
  EXPECT_EQ(run(workspace.reader(), id)->threshold, 0.31);
  workspace.write("Forget", [&](Transaction& t) { set_run_threshold(t, id, std::nullopt, "{}"); });
  EXPECT_FALSE(run(workspace.reader(), id)->threshold);
  EXPECT_EQ(run(workspace.reader(), id)->threshold_json, "{}");
}

TEST(Runs, KnowTheRunTheyWentOnFrom) {
  Workspace workspace;
  db::Run branch;
  branch.parent = add_one(workspace);
  branch.parent_epoch = 3;
  const auto read = run(workspace.reader(), add_one(workspace, branch));
  EXPECT_EQ(read->parent, branch.parent);
  EXPECT_EQ(read->parent_epoch, 3);
}

TEST(Runs, HaveEachLookAtTheTestSplitCountedForGood) {
  Workspace workspace;
  const RunId id = add_one(workspace);
  const auto changes = workspace.write("Look", [&](Transaction& t) {
    add_test_look(t, {0, 0, "", id, 4, 0.5, 120, 17, "nevus eval"});
    add_test_look(t, {0, 0, "", {}, 0, {}, 120, 17, "a model file"});
  });
  EXPECT_THAT(changes.runs, ElementsAre(id));
  const auto looks = test_looks(workspace.reader());
  ASSERT_EQ(looks.size(), 2U);
  EXPECT_EQ(looks[0].run, id);
  EXPECT_EQ(looks[0].epoch, 4);
  EXPECT_EQ(looks[0].threshold, 0.5);
  EXPECT_EQ(looks[0].n, 120);
  EXPECT_EQ(looks[0].who, "tester");
  EXPECT_EQ(looks[0].reason, "nevus eval");
  EXPECT_GE(looks[0].at_ms, 1'700'000'000'000);
  EXPECT_FALSE(looks[1].run || looks[1].threshold);
  SQLite::Database raw(workspace.file().string(), SQLite::OPEN_READWRITE);
  EXPECT_THROW(raw.exec("DELETE FROM test_look"), SQLite::Exception);
  EXPECT_THROW(raw.exec("UPDATE test_look SET n = 1"), SQLite::Exception);
}

TEST(Runs, LeftBehindByAProgramThatEndedAreMarkedInterrupted) {
  Workspace workspace;
  db::Run finished;
  finished.state = RunState::Finished;
  const RunId running = add_one(workspace), done = add_one(workspace, finished), elsewhere = add_one(workspace);
  workspace.reopen();
  std::vector<RunId> marked;
  workspace.write("Start", [&](Transaction& t) {
    marked = mark_interrupted_runs(t, [elsewhere](RunId run) { return run == elsewhere; });
  });
  EXPECT_THAT(marked, ElementsAre(running));
  EXPECT_EQ(run(workspace.reader(), elsewhere)->state, RunState::Running);
  EXPECT_EQ(run(workspace.reader(), running)->state, RunState::Interrupted);
  EXPECT_EQ(run(workspace.reader(), done)->state, RunState::Finished);
}

TEST(Runs, KeepTheirEventsInOrder) {
  Workspace workspace;
  const RunId id = add_one(workspace);
  workspace.write("Events", [&](Transaction& t) {
    add_run_event(t, {id, 1, 10, 0, "learning_rate", R"({"to":0.001})"});
    add_run_event(t, {id, 1, 12, 5, "pause", "{}"});
  });
  const auto events = run_events(workspace.reader(), id);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].kind, "learning_rate");
  EXPECT_EQ(events[0].step, 10);
  EXPECT_GE(events[0].at_ms, 1'700'000'000'000);
  EXPECT_EQ(events[0].json, R"({"to":0.001})");
  EXPECT_EQ(events[1].at_ms, 5);
}

TEST(Runs, KeepTheirEpochsAndReplaceARepeatedOne) {
  Workspace workspace;
  const RunId id = add_one(workspace);
  workspace.write("Epochs", [&](Transaction& t) {
    save_epoch(t, {id, 2, 0.5, 0.6, 0.9, 0.8, 1e-3, 12.5, R"({"f1":0.7})"});
    save_epoch(t, {id, 1, 0.7, std::nan(""), {}, {}, {}, {}, "{}"});
    save_epoch(t, {id, 2, 0.4, 0.6, 0.91, 0.8, 1e-3, 12.5, R"({"f1":0.7})"});
  });
  const auto read = epochs(workspace.reader(), id);
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].epoch, 1);
  EXPECT_EQ(read[0].val_loss, std::nullopt);
  EXPECT_EQ(read[1].train_loss, 0.4);
  EXPECT_EQ(read[1].val_auc, 0.91);
  EXPECT_EQ(read[1].seconds, 12.5);
  EXPECT_EQ(read[1].metrics_json, R"({"f1":0.7})");
}

TEST(Runs, KeepTheProbabilityOfEveryImageAtEveryEpoch) {
  Workspace workspace;
  const RunId id = add_one(workspace);
  Prediction saved{id, 3, Split::Val, 17, 2, {5, 9, (1LL << 40) + 3}, {0.1F, 0.9F, 0.25F, 0.75F, 1e-30F, 1.0F}, 8};
  workspace.write("Predictions", [&](Transaction& t) {
    save_prediction(t, saved);
    save_prediction(t, {id, 1, Split::Val, 17, 2, {}, {}});
  });
  const auto read = prediction(workspace.reader(), id, 3, Split::Val);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->images, saved.images);
  EXPECT_EQ(read->probabilities, saved.probabilities);
  EXPECT_EQ(read->groups, 2);
  EXPECT_EQ(read->views, 8);
  EXPECT_EQ(read->label_revision, 17);
  EXPECT_FALSE(prediction(workspace.reader(), id, 3, Split::Test));
  EXPECT_TRUE(prediction(workspace.reader(), id, 1, Split::Val)->images.empty());
  EXPECT_EQ(prediction(workspace.reader(), id, 1, Split::Val)->views, 0) << "not recorded";
  EXPECT_THAT(predicted_epochs(workspace.reader(), id, Split::Val), ElementsAre(1, 3));
}

TEST(Runs, RefusePredictionsOfTheWrongShapeOrOfNoRun) {
  Workspace workspace;
  const RunId id = add_one(workspace);
  const auto save = [&](const Prediction& row) {
    workspace.write("Predictions", [&](Transaction& t) { save_prediction(t, row); });
  };
  EXPECT_THROW(save({id, 1, Split::Val, 0, 2, {1, 2}, {0.5F, 0.5F}}), std::logic_error);
  EXPECT_EQ(caught([&] { save({id + 1, 1, Split::Val, 0, 1, {1}, {0.5F}}); }).kind, ErrorKind::Refused);
}

TEST(Runs, HaveOneBestCheckpoint) {
  Workspace workspace;
  const RunId id = add_one(workspace);
  EXPECT_FALSE(best_checkpoint(workspace.reader(), id));
  workspace.write("Checkpoints", [&](Transaction& t) {
    save_checkpoint(t, {id, 1, "e1", 0.8, true});
    save_checkpoint(t, {id, 2, "e2", 0.9, true});
    save_checkpoint(t, {id, 3, "e3", {}, false});
  });
  EXPECT_EQ(checkpoints(workspace.reader(), id).size(), 3U);
  const auto best = best_checkpoint(workspace.reader(), id);
  ASSERT_TRUE(best);
  EXPECT_EQ(best->epoch, 2);
  EXPECT_EQ(best->path, "e2");
  EXPECT_EQ(best->criterion, 0.9);
}

}  // namespace
}  // namespace db::test
