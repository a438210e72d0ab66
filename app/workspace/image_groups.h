// Which images show the same thing: equal patient, lesion or image group, over any number of steps. An image whose
// patient is A and one whose lesion is L are of one group when a third has both.
//
//   ImageGroups groups;
//   std::vector<int> keys;
//   for (const db::Image& image : images)
//     keys.push_back(groups.add(image.patient_id, image.lesion_id, image.image_group));
//   groups.group_of(keys[0]) == groups.group_of(keys[1])
//
// A set of a million images may have as many names, so each name is kept once. One thread at a time; the owner decides.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace app {

enum class GroupKind { Lesion, Patient, LookAlike };

class ImageGroups {
 public:
  static constexpr int kAlone = -1;  // nothing is known that another could share

  ImageGroups() = default;
  ImageGroups(ImageGroups&&) = default;
  ImageGroups& operator=(ImageGroups&&) = default;

  // Of an image; empty texts are unknown. The key stays valid while more are added.
  int add(std::string_view patient, std::string_view lesion, std::string_view image_group);
  // Both keys are of one group from now on.
  void unite(int a, int b);
  // Equal numbers: one group. Once all are added.
  int group_of(int key) const;

  // The keys themselves: each is a lesion, a patient or a group by name.
  struct Key {
    GroupKind kind;
    std::string_view name;  // valid while the groups are
  };
  std::size_t size() const { return keys_.size(); }
  const Key& key(int index) const { return keys_[static_cast<std::size_t>(index)]; }
  // The keys that one image has, by kind; kAlone: none.
  std::array<int, 3> keys_of(std::string_view patient, std::string_view lesion, std::string_view image_group) const;

 private:
  int number_of(GroupKind kind, std::string_view name);
  int lead(int key);
  int find(GroupKind kind, std::string_view name) const;

  struct HashOfName {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
  };
  using Numbers = std::unordered_map<std::string, int, HashOfName, std::equal_to<>>;

  std::array<Numbers, 3> numbers_;
  std::vector<Key> keys_;
  std::vector<int> parents_;
};

}  // namespace app
