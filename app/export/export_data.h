// Writes what a workspace holds for other programs and people. What is known of licences and authors goes along, and so
// does what the program is not.
//
//   const ExportReport report = export_data(workspace, {ExportKind::Labels, "labels.csv"}, progress, stop);
//
// One thread at a time; the owner of the workspace's reader decides. Throws where nothing can be written, saying why.
#pragma once

#include <stop_token>

#include "app/core/progress.h"
#include "app/export/export_request.h"
#include "app/workspace/workspace.h"

namespace app {

ExportReport export_data(Workspace& workspace, const ExportRequest& request, const OnProgress& on_progress = {},
                         const std::stop_token& stop = {});
std::string describe(const ExportReport& report);

}  // namespace app
