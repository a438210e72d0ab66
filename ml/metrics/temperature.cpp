#include "ml/metrics/temperature.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "ml/metrics/row_input.h"

namespace ml {

namespace {

void require_finite(std::span<const float> logits) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (std::isfinite(logits[i])) continue;
    throw std::runtime_error("Cannot scale by a temperature: the logit at index " + std::to_string(i) +
                             " is not finite.");
  }
}

// The loss and its derivatives by b = 1 / temperature, in which it is convex.
struct Loss {
  double value = 0;
  double slope = 0;
  double curvature = 0;
};

// Per row, how far each logit lies above that of the true class: all that the loss depends on.
class Margins {
 public:
  Margins(std::span<const float> logits, int classes, std::span<const int> labels)
      : columns_(static_cast<std::size_t>(classes)) {
    for (std::size_t row = 0; row < labels.size(); ++row) {
      if (classes == 2) {
        const double logit = logits[row];
        above_.insert(above_.end(), {0.0, labels[row] == 1 ? -logit : logit});
        continue;
      }
      const std::span<const float> values = row_at(logits, row, classes);
      const double truth = values[static_cast<std::size_t>(labels[row])];
      for (const float value : values) above_.push_back(value - truth);
    }
  }

  bool all_equal() const {
    return std::all_of(above_.begin(), above_.end(), [](double above) { return above == 0; });
  }

  // The mean over the rows.
  Loss loss(double inverse_temperature) const {
    Loss sum;
    for (std::size_t begin = 0; begin < above_.size(); begin += columns_) {
      add_row(std::span(above_).subspan(begin, columns_), inverse_temperature, sum);
    }
    const double rows = static_cast<double>(above_.size()) / static_cast<double>(columns_);
    return {sum.value / rows, sum.slope / rows, sum.curvature / rows};
  }

 private:
  // The row's loss is log(sum of exp(b * above)); its slope is the mean of `above` over the predicted
  // probabilities, its curvature their variance.
  static void add_row(std::span<const double> row, double b, Loss& sum) {
    const double most = b * *std::max_element(row.begin(), row.end());
    double total = 0;
    double first = 0;
    double second = 0;
    for (const double above : row) {
      const double weight = std::exp(b * above - most);
      total += weight;
      first += weight * above;
      second += weight * above * above;
    }
    const double mean = first / total;
    sum.value += most + std::log(total);
    sum.slope += mean;
    sum.curvature += std::max(0.0, second / total - mean * mean);
  }

  std::size_t columns_;
  std::vector<double> above_;
};

// Newton's method in u = log(temperature) on the loss's slope by b = exp(-u), which falls as u rises; a step
// that leaves the bracket is replaced by halving it.
double temperature_of_zero_slope(const Margins& margins) {
  constexpr int kMostSteps = 200;
  constexpr double kClose = 1e-13;
  double low = std::log(kLeastTemperature);
  double high = std::log(kMostTemperature);
  double u = 0;
  for (int step = 0; step < kMostSteps && high - low > kClose; ++step) {
    const Loss loss = margins.loss(std::exp(-u));
    if (loss.slope == 0) break;
    (loss.slope > 0 ? low : high) = u;
    double next = u + loss.slope / (std::exp(-u) * loss.curvature);
    if (!(next > low && next < high)) next = (low + high) / 2;
    const double moved = std::abs(next - u);
    u = next;
    if (moved < kClose) break;
  }
  return std::exp(u);
}

}  // namespace

std::optional<TemperatureFit> fit_temperature(std::span<const float> logits, int classes, std::span<const int> labels) {
  if (classes < 2) throw std::runtime_error("Cannot fit a temperature to fewer than two classes.");
  require_row_labels(labels, rows_of(logits.size(), classes == 2 ? 1 : classes, "logits"), classes);
  require_finite(logits);
  const Margins margins(logits, classes, labels);
  const bool one_class = std::all_of(labels.begin(), labels.end(), [&](int label) { return label == labels.front(); });
  if (one_class || margins.all_equal()) return std::nullopt;
  TemperatureFit fit;
  fit.nll_before = margins.loss(1).value;
  // A slope of 0 at the cold end is one too small for a double: every row is right by a wide margin.
  const bool colder_is_better = margins.loss(1 / kLeastTemperature).slope <= 0;
  const bool hotter_is_better = margins.loss(1 / kMostTemperature).slope >= 0;
  fit.at_bound = colder_is_better || hotter_is_better;
  fit.temperature = colder_is_better   ? kLeastTemperature
                    : hotter_is_better ? kMostTemperature
                                       : temperature_of_zero_slope(margins);
  fit.nll_after = margins.loss(1 / fit.temperature).value;
  return fit;
}

}  // namespace ml
