// Pictures changed by an adversary who knows the model: each value by at most a few of 255 (L-infinity), so that the
// loss of the true class rises as steeply as it can.
//
//   Attacker attacker(model, views, labels);      // of views, as contract_of_views() makes their contract
//   const auto changed = attacker.attack(0, 16, Attack::Pgd, 2);   // the first sixteen
//
// FGSM (Goodfellow et al. 2015): one step of the whole amount along the sign of the gradient. PGD (Madry et al. 2018):
// five steps of half of it, from the picture itself, kept within the amount. What comes out is bytes again: a picture
// that could be saved and sent. The gradient is that of the plain view alone, and of the picture before colour
// constancy it is taken as if that changed nothing, so a stronger attack may exist. One thread at a time; owns its copy
// of the model, views and labels are the caller's.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "app/stress/corruption.h"
#include "ml/infer/input_gradient.h"
#include "ml/model/model.h"

namespace app {

enum class Attack { Fgsm, Pgd };

struct AttackInfo {
  Attack id;
  std::string_view name, what;
};
std::span<const AttackInfo> attack_list();
// By strength, in steps of 1/255; both attacks have the same.
inline constexpr std::array<int, kStrengths> kAttackAmounts = {1, 2, 4, 8, 16};

class Attacker {
 public:
  // One label a view; all views have one size.
  Attacker(const ml::Model& model, std::span<const ml::Pixels> views, std::span<const int> labels, int threads = 0);

  // `count` views from `first` on, `amount` in 255ths.
  std::vector<ml::Pixels> attack(std::size_t first, std::size_t count, Attack kind, int amount);

 private:
  using Slope = std::vector<signed char>;  // the sign of the gradient by place of the view's bytes

  std::vector<Slope> slopes(std::span<const ml::Pixels> at, std::span<const int> labels);
  // Of the pictures as they are: the same for every attack and amount.
  void find_first_slopes(std::size_t first, std::size_t count);

  ml::PreprocessContract contract_;
  ml::InputGradient gradient_;
  std::span<const ml::Pixels> views_;
  std::span<const int> labels_;
  std::vector<Slope> first_slopes_;  // empty where not found yet
};

}  // namespace app
