// Where many pieces of memory, each needed for a while only, lie in one block: pieces whose times overlap
// never share a byte, the others may.
//
// Use: `const std::size_t z = plan.add(bytes, 3, 7); ... plan.arrange(); block + plan.offset(z);`
// The largest pieces are placed first, each at the lowest gap that is free all its time: "greedy by size for
// offsets" of Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference, 2020, section 5.2.
// Threads: a plain value.
#pragma once

#include <cstddef>
#include <vector>

namespace ml {

class MemoryPlan {
 public:
  // Needed at all times from first to last, both included; returns the number of the piece. Throws when
  // last < first.
  std::size_t add(std::size_t bytes, int first, int last);
  void arrange();

  std::size_t offset(std::size_t piece) const { return pieces_[piece].offset; }  // a multiple of 64
  std::size_t total_bytes() const { return total_bytes_; }

 private:
  struct Piece {
    std::size_t bytes = 0;
    int first = 0;
    int last = 0;
    std::size_t offset = 0;
  };

  std::size_t lowest_gap(const Piece& piece, const std::vector<const Piece*>& placed_by_offset) const;

  std::vector<Piece> pieces_;
  std::size_t total_bytes_ = 0;
};

}  // namespace ml
