// Any bytes as a DICOM file: facts and first frames, or a refusal in words.
#include <algorithm>
#include <stdexcept>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

#include "app/intake/dicom_file.h"
#include "tests/fuzz/fuzz.h"

namespace {

// A file in memory, gone with the object.
class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* data, std::size_t size) : file_(::memfd_create("fuzz.dcm", 0)) {
    if (::write(file_, data, size) != static_cast<ssize_t>(size)) throw std::runtime_error("no memory file");
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const MemoryFile bytes(data, size);
    const app::DicomFile file(bytes.path());
    const app::DicomFacts facts = file.facts();
    for (int frame = 1; frame <= std::min(facts.frames, 3); ++frame) file.frame(frame);
  } catch (const std::runtime_error&) {  // refused in words
  }
  return 0;
}
