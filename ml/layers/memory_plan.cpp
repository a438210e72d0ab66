#include "ml/layers/memory_plan.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace ml {

std::size_t MemoryPlan::add(std::size_t bytes, int first, int last) {
  constexpr std::size_t kAlignment = 64;
  if (last < first) throw std::logic_error("a piece of memory cannot be released before it is needed");
  pieces_.push_back({.bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment, .first = first, .last = last});
  return pieces_.size() - 1;
}

void MemoryPlan::arrange() {
  std::vector<std::size_t> largest_first(pieces_.size());
  std::iota(largest_first.begin(), largest_first.end(), std::size_t{0});
  std::stable_sort(largest_first.begin(), largest_first.end(),
                   [&](std::size_t a, std::size_t b) { return pieces_[a].bytes > pieces_[b].bytes; });
  std::vector<const Piece*> placed_by_offset;
  total_bytes_ = 0;
  for (const std::size_t i : largest_first) {
    Piece& piece = pieces_[i];
    piece.offset = lowest_gap(piece, placed_by_offset);
    total_bytes_ = std::max(total_bytes_, piece.offset + piece.bytes);
    const auto after = std::upper_bound(placed_by_offset.begin(), placed_by_offset.end(), piece.offset,
                                        [](std::size_t offset, const Piece* other) { return offset < other->offset; });
    placed_by_offset.insert(after, &piece);
  }
}

std::size_t MemoryPlan::lowest_gap(const Piece& piece, const std::vector<const Piece*>& placed_by_offset) const {
  std::size_t offset = 0;
  for (const Piece* other : placed_by_offset) {
    if (other->last < piece.first || piece.last < other->first) continue;
    if (offset + piece.bytes <= other->offset) break;
    offset = std::max(offset, other->offset + other->bytes);
  }
  return offset;
}

}  // namespace ml
