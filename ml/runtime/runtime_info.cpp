#include "ml/runtime/runtime_info.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include <omp.h>

#include "ml/runtime/onednn_compat.h"

namespace ml {

namespace {

std::string version_text(int major, int minor, int patch) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

}  // namespace

RuntimeInfo runtime_info() {
  const dnnl_version_t* loaded = dnnl_version();
  const dnnl::cpu_isa isa = dnnl::get_effective_cpu_isa();
  RuntimeInfo info;
  info.onednn_version = version_text(loaded->major, loaded->minor, loaded->patch);
  info.onednn_built_for = version_text(DNNL_VERSION_MAJOR, DNNL_VERSION_MINOR, DNNL_VERSION_PATCH);
  info.cpu_isa = onednn::isa_name(isa);
  info.has_bf16 = onednn::isa_has_bf16(isa);
  info.processors = omp_get_num_procs();
  info.openmp_passive = openmp_is_passive();
  return info;
}

bool openmp_is_passive() {
  const char* policy = std::getenv("OMP_WAIT_POLICY");
  if (policy == nullptr) return false;
  std::string text(policy);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text == "passive";
}

}  // namespace ml
