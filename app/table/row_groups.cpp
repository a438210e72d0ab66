#include "app/table/row_groups.h"

#include <algorithm>
#include <utility>

namespace app {

std::uint32_t RowGroups::node_of(std::size_t kind, std::uint32_t code) {
  std::vector<std::uint32_t>& nodes = nodes_[kind];
  if (nodes.size() <= code) nodes.resize(std::size_t{code} + 1, kNone);
  if (nodes[code] == kNone) {
    nodes[code] = static_cast<std::uint32_t>(parents_.size());
    parents_.push_back(nodes[code]);
  }
  return nodes[code];
}

std::uint32_t RowGroups::lead(std::uint32_t node) const {
  while (parents_[node] != node) node = parents_[node];
  return node;
}

// As lead, and shortens the way for the next time.
std::uint32_t RowGroups::shorten(std::uint32_t node) {
  const std::uint32_t root = lead(node);
  while (node != root) node = std::exchange(parents_[node], root);
  return root;
}

// The lower number leads, so what is below `first` has images already.
bool RowGroups::add(const Codes& codes) {
  const auto first = static_cast<std::uint32_t>(parents_.size());
  std::uint32_t joined = kNone;
  bool grown_together = false;
  for (std::size_t kind = 0; kind < codes.size(); ++kind) {
    if (codes[kind] == kNone) continue;
    any_[kind] = true;
    const std::uint32_t root = shorten(node_of(kind, codes[kind]));
    if (joined != kNone && root != joined) {
      grown_together = grown_together || (root < first && joined < first);
      parents_[std::max(root, joined)] = std::min(root, joined);
    }
    joined = std::min(root, joined);
  }
  return grown_together;
}

std::uint32_t RowGroups::group_of(const Codes& codes) const {
  for (std::size_t kind = 0; kind < codes.size(); ++kind) {
    const std::vector<std::uint32_t>& nodes = nodes_[kind];
    if (codes[kind] < nodes.size() && nodes[codes[kind]] != kNone) return lead(nodes[codes[kind]]);
  }
  return kNone;
}

}  // namespace app
