// The command line: every verb of the workbench without a window, with --json and the exit codes
// 0 ok, 1 failed, 2 usage. One file per verb; each adds its subcommand and says what it runs.
// Main thread only. One of the boundaries where failures end (app/README.md).
#pragma once

namespace app::cli {

int run(int argc, char** argv);

}  // namespace app::cli
