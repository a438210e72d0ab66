// With the statistics of the batch the convolution's result must be kept: the backward of BatchNorm needs
// it. Scale, shift, ReLU6 and residual sum are one pass over it.
#include "ml/layers/train_unit.h"

#include <algorithm>
#include <cmath>

namespace ml {

namespace {

class BatchUnit final : public TrainUnit {
public:
    BatchUnit(ComputeContext& context, const ConvUnitSpec& unit, TrainTensors tensors, bool wants_src_gradient)
        : parts_(context, unit, {}, wants_src_gradient), tensors_(tensors), weights_(context, unit),
          gradient_(context, unit), results_(context), outputs_(context) {
        const std::size_t padded = shape(1).padded_channels();
        for (std::vector<float>* values : {&mean_, &variance_, &inverse_deviation_, &scale_, &shift_, &sum_, &product_})
            values->assign(padded, 0.F);
        weights_changed();
    }

    void weights_changed() override {
        std::copy(tensors_.values.weight.begin(), tensors_.values.weight.end(), weights_.weight().begin());
        weights_.changed();
    }

    const dnnl::memory& forward(std::size_t part, int n, const dnnl::memory& src,
                                const dnnl::memory* residual) override {
        ConvForward& conv = parts_.forward(n);
        result_ = results_.get(part, conv.dst_desc());
        const dnnl::memory& output = outputs_.get(part, conv.dst_desc());
        conv.run(src, weights_.weight_as(conv.weights_desc()), weights_.bias_memory(), result_);
        take_statistics(n);
        scale_and_shift(floats_of(result_), shape(n), scale_, shift_, parts_.unit().relu6,
                        residual == nullptr ? nullptr : floats_of(*residual), floats_of(output));
        n_ = n;
        src_ = src;
        return output;
    }

    void begin_backward() override { gradient_.begin(); }

    void backward(std::size_t, const dnnl::memory& dst_gradient, const dnnl::memory& scratch,
                  const dnnl::memory* src_gradient) override {
        ConvBackward& conv = parts_.backward(n_);
        const NormalisationGradient norm{scale_, shift_, mean_, inverse_deviation_, parts_.unit().relu6};
        const dnnl::memory& gradient = parts_.unit().adds_block_input ? scratch : dst_gradient;
        gradient_sums(floats_of(dst_gradient), floats_of(result_), shape(n_), norm, sum_, product_);
        normalisation_gradient(floats_of(dst_gradient), floats_of(result_), shape(n_), norm, sum_, product_,
                               floats_of(gradient));
        conv.weights(src_, gradient, gradient_.target(conv.weight_gradient_desc()), gradient_.bias_target());
        gradient_.add();
        if (src_gradient != nullptr) conv.data(gradient, weights_.weight_as(conv.weights_desc()), *src_gradient);
    }

    void end_backward() override {
        const std::span<const float> plain = gradient_.plain();
        std::copy(plain.begin(), plain.end(), tensors_.gradients.weight.begin());
        std::copy_n(product_.begin(), tensors_.gradients.gamma.size(), tensors_.gradients.gamma.begin());
        std::copy_n(sum_.begin(), tensors_.gradients.beta.size(), tensors_.gradients.beta.begin());
    }

private:
    GroupedShape shape(int n) const {
        const auto px = static_cast<std::size_t>(parts_.unit().out_px);
        return {static_cast<std::size_t>(n), static_cast<std::size_t>(parts_.unit().out_channels), px * px,
                static_cast<std::size_t>(ComputeContext::block_channels())};
    }

    void take_statistics(int n) {
        batch_moments(floats_of(result_), shape(n), mean_, variance_);
        const BatchNormRule& rule = tensors_.rule;
        const float count = static_cast<float>(shape(n).n * shape(n).places);
        const float unbiased = rule.unbiased_running_variance && count > 1.F ? count / (count - 1.F) : 1.F;
        for (std::size_t i = 0; i < tensors_.running_mean.size(); ++i) {
            inverse_deviation_[i] = 1.F / std::sqrt(variance_[i] + rule.epsilon);
            scale_[i] = tensors_.values.gamma[i] * inverse_deviation_[i];
            shift_[i] = tensors_.values.beta[i] - scale_[i] * mean_[i];
            float& running_mean = tensors_.running_mean[i];
            float& running_variance = tensors_.running_variance[i];
            running_mean = rule.keep * running_mean + (1.F - rule.keep) * mean_[i];
            running_variance = rule.keep * running_variance + (1.F - rule.keep) * unbiased * variance_[i];
        }
    }

    UnitParts parts_;
    TrainTensors tensors_;
    PackedWeights weights_;
    WeightGradient gradient_;
    ActivationStore results_;
    ActivationStore outputs_;
    dnnl::memory src_;
    dnnl::memory result_;
    int n_ = 0;
    std::vector<float> mean_, variance_, inverse_deviation_, scale_, shift_;  // padding lanes stay 0
    std::vector<float> sum_, product_;
};

}  // namespace

std::unique_ptr<TrainUnit> make_batch_unit(ComputeContext& context, const ConvUnitSpec& unit, TrainTensors tensors,
                                           bool wants_src_gradient) {
    return std::make_unique<BatchUnit>(context, unit, tensors, wants_src_gradient);
}

}  // namespace ml
