#include "app/table/calibration_sides.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

namespace app {
namespace {

// The counted places of the input, as the fit takes them.
struct Counted {
  std::vector<std::size_t> places;
  std::vector<int> labels, lesions;
  std::vector<float> probabilities;  // (n, groups)
};

Counted counted(const SliceInput& input, const std::vector<float>& probabilities) {
  const auto groups = static_cast<std::ptrdiff_t>(input.scores->groups);
  std::unordered_map<std::uint64_t, int> numbers;
  Counted rows;
  for (std::size_t place = 0; place < input.truth->size(); ++place) {
    if ((*input.truth)[place] < 0) continue;
    rows.places.push_back(place);
    rows.labels.push_back((*input.truth)[place]);
    rows.lesions.push_back(
        numbers.try_emplace((*input.groups_drawn)[place], static_cast<int>(numbers.size())).first->second);
    const auto from = probabilities.begin() + static_cast<std::ptrdiff_t>(place) * groups;
    rows.probabilities.insert(rows.probabilities.end(), from, from + groups);
  }
  return rows;
}

std::shared_ptr<const ScoreSet> with(const ScoreSet& scores, std::vector<float> probabilities,
                                     std::vector<float> given) {
  return make_score_set(scores.groups, scores.rows, std::move(probabilities), std::move(given), scores.views);
}

std::vector<float> before(const ml::FittedCalibration& applied, const ScoreSet& shown) {
  if (!shown.given.empty()) return shown.given;
  std::vector<float> given = shown.probabilities;
  for (float& p : given) p = std::min(p, 1.0F);  // a mean over views may round beyond 1
  ml::apply(ml::inverse_of(applied), given, shown.groups);
  return given;
}

}  // namespace

std::string why_as_shown(const RunScores& run, int epoch, const SliceInput& input) {
  AskedAs asked{.epoch = epoch, .views = input.scores->views};
  for (std::size_t place = 0; run.groups_of_fit && place < input.truth->size(); ++place) {
    const Row row = input.scores->rows[place];
    const int group = (*input.truth)[place], at_fit = row < run.groups_of_fit->size() ? (*run.groups_of_fit)[row] : -1;
    if (group < 0) continue;
    if (at_fit == kNotOfFit)
      ++asked.not_of_fit;
    else
      asked.other_labels = asked.other_labels || group != at_fit;
  }
  return why_as_shown(run.fitted_on, asked);
}

CalibrationSides calibration_sides(const SliceInput& input, const std::optional<ml::FittedCalibration>& applied,
                                   const std::string& why) {
  CalibrationSides sides;
  if (!applied || !applied->on) return sides;
  sides.why_as_shown = why;
  const ScoreSet& shown = *input.scores;
  std::vector<float> given = before(*applied, shown);
  const Counted rows = counted(input, given);
  if (rows.places.empty()) return sides;
  sides.ece_before = calibration_of(rows.labels, rows.probabilities, shown.groups, input.group).ece;
  const auto crossed =
      why.empty() ? ml::cross_fitted(rows.probabilities, shown.groups, rows.labels, rows.lesions) : std::nullopt;
  if (crossed) {
    std::vector<float> judged = shown.probabilities;
    const auto groups = static_cast<std::ptrdiff_t>(shown.groups);
    for (std::size_t i = 0; i < rows.places.size(); ++i)
      std::copy_n(crossed->begin() + static_cast<std::ptrdiff_t>(i) * groups, groups,
                  judged.begin() + static_cast<std::ptrdiff_t>(rows.places[i]) * groups);
    sides.judging = with(shown, std::move(judged), shown.given);
  }
  sides.before = with(shown, std::move(given), {});
  return sides;
}

}  // namespace app
