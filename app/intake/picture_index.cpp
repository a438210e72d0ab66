#include "app/intake/picture_index.h"

#include <algorithm>

#include <unicode/unistr.h>

#include "app/core/lower_case.h"
#include "app/intake/spelling.h"

namespace app {
namespace {

std::string folded(const std::string& text) {
  const auto is_plain = [](unsigned char c) { return c < 0x80; };
  if (std::ranges::all_of(text, is_plain)) return in_lower_case(text);  // nearly always, and much quicker
  std::string result;
  icu::UnicodeString::fromUTF8(text).foldCase().toUTF8String(result);
  return result;
}

std::string file_of(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// Without an extension of up to five letters.
std::string without_extension(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  const bool has = dot != std::string::npos && dot > 0 && dot > name.find_last_of('/') + 1 && name.size() - dot <= 6;
  return has ? name.substr(0, dot) : name;
}

bool has_image_extension(const std::string& name) {
  const std::string end = folded(name.substr(name.rfind('.') == std::string::npos ? name.size() : name.rfind('.')));
  return end == ".jpg" || end == ".jpeg" || end == ".png";
}

// The folders of a path, the outermost first.
std::vector<std::string> folders_of(const std::string& path) {
  std::vector<std::string> folders;
  std::size_t begin = 0;
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', begin)) {
    if (slash > begin) folders.push_back(folded(path.substr(begin, slash - begin)));
    begin = slash + 1;
  }
  return folders;
}

std::string with_slashes(std::string text) {
  std::ranges::replace(text, '\\', '/');
  return text;
}

// "./a//b/../c" as "a/c"; what leads out of the folder keeps its "..".
std::string normal(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..")
      parts.pop_back();
    else
      parts.push_back(part);
  }
  std::string text;
  for (const std::string_view part : parts) {
    if (!text.empty()) text += '/';
    text += part;
  }
  return text;
}

Found one_of(std::vector<std::size_t> places, const char* how) {
  if (places.size() == 1) return {places[0], how, {}};
  return {std::nullopt, "", std::move(places)};
}

Found as_guess(Found found) {
  found.guessed = true;
  return found;
}

std::string place_below(std::string_view base, const std::string& value) {
  return normal(base.empty() ? value : std::string(base) + "/" + value);
}

}  // namespace

PictureIndex::PictureIndex(std::vector<std::string> names) : names_(std::move(names)) {
  for (std::uint32_t i = 0; i < names_.size(); ++i) {
    exact_.emplace(names_[i], i);
    stems_.emplace(folded(without_extension(file_of(names_[i]))), i);
    std::string_view folder(names_[i]);  // neighbours mostly stand in one folder
    folder = folder.substr(0, folder.find_last_of('/') + 1);
    if (i > 0 && std::string_view(names_[i - 1]).starts_with(folder) &&
        names_[i - 1].find('/', folder.size()) == std::string::npos)
      continue;
    for (std::string& one : folders_of(names_[i])) folders_.insert(std::move(one));
  }
}

// Pictures whose file is called like this one but for case and extension, and that `fits` accepts.
template <typename Fits>
std::vector<std::size_t> PictureIndex::of_stem(const std::string& file, Fits fits) const {
  std::vector<std::size_t> found;
  const auto [begin, end] = stems_.equal_range(folded(without_extension(file)));
  for (auto place = begin; place != end; ++place)
    if (fits(names_[place->second])) found.push_back(place->second);
  std::ranges::sort(found);
  return found;
}

// Whether the folders of the value say that this picture is not meant: from the end, the first of them that differs is
// a folder that is there and does not hold the picture, or names another split. A folder that nobody here knows is one
// of another computer.
bool PictureIndex::contradicts(const std::string& value, const std::string& name) const {
  std::vector<std::string> said = folders_of(value);
  const std::vector<std::string> all = folders_of(name);
  auto stands = all.rbegin();
  while (!said.empty() && stands != all.rend() && said.back() == *stands) {
    said.pop_back();
    ++stands;
  }
  if (said.empty() || stands == all.rend()) return false;
  const auto split = split_named(said.back()), other = split_named(*stands);
  if (split && other && split != other) return true;
  return folders_.contains(said.back()) && std::ranges::find(all, said.back()) == all.end();
}

// Pictures of this file name whose folders agree the furthest with those of the value, from the end.
std::vector<std::size_t> PictureIndex::by_end(const std::string& value) const {
  const std::string wanted = folded("/" + value), file = folded(file_of(value));
  std::vector<std::size_t> best;
  std::size_t furthest = 0;
  const auto fits = [&](const auto& name) { return folded(file_of(name)) == file && !contradicts(value, name); };
  for (const std::size_t place : of_stem(file, fits)) {
    const std::string name = folded("/" + names_[place]);
    std::size_t same = 0, folders = 0;
    while (same < std::min(name.size(), wanted.size()) &&
           name[name.size() - 1 - same] == wanted[wanted.size() - 1 - same]) {
      folders += name[name.size() - 1 - same] == '/' ? 1U : 0U;
      ++same;
    }
    if (folders > furthest) best.clear();
    furthest = std::max(furthest, folders);
    if (folders == furthest) best.push_back(place);
  }
  return best;
}

Found PictureIndex::find_id(const std::string& id) const {
  const auto same = [&](const std::string& name) {
    return without_extension(file_of(name)) == id || file_of(name) == id;
  };
  if (auto found = of_stem(id, same); !found.empty()) return one_of(std::move(found), "");
  const auto called = [&](const std::string& name) { return folded(without_extension(file_of(name))) == folded(id); };
  return one_of(of_stem(id, called), "found in other case");
}

Found PictureIndex::find_without_extension(const std::string& value, const std::string& place) const {
  const auto here = [&](const std::string& name) { return folded(without_extension(name)) == folded(place); };
  if (auto found = of_stem(file_of(value), here); !found.empty())
    return one_of(std::move(found), "found with an extension added");
  return as_guess(one_of(of_stem(file_of(value), [&](const auto& name) { return !contradicts(value, name); }),
                         "found with an extension added, by the end of the path"));
}

Found PictureIndex::find(std::string_view value, std::string_view base) const {
  const std::string as_is(value), slashed = with_slashes(as_is), file = file_of(slashed);
  if (file.empty()) return {};
  for (const std::string& place : {place_below(base, as_is), normal(as_is)})
    if (const auto exact = exact_.find(place); exact != exact_.end()) return {exact->second, "", {}};
  const std::string place = place_below(base, slashed);
  if (const auto exact = exact_.find(place); exact != exact_.end())
    return {exact->second, "found with backslashes read as slashes", {}};
  const std::string wanted = folded(place);
  if (auto found = of_stem(file, [&](const auto& name) { return folded(name) == wanted; }); !found.empty())
    return one_of(std::move(found), "found in other case");
  if (!has_image_extension(file)) return slashed == file ? find_id(file) : find_without_extension(slashed, place);
  if (auto found = by_end(slashed); !found.empty())
    return slashed == file ? one_of(std::move(found), "")
                           : as_guess(one_of(std::move(found), "found by the end of the path"));
  return as_guess(one_of(of_stem(file, [&](const auto& name) { return !contradicts(slashed, name); }),
                         "found with another extension"));
}

}  // namespace app
