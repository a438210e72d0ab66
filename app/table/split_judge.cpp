#include "app/table/split_judge.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "ml/metrics/bootstrap.h"

namespace app {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// The group of each class, by its place in the list: as the run was trained, or as its target says where that was not
// kept. Empty: it cannot be measured, and why.
std::vector<int> groups_of_classes(const RunScores& run, const ImageTable& table, std::string& problem) {
  problem = run.problem;
  if (!problem.empty()) return {};
  const ClassList& list = table.class_list();
  if (!run.group_of_class.empty()) {
    std::vector<int> groups;
    for (const ClassFacts& known : list.classes) {
      const auto group = run.group_of_class.find(known.id);
      groups.push_back(group == run.group_of_class.end() ? -1 : group->second);
    }
    return groups;
  }
  const TargetFacts* target = list.target_named(run.target);
  if (target == nullptr)
    problem = "the workspace has no target " + run.target + " any more";
  else if (target->groups != run.groups)
    problem = "the groups of " + run.target + " have changed since it was trained: they were {" + joined(run.groups) +
              "} and are {" + joined(target->groups) + "}";
  return problem.empty() ? target->group_of_class : std::vector<int>{};
}

// Of the images that share nothing with the training images.
std::optional<double> auc_without_leak(const LaterInput& input) {
  if (!input.run || input.run->leaking.empty()) return std::nullopt;
  std::vector<std::int16_t> truth = input.truth;
  for (std::size_t place = 0; place < truth.size(); ++place)
    if (std::ranges::binary_search(input.run->leaking, input.scores->rows[place])) truth[place] = -1;
  const Judge judge(input.scores, std::move(truth));
  if (judge.n() == 0) return std::nullopt;
  return input.scores->groups == 2 ? judge.auc() : judge.one_vs_rest_auc();
}

}  // namespace

LaterValues compute_later(const LaterInput& input) {
  const Judge judge(input.scores, input.truth);
  LaterValues values{.state = input.state};
  values.auc_without_leak = auc_without_leak(input);
  if (input.scores->groups != 2) {
    values.auc = judge.one_vs_rest_auc();
    return values;
  }
  const JudgedRows rows = judged_rows(judge);
  std::vector<int> groups;
  std::unordered_map<std::uint64_t, int> numbers;
  for (const std::uint32_t place : rows.places)
    groups.push_back(numbers.try_emplace((*input.group_keys)[place], static_cast<int>(numbers.size())).first->second);
  if (const auto bounds = ml::bootstrap_auc(rows.labels, rows.scores, groups)) {
    values.auc_low = bounds->low;
    values.auc_high = bounds->high;
  }
  return values;
}

void SplitJudge::show(std::shared_ptr<const RunScores> run, int epoch, const ImageTable& table) {
  const auto same_images = [&](const ScoreSet* now) {
    return now != nullptr && judge_ && now->rows == judge_->scores().rows;
  };
  if (!run || !same_images(run->find(epoch, split_))) group_keys_.reset();
  run_ = std::move(run);
  epoch_ = epoch;
  judge_.reset();
  judge_again(table);
}

void SplitJudge::follow(const ImageTable& table, const Change& change) {
  label_revision_ = table.label_revision();
  if (evaluation_) evaluation_->from.label_revision = label_revision_;
  if (!change.edited.empty()) group_keys_.reset();
  if (!change.relabelled.empty() || !change.edited.empty() || change.classes) judge_again(table);
}

std::vector<std::int16_t> SplitJudge::truths(const ImageTable& table, const ScoreSet& scores) const {
  std::string problem;
  const std::vector<int> group_of_class = groups_of_classes(*run_, table, problem);
  std::vector<std::int16_t> truth(scores.size(), -1);
  for (std::size_t place = 0; place < scores.size(); ++place) {
    const int index = table.class_index(scores.rows[place]);
    if (index >= 0 && table.split(scores.rows[place]) == split_ && !table.removed(scores.rows[place]))
      truth[place] = static_cast<std::int16_t>(group_of_class[static_cast<std::size_t>(index)]);
  }
  return truth;
}

void SplitJudge::judge_again(const ImageTable& table) {
  ++state_;
  later_.reset();
  evaluation_.reset();
  label_revision_ = table.label_revision();
  problem_.clear();
  if (!run_) return judge_.reset();
  if (groups_of_classes(*run_, table, problem_).empty()) return judge_.reset();
  const auto epoch = run_->epochs.find(epoch_);
  const auto scores = epoch == run_->epochs.end() ? nullptr : epoch->second.by_split[static_cast<std::size_t>(split_)];
  if (!scores) {
    problem_ = std::string("no predictions of the split ") + name_of(split_) + " were kept for epoch " +
               std::to_string(epoch_);
    return judge_.reset();
  }
  std::vector<std::int16_t> truth = truths(table, *scores);
  if (judge_)
    judge_->set_truth(std::move(truth));
  else
    judge_.emplace(scores, std::move(truth));
  if (judge_->n() == 0) {
    problem_ = std::string("no labelled image of the split ") + name_of(split_) + " has a prediction";
    judge_.reset();
  }
}

const Evaluation* SplitJudge::evaluation(double threshold, std::size_t points) {
  if (!judge_) return nullptr;
  if (evaluation_ && evaluation_->threshold == threshold) return &*evaluation_;
  const ml::ConfusionMatrix matrix = judge_->confusion(threshold);
  if (!evaluation_) {
    evaluation_.emplace();
    evaluation_->from = {name_of(split_), "run:" + std::to_string(run_->run), run_->target, epoch_, label_revision_,
                         run_->leak};
    evaluation_->n = static_cast<int>(judge_->n());
    evaluation_->groups = run_->groups;
    evaluation_->roc = judge_->roc(points);
  }
  evaluation_->threshold = threshold;
  evaluation_->confusion.assign(matrix.counts().begin(), matrix.counts().end());
  std::optional<double> auc = judge_->auc();
  if (later_) {
    if (later_->auc) auc = later_->auc;
    evaluation_->auc_low = later_->auc_low;
    evaluation_->auc_high = later_->auc_high;
    evaluation_->auc_without_leak = later_->auc_without_leak;
  }
  evaluation_->metrics = metrics_of(matrix, auc);
  return &*evaluation_;
}

LaterInput SplitJudge::later_input(const ImageTable& table) {
  if (!judge_) return {.state = state_};
  if (!group_keys_) {
    std::vector<std::uint64_t> keys;
    keys.reserve(judge_->scores().size());
    for (const Row row : judge_->scores().rows) keys.push_back(table.group_key(row));
    group_keys_ = std::make_shared<const std::vector<std::uint64_t>>(std::move(keys));
  }
  return {state_, judge_->shared_scores(), judge_->truth(), group_keys_, run_};
}

void SplitJudge::set_later(const LaterValues& values) {
  if (values.state != state_) return;
  later_ = values;
  if (evaluation_) evaluation_->threshold = -1;  // made anew when it is asked for
}

}  // namespace app
