#include "app/table/split_judge.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "app/table/class_groups.h"
#include "app/table/drawn_over.h"
#include "app/table/leak_words.h"

namespace app {
namespace {

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

std::vector<int> lesion_numbers(const LaterInput& input) {
  std::vector<int> lesions;
  std::unordered_map<std::uint64_t, int> numbers;
  for (std::size_t place = 0; place < input.truth.size(); ++place) {
    if (input.truth[place] < 0) continue;
    const auto known = numbers.try_emplace((*input.group_keys)[place], static_cast<int>(numbers.size()));
    lesions.push_back(known.first->second);
  }
  return lesions;
}

LaterValues compute_later(const LaterInput& input) {
  const Judge judge(input.scores, input.truth);
  LaterValues values{.state = input.state};
  values.auc_without_leak = auc_without_leak(input);
  if (input.scores->groups != 2) values.auc = judge.one_vs_rest_auc();
  const std::vector<int> lesions = lesion_numbers(input);
  if (const auto bounds = auc_interval(judge, lesions, live_draws(lesions.size()))) {
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
  // Also an image that comes anew joins others.
  const bool regrouped = group_keys_ && groups_version_ != table.groups_version();
  if (regrouped) group_keys_.reset();
  if (!change.relabelled.empty() || !change.edited.empty() || change.classes || regrouped) judge_again(table);
}

std::vector<std::int16_t> SplitJudge::truths(const ImageTable& table, const ScoreSet& scores) const {
  std::string problem;
  const std::vector<int> group_of_class = groups_of_classes(*run_, table.class_list(), problem);
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
  if (groups_of_classes(*run_, table.class_list(), problem_).empty()) return judge_.reset();
  const auto epoch = run_->epochs.find(epoch_);
  const auto scores = epoch == run_->epochs.end() ? nullptr : epoch->second.by_split[static_cast<std::size_t>(split_)];
  if (!scores) {
    problem_ = why_never_judged(*run_, split_);
    if (problem_.empty())
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
                         leak_text()};
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

std::string SplitJudge::leak_text() const {
  if (run_->leaking.empty()) return {};
  LeakCounts counts{.judged = static_cast<std::int64_t>(judge_->n())};
  for (std::size_t place = 0; place < judge_->truth().size(); ++place) {
    const Row row = judge_->scores().rows[place];
    if (judge_->truth()[place] < 0 || !std::ranges::binary_search(run_->leaking, row)) continue;
    ++(std::ranges::binary_search(run_->learnt, row) ? counts.itself : counts.shared);
  }
  return leak_words(counts, name_of(split_));
}

LaterInput SplitJudge::later_input(const ImageTable& table) {
  if (!judge_) return {.state = state_};
  if (!group_keys_ || groups_version_ != table.groups_version()) {
    std::vector<std::uint64_t> keys;
    keys.reserve(judge_->scores().size());
    for (const Row row : judge_->scores().rows) keys.push_back(table.group_key(row));
    group_keys_ = std::make_shared<const std::vector<std::uint64_t>>(std::move(keys));
    groups_version_ = table.groups_version();
  }
  return {state_, judge_->shared_scores(), judge_->truth(), group_keys_, run_};
}

void SplitJudge::set_later(const LaterValues& values) {
  if (values.state != state_) return;
  later_ = values;
  if (evaluation_) evaluation_->threshold = -1;  // made anew when it is asked for
}

}  // namespace app
