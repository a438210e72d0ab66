// What a workspace holds, as an import asks for it: images by content and by path, classes by name, targets.
// Any thread; borrows the Readable, which must outlive it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/workspace/import_decided.h"
#include "db/classes.h"
#include "db/image_quality.h"
#include "db/images.h"

namespace app {

// Images by split, of one lesion or patient.
using SplitCounts = std::array<long, 4>;  // by db::Split

class Standing {
 public:
  // Null: a workspace that is not made yet, in which nothing stands.
  explicit Standing(const db::Readable* from);

  std::optional<db::ImageId> of_content(const std::string& sha256) const;
  std::optional<db::ImageId> at_path(const std::string& path) const;
  db::Image image(db::ImageId id) const;
  // Of its file when it was last looked at; 0: not known.
  std::int64_t file_time_ms(db::ImageId id) const;
  // A removed image that went out with the import that had added it, by the undo of that.
  bool is_taken_back(db::ImageId id) const;
  // Of such an image, what was decided of it beside that import: import_decided.h.
  std::set<std::string> decided_of(db::ImageId id) const;
  // Empty: unlabelled.
  std::string class_name(const std::optional<db::ClassId>& id) const;

  const std::vector<db::Class>& classes() const { return classes_; }
  const std::vector<db::Target>& targets() const { return targets_; }
  const db::Class* class_named(const std::string& name) const;
  const db::Target* target_named(const std::string& name) const;
  // All zero for one that is not known.
  SplitCounts splits_of_lesion(const std::string& lesion) const;
  SplitCounts splits_of_patient(const std::string& patient) const;
  // Whether a labelled image of the set is in validation.
  bool validates() const { return validates_; }
  // The first that an image of it came with; empty: it is not known, or without a source.
  std::string source_of_lesion(const std::string& lesion) const;
  std::string source_of_patient(const std::string& patient) const;

 private:
  const db::Readable* from_;
  std::unordered_map<std::string, db::ImageId> of_content_, at_path_;
  std::unordered_map<db::ImageId, db::FileStamp> stamps_;
  Reversals reversals_;
  std::unordered_map<std::string, SplitCounts> lesions_, patients_;
  std::unordered_map<std::string, std::size_t> source_of_lesion_, source_of_patient_;  // places in sources_
  std::vector<std::string> sources_;
  bool validates_ = false;
  std::vector<db::Class> classes_;
  std::vector<db::Target> targets_;
};

}  // namespace app
