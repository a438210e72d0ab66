#include "ml/features/feature_cache.h"

#include <cstring>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "ml/features/feature_file.h"
#include "ml/kernels/half_array.h"
#include "ml/random/hash.h"

namespace ml {

namespace {

std::string name_of(const FeatureSpace& space) {
  return "weights=" + space.weights_hash + "\ncontract=" + space.contract_id + "\nlayer=" + space.layer +
         "\ndimension=" + std::to_string(space.dimension) +
         "\nprecision=" + (space.precision == FeaturePrecision::Float16 ? "f16" : "f32") + "\n";
}

std::string joined(const FeatureKey& key) { return key.image + '\n' + key.view; }

std::size_t value_bytes(const FeatureSpace& space) {
  return space.dimension * (space.precision == FeaturePrecision::Float16 ? sizeof(std::uint16_t) : sizeof(float));
}

void encode(std::span<const float> values, FeaturePrecision precision, std::span<std::byte> bytes) {
  if (precision == FeaturePrecision::Float32) {
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return;
  }
  std::vector<std::uint16_t> halves(values.size());  // the bytes need not be aligned
  halves_from_floats(values, halves);
  std::memcpy(bytes.data(), halves.data(), bytes.size());
}

void decode(std::span<const std::byte> bytes, FeaturePrecision precision, std::span<float> values) {
  if (precision == FeaturePrecision::Float32) {
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return;
  }
  std::vector<std::uint16_t> halves(values.size());
  std::memcpy(halves.data(), bytes.data(), bytes.size());
  floats_from_halves(halves, values);
}

void require_valid(const FeatureSpace& space) {
  constexpr std::size_t kDimensionLimit = std::size_t{1} << 26U;
  if (space.weights_hash.empty() || space.contract_id.empty() || space.layer.empty() || space.dimension < 1 ||
      space.dimension > kDimensionLimit) {
    throw std::runtime_error(
        "Cannot open a feature cache: it needs the weights' hash, the preprocessing contract, the layer's name and "
        "a dimension of at least 1.");
  }
}

void require_rows(std::size_t keys, std::size_t values, std::size_t dimension) {
  if (values == keys * dimension) return;
  throw std::runtime_error("Cannot use the feature cache: " + std::to_string(keys) + " rows of " +
                           std::to_string(dimension) + " values do not fit " + std::to_string(values) + " values.");
}

}  // namespace

// The index in memory beside the file. Readers share the lock; appending and forgetting take it alone.
class FeatureCache::Store {
 public:
  Store(const std::filesystem::path& folder, FeatureSpace feature_space) : space(std::move(feature_space)) {
    require_valid(space);
    const std::string name = name_of(space);
    open(folder / (hex16(stable_hash(name)) + ".features"));
  }

  void open(const std::filesystem::path& path) {
    index.clear();
    file = std::make_unique<FeatureFile>(path, name_of(space), value_bytes(space), remember());
    describe();
  }

  FeatureFile::OnRecord remember() {
    return [this](std::string key, FeatureFile::Record record) { index.insert_or_assign(std::move(key), record); };
  }

  void describe() {
    const FeatureFile::ScanResult& scan = file->scan_result();
    report = {index.size(), scan.dropped_bytes, scan.rebuilt, {}};
    if (scan.rebuilt) {
      report.message = "The feature cache was not readable and was started anew; features are computed again. File: " +
                       file->path().string();
    } else if (scan.dropped_bytes > 0) {
      report.message = "The feature cache ended in " + std::to_string(scan.dropped_bytes) +
                       " bytes of an unfinished record, which were dropped. File: " + file->path().string();
    }
  }

  // Forgets a record found damaged, unless it has been replaced meanwhile.
  void forget(const std::string& key, std::uint64_t values_at) {
    const std::unique_lock lock(mutex);
    const auto found = index.find(key);
    if (found != index.end() && found->second.values_at == values_at) index.erase(found);
  }

  FeatureSpace space;
  mutable std::shared_mutex mutex;
  std::unique_ptr<FeatureFile> file;
  std::unordered_map<std::string, FeatureFile::Record> index;
  OpenReport report;
};

FeatureCache::FeatureCache(std::filesystem::path folder, FeatureSpace space)
    : store_(std::make_unique<Store>(folder, std::move(space))) {}

FeatureCache::~FeatureCache() = default;

const FeatureSpace& FeatureCache::space() const { return store_->space; }

std::filesystem::path FeatureCache::file() const {
  const std::shared_lock lock(store_->mutex);
  return store_->file->path();
}

FeatureCache::OpenReport FeatureCache::open_report() const {
  const std::shared_lock lock(store_->mutex);
  return store_->report;
}

std::size_t FeatureCache::size() const {
  const std::shared_lock lock(store_->mutex);
  return store_->index.size();
}

std::vector<std::uint8_t> FeatureCache::find_many(std::span<const FeatureKey> keys) const {
  const std::shared_lock lock(store_->mutex);
  std::vector<std::uint8_t> present(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) present[i] = store_->index.contains(joined(keys[i])) ? 1 : 0;
  return present;
}

std::vector<std::uint8_t> FeatureCache::read_many(std::span<const FeatureKey> keys, std::span<float> out) const {
  require_rows(keys.size(), out.size(), space().dimension);
  std::vector<std::uint8_t> present(keys.size());
  std::vector<std::pair<std::string, std::uint64_t>> damaged;
  {
    const std::shared_lock lock(store_->mutex);
    std::vector<std::byte> bytes(value_bytes(space()));
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto found = store_->index.find(joined(keys[i]));
      if (found == store_->index.end()) continue;
      if (store_->file->read_values(found->second, bytes)) {
        decode(bytes, space().precision, out.subspan(i * space().dimension, space().dimension));
        present[i] = 1;
      } else {
        damaged.emplace_back(found->first, found->second.values_at);
      }
    }
  }
  for (const auto& [key, values_at] : damaged) store_->forget(key, values_at);
  return present;
}

void FeatureCache::put_many(std::span<const FeatureKey> keys, std::span<const float> values) {
  require_rows(keys.size(), values.size(), space().dimension);
  const std::unique_lock lock(store_->mutex);
  if (!store_->file->still_there()) store_->open(std::filesystem::path(store_->file->path()));
  FeatureFile::Append append(*store_->file, store_->remember());
  std::unordered_map<std::string, FeatureFile::Record> added;
  std::vector<std::byte> bytes(value_bytes(space()));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    std::string key = joined(keys[i]);
    if (store_->index.contains(key) || added.contains(key)) continue;
    encode(values.subspan(i * space().dimension, space().dimension), space().precision, bytes);
    const FeatureFile::Record record = append.add(key, bytes);
    added.emplace(std::move(key), record);
  }
  append.commit();
  store_->index.merge(added);
}

}  // namespace ml
