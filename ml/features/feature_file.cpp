#include "ml/features/feature_file.h"

#include <cerrno>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ml/random/hash.h"

namespace ml {

namespace {

constexpr std::string_view kMagic = "NVFEAT1\n";
constexpr std::size_t kRecordHeaderBytes = 24;
constexpr std::size_t kKeyBytesLimit = 1024;
constexpr std::size_t kScanWindowBytes = 2048;  // holds any record's header and key

// Eight bytes at a time: the hundred megabytes of a cut's activations should not wait for FNV.
std::uint64_t checksum(std::span<const std::byte> bytes) {
  std::uint64_t sum = mix64(bytes.size() + 1);
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    sum = (sum ^ word) * 0x9e3779b97f4a7c15ULL;
    sum ^= sum >> 29U;
  }
  std::uint64_t tail = 0;
  if (at < bytes.size()) std::memcpy(&tail, bytes.data() + at, bytes.size() - at);
  return mix64(sum ^ tail);
}

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

template <class T>
void append(std::vector<std::byte>& buffer, T value) {
  const auto bytes = std::as_bytes(std::span(&value, 1));
  buffer.insert(buffer.end(), bytes.begin(), bytes.end());
}

void append(std::vector<std::byte>& buffer, std::span<const std::byte> bytes) {
  buffer.insert(buffer.end(), bytes.begin(), bytes.end());
}

template <class T>
T load(const std::byte* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

// The number of bytes read, fewer than asked for at the end of the file or on a fault.
std::size_t read_at(int descriptor, std::uint64_t offset, std::span<std::byte> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count =
        ::pread(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

std::uint64_t size_of(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

[[noreturn]] void fail(const std::string& what, const std::string& advice, const std::filesystem::path& path) {
  throw std::runtime_error("Cannot " + what + " the feature cache: " + std::strerror(errno) + ". " + advice +
                           " File: " + path.string());
}

struct ParsedRecord {
  std::string key;
  FeatureFile::Record record;
  std::uint64_t end = 0;
};

// Absent when the bytes at `offset` are not a whole record of this file's shape.
std::optional<ParsedRecord> parse_record(int descriptor, std::uint64_t offset, std::uint64_t file_bytes,
                                         std::size_t value_bytes) {
  std::vector<std::byte> window(kScanWindowBytes);
  window.resize(read_at(descriptor, offset, window));
  if (window.size() < kRecordHeaderBytes) return std::nullopt;
  const auto key_bytes = load<std::uint32_t>(window.data());
  if (key_bytes > kKeyBytesLimit || load<std::uint32_t>(window.data() + 4) != value_bytes) return std::nullopt;
  if (kRecordHeaderBytes + key_bytes > window.size()) return std::nullopt;
  const auto* key = reinterpret_cast<const char*>(window.data() + kRecordHeaderBytes);
  std::vector<std::byte> covered(window.begin(), window.begin() + 16);
  append(covered, bytes_of({key, key_bytes}));
  if (checksum(covered) != load<std::uint64_t>(window.data() + 16)) return std::nullopt;
  ParsedRecord parsed{
      {key, key_bytes}, {offset + kRecordHeaderBytes + key_bytes, load<std::uint64_t>(window.data() + 8)}, 0};
  parsed.end = parsed.record.values_at + value_bytes;
  if (parsed.end > file_bytes) return std::nullopt;
  return parsed;
}

}  // namespace

FileLock::FileLock(int descriptor) : descriptor_(descriptor) {
  while (::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {}
}

FileLock::~FileLock() { ::flock(descriptor_, LOCK_UN); }

FeatureFile::FeatureFile(std::filesystem::path path, std::string name, std::size_t value_bytes,
                         const OnRecord& on_record)
    : path_(std::move(path)), name_(std::move(name)), value_bytes_(value_bytes) {
  std::error_code ignored;  // open() below reports what is wrong with the folder
  std::filesystem::create_directories(path_.parent_path(), ignored);
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) fail("open", "Make the folder writable, or choose another workspace.", path_);
  const FileLock lock(descriptor_);
  try {
    const std::uint64_t bytes = size_of(descriptor_);
    if (!header_is_whole(bytes)) {
      scan_ = {bytes, bytes > 0};
      write_header();
    }
    scan(on_record);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

FeatureFile::~FeatureFile() { ::close(descriptor_); }

bool FeatureFile::header_is_whole(std::uint64_t file_bytes) const {
  std::vector<std::byte> header(kMagic.size() + 16 + name_.size());
  if (file_bytes < header.size() || read_at(descriptor_, 0, header) != header.size()) return false;
  const std::byte* at = header.data();
  return std::memcmp(at, kMagic.data(), kMagic.size()) == 0 &&
         load<std::uint64_t>(at + kMagic.size()) == name_.size() &&
         std::memcmp(at + kMagic.size() + 8, name_.data(), name_.size()) == 0 &&
         load<std::uint64_t>(at + kMagic.size() + 8 + name_.size()) == checksum(bytes_of(name_));
}

void FeatureFile::write_header() {
  if (::ftruncate(descriptor_, 0) != 0) fail("start", "Free some space, or delete the folder.", path_);
  std::vector<std::byte> header;
  append(header, bytes_of(kMagic));
  append(header, std::uint64_t{name_.size()});
  append(header, bytes_of(name_));
  append(header, checksum(bytes_of(name_)));
  end_ = 0;
  write_at_end(header);
}

// Walks the records from end_ on. What follows the last whole one was torn by a crash or a full disk,
// and would hide everything appended behind it, so it is cut off.
void FeatureFile::scan(const OnRecord& on_record) {
  const std::uint64_t bytes = size_of(descriptor_);
  if (end_ == 0) end_ = kMagic.size() + 16 + name_.size();
  while (end_ < bytes) {
    auto parsed = parse_record(descriptor_, end_, bytes, value_bytes_);
    if (!parsed) break;
    end_ = parsed->end;
    on_record(std::move(parsed->key), parsed->record);
  }
  if (end_ >= bytes) return;
  scan_.dropped_bytes += bytes - end_;
  if (::ftruncate(descriptor_, static_cast<off_t>(end_)) != 0) fail("repair", "Delete the cache folder.", path_);
}

bool FeatureFile::still_there() const {
  struct stat named {};
  struct stat opened {};
  return ::stat(path_.c_str(), &named) == 0 && ::fstat(descriptor_, &opened) == 0 && named.st_ino == opened.st_ino &&
         named.st_dev == opened.st_dev && static_cast<std::uint64_t>(opened.st_size) >= end_;
}

bool FeatureFile::read_values(const Record& record, std::span<std::byte> values) const {
  return read_at(descriptor_, record.values_at, values) == values.size() && checksum(values) == record.checksum;
}

void FeatureFile::write_at_end(std::span<const std::byte> bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count =
        ::pwrite(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(end_ + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      const int reason = errno;
      // If even this fails, the next opening cuts the torn record off.
      [[maybe_unused]] const int cut = ::ftruncate(descriptor_, static_cast<off_t>(end_));
      errno = reason;
      fail("write to", "Free some space, or delete the cache folder.", path_);
    }
    done += static_cast<std::size_t>(count);
  }
  end_ += bytes.size();
}

FeatureFile::Append::Append(FeatureFile& file, const OnRecord& on_record) : file_(file), lock_(file.descriptor_) {
  file_.scan(on_record);
}

FeatureFile::Record FeatureFile::Append::add(const std::string& key, std::span<const std::byte> values) {
  if (key.size() > kKeyBytesLimit) {
    throw std::runtime_error("Cannot cache features: a key of " + std::to_string(key.size()) + " bytes is too long.");
  }
  const std::uint64_t sum = checksum(values);
  std::vector<std::byte> covered;
  append(covered, static_cast<std::uint32_t>(key.size()));
  append(covered, static_cast<std::uint32_t>(values.size()));
  append(covered, sum);
  append(buffer_, std::span<const std::byte>(covered));
  append(covered, bytes_of(key));
  append(buffer_, checksum(covered));
  append(buffer_, bytes_of(key));
  const Record record{file_.end_ + buffer_.size(), sum};
  append(buffer_, values);
  return record;
}

void FeatureFile::Append::commit() {
  file_.write_at_end(buffer_);
  buffer_.clear();
}

}  // namespace ml
