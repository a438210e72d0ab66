// The one executable: the workbench and the command line tool.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <unistd.h>

#include "app/cli/cli.h"
#include "ml/runtime/cpu_limit.h"

namespace {

// OpenMP workers must sleep, not spin for milliseconds, while they wait: beside a user interface that makes a
// training step ten times slower. A spin of microseconds bridges the gaps between layers: with nothing else
// running a step of the tail is 1.4 times and one image 1.8 times as fast, beside a busy neighbour they are
// a tenth to a quarter slower. libgomp reads the settings before main, so the program starts again.
void restart_with_passive_openmp(char** argv) {
  if (std::getenv("OMP_WAIT_POLICY") != nullptr) return;
  ::setenv("OMP_WAIT_POLICY", "passive", 1);
  ::setenv("GOMP_SPINCOUNT", "1000", 0);
  ::execv("/proc/self/exe", argv);  // returns only on failure; then waiting threads spin, which is slower but correct
}

}  // namespace

int main(int argc, char** argv) {
  restart_with_passive_openmp(argv);
  try {
    ml::limit_cpu_from_environment();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return app::cli::run(argc, argv);
}
