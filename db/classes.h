// Classes, and targets: named groupings of classes to train and evaluate on. Labels are stored once,
// as classes; relabelling moves every target derived from them. A class that no group of a target
// names is left out of that target. A class is never deleted: it can be retired, which keeps its labels and takes
// no new ones. What is written here are logged edits (edits.h), of the source that is given.
// One thread at a time; the owner of the Reader or Transaction decides. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/ids.h"
#include "db/labels.h"
#include "db/reader.h"
#include "db/writer.h"

namespace db {

struct Class {
  ClassId id = 0;
  std::string name;                 // "mel"; unique
  std::string full_name;            // "melanoma"
  std::uint32_t colour = 0x808080;  // 0xRRGGBB, srgb8
  int position = 0;
  bool retired = false;
};

struct TargetGroup {
  std::string name;  // "malignant"
  std::vector<ClassId> classes;
};

struct Target {
  TargetId id = 0;
  std::string name;  // unique
  std::string description;
  std::vector<TargetGroup> groups;  // in order; the index is what a model predicts

  std::unordered_map<ClassId, int> group_of_class() const;
};

// add_class ignores the id and gives the new one, or that of a class of the name whose adding was undone;
// update_class changes the class of that id.
ClassId add_class(Transaction& transaction, const Class& added, LabelSource source = LabelSource::Import);
void update_class(Transaction& transaction, const Class& changed, LabelSource source = LabelSource::Import);
std::vector<Class> classes(const Readable& from);  // by position, then id; retired ones too
std::optional<Class> class_named(const Readable& from, const std::string& name);
std::optional<Class> class_of(const Readable& from, ClassId id);

// Adds the target, or replaces the one of the same name, whose id stays.
TargetId save_target(Transaction& transaction, const Target& target, LabelSource source = LabelSource::Import);
std::vector<Target> targets(const Readable& from);  // by id
std::optional<Target> target_named(const Readable& from, const std::string& name);
std::optional<Target> target_of(const Readable& from, TargetId id);

}  // namespace db
