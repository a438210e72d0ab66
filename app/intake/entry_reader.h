// Reads the pictures of items one after the other, with the container of the last one kept open: a zip is quick in the
// order of an ImportSource's items. For one item, read_entry() (import_source.h) does the same.
//
//   EntryReader reader;                      one for each thread
//   for (const ImportItem& item : part) use(reader.read(item));
//
// One thread; owns the open container. Throws std::runtime_error with what cannot be read; bounded by
// kMostPicture_bytes.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "app/intake/import_item.h"

namespace app {

class EntryReader {
 public:
  static constexpr std::uint64_t kMostPicture_bytes = std::uint64_t{512} << 20U;

  EntryReader();
  ~EntryReader();
  EntryReader(const EntryReader&) = delete;
  EntryReader& operator=(const EntryReader&) = delete;

  std::vector<std::byte> read(const ImportItem& item);

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

// "frame 3" of a DICOM file.
std::string frame_entry(int frame);

}  // namespace app
