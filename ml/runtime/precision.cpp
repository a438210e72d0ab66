#include "ml/runtime/precision.h"

#include <stdexcept>
#include <string>

#include "ml/runtime/onednn_compat.h"

namespace ml {

std::string_view precision_name(Precision precision) {
  return precision == Precision::Bfloat16 ? "bfloat16" : "float32";
}

Precision precision_from_name(std::string_view name) {
  for (const Precision precision : {Precision::Float32, Precision::Bfloat16})
    if (name == precision_name(precision)) return precision;
  throw std::runtime_error("there is no precision \"" + std::string(name) + "\"; there are float32, bfloat16");
}

bool has_precision(Precision precision) {
  return precision == Precision::Float32 || onednn::isa_has_bf16(dnnl::get_effective_cpu_isa());
}

void require_precision(Precision precision) {
  if (has_precision(precision)) return;
  throw std::runtime_error("cannot compute in " + std::string(precision_name(precision)) + ": this processor has " +
                           onednn::isa_name(dnnl::get_effective_cpu_isa()) + ", which has no bfloat16; take float32");
}

}  // namespace ml
