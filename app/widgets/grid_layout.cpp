#include "app/widgets/grid_layout.h"

#include <algorithm>
#include <cmath>

namespace app::widgets {

GridLayout::GridLayout(float width_px, float wanted_px, float caption_px, float gap_px, std::size_t count)
    : caption_px_(caption_px), gap_px_(gap_px), count_(count) {
  const float fitting = std::round((width_px + gap_px) / (wanted_px + gap_px));
  columns_ = static_cast<std::size_t>(std::max(1.0F, fitting));
  const auto columns = static_cast<float>(columns_);
  // Whole pixels keep pictures and borders sharp; the rest of the division stays at the right edge.
  tile_px_ = std::max(16.0F, std::floor((width_px - gap_px * (columns - 1)) / columns));
}

float GridLayout::content_height_px() const {
  return count_ == 0 ? 0.0F : static_cast<float>(rows()) * row_px() - gap_px_;
}

float GridLayout::x_px(std::size_t index) const { return static_cast<float>(index % columns_) * (tile_px_ + gap_px_); }

float GridLayout::y_px(std::size_t index) const { return static_cast<float>(index / columns_) * row_px(); }

TileSpan GridLayout::visible(float scroll_px, float height_px) const {
  if (count_ == 0 || height_px <= 0) return {};
  const float last_row = std::floor((scroll_px + height_px) / row_px());
  if (last_row < 0) return {};
  const auto first = static_cast<std::size_t>(std::max(0.0F, std::floor(scroll_px / row_px()))) * columns_;
  const auto last = (static_cast<std::size_t>(last_row) + 1) * columns_;
  return {std::min(first, count_), std::min(last, count_)};
}

bool GridLayout::overlaps(std::size_t index, float left_px, float top_px, float right_px, float bottom_px) const {
  const float x = x_px(index), y = y_px(index);
  return x < right_px && x + tile_px_ > left_px && y < bottom_px && y + tile_height_px() > top_px;
}

std::size_t GridLayout::moved(std::size_t index, engine::GridKey key, float page_px) const {
  if (count_ == 0) return 0;
  const std::size_t page = columns_ * static_cast<std::size_t>(std::max(1.0F, std::floor(page_px / row_px())));
  const auto back = [&](std::size_t step) { return index >= step ? index - step : index % columns_; };
  const auto on = [&](std::size_t step) { return std::min(index + step, count_ - 1); };
  using engine::GridKey;
  switch (key) {
    case GridKey::Left: return index > 0 ? index - 1 : 0;
    case GridKey::Right: return on(1);
    case GridKey::Up: return back(columns_);
    case GridKey::Down: return on(columns_);
    case GridKey::Home: return 0;
    case GridKey::End: return count_ - 1;
    case GridKey::PageUp: return back(page);
    case GridKey::PageDown: return on(page);
  }
  return index;
}

float GridLayout::scroll_to_show(std::size_t index, float scroll_px, float height_px) const {
  const float top = y_px(index);
  const float bottom = top + tile_height_px();
  if (top < scroll_px) return top;
  if (bottom > scroll_px + height_px) return bottom - height_px;
  return scroll_px;
}

}  // namespace app::widgets
