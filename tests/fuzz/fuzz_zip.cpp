// Any bytes as a zip: what is listed stays in its folder, and what is read stays small.
#include <cstdlib>
#include <span>
#include <stdexcept>

#include "app/intake/zip_archive.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::int64_t kMost_bytes = 1 << 20;
  constexpr int kMostRead = 16;
  try {
    app::ZipArchive zip(std::as_bytes(std::span(data, size)), "fuzz.zip");
    app::Omissions left_out;
    int read = 0;
    for (const std::string& name : zip.names(left_out)) {
      if (app::leaves_its_folder(name)) std::abort();
      if (++read > kMostRead) break;
      try {
        if (zip.read(name, kMost_bytes).size() > kMost_bytes) std::abort();
      } catch (const std::runtime_error&) {  // one entry is refused in words, the next is tried
      }
    }
  } catch (const std::runtime_error&) {  // refused in words
  }
  return 0;
}
