#include "ml/metrics/bias_fit.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

namespace ml {
namespace {

using Vector = std::vector<double>;

// Solves A x = b for a symmetric, positive definite A (rows one after another), by Cholesky; absent where it is none.
std::optional<Vector> solved(Vector a, Vector b) {
  const std::size_t n = b.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
      if (i == j && !(sum > 0)) return std::nullopt;
      a[i * n + j] = i == j ? std::sqrt(sum) : sum / a[j * n + j];
    }
    for (std::size_t k = 0; k < i; ++k) b[i] -= a[i * n + k] * b[k];
    b[i] /= a[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) b[i] -= a[k * n + i] * b[k];
    b[i] /= a[i * n + i];
  }
  return b;
}

// The loss in its free numbers: the slope, and the biases of the present classes but the last, whose bias is minus
// their sum.
class BiasLoss {
 public:
  BiasLoss(std::span<const double> logs, std::span<const int> labels, const std::vector<bool>& present, double prior)
      : logs_(logs), labels_(labels), classes_(present.size()), prior_(prior) {
    for (std::size_t k = 0; k < classes_; ++k)
      if (present[k]) present_.push_back(k);
  }

  std::size_t free() const { return present_.size(); }

  Vector bias_of(const Vector& x) const {
    Vector bias(classes_);
    for (std::size_t j = 1; j < free(); ++j) {
      bias[present_[j - 1]] = x[j];
      bias[present_.back()] -= x[j];
    }
    return bias;
  }

  double sum_of_nll(const Vector& x) const {
    const Vector bias = bias_of(x);
    Vector p(classes_);
    double sum = 0;
    for (std::size_t row = 0; row < labels_.size(); ++row) sum += row_nll(row, x[0], bias, p);
    return sum;
  }

  double value(const Vector& x) const {
    double penalty = (x[0] - 1) * (x[0] - 1);
    for (const double bias : bias_of(x)) penalty += bias * bias;
    return sum_of_nll(x) + prior_ / 2 * penalty;
  }

  // Adds the gradient and the Hessian at x.
  void derivatives(const Vector& x, Vector& gradient, Vector& hessian) const {
    gradient.assign(free(), 0);
    hessian.assign(free() * free(), 0);
    const Vector bias = bias_of(x);
    Vector p(classes_), mean(free()), slope(free());
    for (std::size_t row = 0; row < labels_.size(); ++row) {
      row_nll(row, x[0], bias, p);
      add_row(row, p, mean, slope, gradient, hessian);
    }
    add_penalty(x, bias, gradient, hessian);
  }

 private:
  // Minus the log probability of the row's class; fills the probabilities.
  double row_nll(std::size_t row, double slope, const Vector& bias, Vector& p) const {
    const std::span<const double> logs = logs_.subspan(row * classes_, classes_);
    for (std::size_t k = 0; k < classes_; ++k) p[k] = slope * logs[k] + bias[k];
    const auto label = static_cast<std::size_t>(labels_[row]);
    const double most = *std::ranges::max_element(p), truth = p[label];
    double total = 0;
    for (double& value : p) total += value = std::exp(value - most);
    for (double& value : p) value /= total;
    return most + std::log(total) - truth;
  }

  // How the class's logit moves with each free number.
  void slope_of_class(std::size_t row, std::size_t k, Vector& slope) const {
    std::ranges::fill(slope, 0.0);
    slope[0] = logs_[row * classes_ + k];
    for (std::size_t j = 1; j < free(); ++j) slope[j] = k == present_[j - 1] ? 1 : k == present_.back() ? -1 : 0;
  }

