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

}  // namespace app
