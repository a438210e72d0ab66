// Replaces a file in one step: written under a temporary name beside it, synced, renamed. A crash or a
// full disk leaves the old file as it was; its rights stay. A link is followed; a device or a pipe is written through.
// Threads: any thread.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

namespace ml {

// Writes the parts one behind the other. Throws std::runtime_error with the system's reason.
void write_file_atomically(const std::filesystem::path& path, std::span<const std::string_view> parts);

// A device, a pipe, a folder, and what /dev and /proc name: a file that stdout was sent to is not replaced.
bool is_written_through(const std::filesystem::path& path);

// Also to a file that is not there yet.
std::filesystem::path with_links_followed(std::filesystem::path path);

}  // namespace ml
