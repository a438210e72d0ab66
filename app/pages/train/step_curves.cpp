#include "app/pages/train/step_curves.h"

#include <cmath>
#include <vector>

namespace app {
namespace {

constexpr float kKept = 0.95F;  // of the past: about the last twenty batches

}  // namespace

void StepCurves::follow(std::optional<RunId> run, std::span<const float> losses) {
  const std::size_t known = raw_.size();
  const auto last_differs = [&] {
    const float last = raw_.at(known - 1), given = losses[known - 1];
    return std::isfinite(given) ? last != given : !std::isnan(last);
  };
  if (run != run_ || losses.size() < known || (known > 0 && last_differs())) {
    run_ = run;
    raw_.clear();
    smoothed_.clear();
    average_ = weight_ = 0;
  }
  const std::span<const float> fresh = losses.subspan(raw_.size());
  if (fresh.empty()) return;
  std::vector<float> smooth;
  for (const float loss : fresh) {
    if (std::isfinite(loss)) {
      average_ = kKept * average_ + (1 - kKept) * loss;
      weight_ = kKept * weight_ + (1 - kKept);
    }
    smooth.push_back(std::isfinite(loss) ? average_ / weight_ : loss);
  }
  raw_.append(fresh);
  smoothed_.append(smooth);
}

}  // namespace app
