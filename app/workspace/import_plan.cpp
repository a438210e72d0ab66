#include "app/workspace/import_plan.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "app/workspace/content_check.h"
#include "app/workspace/import_classes.h"
#include "app/workspace/import_conflicts.h"
#include "app/workspace/import_copies.h"
#include "app/workspace/import_labels.h"
#include "app/workspace/import_leaks.h"
#include "app/workspace/import_near.h"
#include "app/workspace/import_shared_ids.h"
#include "app/workspace/import_splits.h"
#include "app/workspace/import_standing.h"
#include "app/workspace/target_rules.h"
#include "db/base/error.h"
#include "db/hash/sha256.h"

namespace app {
namespace {

bool is_there(const std::string& path) {
  std::error_code unreachable;
  return std::filesystem::exists(path, unreachable);
}

// Under whatever name: folders are reached over links too.
bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code unreachable;
  return one == other || std::filesystem::equivalent(one, other, unreachable);
}

// What was read of the files of an import.
class Contents {
 public:
  Contents(const ImportSource& source, const FileReadings& readings) {
    for (const ImportItem& item : source.items) {
      const auto reading = readings.find(key_of(item));
      if (reading == readings.end()) continue;
      const std::string& sha256 = reading->second.file.sha256;
      if (!sha256.empty()) all_.insert(sha256);
      if (item.entry.empty()) at_path_.emplace(item.path.lexically_normal().string(), sha256);
    }
  }

  bool has(const std::string& sha256) const { return all_.contains(sha256); }
  // Empty: it could not be used; none: it is no file of the import.
  std::optional<std::string> at_path(const std::string& path) const {
    const auto found = at_path_.find(path);
    return found == at_path_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::unordered_set<std::string> all_;
  std::unordered_map<std::string, std::string> at_path_;
};

// Whether an image's file is there and holds the image. Files change names and leave their old ones to others.
bool still_holds(const db::Image& image, std::int64_t known_time_ms, const Contents& contents) {
  if (const auto read = contents.at_path(image.path)) return *read == image.sha256;
  const std::optional<FileTime> now = file_time(image.path);
  if (!now || now->bytes != image.bytes) return false;
  if (known_time_ms != 0 && now->mtime_ms == known_time_ms) return true;
  try {
    return db::sha256_file(image.path) == image.sha256;
  } catch (const db::Error&) {
    return true;  // there, but it cannot be opened just now
  }
}

// What becomes of each item, by its content and its path.
class Sorting {
 public:
  Sorting(const Standing& here, const std::filesystem::path& folder, const Contents& contents)
      : here_(here), folder_(folder), contents_(contents) {}

  PlannedImage sort(const ImportSource& source, std::size_t item, const FileReading& reading) {
    const ImportItem& from = source.items[item];
    PlannedImage image;
    const bool is_copy = !from.entry.empty();
    image.path = is_copy ? free_path(copy_path(folder_, source.name, from, reading.file.extension))
                         : from.path.lexically_normal().string();
    if (!reading.failure.empty()) return image;
    image.file = reading.file;
    const std::string place = image.path;
    const auto [first, is_first] = seen_.try_emplace(image.file.sha256, item);
    image.first = first->second;
    if (!is_first)
      image.what = Planned::Repeat;
    else if (const auto known = here_.of_content(image.file.sha256))
      know(image, *known, is_copy);
    else if (const auto at_path = here_.at_path(image.path); at_path && !moves_away(*at_path))
      know_path(image, *at_path);  // never a copy, which may be called as another container's picture is
    else
      image.what = Planned::Add;
    if (!is_copy && image.what != Planned::Changed) image.displaced = displaced_at(place, image.known);
    return image;
  }

 private:
  // Where no image is: another container of the same name is another set.
  std::string free_path(const std::filesystem::path& wanted) const {
    std::filesystem::path path = wanted;
    for (int number = 2; here_.at_path(path.string()); ++number) path = numbered(wanted, number);
    return path.string();
  }

  // The image whose path this is has gone to another place of this import.
  bool moves_away(db::ImageId id) const { return contents_.has(here_.image(id).sha256); }

  // 0: the place is no image's, or that of the image which is planned, or it is told already: tables name files twice.
  db::ImageId displaced_at(const std::string& place, db::ImageId planned) {
    const auto id = here_.at_path(place);
    return id && *id != planned && !moves_away(*id) && told_.insert(*id).second ? *id : 0;
  }

