// The one executable: the workbench and the command line tool.
#include <cstdlib>
#include <unistd.h>

#include "app/cli/cli.h"

namespace {

// OpenMP workers must sleep, not spin, while they wait: beside a user interface spinning makes a
// training step ten times slower. libgomp reads the setting before main, so the program starts again.
void restart_with_passive_openmp(char** argv) {
  if (std::getenv("OMP_WAIT_POLICY") != nullptr) return;
  ::setenv("OMP_WAIT_POLICY", "passive", 1);
  ::execv("/proc/self/exe", argv);  // returns only on failure; then waiting threads spin, which is slower but correct
}

}  // namespace

int main(int argc, char** argv) {
  restart_with_passive_openmp(argv);
  return app::cli::run(argc, argv);
}
