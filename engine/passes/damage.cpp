#include "engine/passes/damage.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "engine/passes/texture_id.h"

namespace engine {
namespace {

constexpr std::uint64_t kSeed = 0xcbf29ce484222325ULL;
const ImVec4 kEmpty{1e9F, 1e9F, -1e9F, -1e9F};

// FNV over 8-byte words. A collision only costs a late redraw.
std::uint64_t mix(std::uint64_t hash, std::uint64_t word) { return (hash ^ word) * 0x100000001b3ULL ^ (hash >> 29U); }

template <typename T>
std::uint64_t mix_value(std::uint64_t hash, const T& value) {
  static_assert(sizeof value % 8 == 0);
  std::uint64_t words[sizeof value / 8];
  std::memcpy(words, &value, sizeof value);
  for (const std::uint64_t word : words) hash = mix(hash, word);
  return hash;
}

void extend(ImVec4& box, const ImVec4& by) {
  box = {std::min(box.x, by.x), std::min(box.y, by.y), std::max(box.z, by.z), std::max(box.w, by.w)};
}

ImVec4 intersected(const ImVec4& a, const ImVec4& b) {
  return {std::max(a.x, b.x), std::max(a.y, b.y), std::min(a.z, b.z), std::min(a.w, b.w)};
}

// Vertices (five words of 4 bytes each) in four chains: one chain would wait for every multiplication.
struct Sum {
  std::uint64_t chain[4] = {kSeed, kSeed + 1, kSeed + 2, kSeed + 3};

  void add(const ImDrawVert& vertex) {
    std::uint64_t pos = 0, uv = 0;
    std::memcpy(&pos, &vertex.pos, 8);
    std::memcpy(&uv, &vertex.uv, 8);
    chain[0] = mix(chain[0], pos);
    chain[1] = mix(chain[1], uv);
    chain[2] = mix(chain[2], vertex.col);
  }
  std::uint64_t total() const { return mix(mix(mix(chain[0], chain[1]), chain[2]), chain[3]); }
};
static_assert(sizeof(ImDrawVert::pos) == 8 && sizeof(ImDrawVert::uv) == 8 && sizeof(ImDrawVert::col) == 4);

}  // namespace

// A command's vertices lie together: they are read once, in their order, and the indices as counted from the first of
// them, so that what other commands of the list hold makes no difference.
DamageTracker::Summary DamageTracker::summarise(const ImDrawList& list, const ImDrawCmd& command) const {
  Sum sum;
  ImVec4 box = kEmpty;
  sum.chain[3] = mix_value(mix(kSeed, command.ElemCount), command.ClipRect);
  if (const Passes::Placement* placement = passes_.find(command)) {
    const std::uint64_t version = placement->pass->version(placement->item);
    box = {placement->low.x, placement->low.y, placement->high.x, placement->high.y};
    sum.chain[3] = mix(mix_value(sum.chain[3], box), version);
  } else if (command.UserCallback == nullptr && command.ElemCount > 0) {
    sum.chain[3] = mix(sum.chain[3], texture_version_(ref_from(command.GetTexID())));
    const ImDrawIdx* indices = list.IdxBuffer.Data + command.IdxOffset;
    const auto [low, high] = std::minmax_element(indices, indices + command.ElemCount);
    const ImDrawIdx first = *low, last = *high;
    for (unsigned i = 0; i < command.ElemCount; i += 3) {
      const auto place = [&](unsigned n) { return static_cast<std::uint64_t>(indices[i + n]) - first; };
      sum.chain[3] = mix(sum.chain[3], place(0) | place(1) << 20U | place(2) << 40U);
    }
    const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
    for (std::size_t v = first; v <= last; ++v) {
      sum.add(vertices[v]);
      extend(box, {vertices[v].pos.x, vertices[v].pos.y, vertices[v].pos.x, vertices[v].pos.y});
    }
  }
  return {sum.total(), intersected(box, command.ClipRect)};
}

std::optional<PixelRect> DamageTracker::update(const ImDrawData& data) {
  std::vector<Summary> now;
  for (int n = 0; n < data.CmdListsCount; ++n) {
    for (const ImDrawCmd& command : data.CmdLists[n]->CmdBuffer) now.push_back(summarise(*data.CmdLists[n], command));
  }
  const bool resized = size_.x != data.DisplaySize.x || size_.y != data.DisplaySize.y;
  size_ = data.DisplaySize;
  const std::vector<Summary> before = std::exchange(commands_, std::move(now));
  if (resized || before.empty()) return PixelRect{0, 0, static_cast<int>(size_.x), static_cast<int>(size_.y)};
  return between(before);
}

// Equal runs at the beginning and at the end stay; what lies between is compared place by place.
std::optional<PixelRect> DamageTracker::between(const std::vector<Summary>& before) const {
  const auto same = [](const Summary& a, const Summary& b) { return a.hash == b.hash; };
  const std::size_t shorter = std::min(before.size(), commands_.size());
  std::size_t head = 0, tail = 0;
  while (head < shorter && same(before[head], commands_[head])) ++head;
  while (tail < shorter - head && same(before[before.size() - 1 - tail], commands_[commands_.size() - 1 - tail]))
    ++tail;
  ImVec4 box = kEmpty;
  const bool aligned = before.size() == commands_.size();
  for (std::size_t i = head; i + tail < before.size(); ++i) {
    if (!aligned || !same(before[i], commands_[i])) extend(box, before[i].box);
  }
  for (std::size_t i = head; i + tail < commands_.size(); ++i) {
    if (!aligned || !same(before[i], commands_[i])) extend(box, commands_[i].box);
  }
  const int x0 = std::max(0, static_cast<int>(std::floor(box.x)) - 1),
            y0 = std::max(0, static_cast<int>(std::floor(box.y)) - 1);
  const int x1 = std::min(static_cast<int>(size_.x), static_cast<int>(std::ceil(box.z)) + 1);
  const int y1 = std::min(static_cast<int>(size_.y), static_cast<int>(std::ceil(box.w)) + 1);
  if (x1 <= x0 || y1 <= y0) return std::nullopt;
  return PixelRect{x0, y0, x1 - x0, y1 - y0};
}

}  // namespace engine
