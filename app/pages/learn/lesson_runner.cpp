#include "app/pages/learn/lesson_runner.h"

#include <memory>
#include <string>
#include <vector>

#include "app/workspace/lesson_pictures.h"

namespace app {

std::string lesson_note(const LessonView& view) {
  const bool own = view.asked == view.chosen;
  if (view.working && !own) return "Lesson " + std::to_string(view.asked + 1) + " is being worked out: one at a time.";
  if (!own) return {};
  return view.working ? view.progress : view.problem;
}

LessonRunner::~LessonRunner() {
  for (const auto& figures : view_.figures)
    for (const LessonFigure& figure : figures) host_.release_texture(figure.texture);
}

void LessonRunner::show(std::size_t lesson) {
  if (lesson >= lessons().size() || !drawn_.insert(lesson).second) return;
  view_.figures.resize(lessons().size());
  lanes_.pictures.post(
      [this, lesson](const std::stop_token&) {
        auto pictures = std::make_shared<const std::vector<LessonPicture>>(lesson_pictures(lesson, 1));
        inbox_.post("Showing the lesson", [this, lesson, pictures] {
          for (const LessonPicture& picture : *pictures)
            view_.figures[lesson].push_back({host_.create_texture(picture.image), std::string(picture.caption)});
        });
      },
      [](const std::string&) {});  // a lesson can be read without them
}

void LessonRunner::start(std::size_t lesson, std::uint64_t seed) {
  if (view_.working || lesson >= lessons().size()) return;
  view_.results.resize(lessons().size());
  view_.working = true;
  view_.asked = lesson;
  view_.problem.clear();
  view_.progress = "Beginning";
  job_ = lanes_.working.post(
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
  if (view_.working) lanes_.working.cancel(job_);
}

}  // namespace app
