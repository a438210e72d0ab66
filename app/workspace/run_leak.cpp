#include "app/workspace/run_leak.h"

#include <algorithm>
#include <cstdio>
#include <unordered_set>

#include "app/core/number_text.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/image_groups.h"
#include "db/edits.h"

namespace app {
namespace {

// Every image that is or was in the set, as it stood when the run began.
std::vector<db::Image> images_then(const db::Readable& from, const db::Run& run) {
  std::vector<db::Image> images = db::images(from);
  for (db::Image& image : db::removed_images(from)) images.push_back(std::move(image));
  const auto changed = db::changed_members_since(from, run.edit_revision);
  for (db::Image& image : images) {
    const auto member = changed.find(image.id);
    if (member == changed.end()) continue;
    image.split = member->second.split.value_or(image.split);
    image.removed = member->second.removed.value_or(image.removed);
  }
  return images;
}

// The training images of a run, and what they share with others.
class TrainedOn {
 public:
  TrainedOn(const db::Readable& from, const db::Run& run) {
    std::vector<int> keys;
    for (const db::Image& image : images_then(from, run)) {
      const int key = groups_.add(image.patient_id, image.lesion_id, image.image_group);
      if (image.split != db::Split::Train || image.removed) continue;
      images_.insert(image.id);
      if (key != ImageGroups::kAlone) keys.push_back(key);
    }
    for (const int key : keys) trained_.insert(groups_.group_of(key));
  }

  bool image(ImageId id) const { return images_.contains(id); }
  bool group_of(const db::Image& image) const {
    const auto keys = groups_.keys_of(image.patient_id, image.lesion_id, image.image_group);
    return std::ranges::any_of(
        keys, [this](int key) { return key != ImageGroups::kAlone && trained_.contains(groups_.group_of(key)); });
  }

 private:
  ImageGroups groups_;
  std::unordered_set<ImageId> images_;
  std::unordered_set<int> trained_;
};

}  // namespace

bool RunLeak::contains(ImageId image) const { return std::ranges::binary_search(images, image); }

RunLeak leak_of_run(const db::Readable& from, const db::Run& run, db::Split split) {
  RunLeak leak;
  if (split == db::Split::Train || split == db::Split::None) return leak;
  const db::Reader::Snapshot snapshot(from);
  const TrainedOn trained(from, run);
  long of_split = 0, itself = 0;
  for (const db::Image& image : db::images(from)) {
    if (image.split != split) continue;
    ++of_split;
    if (!trained.image(image.id) && !trained.group_of(image)) continue;
    leak.images.push_back(image.id);
    if (trained.image(image.id)) ++itself;
  }
  if (!leak.found()) return leak;
  const auto shared = static_cast<std::int64_t>(leak.images.size()) - itself;
  leak.text = grouped(static_cast<std::int64_t>(leak.images.size())) + " of " + grouped(of_split) + " images of " +
              db::name_of(split) + ": ";
  if (shared > 0) leak.text += grouped(shared) + " share a lesion, patient or group with an image it was trained on";
  if (itself > 0) leak.text += (shared > 0 ? ", " : "") + grouped(itself) + " it was trained on themselves";
  return leak;
}

RunLeak leak_of_run_elsewhere(const db::Readable& home, const db::Run& run, const db::Readable& other,
                              db::Split split) {
  std::unordered_set<std::string> contents, lesions, patients;
  for (const db::Image& image : images_then(home, run)) {
    if (image.split != db::Split::Train || image.removed) continue;
    contents.insert(image.sha256);
    if (!image.lesion_id.empty()) lesions.insert(image.lesion_id);
    if (!image.patient_id.empty()) patients.insert(image.patient_id);
  }
  RunLeak leak;
  long of_split = 0, itself = 0;
  for (const db::Image& image : db::images(other)) {
    if (image.split != split) continue;
    ++of_split;
    const bool same = contents.contains(image.sha256);
    if (!same && !lesions.contains(image.lesion_id) && !patients.contains(image.patient_id)) continue;
    leak.images.push_back(image.id);
    itself += same ? 1 : 0;
  }
  if (!leak.found()) return leak;
  const auto named = static_cast<std::int64_t>(leak.images.size()) - itself;
  leak.text = grouped(static_cast<std::int64_t>(leak.images.size())) + " of " + grouped(of_split) + " images of " +
              db::name_of(split) + ": ";
  if (itself > 0) leak.text += grouped(itself) + " it was trained on themselves";
  if (named > 0)
    leak.text += (itself > 0 ? ", " : "") + grouped(named) +
                 " share the name of a lesion or patient with an image it was trained on";
  return leak;
}

Scored without_leak(const Scored& scored, const std::vector<ImageId>& images, const RunLeak& leak) {
  Scored kept;
  kept.groups = scored.groups;
  const std::size_t groups = scored.groups.size();
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (leak.contains(images[i])) continue;
    kept.labels.push_back(scored.labels[i]);
    kept.lesions.push_back(scored.lesions[i]);
    const auto row = scored.probabilities.begin() + static_cast<std::ptrdiff_t>(i * groups);
    kept.probabilities.insert(kept.probabilities.end(), row, row + static_cast<std::ptrdiff_t>(groups));
  }
  return kept;
}

Json leak_json(const RunLeak& leak, const std::optional<Evaluation>& without) {
  if (!leak.found()) return {};
  Json json;
  json["images"] = leak.images.size();
  json["text"] = leak.text;
  json["without"] = without ? evaluation_json(*without) : Json();
  return json;
}

std::string leak_note(const RunLeak& leak, const std::optional<Evaluation>& without) {
  if (!leak.found()) return {};
  std::string text = "LEAK: " + leak.text + ".";
  if (!without) return text + " No other image is left to score.";
  const auto number = [](const std::optional<double>& value) {
    char digits[32] = "not defined";
    if (value) std::snprintf(digits, sizeof digits, "%.4f", *value);
    return std::string(digits);
  };
  return text + " Without them (n " + grouped(without->n) + "): AUC " + number(without->metrics[Metric::Auc]) +
         ", balanced accuracy " + number(without->metrics[Metric::BalancedAccuracy]) + ", accuracy " +
         number(without->metrics[Metric::Accuracy]);
}

}  // namespace app
