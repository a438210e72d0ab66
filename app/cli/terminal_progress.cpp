#include "app/cli/terminal_progress.h"

#include <cstdio>

#include <unistd.h>

#include "app/core/printable.h"

namespace app::cli {

OnProgress terminal_progress() {
  if (::isatty(STDERR_FILENO) == 0) return {};
  return [](const ProgressReport& report) {
    std::fprintf(stderr, "\r\033[K%s  %ld of %ld", printable(report.what).c_str(), report.done, report.total);
    if (report.seconds_left >= 0) std::fprintf(stderr, "  %.0f s left", report.seconds_left);
    if (report.total > 0 && report.done >= report.total) std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
  };
}

}  // namespace app::cli
