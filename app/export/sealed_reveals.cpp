#include "app/export/sealed_reveals.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "db/hash/sha256.h"

namespace app {
namespace fs = std::filesystem;
namespace {

// Locked as long as it lives.
class LockedFile {
 public:
  LockedFile(const fs::path& path, int flags, int lock) : path_(path), file_(::open(path.c_str(), flags, 0644)) {
    if (file_ < 0) return;
    while (::flock(file_, lock) != 0)
      if (errno != EINTR) {
        const int why = errno;
        ::close(file_);
        fail("it cannot be locked", why);
      }
  }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;
  ~LockedFile() {
    if (file_ >= 0) ::close(file_);
  }

  bool is_open() const { return file_ >= 0; }

  std::string content() const {
    std::string text;
    std::array<char, 4096> part{};
    while (true) {
      const ssize_t count = ::pread(file_, part.data(), part.size(), static_cast<off_t>(text.size()));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("it cannot be read", errno);
      if (count == 0) return text;
      text.append(part.data(), static_cast<std::size_t>(count));
    }
  }

  // Whole, or not at all: half of a line would be taken for a changed one.
  void append(std::string_view text) const {
    const off_t before = ::lseek(file_, 0, SEEK_END);
    while (!text.empty()) {
      const ssize_t count = ::write(file_, text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        const int why = errno;
        if (::ftruncate(file_, before) != 0) fail("a line of it was cut off", why);
        fail("the disk did not take it, and nothing is revealed", why);
      }
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  [[noreturn]] void fail(const std::string& why, int number) const {
    throw std::runtime_error("counting the reveals: " + why + " (" + std::generic_category().message(number) +
                             "): " + path_.string());
  }

 private:
  fs::path path_;
  int file_;
};

struct Chain {
  int count = 0;
  std::string last_hash;
};

// Each line holds the hash of the one before.
std::string chained(const std::string& before, const std::string& entry) {
  return db::sha256_hex(before + entry).substr(0, 32);
}

Chain chain_of(const std::string& text, const fs::path& file) {
  Chain chain;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line); ++chain.count) {
    const std::size_t tab = line.rfind('\t');
    const std::string entry = tab == std::string::npos ? line : line.substr(0, tab);
    const std::string hash = tab == std::string::npos ? "" : line.substr(tab + 1);
    if (hash != chained(chain.last_hash, entry))
      throw std::runtime_error("counting the reveals: line " + std::to_string(chain.count + 1) +
                               " was changed: " + file.string());
    chain.last_hash = hash;
  }
  return chain;
}

}  // namespace

int add_reveal(const fs::path& file, const std::string& who, const std::string& answers_hash) {
  const LockedFile locked(file, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, LOCK_EX);
  if (!locked.is_open()) locked.fail("its file cannot be written, and nothing is revealed", errno);
  const Chain chain = chain_of(locked.content(), file);
  std::string name = who;
  std::ranges::replace_if(
      name, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  const std::string entry = std::to_string(chain.count + 1) + "\t" + name + "\t" + answers_hash;
  locked.append(entry + "\t" + chained(chain.last_hash, entry) + "\n");
  return chain.count + 1;
}

int count_reveals(const fs::path& file) {
  const LockedFile locked(file, O_RDONLY | O_CLOEXEC, LOCK_SH);
  if (!locked.is_open() && errno == ENOENT) return 0;
  if (!locked.is_open()) locked.fail("it cannot be read", errno);
  return chain_of(locked.content(), file).count;
}

}  // namespace app
