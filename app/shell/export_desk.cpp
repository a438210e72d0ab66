#include "app/shell/export_desk.h"

#include <algorithm>
#include <filesystem>

#include "app/export/export_data.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr JobId kExportJob = 1'000'000;  // apart from the imports' numbers; one export at a time

constexpr const char* kSplitNames[] = {"", "train", "val", "test"};

}  // namespace

void ExportDesk::open_dialog(RunId shown_run) {
  ExportView& view = shell_.exporting;
  view.open = !view.open;
  view.run = shown_run;
  if (view.open && view.path.empty())
    view.path = (workspace_.folder() / "exports" / info_of(view.kind).file_name).string();
}

void ExportDesk::choose(ExportKind kind) {
  ExportView& view = shell_.exporting;
  view.kind = kind;
  view.path = (fs::path(view.path).parent_path() / info_of(kind).file_name).string();
}

void ExportDesk::start() {
  ExportView& view = shell_.exporting;
  if (view.working) return;
  view.working = true;
  view.message.clear();
  ExportRequest request{.kind = view.kind, .output = view.path, .copy = view.copy && uses_copy(view.kind)};
  if (uses_split(view.kind)) request.split = kSplitNames[view.split];
  if (view.run != 0 && info_of(view.kind).needs_run) request.run = "run:" + std::to_string(view.run);
  shell_.jobs.push_back({kExportJob, "Exporting", std::string(info_of(view.kind).title), -1, -1, false});
  lane_.post(
      [this, request](const std::stop_token& stop) {
        // Its own connection: the window's reader is the main thread's.
        Workspace own = workspace_.opened_again();
        if (request.output.has_parent_path()) fs::create_directories(request.output.parent_path());
        const ExportReport report = export_data(own, request, {}, stop);
        inbox_.post("Reporting the export", [this, report] { end("", report); });
      },
      [this](const std::string& why) { inbox_.post("Reporting the export", [this, why] { end(why, {}); }); });
}

void ExportDesk::end(const std::string& problem, const ExportReport& report) {
  std::erase_if(shell_.jobs, [](const JobView& job) { return job.id == kExportJob; });
  ExportView& view = shell_.exporting;
  view.working = false;
  view.failed = !problem.empty();
  view.message = problem.empty() ? describe(report) : problem;
  if (!view.failed) view.open = false;
  const std::size_t end_of_line = std::min(view.message.find('\n'), view.message.size());
  if (view.failed) return toaster_.show(MessageKind::Error, "The export failed", problem);
  toaster_.show(MessageKind::Success, view.message.substr(0, end_of_line),
                end_of_line < view.message.size() ? view.message.substr(end_of_line + 1) : "");
}

}  // namespace app
