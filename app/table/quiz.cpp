#include "app/table/quiz.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "ml/metrics/confusion.h"
#include "ml/metrics/multiclass.h"

namespace app {
namespace {

// The standard's shuffle may differ between libraries; this one is the same everywhere.
void shuffle(std::vector<std::size_t>& places, std::mt19937_64& random) {
  for (std::size_t i = places.size(); i > 1; --i) std::swap(places[i - 1], places[random() % i]);
}

}  // namespace

std::vector<std::size_t> stratified_choice(std::span<const int> groups, int group_count, std::size_t wanted,
                                           std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::vector<std::size_t>> of_group(static_cast<std::size_t>(std::max(0, group_count)));
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i] >= 0 && groups[i] < group_count) of_group[static_cast<std::size_t>(groups[i])].push_back(i);
  }
  for (auto& places : of_group) shuffle(places, random);
  std::vector<std::size_t> chosen;
  for (std::size_t turn = 0;; ++turn) {
    const std::size_t before = chosen.size();
    for (const auto& places : of_group) {
      if (turn < places.size() && chosen.size() < wanted) chosen.push_back(places[turn]);
    }
    if (chosen.size() == before) break;
  }
  shuffle(chosen, random);
  return chosen;
}

std::optional<Share> share(int hits, int of) {
  if (of <= 0) return std::nullopt;
  constexpr double kZ = 1.959963984540054;
  const double n = of, p = hits / n, z2 = kZ * kZ;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kZ / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return Share{hits, of, p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

QuizScore quiz_score(std::span<const int> truths, std::span<const int> answers, int groups) {
  ml::ConfusionMatrix matrix(groups);
  for (std::size_t i = 0; i < std::min(truths.size(), answers.size()); ++i) {
    if (answers[i] >= 0) matrix.add(truths[i], answers[i]);
  }
  QuizScore score;
  score.asked = static_cast<int>(matrix.total());
  int hits = 0;
  for (int g = 0; g < groups; ++g) hits += static_cast<int>(matrix.at(g, g));
  score.accuracy = share(hits, score.asked);
  if (score.asked > 0) score.kappa = ml::multiclass_metrics(matrix).kappa;
  if (groups == 2) {
    score.sensitivity = share(static_cast<int>(matrix.at(1, 1)), static_cast<int>(matrix.row_total(1)));
    score.specificity = share(static_cast<int>(matrix.at(0, 0)), static_cast<int>(matrix.row_total(0)));
  }
  for (const std::int64_t count : matrix.counts()) score.confusion.push_back(static_cast<int>(count));
  return score;
}

}  // namespace app
