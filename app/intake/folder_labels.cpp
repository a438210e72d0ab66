#include "app/intake/folder_labels.h"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>

#include "app/intake/omissions.h"
#include "app/intake/spelling.h"
#include "app/intake/table.h"

namespace app {
namespace {

using Strings = std::vector<std::string>;

// Where a picture stands: the words for splits apart from the folders that could be classes.
struct Place {
  Strings levels;
  std::string split;
  bool two_splits = false;
};

Place place_of(const std::string& name, std::map<std::string, long>& ignored) {
  Place place;
  std::size_t begin = 0;
  for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/', begin)) {
    std::string folder = name.substr(begin, slash - begin);
    begin = slash + 1;
    if (split_named(folder) || is_ambiguous_split(folder)) {
      place.two_splits = place.two_splits || (!place.split.empty() && split_named(place.split) != split_named(folder));
      place.split = std::move(folder);
    } else if (says_pictures_only(folder)) {
      ++ignored[folder];
    } else {
      place.levels.push_back(std::move(folder));
    }
  }
  return place;
}

// Takes off outer folders that all pictures share, as long as every picture keeps one.
void drop_shared(std::vector<Place>& places) {
  const auto shared = [&] {
    return !places.empty() && std::ranges::all_of(places, [&](const Place& place) {
      return place.levels.size() > 1 && place.levels.front() == places.front().levels.front();
    });
  };
  while (shared())
    for (Place& place : places) place.levels.erase(place.levels.begin());
}

// The level, from 0, that a person called the label; nullopt: nobody did.
std::optional<std::size_t> chosen_level(const SourceChoices& choices, std::size_t depth) {
  for (const auto& [name, role] : choices.roles)
    for (std::size_t level = 0; level < depth; ++level)
      if (role == ColumnRole::Label && column_key(name) == "folder_" + std::to_string(level + 1)) return level;
  return std::nullopt;
}

void ask_for_level(ImportSource& source, const IntakeShelf& shelf, const std::vector<Place>& places,
                   std::size_t depth) {
  const auto deep = std::ranges::max_element(places, {}, [](const Place& place) { return place.levels.size(); });
  SourceTable folders{shelf.root, "", "", static_cast<long>(places.size()), {}};
  for (std::size_t level = 0; level < depth; ++level)
    folders.columns.push_back({"folder " + std::to_string(level + 1), ColumnRole::Metadata, false});
  source.tables.push_back(std::move(folders));
  source.needs_mapping = true;
  source.notes.push_back("folders stand " + std::to_string(depth) + " deep, so that the class may be \"" +
                         deep->levels.front() + "\" or \"" + deep->levels.back() +
                         "\": say which level is the label (folder 1 … folder " + std::to_string(depth) + ")");
}

void note_ignored(ImportSource& source, const std::map<std::string, long>& ignored) {
  for (const auto& [folder, count] : ignored)
    source.notes.push_back("the folder name " + folder + " (" + std::to_string(count) +
                           " pictures) was taken for no class");
}

// As an export of folders calls what has no label; a class is never called so, unless a person says which one is meant.
bool says_no_label(const std::string& folder, const SourceChoices& choices) {
  return spelling_key(folder) == "unlabelled" && !choices.labels.contains(folder);
}

void note_unlabelled(ImportSource& source, long pictures) {
  if (pictures > 0)
    source.notes.push_back("the folder unlabelled (" + std::to_string(pictures) + " pictures) was read as no label");
}

}  // namespace

bool says_pictures_only(const std::string& folder) {
  static const std::regex kParts(
      R"((.*_)?(images?|imgs?|pictures?|photos?|jpe?gs?|pngs?|data|dataset|input)(_part)?(_?\d+)?|part_?\d+)");
  return std::regex_match(column_key(folder), kParts);
}

void label_by_folders(ImportSource& source, const IntakeShelf& shelf, const SourceChoices& choices) {
  std::vector<Place> places;
  std::map<std::string, long> ignored;
  std::size_t depth = 0;
  for (const ShelfPicture& picture : shelf.pictures) places.push_back(place_of(picture.name, ignored));
  drop_shared(places);
  for (const Place& place : places) depth = std::max(depth, place.levels.size());
  note_ignored(source, ignored);
  const std::optional<std::size_t> level = depth > 1 ? chosen_level(choices, depth) : 0;
  if (!level) return ask_for_level(source, shelf, places, depth);
  Omissions omissions;
  long unlabelled = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    ImportItem item = shelf.pictures[i].item;
    if (*level < places[i].levels.size()) item.label = places[i].levels[*level];
    if (says_no_label(item.label, choices)) {
      item.label.clear();
      ++unlabelled;
    }
    if (places[i].two_splits)
      omissions.add("pictures whose folders name two splits: left without a split", shelf.pictures[i].name);
    else
      item.split = places[i].split;
    source.items.push_back(std::move(item));
  }
  note_unlabelled(source, unlabelled);
  source.left_out.insert(source.left_out.end(), omissions.list().begin(), omissions.list().end());
}

}  // namespace app
