// Finds the picture that a table names. In this order: as it stands; with backslashes as slashes; in other case;
// without its extension; by the end of its path (tables that came from another computer), unless its folders say that
// another picture is meant: "train/2.png" is not "val/2.png". Where two pictures fit, none is taken and both are named.
// An id is the whole name without its extension: "12" does not find "0012.jpg".
//
//   PictureIndex index(names);                      "part 1/a.jpg": below the folder, UTF-8, with slashes
//   const Found found = index.find("A.JPG", "");     found.picture: an index into names
//
// Immutable after construction; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace app {

struct Found {
  std::optional<std::size_t> picture;
  std::string how;                      // empty: as it stands; else what was done, for the report
  std::vector<std::size_t> candidates;  // where several fit
  bool guessed = false;                 // its folder or its extension is another one: who names it exactly is right
};

class PictureIndex {
 public:
  explicit PictureIndex(std::vector<std::string> names);
  PictureIndex(const PictureIndex&) = delete;  // the map looks into the names
  PictureIndex& operator=(const PictureIndex&) = delete;

  const std::vector<std::string>& names() const { return names_; }

  // `base`: the folder of the table, below the same folder as the names; what is relative to it is tried first.
  Found find(std::string_view value, std::string_view base) const;

 private:
  template <typename Fits>
  std::vector<std::size_t> of_stem(const std::string& file, Fits fits) const;
  std::vector<std::size_t> by_end(const std::string& value) const;
  bool contradicts(const std::string& value, const std::string& name) const;
  Found find_id(const std::string& id) const;
  Found find_without_extension(const std::string& value, const std::string& place) const;

  std::vector<std::string> names_;
  std::unordered_set<std::string> folders_;  // each by its own folded name
  std::unordered_map<std::string_view, std::uint32_t> exact_;
  std::unordered_multimap<std::string, std::uint32_t> stems_;  // by the folded name without its extension
};

}  // namespace app
