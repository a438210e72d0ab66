#include "ml/layers/unit_convolutions.h"

namespace ml {

ActivationLayout source_layout(const UnitSpec& unit) {
  constexpr int kColours = 3;
  return unit.in_channels == kColours ? ActivationLayout::Planes : ActivationLayout::Blocked;
}

UnitConvolutions::UnitConvolutions(ComputeContext& context, const UnitSpec& unit, ConvFusion fusion,
                                   bool wants_src_gradient)
    : context_(context),
      unit_(unit),
      fusion_(fusion),
      layouts_{.src = source_layout(unit), .dst = ActivationLayout::Blocked},
      wants_src_gradient_(wants_src_gradient) {}

ConvForward& UnitConvolutions::forward(int n) {
  std::unique_ptr<ConvForward>& conv = forward_[n];
  if (!conv)
    conv = std::make_unique<ConvForward>(context_, unit_, n, layouts_, fusion_, ConvForward::Purpose::Training);
  return *conv;
}

ConvBackward& UnitConvolutions::backward(int n) {
  std::unique_ptr<ConvBackward>& conv = backward_[n];
  if (!conv) conv = std::make_unique<ConvBackward>(context_, unit_, n, layouts_, fusion_.bias, wants_src_gradient_);
  return *conv;
}

}  // namespace ml
