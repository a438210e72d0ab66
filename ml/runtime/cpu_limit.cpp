#include "ml/runtime/cpu_limit.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>

#include <hwy/highway.h>
#include <oneapi/dnnl/dnnl.hpp>

namespace ml {

namespace {

struct Limit {
  std::string_view name;
  dnnl::cpu_isa onednn;
  std::int64_t kernels;
};

constexpr std::array kLimits = {Limit{"SSE41", dnnl::cpu_isa::sse41, HWY_SSE4},
                                Limit{"AVX2", dnnl::cpu_isa::avx2, HWY_AVX2},
                                Limit{"AVX512", dnnl::cpu_isa::avx512_core, HWY_AVX3}};

// Highway numbers its targets from the best, one bit each.
std::int64_t better_than(std::int64_t target) { return target - 1; }

}  // namespace

void limit_cpu(std::string_view isa) {
  const auto limit = std::find_if(kLimits.begin(), kLimits.end(), [&](const Limit& one) { return one.name == isa; });
  if (limit == kLimits.end())
    throw std::runtime_error("cannot limit the processor to \"" + std::string(isa) +
                             "\"; NEVUS_MAX_CPU_ISA is SSE41, AVX2 or AVX512");
  if (dnnl::set_max_cpu_isa(limit->onednn) != dnnl::status::success)
    throw std::runtime_error("cannot limit the processor to " + std::string(isa) +
                             ": a network was made before; set NEVUS_MAX_CPU_ISA when the program starts");
  hwy::DisableTargets(better_than(limit->kernels));
}

void limit_cpu_from_environment() {
  const char* isa = std::getenv("NEVUS_MAX_CPU_ISA");
  if (isa != nullptr && *isa != '\0') limit_cpu(isa);
}

std::string kernel_isa() {
  const auto supported = static_cast<std::uint64_t>(hwy::SupportedTargets());
  return hwy::TargetName(static_cast<std::int64_t>(supported & (~supported + 1)));  // the lowest bit: the best
}

}  // namespace ml
