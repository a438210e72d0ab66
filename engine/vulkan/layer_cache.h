// Thumbnails as layers of one texture array: the least recently used layer goes first, but never one
// that the current frame shows. Pure bookkeeping; the pixels are the texture store's.
// Main thread only.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>

namespace engine::vulkan {

class LayerCache {
 public:
  explicit LayerCache(std::uint32_t layers);

  void begin_frame() { ++frame_; }
  std::optional<std::uint32_t> find(std::uint64_t key);  // marks it used in this frame
  // A layer for the key: its own, a free one, or the least recently used. Empty when all are in use now.
  std::optional<std::uint32_t> place(std::uint64_t key);
  void drop(std::uint64_t key);
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t layer = 0;
    std::uint64_t used_in = 0;
  };
  using Order = std::list<Entry>;  // most recently used first

  Order order_;
  std::unordered_map<std::uint64_t, Order::iterator> entries_;
  std::list<std::uint32_t> free_;
  std::uint64_t frame_ = 1;
};

}  // namespace engine::vulkan
