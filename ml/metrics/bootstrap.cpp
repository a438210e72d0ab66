#include "ml/metrics/bootstrap.h"

#include "ml/metrics/ranking.h"
#include "ml/metrics/ranking_input.h"
#include "ml/random/counter_rng.h"
#include "ml/random/hash.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

namespace ml {

namespace {

// Groups numbered 0, 1, 2, ... in the order in which they first occur.
struct DenseGroups {
    std::vector<std::uint32_t> of_sample;
    std::uint32_t count = 0;
};

DenseGroups number_groups(std::span<const int> groups, std::size_t samples) {
    if (groups.size() != samples) {
        throw std::runtime_error("Cannot draw groups: " + std::to_string(groups.size()) + " group numbers for " +
                                 std::to_string(samples) + " images.");
    }
    DenseGroups dense;
    std::unordered_map<int, std::uint32_t> numbers;
    for (const int group : groups) {
        const auto [entry, added] = numbers.try_emplace(group, dense.count);
        dense.count += added ? 1 : 0;
        dense.of_sample.push_back(entry->second);
    }
    return dense;
}

// The samples in falling order of score, ready to be weighed by how often their group was drawn.
class SortedSamples {
public:
    SortedSamples(std::span<const int> labels, std::span<const float> scores, const DenseGroups& groups) {
        const std::vector<std::uint32_t> order = falling_order(scores);
        for (std::size_t k = 0; k < order.size(); ++k) {
            const std::uint32_t i = order[k];
            const bool ends_tie = k + 1 == order.size() || scores[order[k + 1]] != scores[i];
            samples_.push_back({groups.of_sample[i], labels[i] == 1, ends_tie});
        }
    }

    std::optional<double> auc(std::span<const std::uint32_t> times_drawn) const {
        std::int64_t half_wins = 0;
        std::int64_t positives = 0;
        std::int64_t negatives = 0;
        std::int64_t tied_positives = 0;
        std::int64_t tied_negatives = 0;
        for (const Sample& sample : samples_) {
            (sample.positive ? tied_positives : tied_negatives) += times_drawn[sample.group];
            if (!sample.ends_tie) continue;
            half_wins += tied_negatives * (2 * positives + tied_positives);
            positives += tied_positives;
            negatives += tied_negatives;
            tied_positives = tied_negatives = 0;
        }
        if (positives == 0 || negatives == 0) return std::nullopt;
        return static_cast<double>(half_wins) / (2.0 * static_cast<double>(positives) * static_cast<double>(negatives));
    }

private:
    struct Sample {
        std::uint32_t group;
        bool positive;
        bool ends_tie;
    };
    std::vector<Sample> samples_;
};

void draw(CounterRng& rng, std::vector<std::uint32_t>& times_drawn) {
    std::fill(times_drawn.begin(), times_drawn.end(), 0U);
    const auto groups = static_cast<std::uint32_t>(times_drawn.size());
    for (std::uint32_t k = 0; k < groups; ++k) ++times_drawn[rng.below(groups)];
}

// Linear between the order statistics, as numpy.
double quantile(const std::vector<double>& sorted, double share) {
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

template <class Statistic>
std::optional<BootstrapInterval> interval(double estimate, std::uint32_t groups, const BootstrapOptions& options,
                                          const Statistic& statistic) {
    if (options.draws < 1 || !(options.level > 0 && options.level < 1)) {
        throw std::runtime_error("A bootstrap needs at least one draw and a level between 0 and 1.");
    }
    CounterRng rng(options.seed, {stable_hash("bootstrap")});
    std::vector<std::uint32_t> times_drawn(groups);
    std::vector<double> values;
    for (int k = 0; k < options.draws; ++k) {
        draw(rng, times_drawn);
        if (const std::optional<double> value = statistic(times_drawn)) values.push_back(*value);
    }
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    const double outside = (1 - options.level) / 2;
    return BootstrapInterval{estimate, quantile(values, outside), quantile(values, 1 - outside), static_cast<int>(values.size())};
}

}  // namespace

std::optional<BootstrapInterval> bootstrap_auc(std::span<const int> labels, std::span<const float> scores,
                                               std::span<const int> groups, const BootstrapOptions& options) {
    const std::optional<double> estimate = roc_auc(labels, scores);
    const DenseGroups dense = number_groups(groups, labels.size());
    if (!estimate) return std::nullopt;
    const SortedSamples samples(labels, scores, dense);
    return interval(*estimate, dense.count, options, [&samples](std::span<const std::uint32_t> drawn) { return samples.auc(drawn); });
}

std::optional<BootstrapInterval> bootstrap_auc_change(std::span<const int> labels, std::span<const float> before,
                                                      std::span<const float> after, std::span<const int> groups,
                                                      const BootstrapOptions& options) {
    const std::optional<double> auc_before = roc_auc(labels, before);
    const std::optional<double> auc_after = roc_auc(labels, after);
    const DenseGroups dense = number_groups(groups, labels.size());
    if (!auc_before || !auc_after) return std::nullopt;
    const SortedSamples sorted_before(labels, before, dense);
    const SortedSamples sorted_after(labels, after, dense);
    const auto change = [&](std::span<const std::uint32_t> drawn) -> std::optional<double> {
        const std::optional<double> old_auc = sorted_before.auc(drawn);
        const std::optional<double> new_auc = sorted_after.auc(drawn);
        if (!old_auc || !new_auc) return std::nullopt;
        return *new_auc - *old_auc;
    };
    return interval(*auc_after - *auc_before, dense.count, options, change);
}

}  // namespace ml
