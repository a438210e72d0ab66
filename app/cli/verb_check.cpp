// nevus check WS: whether the workspace is whole.
#include "app/cli/interrupt.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/workspace/check.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace;
  CheckOptions check;
};

Outcome check(const Options& options) {
  const Interrupt interrupt;
  const Workspace workspace(options.workspace, Workspace::Open::ToRead);
  const CheckReport report = check_workspace(workspace, options.check, terminal_progress(), interrupt.token());
  Outcome outcome{describe(report), to_json(report), report.sound() ? 0 : 1};
  outcome.json["viewing_because"] = workspace.viewing_because();
  return outcome;
}

}  // namespace

void add_check(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("check", "Whether a workspace is whole: database, log, classes, runs, caches, images");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.flag("--hashes", options->check.hashes, "Read every image and compare its content with what was imported");
  verb.runs([options] { return check(*options); });
}

}  // namespace app::cli
