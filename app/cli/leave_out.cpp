#include "app/cli/leave_out.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "app/cli/terminal_progress.h"
#include "app/core/disclaimer.h"
#include "app/workspace/leave_one_out.h"

namespace app::cli {
namespace {

constexpr const char* kEach = "each";

LeftOutRun run_without(Workspace& workspace, const std::string& source, bool calibrated, const TrainWithout& train) {
  std::fprintf(stderr, "leaving out %s\n", source.c_str());
  try {
    const TrainOutcome outcome = train(source);
    if (outcome.best_epoch > 0) return judged_run(workspace, outcome.run, terminal_progress(), calibrated);
    return failed_run({source}, "run " + std::to_string(outcome.run) + " " + outcome.end + " before its first epoch");
  } catch (const std::runtime_error& error) {
    return failed_run({source}, error.what());
  }
}

}  // namespace

bool leaves_each_out(const std::vector<std::string>& leave_out) {
  if (std::ranges::find(leave_out, kEach) == leave_out.end()) return false;
  if (leave_out.size() == 1) return true;
  throw std::runtime_error("leaving sources out: \"each\" leaves out every source in turn and stands alone");
}

void add_left_out(Workspace& workspace, RunId run, bool calibrated, Outcome& outcome) {
  const std::vector<LeftOutRun> runs = {judged_run(workspace, run, terminal_progress(), calibrated)};
  outcome.json["left_out"] = left_out_json(runs);
  outcome.text += "\n" + left_out_text(runs);
}

Outcome leave_each_out(Workspace& workspace, const std::string& target, bool calibrated, const TrainWithout& train,
                       const std::stop_token& stop) {
  const std::vector<std::string> sources = sources_to_leave(*workspace.make_reader(), target);
  std::vector<LeftOutRun> runs;
  for (const std::string& source : sources)
    if (!stop.stop_requested()) runs.push_back(run_without(workspace, source, calibrated, train));
  Outcome outcome;
  outcome.json = {
      {"left_out", left_out_json(runs)}, {"complete", runs.size() == sources.size()}, {"disclaimer", kDisclaimer}};
  outcome.text = left_out_text(runs) + "\n" + kDisclaimer;
  if (runs.size() < sources.size())
    outcome.text += "\nStopped: " + std::to_string(sources.size() - runs.size()) + " sources were not left out";
  const bool whole = std::ranges::all_of(runs, [](const LeftOutRun& run) { return run.problem.empty(); });
  outcome.exit_code = whole && runs.size() == sources.size() ? 0 : 1;
  return outcome;
}

}  // namespace app::cli
