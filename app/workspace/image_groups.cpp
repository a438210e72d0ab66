#include "app/workspace/image_groups.h"

#include <algorithm>
#include <utility>

namespace app {

int ImageGroups::number_of(GroupKind kind, std::string_view name) {
  auto& numbers = numbers_[static_cast<std::size_t>(kind)];
  if (const auto known = numbers.find(name); known != numbers.end()) return known->second;
  const int number = static_cast<int>(keys_.size());
  keys_.push_back({kind, numbers.emplace(name, number).first->first});
  parents_.push_back(number);
  return number;
}

int ImageGroups::find(GroupKind kind, std::string_view name) const {
  if (name.empty()) return kAlone;
  const auto& numbers = numbers_[static_cast<std::size_t>(kind)];
  const auto known = numbers.find(name);
  return known == numbers.end() ? kAlone : known->second;
}

std::array<int, 3> ImageGroups::keys_of(std::string_view patient, std::string_view lesion,
                                        std::string_view image_group) const {
  return {find(GroupKind::Lesion, lesion), find(GroupKind::Patient, patient), find(GroupKind::LookAlike, image_group)};
}

int ImageGroups::group_of(int key) const {
  while (key != kAlone && parents_[static_cast<std::size_t>(key)] != key) key = parents_[static_cast<std::size_t>(key)];
  return key;
}

// As group_of, and shortens the way for the next time.
int ImageGroups::lead(int key) {
  int root = group_of(key);
  while (key != root) key = std::exchange(parents_[static_cast<std::size_t>(key)], root);
  return root;
}

int ImageGroups::add(std::string_view patient, std::string_view lesion, std::string_view image_group) {
  int joined = kAlone;
  for (const auto& [kind, name] :
       {std::pair{GroupKind::Lesion, lesion}, {GroupKind::Patient, patient}, {GroupKind::LookAlike, image_group}}) {
    if (name.empty()) continue;
    const int root = lead(number_of(kind, name));
    if (joined != kAlone) unite(joined, root);
    joined = lead(root);
  }
  return joined;
}

// The lower number leads, so that groups do not depend on which image came last.
void ImageGroups::unite(int a, int b) {
  const int first = lead(a), second = lead(b);
  parents_[static_cast<std::size_t>(std::max(first, second))] = std::min(first, second);
}

}  // namespace app
