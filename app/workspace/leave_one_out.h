// Runs judged on the sources that they left out: what `nevus train --leave-out` prints. One run after another, each a
// row of one table; one that could not be trained is a row that says why.
//
//   std::vector<LeftOutRun> runs;
//   for (const std::string& source : sources_to_leave(reader, target)) runs.push_back(judged_run(workspace, id, {}));
//   print(left_out_text(runs));
//
// One thread at a time; the owner decides.
#pragma once

#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/core/progress.h"
#include "app/workspace/evaluate_parts.h"

namespace app {

struct LeftOutRun {
  std::vector<std::string> left_out;
  RunId run = 0;        // 0: it could not begin
  std::string problem;  // why there are no numbers; empty: there are
  long trained_on = 0;  // images
  Evaluation own;       // on the validation of the sources it learnt from
  std::string own_problem;
  PartTable parts;    // of the left-out images, by source; the threshold of the run
  std::string asked;  // how: "8 views, calibrated on val: T 1.31, prior -1.20"
  std::vector<std::string> notes;
};

// Every source with labelled images of the target. Throws std::runtime_error where there are fewer than two, naming
// what there is.
std::vector<std::string> sources_to_leave(const db::Reader& from, const std::string& target);

// Of a run that has ended: where it cannot be judged, `problem` says why. Not calibrated: probabilities as the network
// gave them.
LeftOutRun judged_run(Workspace& workspace, RunId run, const OnProgress& progress, bool calibrated = true);
// One sentence of a run that has ended, for the window: "judged on isic2017, which it left out: AUC 0.712 [0.660,
// 0.761], n 600"; where it cannot be judged, why. Empty: it left nothing out.
std::string left_out_sentence(Workspace& workspace, const db::Reader& from, RunId run);
LeftOutRun failed_run(const std::vector<std::string>& left_out, const std::string& why);

std::string left_out_text(const std::vector<LeftOutRun>& runs);
Json left_out_json(const std::vector<LeftOutRun>& runs);

}  // namespace app
