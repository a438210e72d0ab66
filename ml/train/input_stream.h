// What the learning part of the network is fed with, batch by batch: kept features, or images fresh from
// their files (through the frozen layers, if there are any).
//
// Threads: one thread at a time; the owner decides.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ml/data/mix.h"
#include "ml/data/style_mix.h"
#include "ml/train/feature_table.h"

namespace ml {

struct InputBatch {
  std::vector<std::size_t> images;  // indices into the source
  std::vector<float> inputs;        // (n, Network::input_length())
  BatchMix mix;                     // what was mixed into what
};

// How the batches of an epoch are mixed; by default not at all.
struct MixPlan {
  MixConfig config;
  std::uint64_t seed = 0;
  std::uint32_t epoch = 0;
  MapLayout layout;  // of an input of the layers that learn
};

class InputStream {
 public:
  virtual ~InputStream() = default;
  // False at the end.
  virtual bool next(InputBatch& batch) = 0;
  // Images that could not be read so far.
  virtual std::span<const ImageFailure> failures() const { return {}; }
};

// Rows of a table; what is mixed are the rows.
struct KeptRow {
  std::size_t image = 0;
  std::uint32_t view = 0;  // ViewRequest::row()
};
std::unique_ptr<InputStream> kept_inputs(const FeatureTable& table, std::vector<KeptRow> rows, std::size_t batch,
                                         const MixPlan& mix = {});

// Images made anew, mixed, then run through extractor.
std::unique_ptr<InputStream> fresh_inputs(const SampleSource& source, FeatureExtractor& extractor,
                                          const ViewRecipe& recipe, std::vector<ViewRequest> requests,
                                          std::size_t batch, const MixPlan& mix = {});

}  // namespace ml
