// The threshold of A on the Compare page: chosen on the lane, kept, forgotten.
#include <cstdio>
#include <cstdlib>

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
  const ImageTable& table = session_.models().gallery.table();
  ChoiceBasis basis{.run = run, .label_revision = table.label_revision(), .edit_version = table.edit_version()};
  if (const RunRow* row = row_of(session_.models().run.runs, run)) {
    basis.epoch = row->best_epoch;
    basis.threshold = row->threshold;
    basis.calibration = row->calibration_json;
  }
  return basis;
}

void ComparePage::choose_threshold_of_a() {
  if (view_.a) choose_threshold(*view_.a, rule_of(view_.form));
}

void ComparePage::choose_threshold(RunId run, const ml::ConsequenceRule& rule) {
  view_.threshold_problem.clear();
  view_.threshold_working = "Choosing";
  choice_of_ = choice_basis(run);
  const std::uint64_t question = ++threshold_question_;
  session_.lanes().numbers.post(
      [this, reader = reader_, run, rule, question](const std::stop_token&) {
        auto choice = std::make_shared<const ThresholdChoice>(
            app::choose_threshold(session_.workspace(), reader->get(), run, rule));
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

// What follows from a threshold on the scores of before, or beside the one of before, says nothing of now.
void ComparePage::drop_old_choice() {
  if (!view_.choice && view_.threshold_working.empty()) return;
  if (choice_of_ == choice_basis(choice_of_.run)) return;
  ++threshold_question_;
  view_.choice.reset();
  view_.threshold_working.clear();
  view_.threshold_problem =
      "The labels, the split, the best epoch, the threshold or the calibration of the run changed since one was "
      "chosen: choose again.";
}

void ComparePage::keep_threshold_of_a() {
  if (!view_.choice || session_.only_viewing("Keep the threshold")) return;
  drop_old_choice();
  if (!view_.choice)
    return messages_.show(MessageKind::Warning, "Keep the threshold: nothing was kept", view_.threshold_problem);
  session_.run_editing().keep(view_.choice, [this, choice = view_.choice] { kept(choice); });
}

// Chosen again by its rule, so that it stands beside what is now the present one: itself.
void ComparePage::kept(const std::shared_ptr<const ThresholdChoice>& choice) {
  session_.set_threshold({static_cast<float>(choice->chosen.point.threshold), choice->run, false});
  if (view_.choice == choice) choose_threshold(choice->run, choice->rule);
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
  if (key == "threshold.present") return view_.choice ? std::to_string(view_.choice->present.point.threshold) : "none";
  if (key == "threshold.flips")
    return std::to_string(view_.choice ? view_.choice->flips_to_positive.size() + view_.choice->flips_to_negative.size()
                                       : 0);
  if (key == "threshold.problem") return view_.threshold_problem;
  return std::nullopt;
}

}  // namespace app
