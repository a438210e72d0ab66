// The head of a run refit to changed labels: what it starts from, what it depends on, and what becomes of it.
#include "app/workspace/refit.h"

#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/table/relabel_effect.h"
#include "app/workspace/head_ensemble.h"
#include "app/workspace/import.h"
#include "app/workspace/model_store.h"
#include "app/workspace/refit_adoption.h"
#include "app/workspace/run_groups.h"
#include "app/workspace/run_scores_reader.h"
#include "app/workspace/training.h"
#include "db/images.h"
#include "db/runs.h"
#include "tests/temp_folder.h"

namespace app {
namespace {

// One workspace for all cases, and each run trained once: a refit changes neither.
class RefitOfARun : public ::testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() {
    shared_ = std::make_unique<Shared>();
    const auto report = demo::write_demo(shared_->folder / "images", demo::for_images({}, 120));
    shared_->workspace = std::make_unique<Workspace>(shared_->folder / "ws", Workspace::Open::OrCreate);
    import_images(*shared_->workspace, read_index_table(report.index_file), {}, {});
  }
  static void TearDownTestSuite() { shared_.reset(); }

  RefitOfARun() : workspace_(shared_->workspace.get()), refitter_(std::make_unique<Refitter>(*workspace_)) {}

  // Of the target that the case is about.
  RunId train(Depth depth = Depth::Head) {
    RunId& run = shared_->runs[{GetParam(), depth}];
    if (run != 0) return run;
    TrainRequest request;
    request.model = "starter";
    request.target = GetParam();
    request.depth = depth;
    request.epochs = depth == Depth::Head ? 12 : 1;
    if (depth == Depth::Tail)  // what a head alone cannot do
      request.settings = {{"mix.style_alpha", "0.1"}, {"kept_share", "0.9"}};
    request.allow_leak = true;
    ml::TrainControl control;
    return run = run_training(*workspace_, request, control, {}, 1).run;
  }

  RefitRequest request_of(RunId run) {
    RefitRequest request;
    request.run = run;
    for (const db::Image& image : db::images(workspace_->reader())) {
      request.ids.push_back(image.id);
      request.labels.push_back(image.label.value_or(0));
      splits_.push_back(image.split);
    }
    request.scores = read_run_scores(workspace_->reader(), run, request.ids);
    request.group_of_class = groups_of_run(*db::run(workspace_->reader(), run)).group_of_class;
    return request;
  }

  // So many images of the split get the class of another group.
  std::size_t relabel(RefitRequest& request, db::Split split, std::size_t count) const {
    std::size_t changed = 0;
    for (std::size_t row = 0; row < request.ids.size() && changed < count; ++row) {
      if (splits_[row] != split || request.labels[row] == 0) continue;
      const int group = request.group_of_class.at(request.labels[row]);
      for (const auto& [other, of] : request.group_of_class) {
        if (of == group) continue;
        request.labels[row] = other;
        ++changed;
        break;
      }
    }
    return changed;
  }

  Refit refit(const RefitRequest& request) {
    auto refit = refitter_->refit(workspace_->reader(), request, {});
    EXPECT_TRUE(refit);
    EXPECT_EQ(refit->problem, "");
    return std::move(*refit);
  }

  struct Shared {
    test_support::TempFolder folder;
    std::unique_ptr<Workspace> workspace;
    std::map<std::pair<std::string, Depth>, RunId> runs;
  };
  static inline std::unique_ptr<Shared> shared_;
  Workspace* workspace_;
  std::unique_ptr<Refitter> refitter_;
  std::vector<db::Split> splits_;
};

double mean_distance(const ScoreSet& a, const ScoreSet& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.probabilities.size(); ++i)
    sum += static_cast<double>(std::abs(a.probabilities[i] - b.probabilities[i]));
  return sum / static_cast<double>(a.probabilities.size());
}

