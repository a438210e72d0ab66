#include "app/shell/report_desk.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/report/figure_files.h"
#include "app/report/figures.h"
#include "app/report/report_html.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr JobId kReportJob = 1'000'001;  // apart from imports and exports; one at a time

FigureRequest request_of(const ReportDesk::Shown& shown, const Workspace& workspace, const char* reason) {
  const RunId run = shown.run != 0 ? shown.run : newest_run(workspace.reader());
  return {.run = run, .epoch = shown.epoch, .split = shown.split, .threshold = shown.threshold, .reason = reason};
}

// "run-3-epoch-5-val"
std::string stem_of(const FigureRequest& request) {
  std::string stem = "run-" + std::to_string(request.run);
  if (request.epoch > 0) stem += "-epoch-" + std::to_string(request.epoch);
  return stem + "-" + request.split;
}

fs::path reports_folder(const Workspace& workspace) {
  const fs::path folder = workspace.folder() / "reports";
  fs::create_directories(folder);
  return folder;
}

}  // namespace

void ReportDesk::save_report(const Shown& shown) {
  post("Saving the report", [shown](Workspace& own) {
    const FigureRequest request = request_of(shown, own, "the report, from the window");
    const OutputFile output(reports_folder(own) / (stem_of(request) + ".html"), &own);
    output.write(report_html(make_report(own, {.figures = request}, {})));
    return output.path().string();
  });
}

void ReportDesk::save_figures(const Shown& shown, const std::string& figure) {
  post("Saving figures", [shown, figure](Workspace& own) {
    const FigureRequest request = request_of(shown, own, "figures, from the window");
    const fs::path folder = reports_folder(own);
    FigureSource source = read_figure_source(own, request, {});
    if (figure == "risk-coverage") measure_risk(own, source, {});  // takes its time: not among all
    int files = 0;
    for (const FigureInfo& info : figure_list()) {
      if (figure != "all" && figure != info.name) continue;
      const Figure made = make_figure(info.name, source);
      for (const char* ending : {".png", ".svg", ".csv"}) {
        write_figure(OutputFile(folder / (stem_of(request) + "-" + std::string(info.name) + ending), &own), made);
        ++files;
      }
    }
    return std::to_string(files) + " files in " + folder.string();
  });
}

void ReportDesk::post(const std::string& title, Work work) {
  if (std::ranges::any_of(shell_.jobs, [](const JobView& job) { return job.id == kReportJob; }))
    return toaster_.show(MessageKind::Warning, "A report or figures are being saved", "Wait until they are written.");
  shell_.jobs.push_back({kReportJob, title, "", -1, -1, false});
  lane_.post(
      [this, title, work = std::move(work)](const std::stop_token&) {
        // Its own connection: the window's reader is the main thread's.
        Workspace own = workspace_.opened_again();
        const std::string written = work(own);
        inbox_.post("Telling what was saved", [this, title, written] { end(title, "", written); });
      },
      [this, title](const std::string& why) {
        inbox_.post("Telling what was saved", [this, title, why] { end(title, why, ""); });
      });
}

void ReportDesk::end(const std::string& title, const std::string& problem, const std::string& written) {
  std::erase_if(shell_.jobs, [](const JobView& job) { return job.id == kReportJob; });
  if (!problem.empty()) return toaster_.show(MessageKind::Error, title + " failed", problem);
  toaster_.show(MessageKind::Success, "Saved", written);
}

}  // namespace app
