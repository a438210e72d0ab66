// Any bytes as a DICOM file: facts and first frames, or a refusal in words.
#include <algorithm>
#include <span>
#include <stdexcept>

#include "app/intake/dicom_file.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const app::DicomFile file(std::as_bytes(std::span(data, size)), "fuzz.dcm");
    const app::DicomFacts facts = file.facts();
    for (int frame = 1; frame <= std::min(facts.frames, 3); ++frame) file.frame(frame);
  } catch (const std::runtime_error&) {  // refused in words
  }
  return 0;
}
