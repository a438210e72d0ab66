#include "app/pages/errors/errors_page.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "app/pages/errors/errors_commands.h"
#include "app/pages/errors/errors_panel.h"
#include "app/table/part_table.h"
#include "app/workspace/run_scores_reader.h"

namespace app {

ErrorsPage::ErrorsPage(Session& session, const Lanes& lanes, Inbox& inbox, CommandQueue& commands)
    : session_(session),
      lanes_(lanes),
      inbox_(inbox),
      commands_(commands),
      neighbours_(session.workspace(), lanes.numbers, inbox, view_.neighbours),
      reader_(std::make_shared<LaneReader>(session.workspace())),
      wanted_state_(std::make_shared<std::atomic<std::uint64_t>>(0)) {}

const PageInfo& ErrorsPage::info() const {
  static const PageInfo info{"errors", "Errors", "Where the shown run goes wrong, and the images behind every number",
                             "f7", engine::Icon::Warning};
  return info;
}

void ErrorsPage::draw(PageContext& context, widgets::Rect in) {
  ErrorsContext own{context, analysis_, view_};
  draw_errors(own, in);
}

void ErrorsPage::shown() {
  visible_ = true;
  session_.see_one_image(true);
}

void ErrorsPage::hidden() {
  visible_ = false;
  session_.see_one_image(false);
  neighbours_.forget();
}

void ErrorsPage::closing() { ++*wanted_state_; }

// Nothing is counted while another page is seen.
void ErrorsPage::update() {
  if (!visible_) return;
  analysis_.follow(session_.models().gallery);
  if (!analysis_.problem().empty()) return;
  if (asked_state_ != analysis_.state()) ask_for_doubts();
  follow_focus();
}

void ErrorsPage::ask_for_doubts() {
  asked_state_ = analysis_.state();
  *wanted_state_ = asked_state_;
  const std::string of = analysis_.column() + "\n" + std::to_string(analysis_.group());
  if (std::exchange(doubts_of_, of) != of) {
    view_.doubts.clear();
    view_.own_thresholds.clear();
  }
  view_.doubts_working = true;
  std::vector<std::size_t> places;
  for (const SliceRow& row : analysis_.slices()) places.push_back(row.place);
  const Predictions& predictions = session_.models().gallery.predictions();
  const double threshold = predictions.threshold();
  const std::string as_shown = why_as_shown(*predictions.run(), predictions.epoch(), analysis_.input());
  lanes_.numbers.post(
      [this, given = analysis_.input(), calibration = predictions.run()->calibration, as_shown,
       whole = analysis_.whole(), known = sides_of_ == analysis_.input().truth ? std::optional(sides_) : std::nullopt,
       places, threshold, state = asked_state_, wanted = wanted_state_](const std::stop_token& stop) {
        const auto late = [&] { return stop.stop_requested() || *wanted != state; };
        if (late()) return;
        SliceInput input = given;
        const CalibrationSides sides = known ? *known : calibration_sides(input, calibration, as_shown);
        input.judging = sides.judging;
        inbox_.post("Showing the calibration", [this, state, sides] { take_sides(state, sides); });
        const auto answer = [&](std::optional<std::size_t> place) {
          if (late()) return;
          const ml::BootstrapOptions options{.draws = live_draws(input.truth->size())};
          const auto own = place && input.scores->groups == 2
                               ? threshold_for(slice_scores(input, place), whole.metrics[Metric::Recall])
                               : std::nullopt;
          inbox_.post("Showing the intervals",
                      [this, state, place, own, doubt = slice_doubt(input, place, threshold, options)] {
                        take_doubt(state, place, doubt, own);
                      });
        };
        for (const std::size_t place : places) answer(place);
        answer(std::nullopt);
      },
      [this](const std::string& why) {
        inbox_.post("Computing the intervals", [why] { throw std::runtime_error(why); });
      });
}

void ErrorsPage::take_sides(std::uint64_t state, const CalibrationSides& sides) {
  if (state != analysis_.state() || !analysis_.problem().empty()) return;
  sides_ = sides;
  sides_of_ = analysis_.input().truth;
  view_.ece_before = sides.ece_before;
  view_.cross_fitted = sides.judging != nullptr;
  view_.why_as_shown = sides.why_as_shown;
  analysis_.judge_calibration_by(sides, session_.models().gallery);
}

// Of all parts together comes last.
void ErrorsPage::take_doubt(std::uint64_t state, std::optional<std::size_t> place, const SliceDoubt& doubt,
                            std::optional<double> own_threshold) {
  if (state != analysis_.state()) return;
  if (place) {
    view_.own_thresholds.erase(*place);
    if (own_threshold) view_.own_thresholds[*place] = *own_threshold;
    view_.doubts[*place] = doubt;
    return;
  }
  view_.whole_doubt = doubt;
  view_.doubts_state = state;
  view_.doubts_working = false;
}

void ErrorsPage::compare_with(RunId run) {
  const std::uint64_t question = ++second_question_;
  view_.second = run;
  view_.second_working = true;
  const ImageTable& table = session_.models().gallery.table();
  std::vector<ImageId> ids(table.size());
  for (Row row = 0; row < ids.size(); ++row) ids[row] = table.id(row);
  lanes_.reading.post(
      [this, reader = reader_, run, question, ids = std::move(ids)](const std::stop_token&) {
        auto scores = read_run_scores(reader->get(), run, ids);
        inbox_.post("Comparing with run " + std::to_string(run), [this, scores, question] {
          if (question != second_question_) return;
          view_.second_working = false;
          analysis_.compare_with(scores, scores->best_epoch);
        });
      },
      [this, run](const std::string& why) {
        inbox_.post("Reading run " + std::to_string(run), [this, why] {
          view_.second_working = false;
          throw std::runtime_error(why);
        });
      });
}

// Neighbours are those of the image in focus, while they are looked at.
void ErrorsPage::follow_focus() {
  const Gallery& gallery = session_.models().gallery;
  const RunScores* run = gallery.predictions().run();
  if (view_.strip != ErrorStrip::Neighbours || run == nullptr || !gallery.focus()) return;
  const ImageId focus = gallery.table().id(*gallery.focus());
  if (view_.neighbours.of != focus) neighbours_.ask(run->run, focus);
}

void ErrorsPage::enter_commands(CommandTable& table) {
  table.on<SliceBy>("Slice by", [this](const SliceBy& c) { analysis_.choose(c.column, analysis_.group()); });
  table.on<AnalyseGroup>("Choose the group",
                         [this](const AnalyseGroup& c) { analysis_.choose(analysis_.column(), c.group); });
  table.on<CompareErrorsWith>("Compare with a run", [this](const CompareErrorsWith& c) { compare_with(c.run); });
}

void ErrorsPage::enter_actions(ActionTable& table) {
  table.add({.id = "errors-clear",
             .title = "Lift the filter",
             .tooltip = "All of validation again",
             .shortcut = "ctrl+shift+f",
             .scope = Scope::Page,
             .pages = {"errors"},
             .run = [this] { session_.set_filter({}); }});
  table.add({.id = "errors-by-source",
             .title = "Errors by source",
             .tooltip = "Slices by where the images come from",
             .scope = Scope::Page,
             .pages = {"errors"},
             .offered = [this] { return std::ranges::count(analysis_.columns(), "source") > 0; },
             .run = [this] { analysis_.choose("source", analysis_.group()); }});
  table.add({.id = "errors-inspect",
             .title = "Inspect the image in focus",
             .tooltip = "The image in focus, large",
             .shortcut = "enter",
             .scope = Scope::Page,
             .pages = {"errors"},
             .run = [this] { commands_.push(ShowPage{"inspect"}); }});
}

std::optional<std::string> ErrorsPage::script_value(const std::string& key) const {
  if (key == "errors.state")
    return !analysis_.problem().empty() ? "nothing" : view_.doubts_working ? "working" : "ready";
  if (key == "errors.problem") return analysis_.problem();
  if (key == "errors.column") return analysis_.column();
  if (key == "errors.slices") return std::to_string(analysis_.slices().size());
  if (key == "errors.mistakes") return std::to_string(analysis_.mistake_count());
  if (key == "errors.shown") return std::to_string(session_.models().gallery.rows().size());
  if (key == "errors.ece") {
    const bool there =
        view_.whole_doubt && view_.doubts_state == analysis_.state() && view_.whole_doubt->calibration.ece;
    return there ? std::to_string(*view_.whole_doubt->calibration.ece) : "none";
  }
  if (key == "errors.ece_before") return view_.ece_before ? std::to_string(*view_.ece_before) : "none";
  if (key == "errors.judged_by")
    return view_.cross_fitted ? "cross-fitted"
                              : "as shown" + (view_.why_as_shown.empty() ? "" : ", " + view_.why_as_shown);
  if (key == "errors.n") return std::to_string(analysis_.whole().n);
  if (key == "errors.neighbours")
    return view_.neighbours.working ? "working" : std::to_string(view_.neighbours.nearest.size());
  if (key == "errors.second") return view_.second_working ? "working" : analysis_.disagreement() ? "ready" : "none";
  return std::nullopt;
}

}  // namespace app
