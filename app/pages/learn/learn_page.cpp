#include "app/pages/learn/learn_page.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "app/pages/learn/learn_commands.h"
#include "app/pages/learn/learn_panel.h"

namespace app {
namespace {

// Where the window shows a lesson on one's own images, and what is set there.
struct LessonPlace {
  std::string_view lesson;
  const char* page;
  const char* action = nullptr;  // run there
  float threshold = 0;           // 0: stays; the run keeps its own
  bool heat = false;             // the evidence is laid over the image
  bool leaking = false;          // only the images that leak, as the header's chip shows them
};
constexpr std::array kLessonPlaces = {
    LessonPlace{.lesson = "precision", .page = "train", .action = "train-numbers", .threshold = 0.95F},
    LessonPlace{.lesson = "leak", .page = "library", .leaking = true},
    LessonPlace{.lesson = "threshold", .page = "compare", .action = "compare-3"},
    LessonPlace{.lesson = "source", .page = "errors", .action = "errors-by-source"},
    LessonPlace{.lesson = "ruler", .page = "inspect", .heat = true},
};

}  // namespace

const PageInfo& LearnPage::info() const {
  static const PageInfo info{"learn", "Learn", "Terms, a quiz and lessons", "f8", engine::Icon::Learn};
  return info;
}

void LearnPage::draw(PageContext& context, widgets::Rect in) {
  if (view_.part == LearnPart::Lessons) lessons_.show(view_.lesson.chosen);
  LearnContext own{context, view_};
  draw_learn(own, in);
}

void LearnPage::enter_commands(CommandTable& table) {
  table.on<StartQuiz>("Begin the quiz", [this](const StartQuiz&) { quiz_.start(); });
  table.on<AnswerQuiz>("Answer", [this](const AnswerQuiz& c) { quiz_.answer(c.group); });
  table.on<BackInQuiz>("Go back in the quiz", [this](const BackInQuiz&) { quiz_.back(); });
  table.on<LeaveQuiz>("Leave the quiz", [this](const LeaveQuiz&) { quiz_.leave(); });
  table.on<WorkOutLesson>("Work the lesson out", [this](const WorkOutLesson& c) {
    lessons_.start(c.lesson, static_cast<std::uint64_t>(view_.lesson.seed));
  });
  table.on<ShowLessonHere>("Show the lesson here", [this](const ShowLessonHere& c) { show_here(c.lesson); });
  table.on<ReplaySession>("Replay the session", [this](const ReplaySession&) { replay(); });
  table.on<ToggleRecording>("Record", [this](const ToggleRecording&) { toggle_recording(); });
}

void LearnPage::update() {
  SessionsView& view = view_.sessions;
  view.recording = host_.recording();
  view.replaying = host_.replaying();
  if (std::string news = host_.take_replay_news(); !news.empty()) view.message = std::move(news);
}

void LearnPage::show_here(std::size_t lesson) {
  const auto place = std::ranges::find(kLessonPlaces, lessons()[lesson].name, &LessonPlace::lesson);
  if (place == kLessonPlaces.end())
    throw std::logic_error("no place shows the lesson " + std::string(lessons()[lesson].name));
  if (place->leaking) {
    if (session_.models().workspace.leak.empty()) return;
    Filter filter;
    filter.only_leaking = true;
    commands_.push(SetFilter{filter});
  }
  commands_.push(ShowPage{place->page});
  if (place->threshold > 0) commands_.push(SetThreshold{place->threshold, session_.models().run.run, false});
  if (place->heat) commands_.push(ShowHeat{true, session_.models().image.heat.asked});
  if (place->action != nullptr) commands_.push(RunAction{place->action});
}

void LearnPage::replay() {
  view_.sessions.message = host_.headless() ? "A session is replayed in a window only" : "";
  if (!host_.headless()) host_.replay(view_.sessions.path);
}

// Written beside the interface; the page says what became of it.
void LearnPage::toggle_recording() {
  if (!host_.recording()) {
    view_.sessions.message = "Recording: what you do from now on is written down";
    return host_.record();
  }
  const auto written = [this](const std::string& path) {
    inbox_.post("Writing the session", [this, path] {
      view_.sessions.message = "Written to " + path;
      if (view_.sessions.path == path) view_.sessions.path.clear();  // the next one does not go over it
    });
  };
  files_.post(
      [path = view_.sessions.path, folder = view_.sessions.folder, text = host_.stop_recording(),
       written](const std::stop_token&) {
        std::error_code none;  // what is wrong the file says
        if (std::filesystem::path(path).parent_path() == folder) std::filesystem::create_directories(folder, none);
        std::ofstream out(path, std::ios::binary);
        out << text;
        out.close();
        if (!out) throw std::runtime_error("the disk did not take it; choose another file: " + path);
        written(path);
      },
      [this](const std::string& why) {
        inbox_.post("Writing the session", [this, why] { view_.sessions.message = "Not written: " + why; });
      });
  list_sessions();  // behind it on the lane
}

// The next one that is recorded gets a name of its own beside them.
void LearnPage::list_sessions() {
  const std::filesystem::path folder = session_.workspace().folder() / "sessions";
  view_.sessions.folder = folder.string();
  files_.post(
      [this, folder](const std::stop_token&) {
        std::vector<std::string> found;
        std::error_code none;  // there is no such folder before the first
        for (std::filesystem::directory_iterator file(folder, none), end; !none && file != end; file.increment(none))
          if (file->path().extension() == ".txt") found.push_back(file->path().filename().string());
        std::ranges::sort(found);
        std::size_t number = found.size() + 1;
        while (std::ranges::binary_search(found, "session " + std::to_string(number) + ".txt")) ++number;
        const std::string next = (folder / ("session " + std::to_string(number) + ".txt")).string();
        inbox_.post("Listing the sessions", [this, found, next] {
          view_.sessions.found = found;
          view_.sessions.listed = true;
          if (view_.sessions.path.empty()) view_.sessions.path = next;
        });
      },
      [this](const std::string& why) {
        inbox_.post("Listing the sessions", [why] { throw std::runtime_error(why); });
      });
}

// The keys of the classes answer, as they label elsewhere; they write nothing.
void LearnPage::enter_actions(ActionTable& table) {
  const auto asking = [this] { return view_.part == LearnPart::Quiz && view_.quiz.stage == QuizStage::Asking; };
  for (std::size_t i = 0; key_of_class(i) != '\0'; ++i) {
    const std::string key(1, key_of_class(i));
    table.add({.id = "quiz-answer-" + key,
               .title = "Answer the quiz with class " + key,
               .tooltip = "No label is written",
               .shortcut = key,
               .scope = Scope::Page,
               .pages = {"learn"},
               .once_a_press = true,
               .offered = asking,
               .run = [this, i] { quiz_.answer_class(i); }});
  }
  table.add({.id = "quiz-skip",
             .title = "Skip the question",
             .tooltip = "It is not counted",
             .shortcut = "0",
             .scope = Scope::Page,
             .pages = {"learn"},
             .once_a_press = true,
             .offered = asking,
             .run = [this] { quiz_.answer(-1); }});
  table.add({.id = "quiz-back",
             .title = "Back to the question before",
             .tooltip = "Its answer is given anew",
             .shortcut = "backspace",
             .scope = Scope::Page,
             .pages = {"learn"},
             .once_a_press = true,
             .offered = [this, asking] { return asking() && view_.quiz.at > 0; },
             .run = [this] { quiz_.back(); }});
  table.add({.id = "quiz-leave",
             .title = "Leave the quiz",
             .tooltip = "What was answered so far is scored",
             .shortcut = "escape",
             .scope = Scope::Page,
             .pages = {"learn"},
             .once_a_press = true,
             .offered = asking,
             .run = [this] { quiz_.leave(); }});
  const auto part = [&](const char* id, const char* title, const char* tooltip, LearnPart which) {
    table.add({.id = id,
               .menu = "Help",
               .title = title,
               .tooltip = tooltip,
               .scope = Scope::Page,
               .pages = {"learn"},
               .run = [this, which] { view_.part = which; }});
  };
  part("learn-terms", "Terms", "The words of dermoscopy and machine learning", LearnPart::Terms);
  part("learn-quiz", "Quiz", "Guess before the answer is shown", LearnPart::Quiz);
  part("learn-sessions", "Recorded sessions", "Record what is done, and play it again", LearnPart::Sessions);
  part("learn-lessons", "Lessons", "Mistakes that look like success", LearnPart::Lessons);
}

std::optional<std::string> LearnPage::script_value(const std::string& key) const {
  const QuizView& quiz = view_.quiz;
  if (key == "quiz")
    return quiz.stage == QuizStage::Before ? "before" : quiz.stage == QuizStage::Asking ? "asking" : "done";
  if (key == "quiz.at") return std::to_string(quiz.at);
  if (key == "quiz.of") return std::to_string(quiz.questions.size());
  if (key == "quiz.answered") return std::to_string(quiz.reader.asked);
  if (key == "quiz.image") return quiz.image.state == LoadState::Ready ? "ready" : "loading";
  if (key == "quiz.roc_of") return quiz.roc_of;
  if (key == "quiz.problem") return quiz.problem;
  if (key == "quiz.left_out") return quiz.left_out;
  if (key == "lesson.figures") {
    const auto& figures = view_.lesson.figures;
    return std::to_string(view_.lesson.chosen < figures.size() ? figures[view_.lesson.chosen].size() : 0);
  }
  if (key == "lesson.seed") {
    const LessonView& lesson = view_.lesson;
    const bool known = lesson.chosen < lesson.results.size() && lesson.results[lesson.chosen].has_value();
    return known ? std::to_string(lesson.results[lesson.chosen]->seed) : "";
  }
  if (key == "sessions.path") return view_.sessions.path;
  if (key == "sessions.found") return std::to_string(view_.sessions.found.size());
  if (key == "sessions.message") return view_.sessions.message;
  if (key == "lesson") return view_.lesson.working ? "working" : view_.lesson.problem.empty() ? "idle" : "failed";
  if (key == "lesson.note") return lesson_note(view_.lesson);
  if (key == "lesson.numbers") {
    const LessonView& lesson = view_.lesson;
    const bool known = lesson.chosen < lesson.results.size() && lesson.results[lesson.chosen].has_value();
    return std::to_string(known ? lesson.results[lesson.chosen]->numbers.size() : 0);
  }
  return std::nullopt;
}

}  // namespace app
