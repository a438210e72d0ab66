#include "app/workspace/run_leak.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <unordered_set>

#include "app/core/number_text.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/image_groups.h"
#include "app/workspace/left_out_sources.h"
#include "db/edits.h"
#include "db/image_scan.h"

namespace app {
namespace {

// Every image that is or was in the set, by id. `then`: of the training images when the run began, whatever was split
// again or removed since.
using VisitThen = std::function<void(const db::ImageLine& image, bool then)>;
void for_each_then(const db::Readable& from, const db::Run& run, const VisitThen& visit) {
  const auto changed = db::changed_members_since(from, run.edit_revision);
  const std::vector<std::string> left_out = left_out_of(run);
  db::for_each_image(from, 0, [&](const db::ImageLine& image) {
    db::Membership then;
    if (const auto member = changed.find(image.id); member != changed.end()) then = member->second;
    const bool trained_on =
        then.split.value_or(image.split) == db::Split::Train && !then.removed.value_or(image.removed);
    const std::string source = then.source.value_or(std::string(image.source));
    visit(image, trained_on && std::ranges::find(left_out, source) == left_out.end());
  });
}

// The images of a split beside those that a run has trained on.
class SplitBesideTraining {
 public:
  SplitBesideTraining(const db::Readable& from, const db::Run& run, db::Split split) {
    std::vector<int> keys;
    for_each_then(from, run, [&](const db::ImageLine& image, bool trained_on) {
      const int key = groups_.add(image.patient_id, image.lesion_id, image.image_group);
      if (trained_on && key != ImageGroups::kAlone) keys.push_back(key);
      if (image.split == split && !image.removed) of_split_.push_back({image.id, key, trained_on});
    });
    for (const int key : keys) trained_groups_.insert(groups_.group_of(key));
  }

  struct Entry {
    ImageId image;
    int key;
    bool itself;  // trained on
  };
  const std::vector<Entry>& of_split() const { return of_split_; }
  bool leaks(const Entry& entry) const {
    return entry.itself || (entry.key != ImageGroups::kAlone && trained_groups_.contains(groups_.group_of(entry.key)));
  }

 private:
  ImageGroups groups_;
  std::vector<Entry> of_split_;
  std::unordered_set<int> trained_groups_;
};

}  // namespace

bool RunLeak::contains(ImageId image) const { return std::ranges::binary_search(images, image); }

RunLeak leak_of_run(const db::Readable& from, const db::Run& run, db::Split split) {
  RunLeak leak;
  if (split == db::Split::Train || split == db::Split::None) return leak;
  const db::Reader::Snapshot snapshot(from);
  const SplitBesideTraining beside(from, run, split);
  std::int64_t itself = 0;
  for (const auto& entry : beside.of_split()) {
    if (!beside.leaks(entry)) continue;
    leak.images.push_back(entry.image);
    itself += entry.itself ? 1 : 0;
  }
  const auto of_split = static_cast<std::int64_t>(beside.of_split().size());
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
  for_each_then(home, run, [&](const db::ImageLine& image, bool trained_on) {
    if (!trained_on) return;
    contents.emplace(image.sha256);
    if (!image.lesion_id.empty()) lesions.emplace(image.lesion_id);
    if (!image.patient_id.empty()) patients.emplace(image.patient_id);
  });
  RunLeak leak;
  std::int64_t of_split = 0, itself = 0;
  db::for_each_image(other, 0, [&](const db::ImageLine& image) {
    if (image.split != split || image.removed) return;
    ++of_split;
    const bool same = contents.contains(std::string(image.sha256));
    if (!same && !lesions.contains(std::string(image.lesion_id)) && !patients.contains(std::string(image.patient_id)))
      return;
    leak.images.push_back(image.id);
    itself += same ? 1 : 0;
  });
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
  kept.known = scored.known;
  const std::size_t groups = scored.groups.size();
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (leak.contains(images[i])) continue;
    kept.labels.push_back(scored.labels[i]);
    kept.lesions.push_back(scored.lesions[i]);
    const auto row = scored.ranking().begin() + static_cast<std::ptrdiff_t>(i * groups);
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
