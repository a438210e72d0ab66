#include "app/workspace/run_leak.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <unordered_map>
#include <unordered_set>

#include "app/core/number_text.h"
#include "app/table/leak_words.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/image_groups.h"
#include "app/workspace/left_out_sources.h"
#include "app/workspace/run_groups.h"
#include "db/classes.h"
#include "db/edits.h"
#include "db/image_scan.h"
#include "db/labels.h"

namespace app {
namespace {

enum class Learnt { Labelled, AllOfTheSplit };

// What the run was trained on: of the training split when it began, with a class of its groups then, whatever was split
// again, relabelled or removed since.
class TrainedThen {
 public:
  TrainedThen(const db::Readable& from, const db::Run& run, Learnt learnt)
      : changed_(db::changed_members_since(from, run.edit_revision)), left_out_(left_out_of(run)) {
    if (learnt == Learnt::AllOfTheSplit) return;
    group_of_class_ = groups_of_run(run).group_of_class;
    // One of a version that kept the names of its groups only; any class counts where its target is gone.
    const auto target = group_of_class_->empty() ? db::target_named(from, run.target) : std::nullopt;
    if (target) group_of_class_ = target->group_of_class();
    if (run.label_revision > 0 && run.label_revision != db::label_revision(from))
      labels_ = db::labels_at(from, run.label_revision);
  }

  bool operator()(const db::ImageLine& image) const {
    db::Membership then;
    if (const auto member = changed_.find(image.id); member != changed_.end()) then = member->second;
    if (then.split.value_or(image.split) != db::Split::Train || then.removed.value_or(image.removed)) return false;
    const std::string source = then.source.value_or(std::string(image.source));
    return std::ranges::find(left_out_, source) == left_out_.end() && had_class(image);
  }

 private:
  bool had_class(const db::ImageLine& image) const {
    if (!group_of_class_) return true;
    std::optional<ClassId> label = image.label;
    if (labels_) {
      const auto found = labels_->find(image.id);
      label = found == labels_->end() ? std::nullopt : std::optional(found->second);
    }
    return label && (group_of_class_->empty() || group_of_class_->contains(*label));
  }

  std::unordered_map<ImageId, db::Membership> changed_;
  std::vector<std::string> left_out_;
  std::optional<std::unordered_map<ClassId, int>> group_of_class_;  // absent: labels do not matter
  std::optional<std::unordered_map<ImageId, ClassId>> labels_;      // of then; absent: those of now
};

using Wanted = std::function<bool(const db::ImageLine& image)>;

// The images of a split beside those that a run has trained on.
class SplitBesideTraining {
 public:
  SplitBesideTraining(const db::Readable& from, const TrainedThen& trained_then, const Wanted& of_split) {
    std::vector<int> keys;
    db::for_each_image(from, 0, [&](const db::ImageLine& image) {
      const bool trained_on = trained_then(image);
      const int key = groups_.add(image.patient_id, image.lesion_id, image.image_group);
      if (trained_on && key != ImageGroups::kAlone) keys.push_back(key);
      if (of_split(image)) of_split_.push_back({image.id, key, trained_on});
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

RunLeak leak_beside(const db::Readable& from, const db::Run& run, db::Split split, Learnt learnt,
                    const Wanted& of_split) {
  RunLeak leak;
  if (split == db::Split::Train || split == db::Split::None) return leak;
  const db::Reader::Snapshot snapshot(from);
  const SplitBesideTraining beside(from, TrainedThen(from, run, learnt), of_split);
  for (const auto& entry : beside.of_split()) {
    if (!beside.leaks(entry)) continue;
    leak.images.push_back(entry.image);
    if (entry.itself) leak.themselves.push_back(entry.image);
  }
  const auto itself = static_cast<std::int64_t>(leak.themselves.size());
  leak.text = leak_words({.shared = static_cast<std::int64_t>(leak.images.size()) - itself,
                          .itself = itself,
                          .judged = static_cast<std::int64_t>(beside.of_split().size())},
                         db::name_of(split));
  return leak;
}

Wanted every_image_of(db::Split split) {
  return [split](const db::ImageLine& image) { return image.split == split && !image.removed; };
}

}  // namespace

bool RunLeak::contains(ImageId image) const { return std::ranges::binary_search(images, image); }

RunLeak leak_of_run(const db::Readable& from, const db::Run& run, db::Split split, const std::vector<ImageId>& judged) {
  const std::unordered_set<ImageId> wanted(judged.begin(), judged.end());
  return leak_beside(from, run, split, Learnt::Labelled,
                     [&](const db::ImageLine& image) { return wanted.contains(image.id); });
}

RunLeak leak_of_split(const db::Readable& from, const db::Run& run, db::Split split) {
  return leak_beside(from, run, split, Learnt::Labelled, every_image_of(split));
}

RunLeak leak_by_splits(const db::Readable& from, const db::Run& run, db::Split split) {
  return leak_beside(from, run, split, Learnt::AllOfTheSplit, every_image_of(split));
}

RunLeak leak_of_run_elsewhere(const db::Readable& home, const db::Run& run, const db::Readable& other, db::Split split,
                              const std::vector<ImageId>& judged) {
  std::unordered_set<std::string> contents, lesions, patients;
  const TrainedThen trained_then(home, run, Learnt::Labelled);
  db::for_each_image(home, 0, [&](const db::ImageLine& image) {
    if (!trained_then(image)) return;
    contents.emplace(image.sha256);
    if (!image.lesion_id.empty()) lesions.emplace(image.lesion_id);
    if (!image.patient_id.empty()) patients.emplace(image.patient_id);
  });
  RunLeak leak;
  const std::unordered_set<ImageId> wanted(judged.begin(), judged.end());
  db::for_each_image(other, 0, [&](const db::ImageLine& image) {
    if (!wanted.contains(image.id)) return;
    const bool same = contents.contains(std::string(image.sha256));
    if (!same && !lesions.contains(std::string(image.lesion_id)) && !patients.contains(std::string(image.patient_id)))
      return;
    leak.images.push_back(image.id);
    if (same) leak.themselves.push_back(image.id);
  });
  if (!leak.found()) return leak;
  const auto itself = static_cast<std::int64_t>(leak.themselves.size());
  const auto named = static_cast<std::int64_t>(leak.images.size()) - itself;
  leak.text = grouped(static_cast<std::int64_t>(leak.images.size())) + " of " +
              grouped(static_cast<std::int64_t>(judged.size())) + " images of " + db::name_of(split) + ": ";
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
