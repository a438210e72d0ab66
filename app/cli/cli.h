// The command line: every verb of the workbench without a window, with --json and the exit codes
// 0 ok, 1 failed, 2 usage. One file per verb; each adds its subcommand and says what it runs.
// Main thread only. This is one of the three places where exceptions are caught.
#pragma once

namespace app::cli {

int run(int argc, char** argv);

}  // namespace app::cli
