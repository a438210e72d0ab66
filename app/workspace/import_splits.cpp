#include "app/workspace/import_splits.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

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

db::Split drawn(const Side& side) {
  const auto stands = [&](db::Split split) { return side.standing[static_cast<std::size_t>(split)] > 0; };
  if (stands(db::Split::Train) != stands(db::Split::Val))
    return stands(db::Split::Val) ? db::Split::Val : db::Split::Train;
  const auto split = ml::assign_split(side.key, kSplitSeed, {.train = 1 - kHoldOut, .val = kHoldOut, .test = 0});
  return split == ml::Split::Val ? db::Split::Val : db::Split::Train;
}

// Says how many images of a group stand in each split: "HAM_12: 2 train, 1 val".
std::string text_of(const std::string& group, const SplitCounts& counts) {
  std::string text;
  for (const db::Split split : {db::Split::Train, db::Split::Val, db::Split::Test}) {
    if (const long images = counts[static_cast<std::size_t>(split)]; images > 0)
      text += (text.empty() ? ": " : ", ") + std::to_string(images) + " " + db::name_of(split);
  }
  return group + text;
}

using KeyOf = std::function<const std::string&(const ImportItem&)>;
using Stood = std::function<SplitCounts(const std::string&)>;

std::optional<PlannedLeak> leak_of(const std::string& kind, const ImportSource& source,
                                   const std::vector<PlannedImage>& images, const KeyOf& key_of, const Stood& stood) {
  std::map<std::string, SplitCounts> groups;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::string& key = key_of(source.items[i]);
    if (key.empty() || !images[i].is_added()) continue;
    auto [group, added] = groups.try_emplace(key);
    if (added) group->second = stood(key);
    ++group->second[static_cast<std::size_t>(images[i].split)];
  }
  PlannedLeak leak{kind, 0, 0, {}};
  for (const auto& [key, counts] : groups) {
    const auto sides = std::count_if(counts.begin() + 1, counts.end(), [](long count) { return count > 0; });
    if (sides < 2) continue;
    ++leak.groups;
    leak.images += std::accumulate(counts.begin() + 1, counts.end(), 0L);
    if (leak.examples.size() < kExamples) leak.examples.push_back(text_of(key, counts));
  }
  if (leak.groups == 0) return std::nullopt;
  return leak;
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

}  // namespace

HoldOut plan_splits(const ImportSource& source, const Standing& here, std::vector<PlannedImage>& images) {
  const SplitRule rule(source);
  Groups groups(source, images);
  std::unordered_map<std::size_t, Side> sides;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i].is_added()) take(sides[groups.of(i)], source.items[i], images[i].file.sha256, here);
  }
  HoldOut result;
  std::set<std::size_t> held, candidates;
  for (std::size_t i = 0; i < images.size(); ++i) {
    PlannedImage& image = images[i];
    image.split = db::split_named(source.items[i].split).value_or(db::Split::None);
    if (!image.is_added() || !rule.may_move(source.items[i])) continue;
    image.split = drawn(sides.at(groups.of(i)));
    image.held_out = image.split == db::Split::Val;
    ++result.candidates;
    candidates.insert(groups.of(i));
    if (!image.held_out) continue;
    ++result.images;
    held.insert(groups.of(i));
  }
  result.wanted = result.candidates > 0;
  result.groups = static_cast<long>(held.size());
  result.candidate_groups = static_cast<long>(candidates.size());
  return result;
}

std::vector<PlannedLeak> find_planned_leaks(const ImportSource& source, const Standing& here,
                                            const std::vector<PlannedImage>& images) {
  std::vector<PlannedLeak> leaks;
  const auto look = [&](const std::string& kind, const KeyOf& key_of, const Stood& stood) {
    if (auto leak = leak_of(kind, source, images, key_of, stood)) leaks.push_back(std::move(*leak));
  };
  look(
      "lesion", [](const ImportItem& item) -> const std::string& { return item.lesion_id; },
      [&](const std::string& lesion) { return here.splits_of_lesion(lesion); });
  look(
      "patient", [](const ImportItem& item) -> const std::string& { return item.patient_id; },
      [&](const std::string& patient) { return here.splits_of_patient(patient); });
  return leaks;
}

}  // namespace app
