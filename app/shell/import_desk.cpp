#include "app/shell/import_desk.h"

#include <algorithm>
#include <stdexcept>

#include "app/core/number_text.h"
#include "app/core/time_text.h"
#include "app/workspace/demo_images.h"
#include "db/settings.h"

namespace app {
namespace {

// Every file that could not be read and every note, one a line; empty: there are none.
std::string everything_of(const ImportReport& report) {
  std::string text;
  const auto add = [&text](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
  for (const ImportFailure& failure : report.failures) add(failure.reason);
  for (const std::string& note : report.notes) add("note: " + note);
  return text;
}

std::string line_of(const db::ImportReport& report) {
  std::string line = "Imported " + grouped(report.added) + " images from " + report.source;
  if (report.known > 0) line += ", " + grouped(report.known) + " were here already";
  if (report.relinked > 0) line += ", " + grouped(report.relinked) + " found at a new place";
  if (report.duplicates > 0) line += ", " + grouped(report.duplicates) + " with the same content as another";
  if (!report.failures.empty())
    line += "; " + grouped(static_cast<std::int64_t>(report.failures.size())) + " could not be read";
  return line;
}

// As they are kept, oldest first.
std::vector<MessageEntry> entries_of(const std::vector<db::ImportReport>& newest_first) {
  std::vector<MessageEntry> entries;
  for (auto report = newest_first.rbegin(); report != newest_first.rend(); ++report) {
    const bool sound = report->failures.empty();
    std::string reasons;
    for (const db::ImportFailure& failure : report->failures) reasons += (reasons.empty() ? "" : "\n") + failure.reason;
    entries.push_back(
        {sound ? MessageKind::Info : MessageKind::Warning, local_time_text(report->at_ms), line_of(*report), reasons});
  }
  return entries;
}

}  // namespace

void ImportDesk::read_earlier(JobLane& lane) {
  lane.post(
      [this](const std::stop_token&) {
        const auto entries = entries_of(db::import_reports(*workspace_.make_reader()));
        inbox_.post("Reading the import reports", [this, entries] {
          shell_.messages.insert(shell_.messages.begin(), entries.begin(), entries.end());
          shell_.messages_seen += entries.size();
        });
      },
      [this](const std::string& why) {
        inbox_.post("Reading the import reports", [why] { throw std::runtime_error(why); });
      });
}

void ImportDesk::start(const std::vector<std::filesystem::path>& paths) {
  launch("Importing", paths.size() == 1 ? paths.front().filename().string() : std::to_string(paths.size()) + " items",
         [this, paths](const OnProgress& progress, const std::stop_token& stop) {
           return import_images(workspace_, gather(paths), progress, stop);
         });
}

void ImportDesk::start_demo() {
  launch("Drawing lesions", "", [this](const OnProgress& progress, const std::stop_token& stop) {
    return add_demo_images(workspace_, {}, progress, stop).import;
  });
}

void ImportDesk::launch(const std::string& title, const std::string& detail, Work work) {
  const JobId job = ++last_;
  shell_.jobs.push_back({job, title, detail, -1, -1, true});
  const JobId lane_job = lane_.post(
      [this, job, work = std::move(work)](const std::stop_token& stop) {
        const OnProgress progress = [this, job](const ProgressReport& report) {
          inbox_.post("Reporting the import", [this, job, report] { show_progress(job, report); });
        };
        const ImportReport report = work(progress, stop);
        inbox_.post("Reporting the import", [this, job, report] {
          end(job);
          const bool nothing = report.added + report.known + report.relinked + report.duplicates == 0;
          const MessageKind kind = nothing                   ? MessageKind::Error
                                   : report.failures.empty() ? MessageKind::Success
                                                             : MessageKind::Warning;
          const std::string text = describe(report);
          const std::size_t end_of_line = std::min(text.find('\n'), text.size());
          toaster_.show({kind, text.substr(0, end_of_line),
                         end_of_line < text.size() ? text.substr(end_of_line + 1) : "", 0, everything_of(report)});
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
