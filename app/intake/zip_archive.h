// Reads single entries of a zip. Names that lead out of the folder, links, encrypted entries, archives inside it and
// further entries of one name are left out by name; an entry larger than kMostEntry_bytes, or an archive that would
// unpack to far more than its size, is refused: memory stays bounded whatever the file says.
//
//   ZipArchive zip(path);
//   for (const std::string& name : zip.names(omissions)) use(zip.read(name));      quick in the order of names()
//
// One thread; owns the open file. Throws std::runtime_error with what cannot be read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/intake/omissions.h"

namespace app {

class ZipArchive {
 public:
  static constexpr std::int64_t kMostEntry_bytes = std::int64_t{256} << 20U;
  static constexpr std::int64_t kMostTable_bytes = std::int64_t{1} << 30U;

  explicit ZipArchive(const std::filesystem::path& file);
  ZipArchive(std::span<const std::byte> content, std::string name);  // looks into `content`, which must outlive it
  ~ZipArchive();
  ZipArchive(ZipArchive&&) noexcept;
  ZipArchive& operator=(ZipArchive&&) noexcept;

  std::vector<std::string> names(Omissions& left_out);
  std::vector<std::byte> read(const std::string& entry, std::int64_t most_bytes = kMostEntry_bytes);

  // The same bit by bit: begin(), then read_on() until it gives 0. One entry at a time.
  void begin(const std::string& entry, std::int64_t most_bytes);
  std::size_t read_on(std::span<char> into);

  std::int64_t packed_bytes() const;  // of the whole archive

 private:
  struct Open;

  [[noreturn]] void refuse(const std::string& reason) const;
  void reopen();
  bool go_to(const std::string& entry);

  std::unique_ptr<Open> open_;
};

// Whether unpacking it under a folder would write outside of that folder.
bool leaves_its_folder(std::string_view entry);

}  // namespace app
