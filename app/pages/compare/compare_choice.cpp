// The threshold of A on the Compare page: chosen on the lane, kept, forgotten.
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "app/pages/compare/compare_page.h"

namespace app {
namespace {

ml::ConsequenceRule rule_of(const ThresholdForm& form) {
  // As they are written on the screen: 0.05 and not the float next to it.
  const auto written = [](float value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", static_cast<double>(value));
    return std::strtod(text, nullptr);
  };
  ml::ConsequenceRule rule{.kind = static_cast<ml::ConsequenceKind>(form.kind),
                           .miss_cost = written(form.miss_cost),
                           .sensitivity_floor = written(form.sensitivity),
                           .capacity = written(form.capacity)};
  if (form.stated_prevalence) rule.prevalence = written(form.prevalence);
  return rule;
}

}  // namespace

ComparePage::ChoiceBasis ComparePage::choice_basis(RunId run) const {
  ChoiceBasis basis{.run = run, .label_revision = session_.models().gallery.table().label_revision()};
  if (const RunRow* row = row_of(session_.models().run.runs, run)) {
    basis.epoch = row->best_epoch;
    basis.calibration = row->calibration_json;
  }
  return basis;
}

void ComparePage::choose_threshold_of_a() {
  if (!view_.a) return;
  view_.threshold_problem.clear();
  view_.threshold_working = "Choosing";
  choice_of_ = choice_basis(*view_.a);
  const std::uint64_t question = ++threshold_question_;
  session_.lanes().numbers.post(
      [this, reader = reader_, run = *view_.a, rule = rule_of(view_.form), question](const std::stop_token&) {
        auto choice =
            std::make_shared<const ThresholdChoice>(choose_threshold(session_.workspace(), reader->get(), run, rule));
        inbox_.post("Showing the threshold", [this, choice, question] {
          if (question != threshold_question_) return;
          view_.threshold_working.clear();
          view_.choice = choice;
        });
      },
      [this, question](const std::string& why) {
        inbox_.post("Choosing a threshold", [this, why, question] {
          if (question != threshold_question_) return;
          view_.threshold_working.clear();
          view_.choice.reset();
          view_.threshold_problem = why;
        });
      });
}

// A threshold on the scores of before says nothing of those of now.
void ComparePage::drop_old_choice() {
  if (!view_.choice && view_.threshold_working.empty()) return;
  if (choice_of_ == choice_basis(choice_of_.run)) return;
  ++threshold_question_;
  view_.choice.reset();
  view_.threshold_working.clear();
  view_.threshold_problem =
      "The labels, the best epoch or the calibration of the run changed since a threshold was chosen: choose again.";
}

void ComparePage::keep_threshold_of_a() {
  if (!view_.choice || session_.only_viewing("Keep the threshold")) return;
  const RunId run = view_.choice->run;
  session_.run_editing().keep(view_.choice);
  session_.set_threshold({static_cast<float>(view_.choice->chosen.point.threshold), run, false});
}

void ComparePage::forget_threshold_of_a() {
  if (!view_.a || session_.only_viewing("Forget the threshold")) return;
  session_.run_editing().forget_threshold(*view_.a);
}

std::optional<std::string> ComparePage::threshold_value(const std::string& key) const {
  if (key == "threshold.state")
    return !view_.threshold_working.empty()   ? "working"
           : !view_.threshold_problem.empty() ? "problem"
           : view_.choice                     ? "ready"
                                              : "none";
  if (key == "threshold.chosen") return view_.choice ? std::to_string(view_.choice->chosen.point.threshold) : "none";
  if (key == "threshold.problem") return view_.threshold_problem;
  return std::nullopt;
}

}  // namespace app
