#include "ml/train/feature_table.h"

#include <algorithm>
#include <stdexcept>

#include "ml/data/symmetry.h"
#include "ml/kernels/half_array.h"
#include "ml/train/phase_clock.h"

namespace ml {

namespace {

constexpr std::size_t kExtractionBatch = 16;
constexpr std::size_t kCacheBatch = 256;

}  // namespace

void FeatureTable::add(std::size_t image, std::uint32_t view, std::span<const float> values) {
  rows_[{image, view}] = rows_.size();
  if (precision_ == FeaturePrecision::Float32) {
    floats_.insert(floats_.end(), values.begin(), values.end());
    return;
  }
  const std::size_t first = halves_.size();
  halves_.resize(first + values.size());
  halves_from_floats(values, std::span(halves_).subspan(first));
}

void FeatureTable::read(std::size_t image, std::uint32_t view, std::span<float> values) const {
  const auto found = rows_.find({image, view});
  if (found == rows_.end())
    throw std::runtime_error("no features were kept of view " + std::to_string(view) + " of image " +
                             std::to_string(image));
  const std::size_t first = found->second * length_;
  if (precision_ == FeaturePrecision::Float32)
    std::ranges::copy(std::span(floats_).subspan(first, length_), values.begin());
  else
    floats_from_halves(std::span(halves_).subspan(first, length_), values.first(length_));
}

FeatureKey Extraction::key(const ViewRequest& request) const {
  FeatureKey key{.image = source.key(request.image), .view = symmetry_name(static_cast<int>(request.view))};
  if (request.augmented)
    key.view = recipe.augment.id() + "-s" + std::to_string(recipe.seed) + "-v" + std::to_string(request.view);
  return key;
}

std::vector<ViewRequest> Extraction::take_from_cache(std::span<const ViewRequest> requests, FeatureTable& table) {
  std::vector<FeatureKey> keys;
  for (const ViewRequest& request : requests) keys.push_back(key(request));
  std::vector<float> values(requests.size() * table.length());
  const std::vector<std::uint8_t> present = cache->read_many(keys, values);
  std::vector<ViewRequest> missing;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (present[i] == 0)
      missing.push_back(requests[i]);
    else
      table.add(requests[i].image, requests[i].row(), std::span(values).subspan(i * table.length(), table.length()));
  }
  return missing;
}

// Through the precision of the table on both ways, so that a run from the cache equals one without.
void Extraction::keep(const std::vector<ViewRequest>& requests, std::span<const float> values, FeatureTable& table) {
  std::vector<FeatureKey> keys;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    table.add(requests[i].image, requests[i].row(), values.subspan(i * table.length(), table.length()));
    if (cache != nullptr) keys.push_back(key(requests[i]));
  }
  if (cache != nullptr) cache->put_many(keys, values);
}

Extraction::Outcome Extraction::run(std::span<const ViewRequest> requests, FeatureTable& table) {
  Outcome outcome;
  std::vector<ViewRequest> missing;
  if (cache == nullptr) missing.assign(requests.begin(), requests.end());
  const PhaseClock reading("reading kept features", 0, requests.size());
  for (std::size_t first = 0; cache != nullptr && first < requests.size(); first += kCacheBatch) {
    listener.on_phase(reading.at(first));
    if (control.order() != TrainControl::Order::GoOn) return outcome;
    const std::span part = requests.subspan(first, std::min(kCacheBatch, requests.size() - first));
    for (const ViewRequest& request : take_from_cache(part, table)) missing.push_back(request);
  }
  const std::size_t cached = requests.size() - missing.size();
  std::size_t done = cached;
  PhaseClock clock("extracting features", cached, requests.size());
  listener.on_phase(clock.at(done));
  ImageFeed feed(source, recipe, missing, kExtractionBatch);
  ImageBatch batch;
  std::vector<float> values;
  for (;;) {
    const double before = clock.seconds();
    if (control.at_batch_boundary() != TrainControl::Order::GoOn) break;
    clock.leave_out(clock.seconds() - before);
    if (!feed.next(batch)) {
      outcome.complete = true;
      break;
    }
    values.resize(batch.requests.size() * table.length());
    extractor.forward(batch.inputs, batch.requests.size(), values);
    std::vector<ViewRequest> made;
    for (const std::size_t request : batch.requests) made.push_back(missing[request]);
    keep(made, values, table);
    done = cached + std::min(missing.size(), done - cached + kExtractionBatch);
    listener.on_phase(clock.at(done));
  }
  outcome.failures = feed.failures();
  return outcome;
}

}  // namespace ml
