#include "app/workspace/import_splits.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <unordered_map>

#include "app/core/number_text.h"
#include "ml/data/split.h"

namespace app {
namespace {

constexpr double kHoldOut = 0.2;  // of the groups, where the source names no validation split
constexpr std::uint64_t kSplitSeed = 2018;

// Items that must stay together: those of one lesion or of one patient, and what they lead to.
class Groups {
 public:
  Groups(const ImportSource& source, const std::vector<PlannedImage>& images) : parent_(source.items.size()) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    std::unordered_map<std::string, std::size_t> lesions, patients;
    for (std::size_t i = 0; i < source.items.size(); ++i) {
      const ImportItem& item = source.items[i];
      if (!images[i].is_added()) continue;
      if (!item.lesion_id.empty()) join(i, lesions.emplace(item.lesion_id, i).first->second);
      if (!item.patient_id.empty()) join(i, patients.emplace(item.patient_id, i).first->second);
    }
  }

  std::size_t of(std::size_t item) {
    while (parent_[item] != item) item = parent_[item] = parent_[parent_[item]];
    return item;
  }

 private:
  void join(std::size_t a, std::size_t b) { parent_[std::max(of(a), of(b))] = std::min(of(a), of(b)); }

  std::vector<std::size_t> parent_;
};

struct Side {
  std::string key;  // what is drawn by: a patient, else a lesion, else the content
  bool by_patient = false;
  SplitCounts standing{};  // where photographs of the group stand already
};

void take(Side& side, const ImportItem& item, const std::string& sha256, const Standing& here) {
  const bool by_patient = !item.patient_id.empty();
  const std::string& key = by_patient ? item.patient_id : item.lesion_id.empty() ? sha256 : item.lesion_id;
  if (side.key.empty() || by_patient > side.by_patient || (by_patient == side.by_patient && key < side.key)) {
    side.key = key;
    side.by_patient = by_patient;
  }
  for (const SplitCounts& counts : {here.splits_of_lesion(item.lesion_id), here.splits_of_patient(item.patient_id)})
    for (std::size_t split = 0; split < counts.size(); ++split) side.standing[split] += counts[split];
}

// Photographs of a lesion that is kept for the test are neither trained on nor validated on.
bool stands_in_test_only(const Side& side) {
  const auto stands = [&](db::Split split) { return side.standing[static_cast<std::size_t>(split)] > 0; };
  return stands(db::Split::Test) && !stands(db::Split::Train) && !stands(db::Split::Val);
}

db::Split drawn(const Side& side) {
  const auto stands = [&](db::Split split) { return side.standing[static_cast<std::size_t>(split)] > 0; };
  if (stands(db::Split::Train) != stands(db::Split::Val))
    return stands(db::Split::Val) ? db::Split::Val : db::Split::Train;
  return ml::held_out(side.key, kSplitSeed, kHoldOut) ? db::Split::Val : db::Split::Train;
}

// Of an image that comes back to where it was put.
std::optional<db::Split> decided_split(const PlannedImage& image, const Standing& here) {
  if (!image.decided.contains("split")) return std::nullopt;
  return here.image(image.known).split;
}

// Whether the source leaves it open on which side the item stands.
class SplitRule {
 public:
  explicit SplitRule(const ImportSource& source) {
    for (const ImportItem& item : source.items) {
      has_val_ = has_val_ || item.split == "val";
      has_split_ = has_split_ || !item.split.empty();
    }
  }

  bool may_move(const ImportItem& item) const {
    const bool open = item.split == "train" || (item.split.empty() && !has_split_);
    return !has_val_ && open && !item.label.empty();
  }

 private:
  bool has_val_ = false, has_split_ = false;
};

std::string held_out_line(const HoldOut& held) {
  const std::string none = "the source names no validation split";
  if (held.images == 0)
    return none + ", and no image was held out for one: the " + counted(held.candidates, "image", "images") +
           " to train on " + (held.candidates == 1 ? "belongs" : "belong") + " to " +
           counted(held.candidate_groups, "lesion or patient", "lesions or patients") +
           (held.validates_here ? "" : "; a run has nothing to validate on until some are moved");
  const bool grouped_by = held.candidate_groups != held.candidates;
  return none + ": " + grouped(held.images) + " of " + counted(held.candidates, "image", "images") +
         (grouped_by ? ", of " + grouped(held.groups) + " of " +
                           counted(held.candidate_groups, "lesion or patient", "lesions or patients") + ","
                     : "") +
         (held.images == 1 ? " was" : " were") + " set aside for it";
}

}  // namespace

HoldOut plan_splits(const ImportSource& source, const Standing& here, std::vector<PlannedImage>& images) {
  const SplitRule rule(source);
  Groups groups(source, images);
  std::unordered_map<std::size_t, Side> sides;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (!images[i].is_added()) continue;
    Side& side = sides[groups.of(i)];
    take(side, source.items[i], images[i].file.sha256, here);
    if (const auto decided = decided_split(images[i], here)) ++side.standing[static_cast<std::size_t>(*decided)];
  }
  HoldOut result;
  std::set<std::size_t> held, candidates;
  for (std::size_t i = 0; i < images.size(); ++i) {
    PlannedImage& image = images[i];
    const auto decided = decided_split(image, here);
    image.split = decided.value_or(db::split_named(source.items[i].split).value_or(db::Split::None));
    if (decided || !image.is_added() || !rule.may_move(source.items[i])) continue;
    const Side& side = sides.at(groups.of(i));
    if (source.items[i].split.empty() && stands_in_test_only(side)) {
      image.split = db::Split::Test;
      ++result.joined_test;
      continue;
    }
    image.split = drawn(side);
    image.held_out = image.split == db::Split::Val;
    ++result.candidates;
    candidates.insert(groups.of(i));
    if (!image.held_out) continue;
    ++result.images;
    held.insert(groups.of(i));
  }
  result.wanted = result.candidates > 0;
  result.validates_here = here.validates();
  result.groups = static_cast<long>(held.size());
  result.candidate_groups = static_cast<long>(candidates.size());
  return result;
}

std::vector<std::string> hold_out_lines(const HoldOut& held) {
  std::vector<std::string> lines;
  if (held.wanted) lines.push_back(held_out_line(held));
  if (held.joined_test > 0)
    lines.push_back("the source names no split: " + counted(held.joined_test, "image", "images") +
                    (held.joined_test == 1 ? " was" : " were") +
                    " put into test, where other photographs of the same lesion or patient stand");
  return lines;
}

}  // namespace app
