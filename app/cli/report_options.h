// The options of the verbs that tell of one run in a file: --run, --epoch, --split, --threshold and --uncalibrated.
// Main thread only.
#pragma once

#include <string>

#include "app/cli/command_line.h"
#include "app/report/report.h"

namespace app::cli {

struct ReportOptions {
  std::string run, output;
  ReportRequest request;
  double threshold = 0.5;
  bool uncalibrated = false;
};

struct ReportHandles {
  Option run, epoch, split, threshold;
};

// `options` must outlive the verb.
ReportHandles add_report_options(Verb& verb, ReportOptions& options);

// Puts into the request what was typed; once everything is read.
void complete(ReportOptions& options, const ReportHandles& typed);

}  // namespace app::cli
