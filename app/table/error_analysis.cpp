#include "app/table/error_analysis.h"

#include <algorithm>
#include <utility>

#include "app/table/class_groups.h"
#include "app/table/verdict.h"

namespace app {
namespace {

std::shared_ptr<const ScoreSet> scores_of(const Gallery& gallery) {
  return gallery.predictions().sets()[static_cast<std::size_t>(Split::Val)];
}

std::string problem_of(const Gallery& gallery) {
  if (gallery.table().count() == 0) return "There are no images yet.";
  const RunScores* run = gallery.predictions().run();
  if (run == nullptr) return "No run is shown. Train one, or choose one on the Train page.";
  if (const std::string why = why_incomparable(gallery); !why.empty()) return why + ".";
  if (gallery.table().rows_of_split(Split::Val).empty()) return "No image is in the validation split.";
  if (const std::string why = why_never_judged(*run, Split::Val); !why.empty()) return 'N' + why.substr(1) + ".";
  if (!scores_of(gallery))
    return "No predictions of validation were kept for epoch " + std::to_string(gallery.predictions().epoch()) + ".";
  return {};
}

}  // namespace

void ErrorAnalysis::choose(std::string column, int group) {
  if (column_ == column && group_ == group) return;
  column_ = std::move(column);
  group_ = group;
  cut_.reset();
  seen_.reset();
}

void ErrorAnalysis::compare_with(std::shared_ptr<const RunScores> second, int epoch) {
  second_ = std::move(second);
  second_epoch_ = epoch;
  seen_.reset();
}

void ErrorAnalysis::follow(const Gallery& gallery) {
  const Seen now{gallery.facts_version(), gallery.predictions().version(), gallery.rows_version(),
                 scores_of(gallery).get()};
  if (seen_ == now) return;
  const bool facts_differ = !seen_ || seen_->facts != now.facts;
  const bool judged = seen_ && !facts_differ && seen_->predictions == now.predictions && seen_->scores == now.scores;
  seen_ = now;
  if (facts_differ) {
    cut_.reset();
    columns_ = slice_columns(gallery.table());
    if (std::ranges::find(columns_, column_) == columns_.end()) column_ = columns_.empty() ? "" : columns_.front();
  }
  problem_ = problem_of(gallery);
  const bool only_threshold = !facts_differ && input_.scores.get() == now.scores && input_.group == group_;
  if (problem_.empty() && !judged) only_threshold ? count_again(gallery) : judge(gallery);
  if (!problem_.empty()) {
    slices_.clear();
    mistakes_.clear();
    disagreement_.reset();
    return;
  }
  brush(gallery);
  find_mistakes(gallery);
}

std::vector<std::int16_t> ErrorAnalysis::truths(const Gallery& gallery, const ScoreSet& scores) const {
  const ImageTable& table = gallery.table();
  std::vector<std::int16_t> truth(scores.size(), -1);
  for (std::size_t place = 0; place < scores.size(); ++place) {
    const Row row = scores.rows[place];
    if (table.split(row) == Split::Val && !table.removed(row))
      truth[place] = static_cast<std::int16_t>(gallery.group(row));
  }
  return truth;
}

void ErrorAnalysis::judge(const Gallery& gallery) {
  ++state_;
  const auto scores = scores_of(gallery);
  group_ = scores->groups == 2 ? 1 : std::clamp(group_, 0, scores->groups - 1);
  std::vector<std::int16_t> truth = truths(gallery, *scores);
  if (std::ranges::none_of(truth, [](std::int16_t group) { return group >= 0; })) {
    problem_ = "No labelled image of validation has a prediction.";
    return;
  }
  if (!cut_)
    cut_ = column_.empty() ? SlicedRows{"", {{}}, std::vector<std::uint16_t>(gallery.table().size())}
                           : cut_by(gallery.table(), column_);
  input_ = slice_input(gallery.table(), *cut_, scores, std::move(truth), group_);
  const double threshold = gallery.predictions().threshold();
  slices_ = slice_rows_of(input_, threshold);
  whole_ = whole_of(input_, threshold);
  histogram_ = score_histogram(*scores, *input_.truth, group_);
  reliability_ = reliability_of(*scores, *input_.truth, group_);
  judging_.reset();
  judged_reliability_.reset();
  reliability_before_.reset();
  disagree(gallery);
}

void ErrorAnalysis::judge_calibration_by(const CalibrationSides& sides, const Gallery& gallery) {
  const auto of = [this](const std::shared_ptr<const ScoreSet>& scores) {
    return scores ? std::optional(reliability_of(*scores, *input_.truth, group_)) : std::nullopt;
  };
  judging_ = sides.judging;
  judged_reliability_ = of(sides.judging);
  reliability_before_ = of(sides.before);
  brush(gallery);
}

// Another threshold moves neither the areas nor the histogram.
void ErrorAnalysis::count_again(const Gallery& gallery) {
  ++state_;
  const auto counted = [&](const SliceInput& input, std::vector<SliceRow>& rows) {
    std::vector<SliceRow> now = slice_rows_of(input, gallery.predictions().threshold(), false);
    for (std::size_t i = 0; i < now.size(); ++i) now[i].metrics[Metric::Auc] = rows[i].metrics[Metric::Auc];
    rows = std::move(now);
  };
  counted(input_, slices_);
  std::vector<SliceRow> whole{std::move(whole_)};
  counted(as_one(input_), whole);
  whole_ = std::move(whole.front());
  disagree(gallery);
}

void ErrorAnalysis::brush(const Gallery& gallery) {
  const Mask within(gallery.query().rows(), gallery.table().size());
  const std::vector<std::int16_t>& truth = *input_.truth;
  brushed_slices_.assign(input_.slices->size(), 0);
  brushed_count_ = 0;
  for (std::size_t place = 0; place < truth.size(); ++place) {
    if (truth[place] < 0 || !within[input_.scores->rows[place]]) continue;
    ++brushed_slices_[(*input_.slice)[place]];
    ++brushed_count_;
  }
  if (brushed_count_ == whole_.n) {
    brushed_ = histogram_;
    brushed_reliability_ = judged_reliability_.value_or(reliability_);
    return;
  }
  brushed_ = score_histogram(*input_.scores, truth, group_, &within);
  brushed_reliability_ = reliability_of(judging_ ? *judging_ : *input_.scores, truth, group_, &within);
}

void ErrorAnalysis::find_mistakes(const Gallery& gallery) {
  Bits wrong = gallery.query().disagreements();
  wrong &= gallery.query().rows();
  wrong &= gallery.table().rows_of_split(Split::Val);
  mistakes_ = wrong.rows();
  mistake_count_ = mistakes_.size();
  const auto surer = [&gallery](Row a, Row b) {
    const float left = gallery.predictions().confidence(a), right = gallery.predictions().confidence(b);
    return left != right ? left > right : a < b;
  };
  const std::size_t kept = std::min(kMostMistakes, mistakes_.size());
  std::ranges::partial_sort(mistakes_, mistakes_.begin() + static_cast<std::ptrdiff_t>(kept), surer);
  mistakes_.resize(kept);
}

void ErrorAnalysis::disagree(const Gallery& gallery) {
  disagreement_.reset();
  disagreement_problem_.clear();
  if (!second_) return;
  const ScoreSet* other = second_->find(second_epoch_, Split::Val);
  if (!second_->problem.empty())
    disagreement_problem_ = second_->name + ": " + second_->problem;
  else if (second_->groups != gallery.predictions().run()->groups)
    disagreement_problem_ = second_->name + " predicts other groups.";
  else if (!same_question(question_of(*second_), question_of(*gallery.predictions().run())))
    disagreement_problem_ =
        second_->name + " predicts " + second_->target + ": groups of the same names, with other classes in them.";
  else if (other == nullptr)
    disagreement_problem_ = "No predictions of validation were kept of " + second_->name + ".";
  if (!disagreement_problem_.empty()) return;
  Disagreement found;
  const double threshold = gallery.predictions().threshold();
  const RunScores* run = gallery.predictions().run();
  const double threshold_of_other =
      run != nullptr && second_->groups.size() == 2 ? second_->threshold_like(*run, threshold) : threshold;
  for (std::size_t place = 0; place < input_.truth->size(); ++place) {
    const int truth = (*input_.truth)[place];
    if (truth < 0) continue;
    const Row row = input_.scores->rows[place];
    const auto at = std::ranges::lower_bound(other->rows, row);
    if (at == other->rows.end() || *at != row) {
      ++found.without_second;
      continue;
    }
    const int first = input_.scores->decided(place, threshold);
    const int second = other->decided(static_cast<std::size_t>(at - other->rows.begin()), threshold_of_other);
    if (first == second)
      ++(first == truth ? found.both_right : found.both_wrong_alike);
    else if (first == truth)
      found.only_first_right.add(row);
    else
      (second == truth ? found.only_second_right : found.both_wrong_differently).add(row);
  }
  disagreement_ = std::move(found);
}

}  // namespace app
