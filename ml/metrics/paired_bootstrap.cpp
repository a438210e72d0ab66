#include "ml/metrics/paired_bootstrap.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "ml/metrics/drawn_auc.h"
#include "ml/metrics/multiclass.h"
#include "ml/metrics/ranking.h"

namespace ml {

namespace {

// The draws of one metric of both models.
class PairedDraws {
 public:
  PairedDraws(double a, double b, const PairedOptions& options) : a_(a), b_(b), options_(options) {}

  void add(std::optional<double> a, std::optional<double> b) {
    if (!a || !b || settled_) return;
    a_values_.push_back(*a);
    b_values_.push_back(*b);
    differences_.push_back(*a - *b);
  }

  // To be asked every kSettleDraws draws.
  bool look_whether_settled() {
    if (settled_ || options_.settle_share <= 0 || differences_.empty()) return settled_;
    std::vector<double> sorted = differences_;  // the draws of the three belong together
    std::sort(sorted.begin(), sorted.end());
    settled_ = end_error(sorted, options_.level) <= options_.settle_share;
    return settled_;
  }

  std::optional<PairedInterval> interval() const {
    const auto difference = percentile_interval(a_ - b_, differences_, options_.level);
    if (!difference) return std::nullopt;
    return PairedInterval{*percentile_interval(a_, a_values_, options_.level),
                          *percentile_interval(b_, b_values_, options_.level), *difference, settled_, p()};
  }

 private:
  double p() const {
    const auto count = [&](auto side) { return static_cast<double>(std::ranges::count_if(differences_, side)); };
    const double fewer = std::min(count([](double d) { return d <= 0; }), count([](double d) { return d >= 0; }));
    const auto draws = static_cast<double>(differences_.size());
    return std::min(1.0, 2 * (fewer + 1) / (draws + 1));
  }

  double a_, b_;
  const PairedOptions& options_;
  std::vector<double> a_values_, b_values_, differences_;
  bool settled_ = false;
};

void require_valid(const PairedOptions& options) {
  if (!(options.settle_share >= 0 && options.settle_share < 1))
    throw std::runtime_error("A paired bootstrap needs a share to settle at from 0 to below 1.");
}

GroupDraws draws_of(std::span<const int> groups, std::size_t samples, const PairedOptions& options) {
  require_valid(options);
  return {groups, samples, {.draws = options.most_draws, .level = options.level, .seed = options.seed}};
}

// Calls `draw` for each draw until all of `collected` have settled.
template <class Draw>
void draw_until_settled(GroupDraws& draws, std::span<std::optional<PairedDraws>> collected, const Draw& draw) {
  for (int made = 1; draws.next(); ++made) {
    draw();
    if (made % kSettleDraws != 0) continue;
    bool all = true;
    for (std::optional<PairedDraws>& one : collected) all = (!one || one->look_whether_settled()) && all;
    if (all) return;
  }
}

std::optional<PairedInterval> interval_of(GroupDraws& draws, double auc_a, double auc_b, DrawnAuc& a, DrawnAuc& b,
                                          const PairedOptions& options) {
  std::optional<PairedDraws> collected(std::in_place, auc_a, auc_b, options);
  draw_until_settled(draws, std::span(&collected, 1),
                     [&] { collected->add(a.of(draws.times_drawn()), b.of(draws.times_drawn())); });
  return collected->interval();
}

}  // namespace

std::vector<std::optional<PairedInterval>> paired_bootstraps(std::span<const int> groups, std::size_t metrics,
                                                             const RowStatistics& a, const RowStatistics& b,
                                                             const PairedOptions& options) {
  GroupDraws draws = draws_of(groups, groups.size(), options);
  std::vector<std::optional<double>> of_a(metrics), of_b(metrics);
  std::vector<std::size_t> rows(groups.size());
  const auto measure = [&] {
    a(rows, of_a);
    b(rows, of_b);
  };
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  measure();
  std::vector<std::optional<PairedDraws>> collected(metrics);
  for (std::size_t m = 0; m < metrics; ++m)
    if (of_a[m] && of_b[m]) collected[m].emplace(*of_a[m], *of_b[m], options);
  draw_until_settled(draws, collected, [&] {
    rows.clear();
    for (std::size_t row = 0; row < groups.size(); ++row)
      rows.insert(rows.end(), draws.times_drawn()[draws.group_of(row)], row);
    measure();
    for (std::size_t m = 0; m < metrics; ++m)
      if (collected[m]) collected[m]->add(of_a[m], of_b[m]);
  });
  std::vector<std::optional<PairedInterval>> intervals;
  for (const std::optional<PairedDraws>& one : collected) intervals.push_back(one ? one->interval() : std::nullopt);
  return intervals;
}

std::optional<PairedInterval> paired_bootstrap_auc(std::span<const int> labels, std::span<const float> a,
                                                   std::span<const float> b, std::span<const int> groups,
                                                   const PairedOptions& options) {
  const std::optional<double> auc_a = roc_auc(labels, a), auc_b = roc_auc(labels, b);
  GroupDraws draws = draws_of(groups, labels.size(), options);
  if (!auc_a || !auc_b) return std::nullopt;
  DrawnAuc of_a(labels, a, draws), of_b(labels, b, draws);
  return interval_of(draws, *auc_a, *auc_b, of_a, of_b, options);
}

std::optional<PairedInterval> paired_bootstrap_macro_auc(std::span<const int> labels, std::span<const float> a,
                                                         std::span<const float> b, int classes,
                                                         std::span<const int> groups, const PairedOptions& options) {
  const std::optional<double> auc_a = one_vs_rest_auc(labels, a, classes).macro;
  const std::optional<double> auc_b = one_vs_rest_auc(labels, b, classes).macro;
  GroupDraws draws = draws_of(groups, labels.size(), options);
  if (!auc_a || !auc_b) return std::nullopt;
  DrawnAuc of_a(labels, a, classes, draws), of_b(labels, b, classes, draws);
  return interval_of(draws, *auc_a, *auc_b, of_a, of_b, options);
}

}  // namespace ml
