// Where an image's file lies, and how that is kept. What lies in the workspace's folder is kept relative to it, so that
// the folder can be moved or copied with what it holds; everything else is kept as it is.
// Rows of earlier versions hold whole paths. Of those, a file that is gone is looked for at the same place in the
// folders where a workspace keeps its own pictures: demo_images/ and images/.
//
//   ImagePlaces places(connection);
//   line.path = places.file(row.text(1), row.integer(18));
//
// Private to db. One thread at a time; the owner of the connection decides. Keeps nothing that is shared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "db/sqlite/connection.h"

namespace db {

// What the row holds of a whole path.
std::string kept_place(const Connection& connection, const std::string& path);
// The whole path of what a row holds; one of an earlier version stays as it is.
std::string whole_place(const Connection& connection, std::string kept);

class ImagePlaces {
 public:
  explicit ImagePlaces(const Connection& connection);

  // The file of an image whose content has that many bytes. The text lives until the next call, or as long as `kept`.
  std::string_view file(std::string_view kept, std::int64_t bytes);
  // The mask of the image that was asked for last: where that one was found again, it is looked for beside it.
  std::string mask(const std::string& kept) const;

 private:
  std::optional<std::string> found_again(std::string_view kept, std::int64_t bytes);
  bool keeps_pictures();

  std::string folder_;  // with a slash at its end
  std::string place_;   // what file() gave
  std::string former_;  // folder that the last image was kept in; empty: it is this one, or none
  std::optional<bool> keeps_pictures_;
};

}  // namespace db
