// Whether the sequences of a DICOM file are nested so deep that reading it, which DCMTK does by recursion, could use up
// the stack. Looks at the bytes only: where they hold few starts of items, whatever they mean, they cannot be nested
// deep; where they hold many, the file is walked without recursion, and what cannot be followed is refused. Any thread.
#pragma once

#include <filesystem>
#include <string>

namespace app {

// Why the file should not be read; empty: it may be.
std::string nesting_refusal(const std::filesystem::path& file);

}  // namespace app
