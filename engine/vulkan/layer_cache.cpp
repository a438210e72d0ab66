#include "engine/vulkan/layer_cache.h"

namespace engine::vulkan {

LayerCache::LayerCache(std::uint32_t layers) {
  for (std::uint32_t layer = 0; layer < layers; ++layer) free_.push_back(layer);
}

std::optional<std::uint32_t> LayerCache::find(std::uint64_t key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return std::nullopt;
  found->second->used_in = frame_;
  order_.splice(order_.begin(), order_, found->second);
  return found->second->layer;
}

std::optional<std::uint32_t> LayerCache::place(std::uint64_t key) {
  if (const auto own = find(key)) return own;
  if (free_.empty()) {
    if (order_.empty() || order_.back().used_in == frame_) return std::nullopt;
    drop(order_.back().key);
  }
  order_.push_front({key, free_.front(), frame_});
  free_.pop_front();
  entries_[key] = order_.begin();
  return order_.front().layer;
}

void LayerCache::drop(std::uint64_t key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  free_.push_back(found->second->layer);
  order_.erase(found->second);
  entries_.erase(found);
}

}  // namespace engine::vulkan
