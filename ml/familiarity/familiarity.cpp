#include "ml/familiarity/familiarity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "ml/familiarity/principal_axes.h"
#include "ml/familiarity/quantiles.h"

namespace ml {

namespace {

constexpr std::size_t kMostRows = 10000;
constexpr std::size_t kLeastOfGroup = 20;

[[noreturn]] void refuse(const std::string& why) { throw std::runtime_error("measuring familiarity: " + why); }

// Of length 1; features without any length stay what they are.
std::vector<float> unit_row(std::span<const float> row, std::size_t number) {
  double square = 0;
  for (const float value : row) {
    if (!std::isfinite(value)) refuse("a feature of row " + std::to_string(number) + " is not a finite number");
    square += static_cast<double>(value) * static_cast<double>(value);
  }
  std::vector<float> unit(row.begin(), row.end());
  const auto scale = static_cast<float>(square > 0 ? 1 / std::sqrt(square) : 0);
  for (float& value : unit) value *= scale;
  return unit;
}

struct Chosen {
  std::vector<float> rows;
  std::vector<int> group;
};

Chosen choose_rows(const FamiliarityRows& train, std::size_t n) {
  Chosen chosen;
  const std::size_t taken = std::min(n, kMostRows);
  for (std::size_t i = 0; i < taken; ++i) {
    const std::size_t at = i * n / taken;
    const std::vector<float> unit = unit_row(train.features.subspan(at * train.dimension, train.dimension), at);
    chosen.rows.insert(chosen.rows.end(), unit.begin(), unit.end());
    chosen.group.push_back(train.group[at]);
  }
  return chosen;
}

// Numbers groups anew: those that are large enough, and behind them the others as one.
void gather_groups(const FamiliarityRows& train, Chosen& chosen, Familiarity& made) {
  std::vector<std::size_t> images(train.names.size());
  for (const int group : chosen.group) ++images[static_cast<std::size_t>(group)];
  std::vector<int> number(images.size(), -1);
  bool others = false;
  for (std::size_t group = 0; group < images.size(); ++group) {
    if (images[group] >= kLeastOfGroup) {
      number[group] = static_cast<int>(made.groups.size());
      made.groups.push_back(train.names[group]);
    }
    others = others || (images[group] > 0 && images[group] < kLeastOfGroup);
  }
  const bool alone = made.groups.empty();
  if (others) made.groups.emplace_back(alone ? "all images" : "the smaller groups");
  for (int& group : chosen.group) {
    const int of = number[static_cast<std::size_t>(group)];
    group = of >= 0 ? of : static_cast<int>(made.groups.size()) - 1;
  }
}

// The rows become what they are beside the mean of their group.
void subtract_means(Chosen& chosen, Familiarity& made) {
  const std::size_t dimension = made.dimension;
  std::vector<double> sums(made.groups.size() * dimension);
  std::vector<std::size_t> images(made.groups.size());
  const auto mean_at = [&](std::size_t row) { return static_cast<std::size_t>(chosen.group[row]) * dimension; };
  for (std::size_t row = 0; row < chosen.group.size(); ++row) {
    ++images[static_cast<std::size_t>(chosen.group[row])];
    for (std::size_t k = 0; k < dimension; ++k)
      sums[mean_at(row) + k] += static_cast<double>(chosen.rows[row * dimension + k]);
  }
  for (std::size_t i = 0; i < sums.size(); ++i)
    made.means.push_back(static_cast<float>(sums[i] / static_cast<double>(images[i / dimension])));
  for (std::size_t row = 0; row < chosen.group.size(); ++row)
    for (std::size_t k = 0; k < dimension; ++k) chosen.rows[row * dimension + k] -= made.means[mean_at(row) + k];
}

void take_covariance(const Chosen& chosen, Familiarity& made) {
  const PrincipalAxes axes = principal_axes(chosen.rows, made.dimension, kFamiliarityAxes);
  made.axes = axes.axes;
  double along = 0;
  for (const double variance : axes.variances) {
    made.variances.push_back(static_cast<float>(variance));
    along += variance;
  }
  // What few rows do not show is no certainty: no direction counts as narrower than a thousandth of the mean one.
  const double least = std::max(1e-3 * axes.total_variance / static_cast<double>(made.dimension), 1e-12);
  const auto others = static_cast<double>(made.dimension - axes.count());
  made.rest_variance = static_cast<float>(std::max(others > 0 ? (axes.total_variance - along) / others : 0, least));
  for (float& variance : made.variances) variance = std::max(variance, static_cast<float>(least));
}

void take_validation(std::span<const float> features, Familiarity& made) {
  std::vector<double> scores;
  for (std::size_t first = 0; first < features.size(); first += made.dimension)
    scores.push_back(made.score(features.subspan(first, made.dimension)));
  made.validation_images = static_cast<std::int64_t>(scores.size());
  if (scores.size() < kLeastValidation) return;
  made.validation = quantiles_of(std::move(scores));
}

}  // namespace

double Familiarity::score(std::span<const float> features, std::size_t* nearest) const {
  if (features.size() != dimension)
    refuse("an image has " + std::to_string(features.size()) + " features and the model's training images have " +
           std::to_string(dimension));
  const std::vector<float> unit = unit_row(features, 0);
  double least = std::numeric_limits<double>::infinity();
  std::vector<float> beside(dimension);
  for (std::size_t group = 0; group < groups.size(); ++group) {
    for (std::size_t k = 0; k < dimension; ++k) beside[k] = unit[k] - means[group * dimension + k];
    double rest = static_cast<double>(dot_product(beside, beside)), sum = 0;
    for (std::size_t axis = 0; axis < variances.size(); ++axis) {
      const auto along = static_cast<double>(dot_product(beside, std::span(axes).subspan(axis * dimension, dimension)));
      sum += along * along / static_cast<double>(variances[axis]);
      rest -= along * along;
    }
    sum += std::max(rest, 0.0) / static_cast<double>(rest_variance);
    if (sum >= least) continue;
    least = sum;
    if (nearest != nullptr) *nearest = group;
  }
  return least / static_cast<double>(dimension);
}

std::optional<double> Familiarity::threshold() const {
  if (validation.empty()) return std::nullopt;
  return validation[static_cast<std::size_t>(
      std::lround((1 - kUnlikeShare) * static_cast<double>(validation.size() - 1)))];
}

std::optional<double> Familiarity::percentile(double score) const {
  if (validation.empty()) return std::nullopt;
  const auto above = std::ranges::lower_bound(validation, static_cast<float>(score));
  return 100 *
         std::min(1.0, static_cast<double>(above - validation.begin()) / static_cast<double>(validation.size() - 1));
}

std::optional<double> Familiarity::relative(double score) const {
  const auto limit = threshold();
  if (!limit || !(*limit > 0)) return std::nullopt;
  return score / *limit;
}

FamiliarityJudgement Familiarity::judge(std::span<const float> features) const {
  FamiliarityJudgement judgement;
  judgement.score = score(features, &judgement.nearest);
  judgement.percentile = percentile(judgement.score);
  if (const auto limit = threshold()) judgement.unlike = judgement.score > *limit;
  return judgement;
}

Familiarity fit_familiarity(const FamiliarityRows& train, std::span<const float> validation_features) {
  if (train.dimension == 0 || train.features.empty()) refuse("there is no training image");
  if (train.features.size() != train.group.size() * train.dimension)
    refuse(std::to_string(train.features.size()) + " numbers are no rows of " + std::to_string(train.dimension) +
           " for " + std::to_string(train.group.size()) + " images");
  if (validation_features.size() % train.dimension != 0) refuse("the validation features have another length");
  for (const int group : train.group)
    if (group < 0 || static_cast<std::size_t>(group) >= train.names.size())
      refuse("group " + std::to_string(group) + " has no name");
  Familiarity made;
  made.dimension = train.dimension;
  Chosen chosen = choose_rows(train, train.group.size());
  made.images = static_cast<std::int64_t>(chosen.group.size());
  gather_groups(train, chosen, made);
  subtract_means(chosen, made);
  take_covariance(chosen, made);
  take_validation(validation_features, made);
  return made;
}

}  // namespace ml
