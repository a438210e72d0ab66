// What the learning part of the network is fed with, batch by batch: kept features, or images fresh from
// their files (through the frozen layers, if there are any).
//
// Threads: one thread at a time; the owner decides.
#pragma once

#include "ml/train/feature_table.h"

#include <memory>
#include <span>
#include <vector>

namespace ml {

struct InputBatch {
    std::vector<std::size_t> images;  // indices into the source
    std::vector<float> inputs;        // (n, Network::input_length())
};

class InputStream {
public:
    virtual ~InputStream() = default;
    // False at the end.
    virtual bool next(InputBatch& batch) = 0;
    // Images that could not be read so far.
    virtual std::span<const ImageFailure> failures() const { return {}; }
};

// One view of each image, out of a table.
std::unique_ptr<InputStream> kept_inputs(const FeatureTable& table, std::vector<std::size_t> images,
                                         std::uint32_t view, std::size_t batch);

// Images made anew; prefix is run over them.
std::unique_ptr<InputStream> fresh_inputs(const SampleSource& source, FrozenPrefix& prefix, const ViewRecipe& recipe,
                                          std::vector<ViewRequest> requests, std::size_t batch);

}  // namespace ml
