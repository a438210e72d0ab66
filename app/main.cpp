// The one executable: the workbench and the command line tool.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <fcntl.h>
#include <sys/stat.h>
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

// A file that is opened while a standard stream is closed would get its number, and be printed into. The null device
// takes its place, opened for reading only, so that writing to it still fails.
void keep_standard_streams() {
  int file = ::open("/dev/null", O_RDONLY);
  while (file >= 0 && file <= STDERR_FILENO) file = ::open("/dev/null", O_RDONLY);
  if (file >= 0) ::close(file);
}

// What the program makes holds pictures of patients and what was decided about them: nobody else on the machine may
// read it, unless its owner says so.
void keep_files_private() { ::umask(::umask(0) | 077U); }

}  // namespace

int main(int argc, char** argv) {
  keep_standard_streams();
  keep_files_private();
  restart_with_passive_openmp(argv);
  try {
    ml::limit_cpu_from_environment();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return app::cli::run(argc, argv);
}
