// A round of the quiz: images of the shown run's validation split (without a run: of all that are labelled), as many
// of each group as can be, of those whose file is there and still the same; labels and predictions stay hidden until
// the last is answered. Answers are kept here and nowhere else. Main thread only, but for the work on the lane. Owns
// the picture that is shown.
#pragma once

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/focused_image_loader.h"
#include "app/models/session.h"
#include "app/pages/learn/learn_view.h"
#include "engine/host/host.h"

namespace app {

// The questions whose answer was not the label, removed images too.
std::vector<QuizQuestion> misses(const QuizView& quiz, const ImageTable& table);

// By the key of the class that stands at this place of the list now; negative: it is not asked for, or retired.
int group_of_place(const QuizView& quiz, const ClassList& list, std::size_t place);

class QuizGame {
 public:
  QuizGame(Session& session, engine::Host& host, JobLane& lane, Inbox& inbox, QuizView& view)
      : session_(session), view_(view), loader_(host, lane, inbox, view.image) {}

  void start();
  // Nothing is answered before its picture is seen; what cannot be read is skipped.
  void answer(int group);
  void back();  // to the question before, whose answer is given anew
  // A class' key, as in labelling: its group. False: there is no such class, or nothing is asked.
  bool answer_class(std::size_t place);
  void leave();  // what was answered is scored; from the score to the beginning

 private:
  std::vector<Row> candidates();  // and says in the view how many are left out
  void keep_curve();              // as it is now: another epoch may be shown before the round ends
  void show_question();
  void finish();

  Session& session_;
  QuizView& view_;
  FocusedImageLoader loader_;
};

}  // namespace app
