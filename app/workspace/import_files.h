// Reading the files of an import: each once, on all processors. A reading has what is known of a file, or why it
// cannot be used. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/core/progress.h"
#include "app/intake/entry_reader.h"
#include "app/intake/import_source.h"
#include "engine/image/perceptual_hash.h"

namespace app {

struct FileFacts {
  std::string sha256;
  std::int64_t bytes = 0;
  int width_px = 0, height_px = 0;
  std::int64_t mtime_ms = 0;  // of the file; 0: not known, as for a picture in a container
  std::string decoding;       // what decoding does to the pixels
  engine::Look look;
  std::string extension;  // that its format has: ".jpg", ".png"
};

struct FileReading {
  FileFacts file;
  std::string failure;             // empty: it can be used
  std::vector<std::string> notes;  // what is odd and cost no pixel
};

// By key_of the item.
using FileReadings = std::unordered_map<std::string, FileReading>;
std::string key_of(const ImportItem& item);

// The bytes of a plain file, or of an entry in a container, which the reader keeps open. Throws with the reason.
std::vector<std::byte> bytes_of(const ImportItem& item, EntryReader& containers);

// Adds what is not read yet. Stops early when asked to: some items are then missing.
void read_files(const ImportSource& source, FileReadings& readings, const OnProgress& progress,
                const std::stop_token& stop);

}  // namespace app
