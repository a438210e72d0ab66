// How far an AUC can be trusted: percentile intervals by drawing groups (lesions, patients) with
// replacement, so that five photographs of one lesion do not pass for five lesions.
//
// Use: `auto interval = bootstrap_auc(labels, scores, lesion_numbers, {.seed = 1});`
// Draws are made until the ends stand still, or options.draws are made (resampling.h).
// The scores are sorted once; a draw is one pass over them.
// Threads: any thread; pure functions.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "ml/metrics/resampling.h"

namespace ml {

// groups[i] is any number that the members of a group share; one per image gives the plain bootstrap.
// Absent when there is only one class, or only one group. Throws on bad input as roc_auc does.
std::optional<BootstrapInterval> bootstrap_auc(std::span<const int> labels, std::span<const float> scores,
                                               std::span<const int> groups, const BootstrapOptions& options = {});

// The same of the mean over the classes, each against the rest, as one_vs_rest_auc has it; (n, classes) probabilities.
std::optional<BootstrapInterval> bootstrap_mean_auc(std::span<const int> labels, std::span<const float> probabilities,
                                                    int classes, std::span<const int> groups,
                                                    const BootstrapOptions& options = {});

// What a statistic makes of rows given by number, some of them several times; absent where it is not defined.
using RowStatistic = std::function<std::optional<double>(std::span<const std::size_t> rows)>;

// Any statistic of rows 0 .. groups.size() - 1. Absent when it is not defined on all of them.
std::optional<BootstrapInterval> bootstrap_statistic(std::span<const int> groups, const RowStatistic& statistic,
                                                     const BootstrapOptions& options = {});

// Several statistics of one draw at once: `statistics` fills one value each. Those of each end when it has settled.
using RowStatistics = std::function<void(std::span<const std::size_t> rows, std::span<std::optional<double>> values)>;
std::vector<std::optional<BootstrapInterval>> bootstrap_statistics(std::span<const int> groups, std::size_t count,
                                                                   const RowStatistics& statistics,
                                                                   const BootstrapOptions& options = {});

}  // namespace ml
