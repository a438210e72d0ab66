#include "app/table/run_scores.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace app {
namespace {

constexpr float kMost = 1.0001F;  // a mean over views may round beyond 1

void require_probabilities(const ScoreSet& set) {
  if (!std::ranges::is_sorted(set.rows)) throw std::logic_error("reading predictions: the rows do not rise");
  if (set.probabilities.size() != set.rows.size() * static_cast<std::size_t>(set.groups))
    throw std::runtime_error("reading predictions: " + std::to_string(set.probabilities.size()) +
                             " probabilities do not belong to " + std::to_string(set.rows.size()) + " images and " +
                             std::to_string(set.groups) + " groups");
  for (std::size_t i = 0; i < set.probabilities.size(); ++i) {
    if (set.probabilities[i] >= 0 && set.probabilities[i] <= kMost) continue;
    throw std::runtime_error("reading predictions: " + std::to_string(set.probabilities[i]) + " of image number " +
                             std::to_string(i / static_cast<std::size_t>(set.groups)) + " is no probability");
  }
}

}  // namespace

int decide_group(std::span<const float> probabilities, double threshold, std::span<const float> given) {
  if (probabilities.size() == 2) return static_cast<double>(probabilities[1]) >= threshold ? 1 : 0;
  const std::span<const float> deciding = given.empty() ? probabilities : given;
  return static_cast<int>(std::ranges::max_element(deciding) - deciding.begin());
}

// The score's bits fall as the score does (probabilities are not negative), so whole numbers are sorted.
std::vector<std::uint32_t> falling_places(const ScoreSet& set, int group) {
  std::vector<std::uint64_t> keys(set.size());
  for (std::size_t place = 0; place < keys.size(); ++place) {
    const float score = set.ranked_at(place)[static_cast<std::size_t>(group)] + 0.0F;  // no negative zero
    std::uint32_t bits = 0;
    std::memcpy(&bits, &score, sizeof bits);
    keys[place] = static_cast<std::uint64_t>(~bits) << 32U | place;
  }
  std::ranges::sort(keys);
  std::vector<std::uint32_t> places(keys.size());
  std::ranges::transform(keys, places.begin(), [](std::uint64_t key) { return static_cast<std::uint32_t>(key); });
  return places;
}

std::shared_ptr<const ScoreSet> make_score_set(int groups, std::vector<Row> rows, std::vector<float> probabilities,
                                               std::vector<float> given, int views) {
  auto set = std::make_shared<ScoreSet>();
  set->groups = groups;
  set->rows = std::move(rows);
  set->probabilities = std::move(probabilities);
  if (groups > 2) set->given = std::move(given);
  set->views = views;
  require_probabilities(*set);
  if (groups == 2) {
    set->falling = falling_places(*set, 1);
  } else {
    for (std::size_t place = 0; place < set->size(); ++place)
      set->most_probable.push_back(static_cast<std::uint8_t>(decide_group(set->ranked_at(place), 0)));
  }
  return set;
}

std::shared_ptr<const ScoreSet> make_score_set(int groups, std::vector<Row> rows, std::vector<float> given,
                                               const ml::FittedCalibration* shown_through, int views) {
  if (shown_through == nullptr)
    return make_score_set(groups, std::move(rows), std::move(given), std::vector<float>(), views);
  std::vector<float> shown = given;
  ml::apply(*shown_through, shown, groups);
  return make_score_set(groups, std::move(rows), std::move(shown), std::move(given), views);
}

std::string why_never_judged(const RunScores& run, Split split) {
  const auto place = static_cast<std::size_t>(split);
  const bool kept =
      std::ranges::any_of(run.epochs, [&](const auto& epoch) { return epoch.second.by_split[place] != nullptr; });
  if (kept || run.best_epoch == 0) return "";
  return std::string("no labelled image was in the split ") + name_of(split) +
         " when the run was trained; choose splits (Edit, Split by group…, or `nevus split WORKSPACE`) and train again";
}

}  // namespace app
