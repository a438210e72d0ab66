#include "app/widgets/linked_plots.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace app::widgets {
namespace {

constexpr float kLeastShare = 1e-4F;  // of the whole axis that can be zoomed to
constexpr float kLeast = 0.02F;

float least_size(const Range& whole) { return std::max(whole.size() * kLeastShare, std::min(kLeast, whole.size())); }

}  // namespace

void LinkedPlots::begin_frame(Range whole) {
  whole_ = whole;
  cursor_ = std::exchange(next_cursor_, std::nullopt);
  if (zoom_ && (zoom_->low >= whole.high || zoom_->high <= whole.low)) zoom_.reset();
  if (cursor_ && (*cursor_ < whole.low || *cursor_ > whole.high)) cursor_.reset();
}

void LinkedPlots::zoom_to(float from, float to) {
  const Range wanted{std::max(std::min(from, to), whole_.low), std::min(std::max(from, to), whole_.high)};
  if (!(wanted.size() >= least_size(whole_))) return;
  zoom_ = wanted;
  if (wanted.low <= whole_.low && wanted.high >= whole_.high) zoom_.reset();
}

void LinkedPlots::zoom_around(float at, float factor) {
  const Range now = range();
  const float size = now.size() * factor;
  if (size >= whole_.size()) return reset();
  if (size < least_size(whole_)) return;
  const float share = std::clamp((at - now.low) / now.size(), 0.0F, 1.0F);
  const float low = std::clamp(at - share * size, whole_.low, whole_.high - size);
  zoom_ = Range{low, low + size};
}

void LinkedPlots::pan(float by) {
  if (!zoom_) return;
  const float size = zoom_->size();
  const float low = std::clamp(zoom_->low + by, whole_.low, std::max(whole_.low, whole_.high - size));
  zoom_ = Range{low, low + size};
}

void LinkedPlots::step(int steps, float otherwise) {
  const float from = cursor_.value_or(otherwise);
  next_cursor_ = std::clamp(std::round(from) + static_cast<float>(steps), whole_.low, whole_.high);
  cursor_ = next_cursor_;
  if (zoom_ && (*cursor_ < zoom_->low || *cursor_ > zoom_->high)) pan(*cursor_ - (zoom_->low + zoom_->high) / 2);
}

}  // namespace app::widgets
