// What oneDNN and OpenMP offer on this machine, for `nevus doctor` and for the program's start.
//
// Use: `const ml::RuntimeInfo info = ml::runtime_info();`
// `openmp_passive` matters: the OpenMP runtime reads its environment once, before main begins, and threads that spin
// while they wait make a training step ten times slower as soon as another program wants a core. Programs set
// OMP_WAIT_POLICY=passive and start themselves again.
// Threads: any thread; pure functions.
#pragma once

#include <string>

namespace ml {

struct RuntimeInfo {
  std::string onednn_version;    // the library that is loaded, such as "2.6.3"
  std::string onednn_built_for;  // the version whose headers this program was compiled with
  std::string cpu_isa;           // the widest instruction set that oneDNN uses, such as "avx512_core_bf16"
  bool has_bf16 = false;
  int processors = 1;  // what OpenMP may use
  bool openmp_passive = false;
};

RuntimeInfo runtime_info();

// Whether the environment of this process asked OpenMP not to spin while it waits.
bool openmp_is_passive();

}  // namespace ml
