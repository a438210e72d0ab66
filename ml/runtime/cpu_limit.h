// Makes this process compute as if on a lesser processor, so that every path can be tested and timed on one machine:
// oneDNN's primitives and our own kernels alike.
//
// Use: `ml::limit_cpu_from_environment();` first thing in main. NEVUS_MAX_CPU_ISA is SSE41, AVX2 or AVX512 (which
// leaves out bfloat16); unset or empty: all that the processor has.
// Threads: before other threads use ml; the choice holds for the life of the process.
#pragma once

#include <string>
#include <string_view>

namespace ml {

// Throws when the name is none of the three, or a network was made before.
void limit_cpu(std::string_view isa);
void limit_cpu_from_environment();

// The instruction set that our own kernels use now, such as "AVX3" (Highway's name for AVX-512) or "AVX2".
std::string kernel_isa();

}  // namespace ml
