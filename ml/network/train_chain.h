// A row of units that learns: activations forward to the pooled features, gradients backward. A batch may
// be worked off in parts, whose gradients add up to that of the batch.
//
// Threads: one thread at a time; the owner decides.
// Ownership: the tensors are the caller's and must outlive it; activations and gradients in between are its own.
#pragma once

#include "ml/layers/train_unit.h"
#include "ml/network/network.h"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace ml {

class TrainChain {
public:
    // The first units, up to first_trainable, are frozen: run, but not learnt.
    TrainChain(std::vector<ConvUnitSpec> units, std::vector<TrainTensors> tensors, std::size_t first_trainable,
               const NetworkConfig& config);
    ~TrainChain();

    // inputs (n,C,H,W) in the given layout, read again by backward; pooled (n, channels of the last unit).
    void forward(std::span<const float> inputs, ActivationLayout layout, std::size_t n, std::span<float> pooled);
    void backward(std::span<const float> pooled_gradient);
    void weights_changed();

private:
    // Three places are enough: a unit's gradient, that of its input, and one that waits for its block's begin.
    struct Gradient {
        std::size_t place = 0;
        dnnl::memory memory;
    };
    static constexpr std::size_t kPlaces = 3;

    struct Part {
        std::size_t first = 0;
        int n = 0;
    };

    std::size_t store_of(std::size_t part) const { return recomputes_ ? 0 : part; }
    const dnnl::memory& forward_part(std::size_t part);
    void backward_part(std::size_t part, const float* pooled_gradient);
    Gradient gradient_in(std::size_t place, int channels, int side_px, int n);
    Gradient last_gradient(std::size_t part, const float* pooled_gradient);

    std::vector<ConvUnitSpec> specs_;
    std::size_t first_trainable_;
    std::size_t part_size_;  // 0: the whole batch at once
    bool recomputes_;        // activations of one part are kept; backward runs the others forward again
    std::unique_ptr<ComputeContext> context_;
    std::vector<std::unique_ptr<TrainUnit>> units_;
    ActivationStore inputs_;
    std::array<AlignedBuffer, kPlaces> places_;
    std::vector<Part> parts_;
    const float* given_inputs_ = nullptr;  // of the last forward
    ActivationLayout given_layout_ = ActivationLayout::kPlanes;
};

}  // namespace ml
