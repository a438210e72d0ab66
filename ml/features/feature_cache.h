// Features on disk, so that frozen layers run once per image and view instead of once per epoch.
//
// Use: `FeatureCache cache(folder, {weights_hash, contract.id(), "pooled", 1280});`
//      `find_many` says which keys are missing, the caller computes those, `put_many` appends them,
//      `read_many` fetches rows.
// One append-only file per feature space, named after it. A torn last record is dropped when the file
// is opened, a file with a damaged or foreign header is started anew (`open_report` says so), and a
// record whose checksum is wrong is treated as absent. The folder may be deleted at any time: what was
// in it is computed again.
// Threads: any thread. Two processes may share a folder: appends are made under a file lock.
// Ownership: the cache owns its file descriptor; the caller owns every buffer passed in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ml {

enum class FeaturePrecision {
  Float32,
  Float16,  // half the space; values beyond 65504 are clamped to it
};

// Everything that the numbers depend on besides the image and the view.
struct FeatureSpace {
  std::string weights_hash;
  std::string contract_id;
  std::string layer;  // what is stored, such as "pooled" or "block10"
  std::size_t dimension = 0;
  FeaturePrecision precision = FeaturePrecision::Float32;
};

struct FeatureKey {
  std::string image;           // content hash
  std::string view = "plain";  // which view of it, such as "plain" or an augmentation id and number

  bool operator==(const FeatureKey&) const = default;
};

class FeatureCache {
 public:
  struct OpenReport {
    std::size_t records = 0;
    std::uint64_t dropped_bytes = 0;  // a torn or unreadable tail
    bool rebuilt = false;             // the header was unreadable, the file was started anew
    std::string message;              // empty when there is nothing to tell
  };

  // Opens or makes the file. Throws when the folder cannot be written or the space is not valid.
  FeatureCache(std::filesystem::path folder, FeatureSpace space);
  ~FeatureCache();
  FeatureCache(const FeatureCache&) = delete;
  FeatureCache& operator=(const FeatureCache&) = delete;

  const FeatureSpace& space() const;
  std::filesystem::path file() const;
  OpenReport open_report() const;
  std::size_t size() const;

  // 1 where a key is present.
  std::vector<std::uint8_t> find_many(std::span<const FeatureKey> keys) const;
  // Writes the rows of the present keys into out, (n, dimension), and returns 1 for each; rows of
  // absent keys, and of records found damaged now, are left untouched and get 0.
  std::vector<std::uint8_t> read_many(std::span<const FeatureKey> keys, std::span<float> out) const;
  // Appends the rows of values, (n, dimension). Keys already present are skipped. Throws when the
  // disk is full; nothing of the batch is kept then.
  void put_many(std::span<const FeatureKey> keys, std::span<const float> values);

 private:
  class Store;
  std::unique_ptr<Store> store_;
};

}  // namespace ml
