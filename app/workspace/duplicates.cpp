#include "app/workspace/duplicates.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "app/workspace/look_search.h"
#include "db/image_quality.h"
#include "db/images.h"

namespace app {
namespace {

constexpr std::size_t kMostOfLesion = 12;  // photographs of one lesion that are paired each with each

// What is known of the images, and the pairs as they are found.
class Collection {
 public:
  Collection(const db::Reader& from, DuplicateReport& report) : report_(report) {
    const db::Reader::Snapshot snapshot(from);
    images_ = db::images(from);
    for (std::size_t i = 0; i < images_.size(); ++i) place_of_[images_[i].id] = i;
    looks_.resize(images_.size());
    std::vector<bool> measured(images_.size(), false);
    for (const db::ImageLook& look : db::image_looks(from)) {
      const auto place = place_of_.find(look.image);
      if (place == place_of_.end() || look.changed || look.cells.size() != looks_.front().cells.size()) continue;
      looks_[place->second].hash = look.hash;
      std::memcpy(looks_[place->second].cells.data(), look.cells.data(), look.cells.size());
      measured[place->second] = true;
    }
    for (std::size_t i = 0; i < images_.size(); ++i)
      if (measured[i]) measured_.push_back(i);
    for (const db::ImagePair& pair : db::kept_apart(from)) apart_.insert(pair);
    copies_ = db::image_copies(from);
    report_.images = images_.size();
    report_.without_look = images_.size() - measured_.size();
    report_.kept_apart = apart_.size();
  }

  void add_copies() {
    for (const db::ImageCopy& copy : copies_) {
      DuplicatePair pair{.shelf = Shelf::SameBytes, .a = copy.image, .b = copy.image, .copy_path = copy.path};
      pair.distance = 0;
      pair.correlation = 1;
      report_.pairs.push_back(pair);
    }
  }

  void add_alike(const DuplicateOptions& options) {
    std::vector<engine::Look> looks;
    for (const std::size_t place : measured_) looks.push_back(looks_[place]);
    for (const LookPair& found : find_alike(looks, {options.threads, options.progress, options.stop})) {
      DuplicatePair* pair = pair_of(measured_[found.a], measured_[found.b]);
      if (pair == nullptr) continue;
      pair->alike = true;
      std::tie(pair->distance, pair->correlation, pair->orientation) =
          std::tie(found.distance, found.correlation, found.orientation);
    }
  }

  void add_neighbours(const DuplicateOptions& options) {
    if (options.features == nullptr) return;
    report_.with_features = options.features->places.size();
    for (const FeaturePair& found :
         nearest_pairs(*options.features, {.progress = options.progress, .stop = options.stop})) {
      if (DuplicatePair* pair = pair_of(found.a, found.b)) pair->cosine = found.cosine;
    }
  }

  void add_lesions() {
    std::map<std::string, std::vector<std::size_t>> lesions;
    for (std::size_t i = 0; i < images_.size(); ++i)
      if (!images_[i].lesion_id.empty()) lesions[images_[i].lesion_id].push_back(i);
    for (const auto& [name, places] : lesions) {
      const std::size_t shown = std::min(places.size(), kMostOfLesion);
      report_.lesion_pairs_left_out += places.size() * (places.size() - 1) / 2 - shown * (shown - 1) / 2;
      for (std::size_t i = 0; i < shown; ++i)
        for (std::size_t k = i + 1; k < shown; ++k) pair_of(places[i], places[k]);
    }
  }

  void finish() {
    for (auto& [ids, pair] : pairs_) report_.pairs.push_back(std::move(pair));
    std::ranges::stable_sort(report_.pairs, [](const DuplicatePair& x, const DuplicatePair& y) {
      const auto rank = [](const DuplicatePair& p) {
        return std::tuple(p.shelf, -std::max(p.correlation, p.cosine), p.a, p.b);
      };
      return rank(x) < rank(y);
    });
  }

 private:
  // Null: the pair was decided already.
  DuplicatePair* pair_of(std::size_t i, std::size_t k) {
    const db::Image &one = images_[std::min(i, k)], &two = images_[std::max(i, k)];
    const db::ImagePair ids{one.id, two.id};
    if (apart_.contains(ids) || (!one.image_group.empty() && one.image_group == two.image_group)) return nullptr;
    const auto [found, added] = pairs_.try_emplace(ids);
    if (added) {
      const bool lesion = !one.lesion_id.empty() && one.lesion_id == two.lesion_id;
      found->second.shelf = lesion ? Shelf::SameLesion : Shelf::LookAlike;
      std::tie(found->second.a, found->second.b) = ids;
    }
    return &found->second;
  }

  DuplicateReport& report_;
  std::vector<db::Image> images_;
  std::unordered_map<ImageId, std::size_t> place_of_;
  std::vector<engine::Look> looks_;
  std::vector<std::size_t> measured_;
  std::vector<db::ImageCopy> copies_;
  std::set<db::ImagePair> apart_;
  std::map<db::ImagePair, DuplicatePair> pairs_;
};

}  // namespace

const char* name_of(Shelf shelf) {
  switch (shelf) {
    case Shelf::SameBytes: return "same bytes";
    case Shelf::SameLesion: return "same lesion";
    case Shelf::LookAlike: return "look-alike";
  }
  return "";
}

std::size_t DuplicateReport::count(Shelf shelf) const {
  return static_cast<std::size_t>(std::ranges::count(pairs, shelf, &DuplicatePair::shelf));
}

DuplicateReport find_duplicates(const db::Reader& from, const DuplicateOptions& options) {
  DuplicateReport report;
  Collection collection(from, report);
  collection.add_copies();
  collection.add_lesions();
  collection.add_alike(options);
  collection.add_neighbours(options);
  collection.finish();
  report.cancelled = options.stop.stop_requested();
  return report;
}

}  // namespace app
