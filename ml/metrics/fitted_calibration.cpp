#include "ml/metrics/fitted_calibration.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "ml/metrics/bias_fit.h"
#include "ml/metrics/folds.h"
#include "ml/metrics/row_input.h"

namespace ml {
namespace {

// log p, of which a network that is sure makes no more than this: a logit without bound would stay a probability of 0
// or 1 at any temperature. What is smaller still comes after it in order, so that no decision changes.
double bounded_log(double p) {
  constexpr double kLeast = 1e-7, kLeastFloat = 1e-45, kKept = 1e-3;
  if (!(p < kLeast)) return std::log(std::min(p, 1.0));
  const double least = std::log(kLeast);
  return least + kKept * (std::log(std::max(p, kLeastFloat)) - least);
}

std::vector<std::int64_t> images_of_classes(std::span<const int> labels, int classes) {
  std::vector<std::int64_t> images(static_cast<std::size_t>(classes));
  for (const int label : labels) ++images[static_cast<std::size_t>(label)];
  return images;
}

// (n, classes); of two classes the second's probability alone decides, as in apply.
std::vector<double> log_probabilities(std::span<const float> probabilities, int classes) {
  std::vector<double> logs(probabilities.size());
  for (std::size_t i = 0; i < logs.size(); ++i) {
    const bool first_of_two = classes == 2 && i % 2 == 0;
    const double p = static_cast<double>(probabilities[first_of_two ? i + 1 : i]);
    logs[i] = bounded_log(first_of_two ? 1 - p : p);
  }
  return logs;
}

double log_of(const FittedCalibration& calibration, double p) {
  return calibration.takes_back ? std::log(p) : bounded_log(p);
}

double logit_of(const FittedCalibration& calibration, double p) {
  return calibration.takes_back ? std::log(p) - std::log1p(-p) : bounded_log(p) - bounded_log(1 - p);
}

double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

double shift_of(const FittedCalibration& calibration) {
  return calibration.bias.empty() ? 0 : calibration.bias[1] - calibration.bias[0];
}

void require_fits(const FittedCalibration& calibration, int classes) {
  const bool fits = calibration.bias.empty() || calibration.bias.size() == static_cast<std::size_t>(classes);
  if (!fits)
    throw std::runtime_error("Cannot calibrate probabilities of " + std::to_string(classes) +
                             " classes: the calibration is of " + std::to_string(calibration.bias.size()) + ".");
  if (!(calibration.temperature > 0 && std::isfinite(calibration.temperature)))
    throw std::runtime_error("Cannot calibrate with the temperature " + std::to_string(calibration.temperature) + ".");
}

void apply_to_row(const FittedCalibration& calibration, std::span<float> row) {
  std::vector<double> z(row.size());
  double most = -HUGE_VAL;
  for (std::size_t k = 0; k < row.size(); ++k) {
    z[k] = log_of(calibration, static_cast<double>(row[k])) / calibration.temperature +
           (calibration.bias.empty() ? 0 : calibration.bias[k]);
    most = std::max(most, z[k]);
  }
  double total = 0;
  for (double& value : z) total += value = std::exp(value - most);
  for (std::size_t k = 0; k < row.size(); ++k) row[k] = static_cast<float>(z[k] / total);
}

// The rows of some images.
struct Rows {
  std::vector<float> probabilities;
  std::vector<int> labels;
};

Rows rows_but(std::span<const float> probabilities, int classes, std::span<const int> labels, std::span<const int> fold,
              int left_out) {
  Rows rows;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (fold[i] == left_out) continue;
    const auto row = row_at(probabilities, i, classes);
    rows.probabilities.insert(rows.probabilities.end(), row.begin(), row.end());
    rows.labels.push_back(labels[i]);
  }
  return rows;
}

}  // namespace

