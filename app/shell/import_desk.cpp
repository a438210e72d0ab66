#include "app/shell/import_desk.h"

#include <algorithm>
#include <stdexcept>

#include "app/core/number_text.h"
#include "app/core/time_text.h"
#include "app/workspace/demo_images.h"
#include "app/workspace/import_history.h"

namespace app {
namespace {

constexpr std::size_t kReasonsShown = 5;

// Every file that could not be read and every note, one a line; empty: there are none.
std::string everything_of(const ImportReport& report) {
  std::string text;
  const auto add = [&text](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
  for (const ImportFailure& failure : report.failures) add(failure.reason);
  for (const std::string& note : report.notes) add("note: " + note);
  return text;
}

// As they are kept, oldest first.
std::vector<MessageEntry> entries_of(const std::vector<PastImport>& newest_first) {
  std::vector<MessageEntry> entries;
  for (auto past = newest_first.rbegin(); past != newest_first.rend(); ++past) {
    std::string lines;
    for (const std::string& line : past->lines) lines += (lines.empty() ? "" : "\n") + line;
    entries.push_back({past->failures.empty() ? MessageKind::Info : MessageKind::Warning, local_time_text(past->at_ms),
                       past->title + (past->undone ? " (undone)" : ""), lines, past->id, past->can_undo});
  }
  return entries;
}

}  // namespace

void ImportDesk::read_earlier(JobLane& lane) {
  lane.post(
      [this](const std::stop_token&) {
        const auto entries = entries_of(past_imports(*workspace_.make_reader()));
        inbox_.post("Reading the import reports", [this, entries] {
          shell_.messages.insert(shell_.messages.begin(), entries.begin(), entries.end());
          shell_.messages_seen += entries.size();
        });
      },
      [this](const std::string& why) {
        inbox_.post("Reading the import reports", [why] { throw std::runtime_error(why); });
      });
}

void ImportDesk::start(std::shared_ptr<const ImportPlan> plan, ImportChoices choices) {
  const std::string name = plan->source.name;
  launch("Importing", name,
         [this, plan = std::move(plan), choices = std::move(choices)](const OnProgress& progress,
                                                                      const std::stop_token& stop) {
           return apply_plan(workspace_, *plan, choices, progress, stop);
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
          say(report);
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

void ImportDesk::say(const ImportReport& report) {
  const MessageKind kind = !report.did_something()   ? MessageKind::Error
                           : report.failures.empty() ? MessageKind::Success
                                                     : MessageKind::Warning;
  const std::string text = describe(report);
  const std::size_t end_of_line = std::min(text.find('\n'), text.size());
  std::string reasons;  // the notes stand in the list of messages
  for (std::size_t i = 0; i < std::min(kReasonsShown, report.failures.size()); ++i)
    reasons += (i == 0 ? "" : "\n") + report.failures[i].reason;
  const bool wrote = report.added + report.changed + report.relinked > 0;
  toaster_.show({.kind = kind,
                 .title = text.substr(0, end_of_line),
                 .detail = reasons,
                 .whole = everything_of(report),
                 .import = wrote ? report.id : 0});
}

void ImportDesk::undo(std::int64_t import) {
  // The writer may answer when this is gone; the inbox is there until it has.
  submit_undo_import(workspace_, import, [&inbox = inbox_, this, import](const LabelOutcome& outcome) {
    inbox.post("Undo the import", [this, import, outcome] { undone(import, outcome); });
  });
}

void ImportDesk::undone(std::int64_t import, const LabelOutcome& outcome) {
  if (outcome.failure) return toaster_.show(MessageKind::Error, "The import was not undone", outcome.failure->text);
  for (MessageEntry& message : shell_.messages)
    if (message.import == import) message.can_undo = false;
  std::erase_if(shell_.toasts, [import](const ToastView& shown) { return shown.undo_import == import; });
  const auto skipped = outcome.reversal ? outcome.reversal->skipped.size() : 0;
  if (outcome.reversal && outcome.reversal->changed == 0 && skipped == 0)
    return toaster_.show(
        MessageKind::Info, "Nothing of the import was left to undo",
        "It changed nothing that still stands. Places where an earlier version found files again stay; "
        "an import of the folder that holds them now moves them.");
  toaster_.show(MessageKind::Info, "The import is undone",
                "Redo makes it again." + (skipped == 0 ? std::string()
                                                       : " " + grouped(static_cast<std::int64_t>(skipped)) +
                                                             " images were decided otherwise since and are left."));
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
