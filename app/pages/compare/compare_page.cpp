#include "app/pages/compare/compare_page.h"

#include <utility>

#include "app/core/number_text.h"
#include "app/pages/compare/compare_panel.h"

namespace app {
namespace {

std::vector<widgets::UnitPoint> curve_of(const Evaluation& evaluation) {
  std::vector<widgets::UnitPoint> points;
  for (const ml::RocPoint& point : evaluation.roc)
    points.push_back(
        {static_cast<float>(point.fpr), static_cast<float>(point.tpr), static_cast<float>(point.threshold)});
  return points;
}

ComparedNumbers numbers_of(const Comparison& comparison) {
  return {{comparison.a.confusion.begin(), comparison.a.confusion.end()},
          {comparison.b.confusion.begin(), comparison.b.confusion.end()},
          curve_of(comparison.a),
          curve_of(comparison.b)};
}

std::string cell_name(const RunComparison& comparison, const ShowComparedCell& cell) {
  const auto& groups = comparison.numbers.a.groups;
  const std::string of = cell.of == CellOf::A ? "A" : cell.of == CellOf::B ? "B" : "only A or only B";
  return of + ": " + groups[static_cast<std::size_t>(cell.true_group)] + " predicted as " +
         groups[static_cast<std::size_t>(cell.predicted_group)];
}

std::string flip_name(Flip flip) {
  switch (flip) {
    case Flip::OnlyARight: return "only A is right";
    case Flip::OnlyBRight: return "only B is right";
    case Flip::BothWrong: break;
  }
  return "both wrong, otherwise";
}

}  // namespace

ComparePage::ComparePage(Session& session, Inbox& inbox, Messages& messages, CommandQueue& commands)
    : session_(session),
      inbox_(inbox),
      messages_(messages),
      commands_(commands),
      reader_(std::make_shared<LaneReader>(session.workspace())) {}

const PageInfo& ComparePage::info() const {
  static const PageInfo info{"compare", "Compare", "Two runs on the same images; thresholds", "f6", engine::Icon::Sort};
  return info;
}

void ComparePage::draw(PageContext& context, widgets::Rect in) {
  CompareContext own{context, view_};
  draw_compare(own, in);
}

void ComparePage::shown() {
  visible_ = true;
  ask_for_facts();
}

// The newest that can be compared with the other one.
void ComparePage::choose_run(std::optional<RunId>& chosen, const std::optional<RunId>& other) const {
  for (const RunRow& run : session_.models().run.runs)
    if (!chosen && run.best_epoch > 0 && other != run.id && (!other || comparable(view_, *other, run.id)))
      chosen = run.id;
}

// The newest two of the same groups at first; a run that is gone makes room, and takes B with it where none of the
// others is of the same groups.
void ComparePage::choose_runs() {
  const auto& runs = session_.models().run.runs;
  if (view_.a && row_of(runs, view_.a) == nullptr) view_.a.reset();
  if (view_.b && row_of(runs, view_.b) == nullptr) view_.b.reset();
  choose_run(view_.a, view_.b);
  if (!view_.a && view_.b) {
    view_.b.reset();
    choose_run(view_.a, view_.b);
  }
  if (view_.a) choose_run(view_.b, view_.a);
}

ComparePage::Basis ComparePage::basis() const {
  const RunView& run = session_.models().run;
  Basis basis{.a = view_.a.value_or(0), .b = view_.b.value_or(0), .split = view_.split};
  basis.label_revision = session_.models().gallery.table().label_revision();
  basis.edit_version = session_.models().gallery.table().edit_version();
  if (const RunRow* a = row_of(run.runs, view_.a)) {
    basis.epoch_a = a->best_epoch;
    basis.threshold_a = a->threshold;
    basis.calibration_a = a->calibration_json;
  }
  if (const RunRow* b = row_of(run.runs, view_.b)) {
    basis.epoch_b = b->best_epoch;
    basis.threshold_b = b->threshold;
    basis.calibration_b = b->calibration_json;
  }
  return basis;
}

void ComparePage::update() {
  if (!visible_) return;
  const RunView& run = session_.models().run;
  if (facts_of_ != run.runs.size() + run.deleted_runs.size()) ask_for_facts();
  if (view_.groups.empty()) return;
  choose_runs();
  if (view_.a && view_.tab == CompareTab::Threshold) session_.referral().look_at(*view_.a);
  drop_old_choice();
  if (!view_.a || !view_.b) return show_no_comparison();
  const Basis now = basis();
  if (now == computed_) return;
  // Numbers of the test split come by a look that was agreed to, and stay as they were then.
  if (view_.split == "test") {
    view_.outdated = view_.comparison != nullptr;
    return;
  }
  ask_for_comparison();
}

void ComparePage::show_no_comparison() {
  if (computed_ == Basis{}) return;
  computed_ = {};
  ++question_;
  view_.working.clear();
  view_.problem.clear();
  view_.comparison.reset();
}

void ComparePage::choose(const ChooseCompared& choice) {
  const auto a_before = view_.a;
  auto& chosen = choice.second ? view_.b : view_.a;
  auto& other = choice.second ? view_.a : view_.b;
  if (other == choice.run) other = chosen;
  chosen = choice.run;
  view_.split = "val";
  if (view_.a == a_before) return;
  view_.choice.reset();
  forget_what_was_of_a();
}

// What was said of another run; an answer that is still computed would stand under this one.
void ComparePage::forget_what_was_of_a() {
  view_.threshold_problem.clear();
  ++elsewhere_question_;
  view_.other_working.clear();
  view_.other_problem.clear();
  view_.elsewhere.reset();
}

void ComparePage::compare_on(const CompareOn& wanted) {
  if (wanted.split != "test") {
    view_.split = wanted.split;
    return;
  }
  if (session_.workspace().viewing())
    return messages_.show(MessageKind::Warning, "The test split stays sealed",
                          "Every look at it is written down in the workspace, which is open for viewing only: " +
                              session_.workspace().viewing_because());
  if (!wanted.confirmed)
    return messages_.ask(
        Question{"Look at the test split?",
                 "So far " + looks_text(view_.looks) +
                     ". What is chosen by its numbers (a run, an epoch, a threshold) makes it a second validation "
                     "split.\nThis look is written down, once for each of the two runs, and told beside every number.",
                 "Look, and write it down", CompareOn{"test", true}});
  view_.split = "test";
  ask_for_comparison();
}

void ComparePage::ask_for_comparison() {
  computed_ = basis();
  view_.outdated = false;
  view_.problem.clear();
  if (view_.comparison && (view_.comparison->a.id != view_.a || view_.comparison->b.id != view_.b ||
                           view_.comparison->split != view_.split))
    view_.comparison.reset();
  view_.working = "Comparing";
  const std::uint64_t question = ++question_;
  const CompareRequest request{.a = *view_.a, .b = *view_.b, .split = view_.split, .reason = "the Compare page"};
  const OnProgress told = [this, question](const ProgressReport& report) {
    inbox_.post("Comparing runs", [this, question, report] {
      if (question == question_)
        view_.working = report.what + " " + grouped(report.done) + " of " + grouped(report.total);
    });
  };
  session_.lanes().numbers.post(
      [this, reader = reader_, request, question, told](const std::stop_token&) {
        auto found =
            std::make_shared<const RunComparison>(compare_runs(session_.workspace(), reader->get(), request, told));
        inbox_.post("Showing the comparison", [this, found, question] {
          if (question == question_) take(found);
        });
      },
      [this, question](const std::string& why) {
        inbox_.post("Comparing runs", [this, why, question] {
          if (question != question_) return;
          view_.working.clear();
          view_.comparison.reset();
          view_.problem = why;
        });
      });
}

void ComparePage::take(std::shared_ptr<const RunComparison> comparison) {
  view_.working.clear();
  view_.comparison = std::move(comparison);
  view_.numbers = numbers_of(view_.comparison->numbers);
  if (view_.comparison->looks) ask_for_facts();
}

void ComparePage::ask_for_facts() {
  facts_of_ = session_.models().run.runs.size() + session_.models().run.deleted_runs.size();
  session_.lanes().reading.post(
      [this, workspace = &session_.workspace()](const std::stop_token&) {
        const auto reader = workspace->make_reader();
        std::map<RunId, std::string> groups;
        for (const db::Run& run : db::runs(*reader)) groups[run.id] = run.classes_json;
        inbox_.post("Reading the runs", [this, looks = test_looks(*reader, std::nullopt), groups] {
          view_.looks = looks;
          view_.groups = groups;
        });
      },
      [this](const std::string& why) { inbox_.post("Reading the runs", [why] { throw std::runtime_error(why); }); });
}

void ComparePage::evaluate_a_elsewhere(const EvaluateElsewhere& wanted) {
  if (!view_.a || view_.other.folder.empty()) return;
  const std::string split = kCompareSplits[static_cast<std::size_t>(view_.other.split)];
  if (split == "test" && !wanted.confirmed)
    return messages_.ask(Question{"Look at the test split of the other workspace?",
                                  "The look is written down there, and told beside every number of that split.",
                                  "Look, and write it down", EvaluateElsewhere{true}});
  view_.other_problem.clear();
  view_.elsewhere.reset();
  view_.elsewhere_of.clear();
  view_.other_working = "Asking the run about the other images";
  const std::uint64_t question = ++elsewhere_question_;
  const RunRow* a = row_of(session_.models().run.runs, view_.a);
  session_.lanes().numbers.post(
      [this, reader = reader_,
       request =
           ElsewhereRequest{
               .run = *view_.a, .workspace = view_.other.folder, .split = split, .reason = "the Compare page"},
       name = a == nullptr ? std::string() : a->name, question](const std::stop_token&) {
        auto outcome = std::make_shared<const EvaluateOutcome>(
            evaluate_elsewhere(session_.workspace(), reader->get(), request, {}));
        inbox_.post("Showing the evaluation", [this, outcome, question, of = elsewhere_words(name, request, *outcome)] {
          if (question != elsewhere_question_) return;
          view_.other_working.clear();
          view_.elsewhere = outcome;
          view_.elsewhere_of = of;
        });
      },
      [this, question](const std::string& why) {
        inbox_.post("Evaluating elsewhere", [this, why, question] {
          if (question != elsewhere_question_) return;
          view_.other_working.clear();
          view_.other_problem = why;
        });
      });
}

void ComparePage::show_images(const std::vector<ImageId>& images, const std::string& name) {
  const ImageTable& table = session_.models().gallery.table();
  auto rows = std::make_shared<Bits>();
  for (const ImageId image : images)
    if (const auto row = table.row_of(image)) rows->add(*row);
  Filter filter;
  filter.picked = PickedRows{rows, name};
  commands_.push(SetFilter{filter});
  commands_.push(ShowPage{"library"});
}

void ComparePage::show_rows(const std::vector<std::size_t>& rows, const std::string& name) {
  std::vector<ImageId> images;
  for (const std::size_t row : rows) images.push_back(view_.comparison->images[row]);
  show_images(images, name);
}

void ComparePage::enter_commands(CommandTable& table) {
  table.on<ChooseCompared>("Choose a run to compare", [this](const ChooseCompared& c) { choose(c); });
  table.on<SwapCompared>("Swap A and B", [this](const SwapCompared&) {
    std::swap(view_.a, view_.b);
    forget_what_was_of_a();
    if (view_.split == "test") view_.split = "val";  // what was seen there was of the other order
  });
  table.on<CompareOn>("Compare on another split", [this](const CompareOn& c) { compare_on(c); });
  table.on<ShowComparedCell>("Show the images of a cell", [this](const ShowComparedCell& c) {
    if (!view_.comparison) return;
    show_rows(rows_of_cell(view_.comparison->numbers, c.of, c.true_group, c.predicted_group),
              cell_name(*view_.comparison, c));
  });
  table.on<ShowFlips>("Show the images that are decided differently", [this](const ShowFlips& c) {
    if (view_.comparison) show_rows(rows_of_flip(view_.comparison->numbers, c.flip), flip_name(c.flip));
  });
  table.on<ChooseThreshold>("Choose a threshold", [this](const ChooseThreshold&) { choose_threshold_of_a(); });
  table.on<KeepChosenThreshold>("Keep the threshold", [this](const KeepChosenThreshold&) { keep_threshold_of_a(); });
  table.on<ForgetThreshold>("Forget the threshold", [this](const ForgetThreshold&) { forget_threshold_of_a(); });
  table.on<EvaluateElsewhere>("Ask a run about another workspace",
                              [this](const EvaluateElsewhere& c) { evaluate_a_elsewhere(c); });
  table.on<ShowThresholdFlips>("Show the images that flip", [this](const ShowThresholdFlips& c) {
    if (!view_.choice) return;
    show_images(c.to_positive ? view_.choice->flips_to_positive : view_.choice->flips_to_negative,
                c.to_positive ? "become " + view_.choice->positive : "are no longer " + view_.choice->positive);
  });
}

void ComparePage::enter_actions(ActionTable& table) {
  const auto add = [&table](Action action) {
    action.scope = Scope::Page;
    action.pages = {"compare"};
    table.add(std::move(action));
  };
  add({.id = "compare-swap",
       .title = "Swap A and B",
       .tooltip = "A becomes B and B becomes A",
       .shortcut = "x",
       .run = [this] { commands_.push(SwapCompared{}); }});
  constexpr std::pair<const char*, CompareTab> kTabs[] = {{"Results", CompareTab::Results},
                                                          {"Settings", CompareTab::Settings},
                                                          {"Threshold", CompareTab::Threshold},
                                                          {"Elsewhere", CompareTab::Elsewhere}};
  for (std::size_t i = 0; i < std::size(kTabs); ++i)
    add({.id = "compare-" + std::to_string(i + 1),
         .title = std::string("Compare: ") + kTabs[i].first,
         .tooltip = "Show this part of the Compare page",
         .shortcut = std::to_string(i + 1),
         .run = [this, tab = kTabs[i].second] { view_.tab = tab; }});
}

std::optional<std::string> ComparePage::script_value(const std::string& key) const {
  if (key == "compare.state")
    return !view_.working.empty()   ? "working"
           : !view_.problem.empty() ? "problem"
           : view_.comparison       ? "ready"
                                    : "none";
  if (key == "compare.problem") return view_.problem;
  if (key == "compare.a") return std::to_string(view_.a.value_or(0));
  if (key == "compare.b") return std::to_string(view_.b.value_or(0));
  if (key == "compare.calibration_a") return view_.comparison ? view_.comparison->a.calibration : "none";
  if (key == "compare.split") return view_.split;
  if (key == "compare.looks") return std::to_string(view_.looks.in_all);
  if (key == "compare.deleted") return std::to_string(session_.models().run.deleted_runs.size());
  if (key == "compare.n") return std::to_string(view_.comparison ? view_.comparison->images.size() : 0);
  if (key == "compare.auc_difference") {
    const bool there = view_.comparison && !view_.comparison->numbers.metrics.empty();
    const MetricDifference* first = there ? &view_.comparison->numbers.metrics.front() : nullptr;
    return first && first->a && first->b ? std::to_string(*first->a - *first->b) : "none";
  }
  if (key == "elsewhere.state")
    return !view_.other_working.empty()   ? "working"
           : !view_.other_problem.empty() ? "problem"
           : view_.elsewhere              ? "ready"
                                          : "none";
  if (key == "elsewhere.of") return view_.elsewhere_of;
  return threshold_value(key);
}

}  // namespace app
