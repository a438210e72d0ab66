// Which images an epoch shows where classes or sources are balanced, and what each image counts for then.
//
//   const BalancedImages balanced(labels, sources, {.sources = true, .classes = false}, classes);
//   const std::vector<std::uint32_t> order = balanced.order(rng);       // as many draws as images, with replacement
//   balanced.weights()[order[0]]
//
// A draw is a source, within it a class, within that an image, each alike likely; what is not balanced is left out of
// that. A source that has one class only is drawn as often as the others.
// Immutable; any thread, with an rng each.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ml/random/counter_rng.h"

namespace ml {

struct BalanceBy {
  bool sources = false, classes = false;
};

class BalancedImages {
 public:
  // One label and one source an image; no sources: all are of one. Labels lie in 0 .. classes - 1.
  BalancedImages(std::span<const int> labels, std::span<const int> sources, BalanceBy by, int classes);

  std::size_t sources() const { return of_source_.size(); }
  std::vector<std::uint32_t> order(CounterRng& rng) const;

  // n_s / (k_s * n_sc): rare classes of each source count more; k_s are those which occur in it.
  std::vector<float> weights() const;
  // How often each class is shown, adding up to 1.
  std::vector<double> class_shares() const;

 private:
  struct Source {
    std::vector<std::uint32_t> members;
    std::vector<std::vector<std::uint32_t>> of_class;
    std::size_t classes_present() const;
  };
  BalanceBy by_;
  std::size_t images_ = 0, classes_ = 0;
  std::vector<Source> of_source_;  // in the order of their numbers; one where sources are not balanced
};

}  // namespace ml