double farthest(const ScoreSet& a, const ScoreSet& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.probabilities.size(); ++i)
    most = std::max(most, static_cast<double>(std::abs(a.probabilities[i] - b.probabilities[i])));
  return most;
}

TEST_P(RefitOfARun, without_a_changed_label_there_is_none) {
  const RefitRequest request = request_of(train());
  const Refit same = refit(request);
  EXPECT_TRUE(same.unchanged());
  EXPECT_EQ(same.scores, nullptr);
}

// What refitting does by itself is known beside it; it moves little, because it starts where the run ended.
TEST_P(RefitOfARun, on_unchanged_labels_gives_nearly_the_same_model) {
  RefitRequest request = request_of(train());
  ASSERT_EQ(relabel(request, db::Split::Train, 1), 1U);
  const Refit one = refit(request);
  EXPECT_LT(mean_distance(*one.stored, *one.untouched), 0.05);
  EXPECT_NE(one.untouched->probabilities, one.stored->probabilities);
}

TEST_P(RefitOfARun, of_one_state_of_the_labels_is_the_same_whatever_came_between) {
  const RefitRequest request = request_of(train());
  RefitRequest few = request, many = request;
  ASSERT_EQ(relabel(few, db::Split::Train, 3), 3U);
  ASSERT_GT(relabel(many, db::Split::Train, 12), 3U);
  const Refit first = refit(few);
  const Refit other = refit(many);
  const Refit again = refit(few);
  EXPECT_EQ(first.refitted->probabilities, again.refitted->probabilities);
  EXPECT_NE(first.refitted->probabilities, other.refitted->probabilities);
  EXPECT_EQ(first.untouched->probabilities, other.untouched->probabilities);
  EXPECT_TRUE(refit(request).unchanged());  // everything undone
}

TEST_P(RefitOfARun, evaluation_labels_alone_change_no_model) {
  RefitRequest request = request_of(train());
  ASSERT_EQ(relabel(request, db::Split::Val, 2), 2U);
  const Refit judged = refit(request);
  EXPECT_EQ(judged.learnt_changed, 0U);
  EXPECT_EQ(judged.judged_changed, 2U);
  EXPECT_EQ(judged.model, nullptr);
  EXPECT_EQ(judged.refitted, judged.stored);
  EXPECT_NE(judged.truth_before, judged.truth_now);
}

TEST_P(RefitOfARun, is_one_epoch_more_of_the_run_which_stays_as_it_is) {
  RefitRequest request = request_of(train());
  ASSERT_GT(relabel(request, db::Split::Train, 20), 5U);
  const Refit made = refit(request);
  ASSERT_NE(made.scores, nullptr);
  EXPECT_EQ(made.scores->refit_epoch, request.scores->epochs.rbegin()->first + 1);
  for (const auto& [epoch, sets] : request.scores->epochs)
    EXPECT_EQ(made.scores->epochs.at(epoch).by_split, sets.by_split);
  const ScoreSet* train_before = request.scores->find(request.scores->best_epoch, Split::Train);
  const ScoreSet* train_now = made.scores->find(made.scores->refit_epoch, Split::Train);
  ASSERT_TRUE(train_before != nullptr && train_now != nullptr);
  EXPECT_EQ(train_now->rows, train_before->rows);
  EXPECT_NE(train_now->probabilities, train_before->probabilities);
  EXPECT_EQ(made.kept_scores, 0U);
}

TEST_P(RefitOfARun, that_is_stopped_gives_nothing_and_the_next_one_is_whole) {
  RefitRequest request = request_of(train());
  ASSERT_GT(relabel(request, db::Split::Train, 4), 3U);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(refitter_->refit(workspace_->reader(), request, stop.get_token()));
  const Refit whole = refit(request);
  Refitter fresh(*workspace_);
  EXPECT_EQ(whole.refitted->probabilities, fresh.refit(workspace_->reader(), request, {})->refitted->probabilities);
}

