// NEVUS_MAX_CPU_ISA holds for the whole suite: the same tests run on the narrower paths of this machine.
#include <gtest/gtest.h>

#include "ml/runtime/cpu_limit.h"

namespace {

class CpuLimit : public testing::Environment {
 public:
  void SetUp() override { ml::limit_cpu_from_environment(); }
};

[[maybe_unused]] const testing::Environment* const kCpuLimit = testing::AddGlobalTestEnvironment(new CpuLimit);

}  // namespace
