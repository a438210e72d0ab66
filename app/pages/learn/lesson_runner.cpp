#include "app/pages/learn/lesson_runner.h"

#include <memory>
#include <string>

namespace app {

std::string lesson_note(const LessonView& view) {
  const bool own = view.asked == view.chosen;
  if (view.working && !own) return "Lesson " + std::to_string(view.asked + 1) + " is being worked out: one at a time.";
  if (!own) return {};
  return view.working ? view.progress : view.problem;
}

void LessonRunner::start(std::size_t lesson, std::uint64_t seed) {
  if (view_.working || lesson >= lessons().size()) return;
  view_.results.resize(lessons().size());
  view_.working = true;
  view_.asked = lesson;
  view_.problem.clear();
  view_.progress = "Beginning";
  job_ = lane_.post(
      [this, lesson, seed](const std::stop_token& stop) {
        const OnProgress told = [this](const ProgressReport& report) {
          inbox_.post("Working the lesson out",
                      [this, text = report.what + "  " + std::to_string(report.done) + " of " +
                                    std::to_string(report.total)] { view_.progress = text; });
        };
        auto result = std::make_shared<const LessonResult>(work_out(lesson, {.seed = seed}, told, stop));
        inbox_.post("Working the lesson out", [this, lesson, result] {
          view_.results[lesson] = *result;
          view_.working = false;
        });
      },
      [this](const std::string& why) {
        inbox_.post("Working the lesson out", [this, why] {
          view_.problem = why;
          view_.working = false;
        });
      });
}

void LessonRunner::cancel() {
  if (view_.working) lane_.cancel(job_);
}

}  // namespace app