TEST_P(RefitOfARun, adopted_is_a_run_with_its_parent_and_says_the_same) {
  const RunId parent = train();
  RefitRequest request = request_of(parent);
  ASSERT_GT(relabel(request, db::Split::Train, 8), 3U);
  Adoption adoption;
  adoption.refit = refit(request);
  adoption.ids = request.ids;
  adoption.label_revision = 99;
  const RunId run = adopt_refit(*workspace_, workspace_->reader(), adoption);
  const auto stored = db::run(workspace_->reader(), run);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->state, db::RunState::Finished);
  EXPECT_EQ(stored->parent, parent);
  EXPECT_EQ(stored->parent_epoch, adoption.refit.from_epoch);
  EXPECT_EQ(stored->label_revision, 99);
  EXPECT_NE(stored->note.find("changed training label"), std::string::npos) << stored->note;
  const auto scores = read_run_scores(workspace_->reader(), run, request.ids);
  EXPECT_EQ(scores->problem, "");
  ASSERT_NE(scores->find(1, Split::Val), nullptr);
  EXPECT_EQ(scores->find(1, Split::Val)->probabilities, adoption.refit.refitted->probabilities);
  EXPECT_NO_THROW(static_cast<void>(find_model(workspace_, "run:" + std::to_string(run))));
}

TEST_P(RefitOfARun, without_a_changed_model_is_not_adopted) {
  RefitRequest request = request_of(train());
  ASSERT_EQ(relabel(request, db::Split::Val, 1), 1U);
  Adoption adoption;
  adoption.refit = refit(request);
  adoption.ids = request.ids;
  EXPECT_THROW(adopt_refit(*workspace_, workspace_->reader(), adoption), std::runtime_error);
}

TEST_P(RefitOfARun, without_cached_features_says_so_and_computes_them_when_told) {
  const RunId run = train();
  const std::filesystem::path away = shared_->folder / "features_put_away";
  std::filesystem::rename(workspace_->features_folder(), away);
  RefitRequest request = request_of(run);
  ASSERT_GT(relabel(request, db::Split::Train, 2), 1U);
  const auto refused = refitter_->refit(workspace_->reader(), request, {});
  ASSERT_TRUE(refused);
  EXPECT_GT(refused->lacking, 60U);
  EXPECT_NE(refused->problem.find("not cached"), std::string::npos) << refused->problem;
  request.may_extract = true;
  EXPECT_NE(refit(request).scores, nullptr);
  refitter_.reset();
  std::filesystem::remove_all(workspace_->features_folder());
  std::filesystem::rename(away, workspace_->features_folder());
}

TEST_P(RefitOfARun, that_leaves_a_group_without_images_names_it) {
  RefitRequest request = request_of(train());
  for (ClassId& label : request.labels)
    if (label != 0 && request.group_of_class.at(label) == 1) label = 0;
  const auto refused = refitter_->refit(workspace_->reader(), request, {});
  ASSERT_TRUE(refused);
  EXPECT_NE(refused->problem.find("has no training images"), std::string::npos) << refused->problem;
}

// The network of a tail is its own; its features are there once something asked for them.
TEST_P(RefitOfARun, of_a_tail_refits_its_head_on_its_own_features) {
  const RunId run = train(Depth::Tail);
  RefitRequest request = request_of(run);
  ASSERT_GT(relabel(request, db::Split::Train, 6), 3U);
  request.may_extract = true;
  const Refit made = refit(request);
  EXPECT_NE(made.refitted->probabilities, made.stored->probabilities);
  EXPECT_EQ(made.refitted->rows, made.stored->rows);
  // Through its own pooled features the stored model says what it said.
  EXPECT_LT(farthest(*made.stored, *made.untouched), 0.3);
  EXPECT_EQ(train_heads(*workspace_, *workspace_->make_reader(), run, 1, {}, {}).heads.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(OfTwoAndMoreGroups, RefitOfARun, testing::Values("malignant", "diagnosis"),
                         [](const auto& at) { return std::string(at.param); });

}  // namespace
}  // namespace app
