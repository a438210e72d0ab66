// Where the tiles of a virtualised grid stand: columns from a width, and which tiles a scroll
// position touches. Pure arithmetic in pixels relative to the grid's content. Any thread.
#pragma once

#include <cstddef>

#include "engine/ui/keys.h"

namespace app::widgets {

struct TileSpan {
  std::size_t first = 0, last = 0;  // [first, last)
  std::size_t size() const { return last - first; }
};

class GridLayout {
 public:
  // Tiles are about `wanted_px` wide, stretched so that the columns fill `width_px` exactly. A tile is
  // a square picture with a caption of `caption_px` below it.
  GridLayout(float width_px, float wanted_px, float caption_px, float gap_px, std::size_t count);

  std::size_t count() const { return count_; }
  std::size_t columns() const { return columns_; }
  std::size_t rows() const { return (count_ + columns_ - 1) / columns_; }
  float tile_width_px() const { return tile_px_; }
  float tile_height_px() const { return tile_px_ + caption_px_; }
  float row_px() const { return tile_height_px() + gap_px_; }
  float content_height_px() const;

  float x_px(std::size_t index) const;
  float y_px(std::size_t index) const;
  TileSpan visible(float scroll_px, float height_px) const;
  // Tiles that a rectangle (content pixels) touches, row by row: calls `visit(index)`.
  template <class Visit>
  void touched(float left_px, float top_px, float right_px, float bottom_px, Visit&& visit) const {
    const TileSpan span = visible(top_px, bottom_px - top_px);
    for (std::size_t index = span.first; index < span.last; ++index) {
      if (overlaps(index, left_px, top_px, right_px, bottom_px)) visit(index);
    }
  }
  // The tile that a key leads to. `page_px` is the height seen at once.
  std::size_t moved(std::size_t index, engine::GridKey key, float page_px) const;
  // The scroll position that shows the tile wholly, nearest to the present one.
  float scroll_to_show(std::size_t index, float scroll_px, float height_px) const;

 private:
  bool overlaps(std::size_t index, float left_px, float top_px, float right_px, float bottom_px) const;

  float caption_px_;
  float gap_px_;
  std::size_t count_;
  std::size_t columns_;
  float tile_px_;
};

}  // namespace app::widgets
