// The report of a run on a split: one block of named values, and the figures. The block is what a program reads and
// what is checked; the page (report_html.h) is made from it alone, so that nothing stands on it that the block lacks.
//
//   const Report report = make_report(workspace, {.figures = {.run = 3, .split = "val"}}, progress);
//   OutputFile("report.html", &workspace).write(report_html(report));
//
// Reading counts as a look where the split is test. One thread at a time; plain values. Throws std::runtime_error where
// there is no such run.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/core/json.h"
#include "app/core/progress.h"
#include "app/report/figure.h"
#include "app/report/figure_source.h"
#include "app/workspace/workspace.h"

namespace app {

inline constexpr const char* kReportFormat = "nevus-report-1";
// Rises when reports tell something more, or elsewhere. Those of before are made again as they were, but for 4:
// 2: what answering fewer images gains; the remarks on sources in a table of their own, small slices in their name.
// 3: which threshold was kept then.
// 4: areas of more than two groups before calibration, the interval of the calibration error without its bias. A remark
// says so where one of before is verified and differs.
// 5: without validation the epoch that is kept is the last, not the best; the interval of the mean area as in eval;
// settings that a run went on with; calibration judged as shown where it was fitted on other answers or labels; every
// interval over the groups of the headline, of the same draws and each as if it were alone; which parts are small; the
// splits of images that a run left out, images that it was not asked about; leaks by what was learnt and is judged.
inline constexpr int kReportEdition = 5;

struct ReportRequest {
  FigureRequest figures;
  std::int64_t created_at_ms = 0;  // 0: now
  // Of the measurement on worse pictures that is told: when it was made, 0 for none. Empty: the one that is kept now.
  std::optional<std::int64_t> stress_made_at_ms = {};
  int edition = kReportEdition;
};

struct Report {
  Json block;
  std::vector<Figure> figures;
};

Report make_report(Workspace& workspace, const ReportRequest& request, const OnProgress& progress);
// What the block was made for, to make it again; `told_before` is set. Throws where it is no such block.
ReportRequest request_of(const Json& block);

}  // namespace app