std::string why_not_calibrated(std::span<const int> labels, int classes, const CalibrationOptions& options) {
  if (classes < 2) return "there is one class only";
  require_row_labels(labels, labels.size(), classes);
  if (static_cast<int>(labels.size()) < options.least_images)
    return std::to_string(labels.size()) + " images; " + std::to_string(options.least_images) + " are needed";
  const std::vector<std::int64_t> images = images_of_classes(labels, classes);
  const auto present = std::ranges::count_if(images, [](std::int64_t n) { return n > 0; });
  if (present < 2) return "all " + std::to_string(labels.size()) + " images are of one class";
  const auto enough = std::ranges::count_if(images, [&](std::int64_t n) { return n >= options.least_of_class; });
  if (enough >= 2) return {};
  return "fewer than two classes have " + std::to_string(options.least_of_class) + " images";
}

std::optional<FittedCalibration> fit_calibration(std::span<const float> probabilities, int classes,
                                                 std::span<const int> labels, const CalibrationOptions& options) {
  require_row_labels(labels, rows_of(probabilities.size(), classes, "probabilities"), classes);
  require_row_probabilities(probabilities, classes);
  if (!why_not_calibrated(labels, classes, options).empty()) return std::nullopt;
  const std::vector<double> logs = log_probabilities(probabilities, classes);
  std::vector<bool> present;
  FittedCalibration fitted;
  for (const std::int64_t images : images_of_classes(labels, classes)) {
    if (images == 0) fitted.without_images.push_back(static_cast<int>(present.size()));
    present.push_back(images > 0);
  }
  const BiasFit fit = fit_bias(logs, labels, present, options.prior_weight);
  fitted.temperature = 1 / fit.slope;
  fitted.bias = fit.bias;
  fitted.at_bound = fit.at_bound;
  fitted.nll_before = fit.nll_before;
  fitted.nll_after = fit.nll_after;
  fitted.images = static_cast<std::int64_t>(labels.size());
  return fitted;
}

void apply(const FittedCalibration& calibration, std::span<float> probabilities, int classes) {
  if (!calibration.on) return;
  require_fits(calibration, classes);
  const auto columns = static_cast<std::size_t>(classes);
  for (std::size_t begin = 0; begin < rows_of(probabilities.size(), classes, "probabilities") * columns;
       begin += columns) {
    const std::span row = probabilities.subspan(begin, columns);
    if (classes != 2) {
      apply_to_row(calibration, row);
      continue;
    }
    // A mean of several views may have rounded beyond 1.
    row[1] = static_cast<float>(moved_threshold(calibration, std::clamp(static_cast<double>(row[1]), 0.0, 1.0)));
    row[0] = 1 - row[1];
  }
}

FittedCalibration inverse_of(const FittedCalibration& calibration) {
  FittedCalibration inverse{.temperature = 1 / calibration.temperature, .bias = calibration.bias, .on = calibration.on};
  for (double& bias : inverse.bias) bias *= -calibration.temperature;
  inverse.takes_back = !calibration.takes_back;
  return inverse;
}

// Rounded as the probabilities are, so that an image on the threshold stays on it.
double moved_threshold(const FittedCalibration& calibration, double threshold) {
  if (!calibration.on) return threshold;
  return static_cast<double>(
      static_cast<float>(sigmoid(logit_of(calibration, threshold) / calibration.temperature + shift_of(calibration))));
}

double threshold_before(const FittedCalibration& calibration, double threshold) {
  return moved_threshold(inverse_of(calibration), threshold);
}

std::optional<std::vector<float>> cross_fitted(std::span<const float> probabilities, int classes,
                                               std::span<const int> labels, std::span<const int> groups,
                                               const CalibrationOptions& options) {
  if (!why_not_calibrated(labels, classes, options).empty()) return std::nullopt;
  const std::vector<int> fold = fold_of_samples(labels, groups);
  CalibrationOptions of_the_rest = options;  // what suffices as a whole suffices
  of_the_rest.least_images = of_the_rest.least_of_class = 1;
  std::vector<float> out(probabilities.begin(), probabilities.end());
  for (int left_out = 0; left_out < kCrossFitFolds; ++left_out) {
    const Rows rest = rows_but(probabilities, classes, labels, fold, left_out);
    const auto fitted = fit_calibration(rest.probabilities, classes, rest.labels, of_the_rest);
    if (!fitted) return std::nullopt;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const auto columns = static_cast<std::size_t>(classes);
      if (fold[i] == left_out) apply(*fitted, std::span(out).subspan(i * columns, columns), classes);
    }
  }
  return out;
}

}  // namespace ml