  // The gradient is the mean slope less the true class's, the Hessian the slopes' covariance.
  void add_row(std::size_t row, const Vector& p, Vector& mean, Vector& slope, Vector& gradient, Vector& hessian) const {
    std::ranges::fill(mean, 0.0);
    for (std::size_t k = 0; k < classes_; ++k) {
      slope_of_class(row, k, slope);
      for (std::size_t i = 0; i < free(); ++i) {
        mean[i] += p[k] * slope[i];
        for (std::size_t j = 0; j < free(); ++j) hessian[i * free() + j] += p[k] * slope[i] * slope[j];
      }
    }
    slope_of_class(row, static_cast<std::size_t>(labels_[row]), slope);
    for (std::size_t i = 0; i < free(); ++i) {
      gradient[i] += mean[i] - slope[i];
      for (std::size_t j = 0; j < free(); ++j) hessian[i * free() + j] -= mean[i] * mean[j];
    }
  }

  void add_penalty(const Vector& x, const Vector& bias, Vector& gradient, Vector& hessian) const {
    gradient[0] += prior_ * (x[0] - 1);
    hessian[0] += prior_;
    for (std::size_t i = 1; i < free(); ++i) {
      gradient[i] += prior_ * (x[i] - bias[present_.back()]);
      for (std::size_t j = 1; j < free(); ++j) hessian[i * free() + j] += prior_ * (i == j ? 2 : 1);
    }
  }

  std::span<const double> logs_;
  std::span<const int> labels_;
  std::size_t classes_;
  double prior_;
  std::vector<std::size_t> present_;
};

// The step that Newton's method takes. Where the slope is held, the others only; where the loss is flat in some
// direction, a little of the identity makes it short there.
Vector newton_step(Vector gradient, Vector hessian, bool slope_held) {
  const std::size_t n = gradient.size();
  if (slope_held) {
    gradient[0] = 0;
    for (std::size_t i = 0; i < n; ++i) hessian[i] = hessian[i * n] = i == 0 ? 1 : 0;
  }
  for (double more = 0;; more = std::max(1e-10, more * 100)) {
    Vector damped = hessian;
    for (std::size_t i = 0; i < n; ++i) damped[i * n + i] += more;
    if (const auto step = solved(std::move(damped), gradient)) return *step;
  }
}

// From x to the minimum, halving steps that do not lead down.
void descend(const BiasLoss& loss, Vector& x, bool slope_held) {
  constexpr int kMostSteps = 200, kMostHalvings = 60;
  constexpr double kClose = 1e-12;
  Vector gradient, hessian;
  double value = loss.value(x);
  for (int taken = 0; taken < kMostSteps; ++taken) {
    loss.derivatives(x, gradient, hessian);
    Vector step = newton_step(gradient, hessian, slope_held);
    double moved = 0;
    for (const double part : step) moved = std::max(moved, std::abs(part));
    if (moved < kClose) return;
    for (int halving = 0;; ++halving) {
      Vector next = x;
      for (std::size_t i = 0; i < x.size(); ++i) next[i] -= step[i];
      if (const double there = loss.value(next); there <= value) {
        value = there;
        x = std::move(next);
        break;
      }
      if (halving == kMostHalvings) return;  // as low as rounding lets it be
      for (double& part : step) part /= 2;
    }
  }
}

}  // namespace

BiasFit fit_bias(std::span<const double> logs, std::span<const int> labels, const std::vector<bool>& present,
                 double prior_weight) {
  const BiasLoss loss(logs, labels, present, prior_weight);
  Vector x(loss.free());
  x[0] = 1;
  const double images = static_cast<double>(labels.size());
  BiasFit fit{.nll_before = loss.sum_of_nll(x) / images};
  descend(loss, x, false);
  fit.at_bound = !(x[0] > kLeastSlope && x[0] < kMostSlope);
  if (fit.at_bound) {
    x[0] = x[0] < 1 ? kLeastSlope : kMostSlope;
    descend(loss, x, true);
  }
  fit.slope = x[0];
  fit.bias = loss.bias_of(x);
  fit.nll_after = loss.sum_of_nll(x) / images;
  return fit;
}

}  // namespace ml
