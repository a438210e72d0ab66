#include "ml/model/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ml {
namespace fs = std::filesystem;
namespace {

// Every function but the destructor says whether it worked; errno says why not.
class Descriptor {
 public:
  Descriptor(const std::string& name, int flags) : number_(::open(name.c_str(), O_WRONLY | O_CLOEXEC | flags, 0666)) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool is_open() const { return number_ >= 0; }
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(number_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  // Some file systems have no rights to give, or let nobody change them; that is no failure.
  bool keep_rights_of(const fs::path& other) const {
    struct stat before {};
    return ::stat(other.c_str(), &before) != 0 || ::fchmod(number_, before.st_mode & 07777U) == 0 || errno == EPERM ||
           errno == ENOSYS || errno == EOPNOTSUPP;
  }
  bool is_same_regular_file_as(int other) const {
    struct stat mine {
    }, others{};
    return ::fstat(number_, &mine) == 0 && ::fstat(other, &others) == 0 && S_ISREG(mine.st_mode) &&
           mine.st_dev == others.st_dev && mine.st_ino == others.st_ino;
  }
  // Some file systems cannot do it; that is no failure.
  bool sync() const { return ::fsync(number_) == 0 || errno == EINVAL || errno == EROFS; }
  bool close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

// A file that is removed again unless it was renamed to its place.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target)
      : target_(target), name_(target.string() + ".tmp" + std::to_string(::getpid())), file_(name_, O_CREAT | O_TRUNC) {
    if (!file_.is_open()) fail("create a file beside it");
  }
  ~TemporaryFile() {
    if (!renamed_) ::unlink(name_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  void write(std::string_view bytes) const {
    if (!file_.write(bytes)) fail("write it; is the disk full?");
  }

  void put_in_place() {
    if (!file_.keep_rights_of(target_)) fail("give it the rights of the file that was there");
    if (!file_.sync()) fail("bring it to the disk");
    if (!file_.close()) fail("close it");
    if (::rename(name_.c_str(), target_.c_str()) != 0) fail("rename the finished file");
    renamed_ = true;
    sync_folder();
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw std::runtime_error("cannot save the file: could not " + std::string(what) + " (" + std::strerror(errno) +
                             "); check the folder and its permissions; what was there before is "
                             "unchanged: " +
                             target_.string());
  }

  // The new name is on the disk only when its folder is. Some file systems cannot do it; that is no failure.
  void sync_folder() const {
    const fs::path folder = target_.has_parent_path() ? target_.parent_path() : ".";
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
  }

  fs::path target_;
  std::string name_;
  Descriptor file_;
  bool renamed_ = false;
};

void write_through(const fs::path& path, std::span<const std::string_view> parts) {
  const Descriptor device(path.string(), O_APPEND);  // behind what stdout has printed to the same file
  bool whole = device.is_open();
  for (const std::string_view part : parts) whole = whole && device.write(part);
  if (!whole)
    throw std::runtime_error("cannot save the file: could not write to it (" + std::string(std::strerror(errno)) +
                             "); choose another name: " + path.string());
  // What stdout prints to the same file from here on goes behind it.
  if (device.is_same_regular_file_as(STDOUT_FILENO)) ::lseek(STDOUT_FILENO, 0, SEEK_END);
}

}  // namespace

bool is_written_through(const fs::path& path) {
  const std::string name = path.string();
  const bool in_memory = name.starts_with("/dev/shm/");  // a folder as any other
  if ((name.starts_with("/dev/") && !in_memory) || name.starts_with("/proc/")) return true;
  std::error_code unknown;
  const fs::file_status there = fs::status(path, unknown);
  return fs::exists(there) && !fs::is_regular_file(there);
}

fs::path with_links_followed(fs::path path) {
  constexpr int kMostLinks = 40;
  std::error_code unknown;
  for (int i = 0; i < kMostLinks && fs::is_symlink(fs::symlink_status(path, unknown)); ++i) {
    const fs::path next = fs::read_symlink(path, unknown);
    if (unknown) break;
    path = next.is_absolute() ? next : path.parent_path() / next;
  }
  return path;
}

void write_file_atomically(const fs::path& path, std::span<const std::string_view> parts) {
  if (is_written_through(path)) return write_through(path, parts);
  TemporaryFile file(with_links_followed(path));
  for (const std::string_view part : parts) file.write(part);
  file.put_in_place();
}

}  // namespace ml
