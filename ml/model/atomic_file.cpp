#include "ml/model/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace ml {

namespace {

// A file that is removed again unless it was renamed to its place.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& target)
      : target_(target),
        name_(target.string() + ".tmp" + std::to_string(::getpid())),
        descriptor_(::open(name_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) fail("create a file beside it");
  }
  ~TemporaryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!renamed_) ::unlink(name_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write it; is the disk full?");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void put_in_place() {
    if (::fsync(descriptor_) != 0) fail("bring it to the disk");
    if (::close(std::exchange(descriptor_, -1)) != 0) fail("close it");
    if (::rename(name_.c_str(), target_.c_str()) != 0) fail("rename the finished file");
    renamed_ = true;
    sync_folder();
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw std::runtime_error("cannot save the file: could not " + std::string(what) + " (" + std::strerror(errno) +
                             "); what was there before is unchanged: " + target_.string());
  }

  // The new name is on the disk only when its folder is. Some file systems cannot do it; that is no failure.
  void sync_folder() const {
    const std::filesystem::path folder = target_.has_parent_path() ? target_.parent_path() : ".";
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
  }

  std::filesystem::path target_;
  std::string name_;
  int descriptor_;
  bool renamed_ = false;
};

// Through links, also to a file that is not there yet.
std::filesystem::path where_it_leads(std::filesystem::path path) {
  constexpr int kMostLinks = 40;
  std::error_code unknown;
  for (int i = 0; i < kMostLinks && std::filesystem::is_symlink(std::filesystem::symlink_status(path, unknown)); ++i) {
    const std::filesystem::path next = std::filesystem::read_symlink(path, unknown);
    path = next.is_absolute() ? next : path.parent_path() / next;
  }
  return path;
}

// A device or a pipe is not replaced by a file of its name.
void write_through(const std::filesystem::path& path, std::span<const std::string_view> parts) {
  std::ofstream device(path, std::ios::binary | std::ios::app);
  for (const std::string_view part : parts) device.write(part.data(), static_cast<std::streamsize>(part.size()));
  if (!device.flush())
    throw std::runtime_error("cannot save the file: it could not be written through: " + path.string());
}

}  // namespace

void write_file_atomically(const std::filesystem::path& path, std::span<const std::string_view> parts) {
  std::error_code unknown;
  const std::filesystem::file_status there = std::filesystem::status(path, unknown);
  if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there)) return write_through(path, parts);
  TemporaryFile file(where_it_leads(path));
  for (const std::string_view part : parts) file.write(part);
  file.put_in_place();
}

}  // namespace ml