  // A copy of the workspace is made again where it stood.
  bool is_own_copy(const std::string& path) const {
    const auto below = std::filesystem::path(path).lexically_relative(folder_ / "images");
    return !below.empty() && *below.begin() != "..";
  }

  void know(PlannedImage& image, db::ImageId id, bool is_copy) {
    const db::Image known = here_.image(id);
    image.known = id;
    image.known_path = known.path;
    if (known.removed)
      know_removed(image, known, is_copy);
    else if (is_same_file(known.path, image.path) || (is_copy && is_own_copy(known.path) && !is_there(known.path)))
      know_as_it_stands(image);
    else if (!still_holds(known, here_.file_time_ms(id), contents_))
      image.what = Planned::Relink;
    else if (is_copy && is_own_copy(known.path))
      know_as_it_stands(image);
    else
      image.what = is_copy ? Planned::Known : Planned::Duplicate;
  }

  // One that is chosen to come back stands where its file is now.
  void know_removed(PlannedImage& image, const db::Image& known, bool is_copy) {
    image.what = here_.is_taken_back(known.id) ? Planned::Restore : Planned::Removed;
    if (image.what == Planned::Restore)
      image.decided = here_.decided_of(known.id);
    else if (is_copy || still_holds(known, here_.file_time_ms(known.id), contents_))
      image.path = known.path;
  }

  static void know_as_it_stands(PlannedImage& image) {
    image.what = Planned::Known;
    image.path = image.known_path;
  }

  void know_path(PlannedImage& image, db::ImageId id) {
    told_.insert(id);
    image.what = Planned::Changed;
    image.known = id;
    image.known_path = image.path;
  }

  const Standing& here_;
  std::filesystem::path folder_;
  const Contents& contents_;
  std::unordered_map<std::string, std::size_t> seen_;  // content to the first item that has it
  std::unordered_set<db::ImageId> told_;               // images whose file holds another content now
};

// False where reading was stopped before all was read.
bool sort_all(ImportPlan& plan, const FileReadings& readings, const Standing& here,
              const std::filesystem::path& folder) {
  const Contents contents(plan.source, readings);
  Sorting sorting(here, folder, contents);
  for (std::size_t i = 0; i < plan.source.items.size(); ++i) {
    const std::string key = key_of(plan.source.items[i]);
    const auto reading = readings.find(key);
    if (reading == readings.end()) return false;
    plan.images.push_back(sorting.sort(plan.source, i, reading->second));
    if (!reading->second.failure.empty()) plan.failures.emplace_back(key, reading->second.failure);
    for (const std::string& note : reading->second.notes) plan.notes.push_back(note + ": " + key);
  }
  return true;
}

}  // namespace

long ImportPlan::count(Planned what) const {
  return static_cast<long>(std::ranges::count(images, what, &PlannedImage::what));
}

long ImportPlan::count(ConflictKind kind) const {
  return static_cast<long>(std::ranges::count(conflicts, kind, &Conflict::kind));
}

bool ImportPlan::brings_something() const {
  return std::ranges::any_of(images, [](const PlannedImage& image) { return image.what != Planned::Failed; });
}

ImportPlan make_plan(const PlanPlace& place, ImportSource source, FileReadings& readings, const PlanChoices& choices,
                     const OnProgress& progress, const std::stop_token& stop) {
  ImportPlan plan;
  plan.source = std::move(source);
  read_files(plan.source, readings, progress, stop);
  const Standing here(place.from);
  use_known_spellings(plan.source, here, choices.kept_spellings);
  plan.cancelled = stop.stop_requested() || !sort_all(plan, readings, here, place.folder);
  if (plan.cancelled) return plan;
  plan.disputed = take_disputed_labels(plan.source, plan.images);
  plan.retired = take_retired_labels(plan.source, here, plan.images);
  plan.hold_out = plan_splits(plan.source, here, plan.images);
  plan.conflicts = find_conflicts(plan.source, here, plan.images);
  plan.classes = plan_classes(plan.source, here, place.catalog, plan.images);
  plan.targets = plan_targets(plan.source, here, place.catalog, plan.classes, choices);
  for (std::string& words : nearly_targets(plan.source)) plan.source.notes.push_back(std::move(words));
  if (choices.look_for_near) find_near(plan, place.from, progress, stop);
  plan.ground = leak_ground(plan, here);
  plan.shared_ids = find_shared_ids(plan.source, here, plan.images);
  return plan;
}

}  // namespace app
