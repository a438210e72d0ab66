// One unit (convolution, BatchNorm, perhaps ReLU6, perhaps a residual sum) that learns, or that at least
// passes gradients on. Activations lie in groups of channels (kBlocked).
//
// Two kinds: StoredUnit folds the stored statistics into the convolution, so that no BatchNorm is run at
// all; BatchUnit takes the statistics of the batch.
// Use, per batch: `weights_changed()` if they did, `forward` for every part, `begin_backward()`, `backward`
// for every part, `end_backward()`.
// Threads: one thread at a time (the context's rule).
#pragma once

#include "ml/layers/activation_store.h"
#include "ml/layers/batch_moments.h"
#include "ml/layers/fold.h"
#include "ml/layers/packed_weights.h"
#include "ml/layers/weight_gradient.h"

#include <map>
#include <memory>
#include <span>
#include <vector>

namespace ml {

// The unit's tensors in the network's flat arrays. A frozen unit's gradients are empty.
struct TrainTensors {
    UnitTensors values;
    UnitGradients gradients;
    std::span<float> running_mean;
    std::span<float> running_variance;
    BatchNormRule rule;
};

class TrainUnit {
public:
    virtual ~TrainUnit() = default;

    virtual void weights_changed() = 0;
    // residual is null unless the unit adds its block's input. src must stay as it is until backward.
    virtual const dnnl::memory& forward(std::size_t part, int n, const dnnl::memory& src,
                                        const dnnl::memory* residual) = 0;
    virtual void begin_backward() = 0;
    // May overwrite dst_gradient unless the unit adds a residual, whose gradient it is as well; may use
    // scratch (of the same layout as dst_gradient). src_gradient null: nobody wants it.
    virtual void backward(std::size_t part, const dnnl::memory& dst_gradient, const dnnl::memory& scratch,
                          const dnnl::memory* src_gradient) = 0;
    virtual void end_backward() = 0;
};

// What both kinds share: primitives per batch size, and the activations of each part.
class UnitParts {
public:
    UnitParts(ComputeContext& context, const ConvUnitSpec& unit, ConvFusion fusion, bool wants_src_gradient);

    ComputeContext& context() const { return context_; }
    const ConvUnitSpec& unit() const { return unit_; }
    ConvForward& forward(int n);
    ConvBackward& backward(int n);

private:
    ComputeContext& context_;
    ConvUnitSpec unit_;
    ConvFusion fusion_;
    ConvLayouts layouts_;
    bool wants_src_gradient_;
    std::map<int, std::unique_ptr<ConvForward>> forward_;
    std::map<int, std::unique_ptr<ConvBackward>> backward_;
};

// Where a unit's input lies: images come as planes, everything else in groups of channels.
ActivationLayout source_layout(const ConvUnitSpec& unit);

std::unique_ptr<TrainUnit> make_stored_unit(ComputeContext& context, const ConvUnitSpec& unit, TrainTensors tensors,
                                            bool wants_src_gradient);
std::unique_ptr<TrainUnit> make_batch_unit(ComputeContext& context, const ConvUnitSpec& unit, TrainTensors tensors,
                                           bool wants_src_gradient);

}  // namespace ml
