// The classes and targets that rows refer to: by place in the list, which is the order of the keys 1 to 9.
// A plain value; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/core/types.h"

namespace app {

struct ClassFacts {
  ClassId id = 0;
  std::string name;       // "mel"
  std::string full_name;  // "melanoma"
  std::uint32_t colour_rgb = 0x7C8CFF;
  bool retired = false;  // takes no new labels
};

// A grouping of the classes, to train and evaluate on.
struct TargetFacts {
  std::string name;  // "malignant"
  std::string description;
  std::vector<std::string> groups;  // {"benign", "malignant"}: the negative one first
  std::vector<int> group_of_class;  // by place in the list of classes; -1: not part of the target
};

struct ClassList {
  std::vector<ClassFacts> classes;
  std::vector<TargetFacts> targets;

  int index_of(ClassId id) const {  // -1: unlabelled or unknown
    for (std::size_t i = 0; i < classes.size(); ++i) {
      if (classes[i].id == id) return static_cast<int>(i);
    }
    return -1;
  }
  const TargetFacts* target_named(const std::string& name) const {
    for (const TargetFacts& target : targets) {
      if (target.name == name) return &target;
    }
    return nullptr;
  }
};

// "malignant" where the workspace has it, else the first target; empty: there is none.
inline std::string default_target(const ClassList& list) {
  if (list.target_named("malignant") != nullptr) return "malignant";
  return list.targets.empty() ? "" : list.targets.front().name;
}

// The key that labels as the class: '1' .. '9' by place, 0 beyond.
inline char key_of_class(std::size_t place) { return place < 9 ? static_cast<char>('1' + place) : '\0'; }

}  // namespace app
