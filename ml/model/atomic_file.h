// Replaces a file in one step: written under a temporary name beside it, synced, renamed. A crash or a
// full disk leaves the old file as it was. A link is followed; a device or a pipe is written through.
// Threads: any thread.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace ml {

// Writes the parts one behind the other. Throws std::runtime_error with the system's reason.
void write_file_atomically(const std::filesystem::path& path, std::span<const std::string_view> parts);

}  // namespace ml
