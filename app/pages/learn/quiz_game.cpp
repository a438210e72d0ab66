#include "app/pages/learn/quiz_game.h"

#include <algorithm>

#include "app/widgets/format.h"

namespace app {

std::vector<QuizQuestion> misses(const QuizView& quiz, const ImageTable& table) {
  std::vector<QuizQuestion> found;
  for (const QuizQuestion& question : quiz.questions)
    if (question.answer >= 0 && question.answer != question.truth && question.row < table.size())
      found.push_back(question);
  return found;
}

int group_of_place(const QuizView& quiz, const ClassList& list, std::size_t place) {
  if (place >= list.classes.size() || list.classes[place].retired) return -1;
  const auto group = quiz.group_of_class.find(list.classes[place].id);
  return group == quiz.group_of_class.end() ? -1 : group->second;
}

std::vector<Row> QuizGame::candidates() {
  const Gallery& gallery = session_.models().gallery;
  const bool judged = gallery.predictions().run() != nullptr && session_.models().run.evaluation.n > 0;
  Bits rows = gallery.table().all();
  if (judged) rows &= gallery.table().rows_of_split(Split::Val);
  Bits left_out = gallery.table().missing_file_rows();
  left_out |= gallery.table().changed_file_rows();
  left_out &= rows;
  rows -= left_out;
  const auto labelled = std::ranges::count_if(left_out.rows(), [&](Row row) { return gallery.group(row) >= 0; });
  view_.left_out = labelled == 0 ? ""
                                 : widgets::counted(labelled, "image is", "images are") +
                                       " not asked: the file is missing or holds another picture.";
  return rows.rows();
}

void QuizGame::start() {
  const Models& models = session_.models();
  const TargetFacts* target = models.gallery.target();
  view_.problem.clear();
  if (target == nullptr) {
    view_.problem = models.gallery.table().class_list().targets.empty()
                        ? "There is nothing to ask for yet: it takes labels of two classes."
                        : "There is no target to ask for: choose one in the header.";
    return;
  }
  const std::vector<Row> rows = candidates();
  std::vector<int> groups;
  for (const Row row : rows) groups.push_back(models.gallery.group(row));
  const auto group_count = static_cast<int>(target->groups.size());
  const auto chosen = stratified_choice(groups, group_count, static_cast<std::size_t>(std::max(1, view_.wanted)),
                                        static_cast<std::uint64_t>(std::max(0, view_.seed)));
  if (chosen.empty()) {
    view_.problem = "No image has a label of the target " + target->name + " yet: nothing could be asked.";
    return;
  }
  view_.groups = target->groups;
  view_.target = target->name;
  view_.group_of_class.clear();
  const std::vector<ClassFacts>& classes = models.gallery.table().class_list().classes;
  for (std::size_t i = 0; i < classes.size() && i < target->group_of_class.size(); ++i)
    view_.group_of_class[classes[i].id] = target->group_of_class[i];
  view_.questions.clear();
  for (const std::size_t i : chosen) {
    QuizQuestion question{rows[i], groups[i], -1, -1};
    if (models.gallery.has_verdict(rows[i])) question.model = models.gallery.predictions().predicted(rows[i]);
    view_.questions.push_back(question);
  }
  keep_curve();
  view_.stage = QuizStage::Asking;
  view_.at = 0;
  show_question();
}

void QuizGame::keep_curve() {
  const RunView& run = session_.models().run;
  // Another target may have groups of the same names, and while a run trains the answers are another one's.
  const RunScores* seen = session_.models().gallery.predictions().run();
  const bool same = seen != nullptr && seen->run == run.run && run.evaluation.groups == view_.groups &&
                    run.evaluation.question.target == view_.target;
  view_.roc = same ? run.evaluation.roc : std::vector<RocPoint>{};
  view_.roc_of =
      same ? session_.models().prediction_source() + ", " + std::to_string(run.evaluation.n) + " validation images"
           : std::string();
}

void QuizGame::show_question() {
  const ImageTable& table = session_.models().gallery.table();
  const Row row = view_.questions[view_.at].row;
  loader_.open(table.id(row), table.path(row));
}

void QuizGame::answer(int group) {
  if (view_.stage != QuizStage::Asking || group >= static_cast<int>(view_.groups.size())) return;
  if (group >= 0 && view_.image.state != LoadState::Ready) return;
  view_.questions[view_.at].answer = group;
  if (++view_.at < view_.questions.size()) return show_question();
  finish();
}

bool QuizGame::answer_class(std::size_t place) {
  if (view_.stage != QuizStage::Asking) return false;
  const int group = group_of_place(view_, session_.models().gallery.table().class_list(), place);
  if (group < 0) return false;
  answer(group);
  return true;
}

void QuizGame::back() {
  if (view_.stage != QuizStage::Asking || view_.at == 0) return;
  view_.questions[--view_.at].answer = -1;
  show_question();
}

void QuizGame::finish() {
  std::vector<int> truths, answers, said;
  for (const QuizQuestion& question : view_.questions) {
    truths.push_back(question.truth);
    answers.push_back(question.answer);
    said.push_back(question.answer < 0 ? -1 : question.model);  // on the images that the reader answered
  }
  const auto groups = static_cast<int>(view_.groups.size());
  view_.reader = quiz_score(truths, answers, groups);
  view_.model = quiz_score(truths, said, groups);
  view_.stage = QuizStage::Done;
  loader_.close();
}

void QuizGame::leave() {
  const auto answered = [](const QuizQuestion& question) { return question.answer >= 0; };
  if (view_.stage == QuizStage::Asking && std::ranges::any_of(view_.questions, answered)) return finish();
  view_.stage = QuizStage::Before;
  loader_.close();
}

}  // namespace app
