// The actions on the shared selection and the image in focus, and what scripts can ask of the models.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "app/models/looked_at.h"
#include "app/models/run_words.h"
#include "app/models/session.h"

namespace app {
namespace {

// The pages that show the image in focus, and those that show what is selected: nothing else may act on them.
const std::vector<std::string> kShowImages = {"library", "inspect", "wall"};
const std::vector<std::string> kShowSelection = {"library", "wall"};
const std::vector<std::string> kShowEvidence = {"library", "inspect", "inspect.file", "wall"};

std::string name_of(RunState state) {
  switch (state) {
    case RunState::None: return "none";
    case RunState::Preparing: return "preparing";
    case RunState::Running: return "running";
    case RunState::Paused: return "paused";
    case RunState::Finished: return "finished";
    case RunState::Stopped: return "stopped";
    case RunState::Failed: return "failed";
  }
  return "";
}

std::string name_of(HeatState state) {
  switch (state) {
    case HeatState::None: return "none";
    case HeatState::Computing: return "computing";
    case HeatState::Ready: return "ready";
    case HeatState::NoEvidence: return "no evidence";
    case HeatState::Saturated: return "saturated";
    case HeatState::Failed: return "failed";
  }
  return "";
}

std::string name_of(LoadState state) {
  return state == LoadState::Ready ? "ready" : state == LoadState::Failed ? "failed" : "loading";
}

std::string text(float value) { return std::isnan(value) ? "none" : std::to_string(value); }

std::string focus_position(const Gallery& gallery) {
  const auto place = gallery.focus_place();
  return place ? std::to_string(*place) : "-1";
}

std::string focus_class(const Gallery& gallery) {
  const int index = gallery.focus() ? gallery.table().class_index(*gallery.focus()) : -1;
  return index < 0 ? "unlabelled" : gallery.table().class_list().classes[static_cast<std::size_t>(index)].name;
}

std::string focus_unlike(const Gallery& gallery) {
  return gallery.focus() ? text(gallery.table().measure(*gallery.focus(), Measure::Unlike)) : "none";
}

// Groups with a curve; 0 until they are computed.
std::ptrdiff_t curves_there(const EvaluationDetails& details) {
  return details.ready
             ? std::ranges::count_if(details.curves.groups, [](const GroupCurves& g) { return g.auc.has_value(); })
             : 0;
}

std::string threshold_looked_at(const Models& models) {
  const auto seen = looked_at(models);
  return seen ? looked_at_words(*seen) : "";
}

// Without the images that are removed.
std::string count_kept(const Models& models, const Bits& rows) {
  return std::to_string(count_of_both(models.gallery.table().all(), rows));
}

using Value = std::string (*)(const Models&);

const std::map<std::string, Value>& values() {
  static const std::map<std::string, Value> table = {
      {"images", [](const Models& m) { return std::to_string(m.gallery.table().count()); }},
      {"shown", [](const Models& m) { return std::to_string(m.gallery.rows().size()); }},
      {"selected", [](const Models& m) { return std::to_string(m.gallery.selected_count()); }},
      {"relabelled", [](const Models& m) { return count_kept(m, m.gallery.table().relabelled_rows()); }},
      {"revision", [](const Models& m) { return std::to_string(m.gallery.table().label_revision()); }},
      {"leak", [](const Models& m) { return m.workspace.leak_known ? m.workspace.leak : "unknown"; }},
      {"leaking", [](const Models& m) { return count_kept(m, m.gallery.table().leaking_rows()); }},
      {"eval.leak", [](const Models& m) { return m.run.evaluation.leak; }},
      {"undo", [](const Models& m) { return m.workspace.undo_name; }},
      {"predictions", [](const Models& m) { return m.prediction_source(); }},
      {"label_candidates", [](const Models& m) { return std::to_string(m.candidate_count()); }},
      {"focus.position", [](const Models& m) { return focus_position(m.gallery); }},
      {"inspect.changed", [](const Models& m) { return std::string(m.image.changed ? "1" : "0"); }},
      {"inspect.state", [](const Models& m) { return name_of(m.image.state); }},
      {"focus.class", [](const Models& m) { return focus_class(m.gallery); }},
      {"unlabelled", [](const Models& m) { return count_kept(m, m.gallery.table().rows_of_class(-1)); }},
      {"filter.text", [](const Models& m) { return m.gallery.filter().text; }},
      {"heat.visible", [](const Models& m) { return std::string(m.image.heat.visible ? "1" : "0"); }},
      {"inspect.file", [](const Models& m) { return m.image.file_name; }},
      {"unsaved", [](const Models& m) { return std::to_string(m.gallery.table().unsaved_count()); }},
      {"target", [](const Models& m) { return m.gallery.target() == nullptr ? "" : m.gallery.target()->name; }},
      {"heat.group", [](const Models& m) { return m.image.evidence_group(); }},
      {"heat.state", [](const Models& m) { return name_of(m.image.heat.state); }},
      {"inspect.referred", [](const Models& m) { return std::string(m.image.familiarity.referred ? "1" : "0"); }},
      {"inspect.why_not_referred", [](const Models& m) { return m.image.familiarity.why_not_referred; }},
      {"inspect.familiarity", [](const Models& m) { return m.image.familiarity.words; }},
      {"focus.unlike", [](const Models& m) { return focus_unlike(m.gallery); }},
      {"unlike.known", [](const Models& m) { return m.unlike.working ? "working" : std::to_string(m.unlike.known); }},
      {"unlike.words", [](const Models& m) { return m.unlike.words; }},
      {"model.problem", [](const Models& m) { return m.image.model_problem; }},
      {"run.state", [](const Models& m) { return name_of(m.run.state); }},
      {"run.live", [](const Models& m) { return std::string(m.run.live ? "1" : "0"); }},
      {"run.epoch", [](const Models& m) { return std::to_string(m.run.epoch); }},
      {"run.doing", [](const Models& m) { return doing_in_words(m.run); }},
      {"run.epochs", [](const Models& m) { return std::to_string(m.run.epochs); }},
      {"run.marks", [](const Models& m) { return std::to_string(m.run.marks.size()); }},
      {"run.epochs_done", [](const Models& m) { return std::to_string(m.run.epochs_done.size()); }},
      {"run.message", [](const Models& m) { return m.run.message; }},
      {"eval.auc", [](const Models& m) { return text(number(m.run.evaluation.metrics[Metric::Auc])); }},
      {"eval.auc_low", [](const Models& m) { return text(number(m.run.evaluation.auc_low)); }},
      {"eval.epoch", [](const Models& m) { return std::to_string(m.run.evaluation.epoch); }},
      {"eval.curves", [](const Models& m) { return std::to_string(curves_there(m.run.evaluation.details)); }},
      {"eval.n", [](const Models& m) { return std::to_string(m.run.evaluation.n); }},
      {"calibration", [](const Models& m) { return m.run.calibration.words; }},
      {"eval.threshold", [](const Models& m) { return text(m.run.evaluation.threshold); }},
      {"threshold.looked_at", [](const Models& m) { return threshold_looked_at(m); }},
      {"eval.problem", [](const Models& m) { return m.run.not_measurable; }},
  };
  return table;
}

}  // namespace

void Session::enter_actions(ActionTable& table) {
  const auto add = [&](std::vector<std::string> pages, Action action) {
    action.scope = Scope::Page;
    action.pages = std::move(pages);
    table.add(std::move(action));
  };
  add(kShowImages, {.id = "undo",
                    .menu = "Edit",
                    .title = "Undo",
                    .tooltip = "Take back the last decision; also after a restart",
                    .shortcut = "ctrl+z",
                    .run = [this] { labelling_.undo(); }});
  add(kShowImages, {.id = "redo",
                    .menu = "Edit",
                    .title = "Redo",
                    .tooltip = "Make the undone decision again",
                    .shortcut = "ctrl+shift+z",
                    .run = [this] { labelling_.redo(); }});
  add(kShowSelection, {.id = "select-all",
                       .menu = "Edit",
                       .title = "Select all shown",
                       .tooltip = "Select every image that passes the filters",
                       .shortcut = "ctrl+a",
                       .run = [this] { models_.gallery.select_all(); }});
  add(kShowSelection, {.id = "select-none",
                       .menu = "Edit",
                       .title = "Select none",
                       .tooltip = "Clear the selection",
                       .shortcut = "escape",
                       .run = [this] { models_.gallery.select_none(); }});
  add(kShowSelection, {.id = "select-invert",
                       .menu = "Edit",
                       .title = "Invert selection",
                       .tooltip = "Select what is shown and not selected",
                       .shortcut = "ctrl+i",
                       .run = [this] { models_.gallery.invert_selection(); }});
  add(kShowImages,
      {.id = "next", .title = "Next image", .tooltip = "Go to the next image", .shortcut = "n", .run = [this] {
         move_focus(1);
       }});
  add(kShowImages, {.id = "previous",
                    .title = "Previous image",
                    .tooltip = "Go to the previous image",
                    .shortcut = "p",
                    .run = [this] { move_focus(-1); }});
  table.add({.id = "filter-as-before",
             .menu = "Edit",
             .title = "Filter as before",
             .tooltip = "The filter that was taken away to show an image",
             .offered = [this] { return filter_before_.has_value(); },
             .run = [this] { filter_as_before(); }});
  enter_label_actions(table);
  enter_refit_actions(table);
  enter_set_actions(table);
  add(kShowImages, {.id = "toggle-prediction",
                    .menu = "View",
                    .title = "Show predictions",
                    .tooltip = "Show or hide what the model says (hidden: you label blind)",
                    .shortcut = "b",
                    .run = [this] { models_.show_predictions = !models_.show_predictions; }});
  add(kShowEvidence, {.id = "toggle-heat",
                      .menu = "View",
                      .title = "Grad-CAM overlay",
                      .tooltip = "Show or hide the evidence map",
                      .shortcut = "h",
                      .run = [this] { models_.image.heat.visible = !models_.image.heat.visible; }});
  unlike_.enter_action(table, [this](const Filter& filter) { set_filter(filter); });
}

// A key per class, as far as there are keys; each is offered while there is such a class.
void Session::enter_label_actions(ActionTable& table) {
  const auto classes = [this]() -> const std::vector<ClassFacts>& {
    return models_.gallery.table().class_list().classes;
  };
  for (std::size_t i = 0; key_of_class(i) != '\0'; ++i) {
    const std::string key(1, key_of_class(i));
    table.add({.id = "label-" + key,
               .menu = "Label",
               .title = "Label as class " + key,
               .tooltip = "Label what is selected, or the image in focus, and go on to the next",
               .shortcut = key,
               .scope = Scope::Page,
               .pages = kShowImages,
               .offered = [classes, i] { return i < classes().size() && !classes()[i].retired; },
               .name = [classes, i] { return "Label as " + classes()[i].name; },
               .run =
                   [this, classes, i] {
                     relabel({models_.label_candidates(), classes()[i].id, true});
                   }});
  }
  table.add({.id = "unlabel",
             .menu = "Label",
             .title = "Remove label",
             .tooltip = "Mark what is selected, or the image in focus, as unlabelled and go on to the next",
             .shortcut = "0",
             .scope = Scope::Page,
             .pages = kShowImages,
             .run = [this] {
               relabel({models_.label_candidates(), std::nullopt, true});
             }});
}

void Session::enter_refit_actions(ActionTable& table) {
  table.add({.id = "refit",
             .menu = "Train",
             .title = "Refit with the labels",
             .tooltip =
                 "After each label the head of the shown run is refit from cached features, and what that did is "
                 "shown; again: as it is stored",
             .shortcut = "ctrl+shift+r",
             .run = [this] { refit_.switch_on(!models_.refit.on()); }});
  table.add({.id = "adopt-refit",
             .menu = "Train",
             .title = "Adopt the refit",
             .tooltip = "Keep it as a run of its own",
             .offered = [this] { return models_.refit.state == RefitState::Shown && models_.refit.model_changed; },
             .run = [this] { refit_.adopt(); }});
  table.add({.id = "drop-refit",
             .menu = "Train",
             .title = "Drop the refit",
             .tooltip = "Back to the run as it is stored, until the next label",
             .offered = [this] { return models_.refit.has_effect(); },
             .run = [this] { refit_.drop(); }});
  enter_calibration_actions(table);
}

void Session::calibrate(CalibrateRun::What what) {
  const CalibrateRun wanted{what, *models_.run.run};
  if (!only_viewing(RunEditing::name_of(wanted))) run_editing_.calibrate(wanted);
}

void Session::enter_calibration_actions(ActionTable& table) {
  using What = CalibrateRun::What;
  const CalibrationView& view = models_.run.calibration;
  const auto at_rest = [&run = models_.run] {
    return run.run && !run.live && !trains_elsewhere(run) && run.best_epoch > 0;
  };
  table.add(
      {.id = "switch-calibration",
       .menu = "Train",
       .title = "Calibrated probabilities",
       .tooltip = "Show what the shown run's network gave, or that with temperature and prior; no decision changes",
       .offered = [this, at_rest] { return at_rest() && models_.run.calibration.fitted; },
       .name = [&view] { return std::string(view.on ? "Show uncalibrated" : "Show calibrated") + " probabilities"; },
       .run = [this, &view] { calibrate(view.on ? What::Off : What::On); }});
  table.add({.id = "calibrate",
             .menu = "Train",
             .title = "Calibrate the shown run",
             .tooltip = "Fit temperature and prior of its probabilities to validation, with the labels of now",
             .offered = at_rest,
             .run = [this] { calibrate(What::Fit); }});
  table.add({.id = "threshold-back",
             .menu = "Train",
             .title = "Back to the run's threshold",
             .tooltip = "From one that is only looked at to the one that is kept with the run, or its usual one",
             .shortcut = "t",
             .scope = Scope::Page,
             .pages = {"library", "inspect", "train", "wall", "errors"},
             .offered = [this] { return looked_at(models_).has_value(); },
             .run =
                 [this] {
                   if (const auto seen = looked_at(models_)) set_threshold({seen->own, seen->run, false});
                 }});
}

void Session::enter_set_actions(ActionTable& table) {
  struct Entry {
    const char *id, *title, *tooltip, *shortcut;
    SetPlace to;
  };
  const auto enter = [&](const Entry& entry) {
    table.add({.id = entry.id,
               .menu = "Edit",
               .title = entry.title,
               .tooltip = entry.tooltip,
               .shortcut = entry.shortcut,
               .scope = Scope::Page,
               .pages = kShowImages,
               .run = [this, to = entry.to] {
                 move_images({models_.label_candidates(), to});
               }});
  };
  enter({"move-to-train", "Move to the training split", "What is selected, or the image in focus; undo takes it back",
         "shift+t", SetPlace::Train});
  enter({"move-to-val", "Move to the validation split", "What is selected, or the image in focus; undo takes it back",
         "shift+v", SetPlace::Val});
  enter({"move-to-test", "Move to the test split", "What is selected, or the image in focus; undo takes it back",
         "shift+e", SetPlace::Test});
  enter({"move-to-none", "Take out of the splits", "What is selected, or the image in focus; undo takes it back",
         "shift+n", SetPlace::None});
  table.add({.id = "split-by-group",
             .menu = "Edit",
             .title = "Split by group…",
             .tooltip = "A fifth validates, by patient, lesion and look-alikes; test stays. More with `nevus split`",
             .scope = Scope::Page,
             .pages = {"library", "inspect", "train"},
             .run = [this] { plan_a_split(); }});
  enter({"remove-from-set", "Remove from the set", "Not listed, trained on or evaluated any more; the file stays",
         "delete", SetPlace::Removed});
}

std::optional<std::string> Session::script_value(const std::string& key) const {
  const auto found = values().find(key);
  if (found != values().end()) return found->second(models_);
  if (auto value = referral_.script_value(key)) return value;
  return refit_.script_value(key);
}

}  // namespace app
