#include "app/shell/import_desk.h"

#include <algorithm>

namespace app {

void ImportDesk::start(const std::vector<std::filesystem::path>& paths) {
  const JobId job = ++last_;
  shell_.jobs.push_back(
      {job, "Importing",
       paths.size() == 1 ? paths.front().filename().string() : std::to_string(paths.size()) + " items", -1, -1, true});
  const JobId lane_job = lane_.post(
      [this, job, paths](const std::stop_token& stop) {
        const OnProgress progress = [this, job](const ProgressReport& report) {
          inbox_.post("Reporting the import", [this, job, report] { show_progress(job, report); });
        };
        const ImportReport report = import_images(workspace_, gather(paths), progress, stop);
        inbox_.post("Reporting the import", [this, job, report] {
          end(job);
          const bool nothing = report.added + report.known + report.relinked + report.duplicates == 0;
          const MessageKind kind = nothing                   ? MessageKind::Error
                                   : report.failures.empty() ? MessageKind::Success
                                                             : MessageKind::Warning;
          const std::string text = describe(report);
          const std::size_t end_of_line = std::min(text.find('\n'), text.size());
          toaster_.show(kind, text.substr(0, end_of_line),
                        end_of_line < text.size() ? text.substr(end_of_line + 1) : "");
        });
      },
      [this, job](const std::string& why) {
        inbox_.post("Reporting the import", [this, job, why] {
          end(job);
          toaster_.show(MessageKind::Error, "The import failed", why);
        });
      });
  lane_job_of_.emplace_back(job, lane_job);
}

void ImportDesk::show_progress(JobId job, const ProgressReport& report) {
  const auto shown = std::ranges::find(shell_.jobs, job, &JobView::id);
  if (shown == shell_.jobs.end()) return;
  shown->title = report.what;
  shown->detail = std::to_string(report.done) + " of " + std::to_string(report.total);
  shown->fraction = report.total > 0 ? static_cast<float>(report.done) / static_cast<float>(report.total) : -1.0F;
  shown->seconds_left = static_cast<float>(report.seconds_left);
}

void ImportDesk::end(JobId job) {
  std::erase_if(shell_.jobs, [job](const JobView& shown) { return shown.id == job; });
  std::erase_if(lane_job_of_, [job](const auto& entry) { return entry.first == job; });
}

void ImportDesk::cancel(JobId job) {
  for (const auto& [shown, lane_job] : lane_job_of_) {
    if (shown == job) lane_.cancel(lane_job);
  }
}

void ImportDesk::cancel_all() {
  for (const auto& [shown, lane_job] : lane_job_of_) lane_.cancel(lane_job);
}

}  // namespace app
