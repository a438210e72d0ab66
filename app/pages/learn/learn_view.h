// The Learn page's own view: which part of it is seen, the round of the quiz, the lesson. Main thread only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/models/focused_image.h"
#include "app/pages/page.h"
#include "app/table/bits.h"
#include "app/table/quiz.h"
#include "app/workspace/lessons.h"

namespace app {

enum class LearnPart { Terms, Quiz, Lessons, Sessions };

enum class QuizStage { Before, Asking, Done };

struct QuizQuestion {
  Row row = 0;
  int truth = -1;   // group of its label when the round began
  int answer = -1;  // negative: skipped
  int model = -1;   // what the model says; negative: nothing
};

struct QuizView {
  QuizStage stage = QuizStage::Before;
  int wanted = 20, seed = 1;              // edited in place
  std::string problem;                    // why no round could begin
  std::string left_out;                   // how many images could not be asked; empty: none
  std::string target = {};                // that is asked for, whichever is shown meanwhile
  std::vector<std::string> groups;        // its groups
  std::map<ClassId, int> group_of_class;  // of that target; the list of classes may be put in another order
  std::vector<QuizQuestion> questions;
  std::size_t at = 0;
  FocusedImage image;         // without label and without a model
  QuizScore reader, model;    // once done; the model on the same images
  std::vector<RocPoint> roc;  // the model's on its validation images
  std::string roc_of;         // "run 3, 33 validation images"
};

struct LessonFigure {
  std::uint64_t texture = 0;
  std::string caption;
};

struct LessonView {
  std::size_t chosen = 0;
  int seed = 1;  // edited in place
  bool working = false;
  std::size_t asked = 0;                             // that is being worked out, or was last
  std::string progress, problem;                     // of that one
  std::vector<std::optional<LessonResult>> results;  // by lesson
  std::vector<std::vector<LessonFigure>> figures;    // by lesson; empty: not drawn yet
};

// Recorded sessions, which are scripts.
struct SessionsView {
  std::string path;                // edited in place
  std::string message;             // what became of the last one
  std::string folder;              // of the workspace's own
  std::vector<std::string> found;  // the files in it, by name
  bool listed = false;             // until then nothing is known of them
  bool recording = false, replaying = false;
};

struct LearnView {
  LearnPart part = LearnPart::Terms;
  std::string query;  // among the terms; edited in place
  QuizView quiz;
  LessonView lesson;
  SessionsView sessions;
};

struct LearnContext : PageContext {
  LearnView& view;
};

}  // namespace app
