#include "app/workspace/import_standing.h"

#include <algorithm>

#include "db/edits.h"
#include "db/image_scan.h"

namespace app {
namespace {

std::optional<db::ImageId> found_in(const std::unordered_map<std::string, db::ImageId>& map, const std::string& key) {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

SplitCounts counts_in(const std::unordered_map<std::string, SplitCounts>& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? SplitCounts{} : found->second;
}

// Added at the end where it is not there.
std::size_t place_of(std::vector<std::string>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  names.emplace_back(name);
  return names.size() - 1;
}

std::string name_at(const std::vector<std::string>& names, const std::unordered_map<std::string, std::size_t>& places,
                    const std::string& key) {
  const auto found = places.find(key);
  return found == places.end() ? std::string() : names[found->second];
}

}  // namespace

Standing::Standing(const db::Readable* from) : from_(from) {
  if (from == nullptr) return;
  db::for_each_image(*from, 0, [this](const db::ImageLine& line) {
    of_content_.emplace(line.sha256, line.id);
    if (line.removed) return;
    at_path_.emplace(line.path, line.id);
    validates_ = validates_ || (line.split == db::Split::Val && line.label);
    const auto split = static_cast<std::size_t>(line.split);
    if (!line.lesion_id.empty()) ++lesions_[std::string(line.lesion_id)][split];
    if (!line.patient_id.empty()) ++patients_[std::string(line.patient_id)][split];
    if (line.source.empty()) return;
    const std::size_t source = place_of(sources_, line.source);
    if (!line.lesion_id.empty()) source_of_lesion_.emplace(line.lesion_id, source);
    if (!line.patient_id.empty()) source_of_patient_.emplace(line.patient_id, source);
  });
  stamps_ = db::file_stamps(*from);
  reversals_ = db::reversals(*from);
  classes_ = db::classes(*from);
  targets_ = db::targets(*from);
}

std::optional<db::ImageId> Standing::of_content(const std::string& sha256) const {
  return found_in(of_content_, sha256);
}

std::optional<db::ImageId> Standing::at_path(const std::string& path) const { return found_in(at_path_, path); }

db::Image Standing::image(db::ImageId id) const { return db::image(*from_, id).value(); }

std::int64_t Standing::file_time_ms(db::ImageId id) const {
  const auto stamp = stamps_.find(id);
  return stamp == stamps_.end() ? 0 : stamp->second.mtime_ms;
}

bool Standing::is_taken_back(db::ImageId id) const {
  return went_with_its_import(db::edit_history(*from_, id), reversals_);
}

std::set<std::string> Standing::decided_of(db::ImageId id) const {
  return app::decided_of(db::label_history(*from_, id), db::edit_history(*from_, id), reversals_);
}

std::string Standing::class_name(const std::optional<db::ClassId>& id) const {
  if (!id) return "";
  const auto known = std::ranges::find(classes_, *id, &db::Class::id);
  return known == classes_.end() ? "" : known->name;
}

const db::Class* Standing::class_named(const std::string& name) const {
  const auto known = std::ranges::find(classes_, name, &db::Class::name);
  return known == classes_.end() ? nullptr : &*known;
}

const db::Target* Standing::target_named(const std::string& name) const {
  const auto known = std::ranges::find(targets_, name, &db::Target::name);
  return known == targets_.end() ? nullptr : &*known;
}

SplitCounts Standing::splits_of_lesion(const std::string& lesion) const { return counts_in(lesions_, lesion); }

SplitCounts Standing::splits_of_patient(const std::string& patient) const { return counts_in(patients_, patient); }

std::string Standing::source_of_lesion(const std::string& lesion) const {
  return name_at(sources_, source_of_lesion_, lesion);
}

std::string Standing::source_of_patient(const std::string& patient) const {
  return name_at(sources_, source_of_patient_, patient);
}

}  // namespace app
