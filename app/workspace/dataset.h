// The images of a workspace as a target sees them: which group each belongs to, in which split, which
// are photographs of one lesion; and as the trainer reads them: pixels by index.
// TargetData is a plain value. ImageFiles: any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/core/types.h"
#include "app/table/drawn_over.h"
#include "db/classes.h"
#include "db/image_quality.h"
#include "db/images.h"
#include "db/reader.h"
#include "db/runs.h"
#include "ml/data/sample_source.h"

namespace app {

struct TargetData {
  std::string target;
  std::vector<std::string> groups;  // negative first
  std::vector<db::TargetGroup> classes_of_groups;
  std::vector<db::Image> images;
  std::unordered_map<ImageId, db::FileStamp> stamps;
  std::vector<int> group;   // per image; -1: unlabelled, or its class is not in the target
  std::vector<int> lesion;  // equal numbers: one patient, lesion or group of look-alikes (image_groups.h)
  std::int64_t label_revision = 0;
  std::int64_t edit_revision = 0;
  std::vector<std::size_t> left_out;  // images of sources that the run leaves out; in no split, but for test
  std::string leak, test_leak;        // what training images share with validation, with test; empty: nothing
};

// All images with their group under the target. `revision` 0 reads the labels of now, otherwise those
// which stood then. Throws when there is no such target, listing the ones there are.
TargetData load_target_data(const db::Readable& from, const std::string& target, std::int64_t revision = 0);

// The same as a run saw it: its groups and their classes, the labels of `revision`, and with `revision` above 0 also
// the images and splits of when it began, unless those of now are asked for. Throws when the groups of an old run are
// not known any more.
enum class Members { OfTheRun, OfNow };
TargetData load_run_data(const db::Readable& from, const db::Run& run, std::int64_t revision = 0,
                         Members members = Members::OfTheRun);

// The class of each image as a number from 0 in the order of ids, of those that training images have; -1: none of them.
std::vector<int> class_numbers(const TargetData& data);

// The target used when none is named: malignant where it exists, else the first.
std::string default_target(const db::Readable& from);

// Which of them say what their lesion numbers are made of.
KnownGroups known_groups(const TargetData& data);

// Indices of images in the split whose group is known.
std::vector<std::size_t> indices_of(const TargetData& data, db::Split split);

// Decodes files on request. An unreadable one throws with the reason and the path, and so does one whose bytes are
// no longer those that were imported: its label and its cached features belong to another picture.
class ImageFiles : public ml::SampleSource {
 public:
  struct File {
    std::filesystem::path path;
    std::string key;          // of caches: the content's hash and what decoding does
    std::string sha256 = {};  // empty: any content will do
    std::int64_t bytes = 0;   // with the time below: what need not be hashed again
    std::int64_t mtime_ms = 0;
  };
  explicit ImageFiles(std::vector<File> files);
  // Files that were never measured are looked into for what decoding does to them.
  ImageFiles(const std::vector<db::Image>& images, const std::unordered_map<ImageId, db::FileStamp>& stamps);

  std::size_t size() const override { return files_.size(); }
  ml::Pixels pixels(std::size_t index) const override;
  std::string key(std::size_t index) const override { return files_[index].key; }

 private:
  std::vector<File> files_;
};

}  // namespace app
