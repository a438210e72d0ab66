#include "app/workspace/dataset.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "app/core/joined.h"
#include "app/workspace/content_check.h"
#include "app/workspace/image_groups.h"
#include "app/workspace/left_out_sources.h"
#include "app/workspace/run_groups.h"
#include "db/edits.h"
#include "db/labels.h"
#include "engine/image/image_io.h"

namespace app {
namespace {

db::Target require_target(const db::Readable& from, const std::string& name) {
  if (auto target = db::target_named(from, name)) return *std::move(target);
  std::vector<std::string> known;
  for (const db::Target& target : db::targets(from)) known.push_back(target.name);
  if (known.empty())
    throw std::runtime_error(
        std::string("choosing what to train or evaluate on: the workspace has no target, ") +
        (db::classes(from).size() < 2 ? "because it has fewer than two classes" : "none was made of its classes yet") +
        "; it gets one as a further class is added (`nevus class WORKSPACE add NAME`) or images are imported with "
        "labels");
  throw std::runtime_error("choosing what to train or evaluate on: there is no target \"" + name +
                           "\"; the workspace has: " + joined(known));
}

// The groups by which splits are made; an image of which nothing is known is a group of its own.
std::vector<int> number_groups(const std::vector<db::Image>& images) {
  ImageGroups groups;
  std::vector<int> numbers;
  for (const db::Image& image : images)
    numbers.push_back(groups.add(image.patient_id, image.lesion_id, image.image_group));
  int alone = static_cast<int>(groups.size());
  for (int& number : numbers) number = number == ImageGroups::kAlone ? alone++ : groups.group_of(number);
  return numbers;
}

// The group of each image by its label of then.
void read_labels(const db::Readable& from, TargetData& data, const std::unordered_map<ClassId, int>& group_of_class,
                 std::int64_t revision) {
  data.label_revision = db::label_revision(from);
  data.edit_revision = db::edit_revision(from);
  if (revision > 0 && revision != data.label_revision) {
    const auto labels = db::labels_at(from, revision);
    for (db::Image& image : data.images) {
      const auto label = labels.find(image.id);
      image.label = label == labels.end() ? std::nullopt : std::optional(label->second);
    }
    data.label_revision = revision;
  }
  for (const db::Image& image : data.images) {
    const auto group = image.label ? group_of_class.find(*image.label) : group_of_class.end();
    data.group.push_back(group == group_of_class.end() ? -1 : group->second);
  }
  data.lesion = number_groups(data.images);
  data.stamps = db::file_stamps(from);
}

// The set and its splits as they were at edit event `revision`.
void restore_members(const db::Readable& from, TargetData& data, std::int64_t revision) {
  const auto changed = db::changed_members_since(from, revision);
  if (changed.empty()) return;
  for (db::Image& image : db::removed_images(from)) data.images.push_back(std::move(image));
  std::ranges::sort(data.images, {}, &db::Image::id);
  for (db::Image& image : data.images) {
    const auto member = changed.find(image.id);
    if (member == changed.end()) continue;
    image.split = member->second.split.value_or(image.split);
    image.removed = member->second.removed.value_or(image.removed);
  }
  std::erase_if(data.images, [](const db::Image& image) { return image.removed; });
}

}  // namespace

TargetData load_target_data(const db::Readable& from, const std::string& name, std::int64_t revision) {
  const db::Reader::Snapshot snapshot(from);  // images, labels and their revision belong together
  const db::Target target = require_target(from, name.empty() ? default_target(from) : name);
  TargetData data{.target = target.name, .classes_of_groups = target.groups, .images = db::images(from)};
  for (const db::TargetGroup& group : target.groups) data.groups.push_back(group.name);
  read_labels(from, data, target.group_of_class(), revision);
  return data;
}

TargetData load_run_data(const db::Readable& from, const db::Run& run, std::int64_t revision, Members members) {
  const db::Reader::Snapshot snapshot(from);
  const RunGroups groups = groups_of_run(run);
  // One of a version that kept their names only: the target's groups of today, which the caller compares by name.
  if (groups.group_of_class.empty()) return load_target_data(from, run.target, revision);
  TargetData data{.target = run.target, .groups = groups.names, .images = db::images(from)};
  for (const std::string& name : groups.names) data.classes_of_groups.push_back({name, {}});
  for (const auto& [member, group] : groups.group_of_class)
    data.classes_of_groups[static_cast<std::size_t>(group)].classes.push_back(member);
  if (revision > 0 && members == Members::OfTheRun) restore_members(from, data, run.edit_revision);
  take_out(from, run, data);
  read_labels(from, data, groups.group_of_class, revision);
  return data;
}

std::string default_target(const db::Readable& from) {
  const std::vector<db::Target> targets = db::targets(from);
  for (const db::Target& target : targets) {
    if (target.name == "malignant") return target.name;
  }
  return targets.empty() ? "" : targets.front().name;
}

KnownGroups known_groups(const TargetData& data) {
  KnownGroups known;
  for (const db::Image& image : data.images) {
    known.patients = known.patients || !image.patient_id.empty();
    known.lesions = known.lesions || !image.lesion_id.empty();
    known.look_alikes = known.look_alikes || !image.image_group.empty();
  }
  return known;
}

std::vector<std::size_t> indices_of(const TargetData& data, db::Split split) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < data.images.size(); ++i) {
    if (data.images[i].split == split && data.group[i] >= 0) indices.push_back(i);
  }
  return indices;
}

std::vector<int> class_numbers(const TargetData& data) {
  std::map<ClassId, int> numbers;
  for (const std::size_t image : indices_of(data, db::Split::Train)) numbers[*data.images[image].label] = 0;
  int next = 0;
  for (auto& [id, number] : numbers) number = next++;
  std::vector<int> of_image;
  for (const db::Image& image : data.images) {
    const auto number = image.label ? numbers.find(*image.label) : numbers.end();
    of_image.push_back(number == numbers.end() ? -1 : number->second);
  }
  return of_image;
}

ImageFiles::ImageFiles(std::vector<File> files) : files_(std::move(files)) {}

ImageFiles::ImageFiles(const std::vector<db::Image>& images, const std::unordered_map<ImageId, db::FileStamp>& stamps) {
  files_.reserve(images.size());
  for (const db::Image& image : images) {
    const auto stamp = stamps.find(image.id);
    const bool measured = stamp != stamps.end() && stamp->second.mtime_ms != 0;
    files_.push_back({image.path, pixels_key(image.sha256, measured ? stamp->second.decoding : decoding_of(image.path)),
                      image.sha256, image.bytes, measured ? stamp->second.mtime_ms : 0});
  }
}

ml::Pixels ImageFiles::pixels(std::size_t index) const {
  const File& file = files_[index];
  const std::vector<std::byte> bytes = engine::read_image_file(file.path);
  if (!file.sha256.empty()) require_same_content(file.path, bytes, {file.sha256, file.bytes, file.mtime_ms});
  // Whole: the contract's resampling sees every pixel.
  engine::Image image = engine::decode_image(bytes, file.path.string());
  return {std::move(image.pixels), image.width_px, image.height_px, image.channels};
}

}  // namespace app
