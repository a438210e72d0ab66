// The file of one feature space: a header that names the space, then records of key and values.
//
//   header  "NVFEAT1\n" | u64 length of name | name | u64 checksum of the name
//   record  u32 length of key | u32 bytes of values | u64 checksum of values | u64 checksum of the
//           fields before and the key | key | values
//
// Little-endian, unaligned. Values are float or half. The file only grows.
// Threads: one thread at a time; the owner decides. read_values may run beside anything.
// Ownership: owns the file descriptor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace ml {

// Holds a file against other processes for as long as it lives.
class FileLock {
 public:
  explicit FileLock(int descriptor);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

class FeatureFile {
 public:
  struct Record {
    std::uint64_t values_at = 0;
    std::uint64_t checksum = 0;
  };
  using OnRecord = std::function<void(std::string key, Record record)>;

  struct ScanResult {
    std::uint64_t dropped_bytes = 0;
    bool rebuilt = false;
  };

  // Opens or makes the file and reports every whole record in it; the rest is cut off.
  FeatureFile(std::filesystem::path path, std::string name, std::size_t value_bytes, const OnRecord& on_record);
  ~FeatureFile();
  FeatureFile(const FeatureFile&) = delete;
  FeatureFile& operator=(const FeatureFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  const ScanResult& scan_result() const { return scan_; }
  // False when the file was deleted, replaced or cut behind our back: open it again.
  bool still_there() const;

  // False when the values are damaged or cannot be read.
  bool read_values(const Record& record, std::span<std::byte> values) const;

  // Holds the lock between processes; first reports the records that another process has added.
  class Append {
   public:
    Append(FeatureFile& file, const OnRecord& on_record);

    // Buffers one record; tells where it will be.
    Record add(const std::string& key, std::span<const std::byte> values);
    // Writes what is buffered; throws on failure, leaving the file as it was.
    void commit();

   private:
    FeatureFile& file_;
    FileLock lock_;
    std::vector<std::byte> buffer_;
  };

 private:
  void scan(const OnRecord& on_record);
  bool header_is_whole(std::uint64_t file_bytes) const;
  void write_header();
  void write_at_end(std::span<const std::byte> bytes);

  std::filesystem::path path_;
  std::string name_;
  std::size_t value_bytes_;
  int descriptor_ = -1;
  std::uint64_t end_ = 0;  // behind the last whole record
  ScanResult scan_;
};

}  // namespace ml
