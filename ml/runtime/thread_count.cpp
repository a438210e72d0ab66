#include "ml/runtime/thread_count.h"

#include <algorithm>

#include <omp.h>

namespace ml {

ThreadCount::ThreadCount(int threads) : previous_(omp_get_max_threads()) {
  if (threads > 0) omp_set_num_threads(std::min(threads, omp_get_num_procs()));
}

ThreadCount::~ThreadCount() { omp_set_num_threads(previous_); }

int ThreadCount::current() { return omp_get_max_threads(); }

}  // namespace ml
