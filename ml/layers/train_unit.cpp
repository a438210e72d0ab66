#include "ml/layers/train_unit.h"

namespace ml {

ActivationLayout source_layout(const ConvUnitSpec& unit) {
  constexpr int kColours = 3;
  return unit.in_channels == kColours ? ActivationLayout::kPlanes : ActivationLayout::kBlocked;
}

UnitConvolutions::UnitConvolutions(ComputeContext& context, const ConvUnitSpec& unit, ConvFusion fusion,
                                   bool wants_src_gradient)
    : context_(context),
      unit_(unit),
      fusion_(fusion),
      layouts_{.src = source_layout(unit), .dst = ActivationLayout::kBlocked},
      wants_src_gradient_(wants_src_gradient) {}

ConvForward& UnitConvolutions::forward(int n) {
  std::unique_ptr<ConvForward>& conv = forward_[n];
  if (!conv)
    conv = std::make_unique<ConvForward>(context_, unit_, n, layouts_, fusion_, ConvForward::Purpose::kTraining);
  return *conv;
}

ConvBackward& UnitConvolutions::backward(int n) {
  std::unique_ptr<ConvBackward>& conv = backward_[n];
  if (!conv) conv = std::make_unique<ConvBackward>(context_, unit_, n, layouts_, fusion_.bias, wants_src_gradient_);
  return *conv;
}

}  // namespace ml
