#include "app/stress/attack.h"

#include <algorithm>
#include <cmath>

#include "ml/data/preprocess.h"

namespace app {
namespace {

constexpr int kSteps = 5;
constexpr double kStepShare = 0.5;  // of the amount

constexpr std::array<AttackInfo, 2> kAttacks = {{
    {Attack::Fgsm, "fgsm", "one step of the whole amount against the true class"},
    {Attack::Pgd, "pgd", "five steps of half the amount, kept within it"},
}};

ml::Pixels bytes_of(const std::vector<double>& values, const ml::Pixels& shape) {
  ml::Pixels view = ml::Pixels::blank(shape.width_px, shape.height_px);
  for (std::size_t i = 0; i < values.size(); ++i) view.data[i] = static_cast<std::uint8_t>(std::lround(values[i]));
  return view;
}

// Neither farther from the picture than the amount nor beyond what a byte holds.
void step(std::vector<double>& values, const std::vector<signed char>& slope, const ml::Pixels& picture, double step,
          double amount) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double low = std::max(0.0, picture.data[i] - amount), high = std::min(255.0, picture.data[i] + amount);
    values[i] = std::clamp(values[i] + step * slope[i], low, high);
  }
}

}  // namespace

std::span<const AttackInfo> attack_list() { return kAttacks; }

Attacker::Attacker(const ml::Model& model, std::span<const ml::Pixels> views, std::span<const int> labels, int threads)
    : contract_(model.contract),
      gradient_(model, threads),
      views_(views),
      labels_(labels),
      first_slopes_(views.size()) {}

std::vector<Attacker::Slope> Attacker::slopes(std::span<const ml::Pixels> at, std::span<const int> labels) {
  const std::size_t length = gradient_.input_length();
  std::vector<float> inputs(at.size() * length), gradient(inputs.size());
  for (std::size_t i = 0; i < at.size(); ++i)
    ml::preprocess(at[i].view(), contract_, std::span(inputs).subspan(i * length, length));
  gradient_.of_loss(inputs, labels, gradient);
  const auto side = static_cast<std::size_t>(contract_.size_px);
  std::vector<Slope> slopes;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const ml::CropGeometry place = ml::crop_geometry(at[i].width_px, at[i].height_px, contract_);
    Slope slope(at[i].data.size());
    std::size_t to = 0;
    for (int y = 0; y < at[i].height_px; ++y)
      for (int x = 0; x < at[i].width_px; ++x)
        for (std::size_t channel = 0; channel < 3; ++channel) {
          const float value =
              gradient[i * length + (channel * side + static_cast<std::size_t>(y + place.target_y_px)) * side +
                       static_cast<std::size_t>(x + place.target_x_px)];
          slope[to++] = static_cast<signed char>((value > 0.F) - (value < 0.F));
        }
    slopes.push_back(std::move(slope));
  }
  return slopes;
}

void Attacker::find_first_slopes(std::size_t first, std::size_t count) {
  if (count == 0 || !first_slopes_[first].empty()) return;
  std::ranges::move(slopes(views_.subspan(first, count), labels_.subspan(first, count)),
                    first_slopes_.begin() + static_cast<std::ptrdiff_t>(first));
}

std::vector<ml::Pixels> Attacker::attack(std::size_t first, std::size_t count, Attack kind, int amount) {
  find_first_slopes(first, count);
  const std::span views = views_.subspan(first, count);
  const double one_step = kind == Attack::Fgsm ? amount : kStepShare * amount;
  std::vector<std::vector<double>> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.emplace_back(views[i].data.begin(), views[i].data.end());
    step(values[i], first_slopes_[first + i], views[i], one_step, amount);
  }
  std::vector<ml::Pixels> changed(count);
  for (int done = 1;; ++done) {
    for (std::size_t i = 0; i < count; ++i) changed[i] = bytes_of(values[i], views[i]);
    if (kind == Attack::Fgsm || done == kSteps) return changed;
    const std::vector<Slope> next = slopes(changed, labels_.subspan(first, count));
    for (std::size_t i = 0; i < count; ++i) step(values[i], next[i], views[i], one_step, amount);
  }
}

}  // namespace app
