// With stored statistics the unit is one convolution with bias, ReLU6 and residual sum fused into it. Only
// its output is kept: ReLU6's mask can be read off it. The gradients of weight, gamma and beta come from
// those of the folded convolution (fold.h).
#include "ml/layers/elementwise.h"
#include "ml/layers/train_unit.h"

namespace ml {

namespace {

class StoredUnit final : public TrainUnit {
public:
    StoredUnit(ComputeContext& context, const ConvUnitSpec& unit, TrainTensors tensors, bool wants_src_gradient)
        : parts_(context, unit, {.bias = true, .relu6 = unit.relu6, .adds_to_dst = unit.adds_block_input},
                 wants_src_gradient),
          tensors_(tensors), folded_(context, unit), gradient_(context, unit), outputs_(context) {
        weights_changed();
    }

    void weights_changed() override {
        fold(tensors_.values, folded_.weight(), folded_.bias());
        folded_.changed();
    }

    const dnnl::memory& forward(std::size_t part, int n, const dnnl::memory& src,
                                const dnnl::memory* residual) override {
        ConvForward& conv = parts_.forward(n);
        const dnnl::memory& dst = outputs_.get(part, conv.dst_desc());
        if (residual != nullptr) parts_.context().reorder(*residual, dst);
        conv.run(src, folded_.weight_as(conv.weights_desc()), folded_.bias_memory(), dst);
        if (saved_.size() <= part) saved_.resize(part + 1);
        saved_[part] = {n, src, dst};
        return dst;
    }

    void begin_backward() override { gradient_.begin(); }

    void backward(std::size_t part, const dnnl::memory& dst_gradient, const dnnl::memory&,
                  const dnnl::memory* src_gradient) override {
        const Saved& saved = saved_[part];
        ConvBackward& conv = parts_.backward(saved.n);
        if (parts_.unit().relu6)
            mask_by_relu6(floats_of(dst_gradient), floats_of(saved.dst), float_count(dst_gradient));
        const dnnl::memory& target = gradient_.target(conv.weight_gradient_desc());
        conv.weights(saved.src, dst_gradient, target, gradient_.bias_target());
        gradient_.add();
        if (src_gradient != nullptr) conv.data(dst_gradient, folded_.weight_as(conv.weights_desc()), *src_gradient);
    }

    void end_backward() override {
        unfold_gradients(tensors_.values, gradient_.plain(), gradient_.bias(), tensors_.gradients);
    }

private:
    struct Saved {
        int n = 0;
        dnnl::memory src;
        dnnl::memory dst;
    };

    UnitParts parts_;
    TrainTensors tensors_;
    PackedWeights folded_;
    WeightGradient gradient_;
    ActivationStore outputs_;
    std::vector<Saved> saved_;
};

}  // namespace

std::unique_ptr<TrainUnit> make_stored_unit(ComputeContext& context, const ConvUnitSpec& unit, TrainTensors tensors,
                                            bool wants_src_gradient) {
    return std::make_unique<StoredUnit>(context, unit, tensors, wants_src_gradient);
}

}  // namespace ml
