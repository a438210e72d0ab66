#include "app/workspace/leaks.h"

#include <algorithm>
#include <set>
#include <utility>

#include "app/core/number_text.h"

namespace app {
namespace {

using SplitCounts = std::array<long, 4>;
constexpr std::array kKinds = {GroupKind::Lesion, GroupKind::Patient, GroupKind::LookAlike};
constexpr std::size_t kNamesShown = 3;

std::size_t at(db::Split split) { return static_cast<std::size_t>(split); }
std::size_t at(GroupKind kind) { return static_cast<std::size_t>(kind); }

// The groups of one crossing, by what makes them one.
struct Names {
  std::array<long, 3> by_kind{};
  std::vector<std::string> first;

  void add(GroupKind kind, std::string_view name) {
    ++by_kind[at(kind)];
    if (first.size() < kNamesShown) first.emplace_back(name);
  }
  // "31 lesions", "2 lesions and 1 patient"
  std::string counts() const {
    constexpr std::array<std::array<const char*, 2>, 3> kWords = {
        {{"lesion", "lesions"}, {"patient", "patients"}, {"group of look-alikes", "groups of look-alikes"}}};
    std::string text;
    for (const GroupKind kind : kKinds) {
      if (by_kind[at(kind)] == 0) continue;
      text += (text.empty() ? "" : " and ") + counted(by_kind[at(kind)], kWords[at(kind)][0], kWords[at(kind)][1]);
    }
    return text;
  }
};

std::string text_of(const LeakReport::Crossing& crossing, const Names& names) {
  std::string text = crossing.count + " (" + counted(crossing.images_of_one, "image", "images") + " of " +
                     db::name_of(crossing.one) + ", " + grouped(crossing.images_of_other) + " of " +
                     db::name_of(crossing.other) + "): ";
  for (std::size_t i = 0; i < names.first.size(); ++i) text += (i == 0 ? "" : ", ") + names.first[i];
  if (static_cast<long>(names.first.size()) < crossing.groups) text += " and others";
  return text;
}

}  // namespace

const LeakReport::Crossing* LeakReport::between(db::Split one, db::Split other) const {
  const auto known = std::ranges::find_if(
      crossings, [&](const Crossing& crossing) { return crossing.one == one && crossing.other == other; });
  return known == crossings.end() ? nullptr : &*known;
}

const LeakReport::Crossing* LeakReport::of_training() const {
  const Crossing* val = between(db::Split::Train, db::Split::Val);
  return val != nullptr ? val : between(db::Split::Train, db::Split::Test);
}

std::string describe(const LeakReport& report) {
  std::string text;
  for (const LeakReport::Crossing& crossing : report.crossings) text += (text.empty() ? "" : "; ") + crossing.text;
  return text;
}

void LeakScan::add(const db::Image& image) {
  if (!image.removed) add(image.id, image.split, image.patient_id, image.lesion_id, image.image_group);
}

void LeakScan::add(const db::ImageLine& image) {
  if (!image.removed) add(image.id, image.split, image.patient_id, image.lesion_id, image.image_group);
}

void LeakScan::add(ImageId image, db::Split split, std::string_view patient, std::string_view lesion,
                   std::string_view image_group) {
  if (groups_.add(patient, lesion, image_group) == ImageGroups::kAlone) return;
  entries_.push_back({image, split, groups_.keys_of(patient, lesion, image_group)});
}

int LeakScan::group_of(const Entry& entry) const {
  return groups_.group_of(*std::ranges::find_if(entry.keys, [](int key) { return key != ImageGroups::kAlone; }));
}

// A group may stand in two splits though none of its names does: a chain of lesions of one patient. What it is called:
// by its first lesion, else patient, else look-alikes, that stand in both themselves.
std::map<int, int> LeakScan::names_of_groups(const std::vector<unsigned>& splits_of_key, unsigned both) const {
  std::map<int, int> key_of_group;
  for (const GroupKind kind : kKinds)
    for (int key = 0; key < static_cast<int>(groups_.size()); ++key)
      if (groups_.key(key).kind == kind && (splits_of_key[static_cast<std::size_t>(key)] & both) == both)
        key_of_group.try_emplace(groups_.group_of(key), key);
  return key_of_group;
}

LeakReport LeakScan::report() const {
  std::map<int, SplitCounts> images_of_group;
  std::vector<unsigned> splits_of_key(groups_.size());  // a bit a split
  for (const Entry& entry : entries_) {
    ++images_of_group[group_of(entry)][at(entry.split)];
    for (const int key : entry.keys)
      if (key != ImageGroups::kAlone) splits_of_key[static_cast<std::size_t>(key)] |= 1U << at(entry.split);
  }
  LeakReport report;
  std::set<int> leaking;
  for (const auto& [one, other] : {std::pair{db::Split::Train, db::Split::Val},
                                   {db::Split::Train, db::Split::Test},
                                   {db::Split::Val, db::Split::Test}}) {
    const std::map<int, int> key_of_group = names_of_groups(splits_of_key, 1U << at(one) | 1U << at(other));
    LeakReport::Crossing crossing{.one = one, .other = other};
    Names names;
    for (const auto& [group, images] : images_of_group) {
      if (images[at(one)] == 0 || images[at(other)] == 0) continue;
      leaking.insert(group);
      ++crossing.groups;
      crossing.images_of_one += images[at(one)];
      crossing.images_of_other += images[at(other)];
      const auto name = key_of_group.find(group);
      const ImageGroups::Key& key = groups_.key(name == key_of_group.end() ? group : name->second);
      names.add(key.kind, key.name);
    }
    if (crossing.groups == 0) continue;
    crossing.count = names.counts() + " in " + db::name_of(one) + " and " + db::name_of(other);
    crossing.text = text_of(crossing, names);
    report.crossings.push_back(std::move(crossing));
  }
  for (const Entry& entry : entries_)
    if (entry.split != db::Split::None && leaking.contains(group_of(entry))) report.images.push_back(entry.image);
  std::ranges::sort(report.images);
  return report;
}

LeakReport find_leaks(const db::Readable& from) {
  LeakScan scan;
  db::for_each_image(from, 0, [&scan](const db::ImageLine& line) { scan.add(line); });
  return scan.report();
}

}  // namespace app
