#include "app/workspace/import_plan.h"

#include <algorithm>
#include <unordered_map>

#include "app/workspace/import_classes.h"
#include "app/workspace/import_conflicts.h"
#include "app/workspace/import_copies.h"
#include "app/workspace/import_near.h"
#include "app/workspace/import_shared_ids.h"
#include "app/workspace/import_splits.h"
#include "app/workspace/import_standing.h"
#include "app/workspace/target_rules.h"

namespace app {
namespace {

bool is_there(const std::string& path) {
  std::error_code unreachable;
  return std::filesystem::exists(path, unreachable);
}

// What becomes of each item, by its content and its path.
class Sorting {
 public:
  Sorting(const Standing& here, const std::filesystem::path& folder) : here_(here), folder_(folder) {}

  PlannedImage sort(const ImportSource& source, std::size_t item, const FileReading& reading) {
    const ImportItem& from = source.items[item];
    PlannedImage image;
    const bool is_copy = !from.entry.empty();
    image.path = is_copy ? free_path(copy_path(folder_, source.name, from, reading.file.extension))
                         : from.path.lexically_normal().string();
    if (!reading.failure.empty()) return image;
    image.file = reading.file;
    const auto [first, is_first] = seen_.try_emplace(image.file.sha256, item);
    image.first = first->second;
    if (!is_first)
      image.what = Planned::Repeat;
    else if (const auto known = here_.of_content(image.file.sha256))
      know(image, *known, is_copy);
    else if (const auto at_path = here_.at_path(image.path))
      know_path(image, *at_path);  // never a copy, which may be called as another container's picture is
    else
      image.what = Planned::Add;
    return image;
  }

 private:
  // Where no image is: another container of the same name is another set.
  std::string free_path(const std::filesystem::path& wanted) const {
    std::filesystem::path path = wanted;
    for (int number = 2; here_.at_path(path.string()); ++number) path = numbered(wanted, number);
    return path.string();
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
      image.what = here_.is_taken_back(id) ? Planned::Restore : Planned::Removed;
    else if (known.path == image.path || (is_copy && is_own_copy(known.path)))
      know_as_it_stands(image);
    else if (!is_there(known.path))
      image.what = Planned::Relink;
    else
      image.what = is_copy ? Planned::Known : Planned::Duplicate;
  }

  static void know_as_it_stands(PlannedImage& image) {
    image.what = Planned::Known;
    image.path = image.known_path;
  }

  void know_path(PlannedImage& image, db::ImageId id) {
    image.what = Planned::Changed;
    image.known = id;
    image.known_path = image.path;
  }

  const Standing& here_;
  std::filesystem::path folder_;
  std::unordered_map<std::string, std::size_t> seen_;  // content to the first item that has it
};

// False where reading was stopped before all was read.
bool sort_all(ImportPlan& plan, const FileReadings& readings, const Standing& here,
              const std::filesystem::path& folder) {
  Sorting sorting(here, folder);
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
  plan.hold_out = plan_splits(plan.source, here, plan.images);
  plan.conflicts = find_conflicts(plan.source, here, plan.images);
  plan.classes = plan_classes(plan.source, here, place.catalog, plan.images);
  plan.targets = plan_targets(plan.source, here, place.catalog, plan.classes, choices);
  for (std::string& words : nearly_targets(plan.source)) plan.source.notes.push_back(std::move(words));
  if (choices.look_for_near) find_near(plan, place.from, progress, stop);
  plan.leaks = find_planned_leaks(plan.source, here, plan.images);
  plan.shared_ids = find_shared_ids(plan.source, here, plan.images);
  return plan;
}

}  // namespace app
