#include "app/models/file_watch.h"

#include <memory>
#include <utility>

#include "app/core/thread_niceness.h"

namespace app {
namespace {

constexpr std::chrono::minutes kEvery{3};

}  // namespace

FileWatch::FileWatch(Workspace& workspace, JobLane& lane, Inbox& inbox, Messages& messages)
    : workspace_(workspace),
      lane_(lane),
      inbox_(inbox),
      messages_(messages),
      reader_(std::make_shared<LaneReader>(workspace)) {}

void FileWatch::update() {
  if (!looks_ && std::chrono::steady_clock::now() >= next_) look(false);
}

void FileWatch::look(bool first) {
  if (workspace_.viewing()) return;
  looks_ = true;
  looking_ = lane_.post(
      [this, first, reader = reader_](const std::stop_token& stop) {
        set_thread_niceness(kBackgroundNiceness);
        const auto report = std::make_shared<const ContentReport>(look_at_files(reader->get(), stop));
        if (!report->cancelled) remember_content(workspace_, *report);
        inbox_.post("Looking at the files", [this, report, first] { arrived(*report, first); });
      },
      [this](const std::string& why) {
        inbox_.post("Looking at the files", [this, why] {
          looks_ = false;
          next_ = std::chrono::steady_clock::now() + kEvery;
          messages_.show(Message{MessageKind::Warning, "The files were not looked at", why, 0, {}, "files"});
        });
      });
}

// What was known and said when the window opened is not said again.
void FileWatch::arrived(const ContentReport& report, bool first) {
  looks_ = false;
  next_ = std::chrono::steady_clock::now() + kEvery;
  if (report.cancelled) return;
  state_ = report.whole() ? "whole" : "changed";
  if (report.whole() || (!first && !report.has_news())) return;
  Message message{.kind = MessageKind::Warning, .title = report.headline(), .topic = "files"};
  for (const auto* paths : {&report.changed_paths, &report.missing_paths})
    if (!paths->empty()) message.detail += (message.detail.empty() ? "" : "\n") + paths->front();
  message.whole = report.text();
  const bool changed = !report.changed.empty();
  message.action = changed ? kShowChanged : kShowMissing;
  message.action_text = changed ? "Show the changed files" : "Show the missing files";
  messages_.show(std::move(message));
}

}  // namespace app
