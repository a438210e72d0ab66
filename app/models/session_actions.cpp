// The actions on the shared selection and the image in focus, and what scripts can ask of the models.
#include <cmath>
#include <map>

#include "app/models/session.h"

namespace app {
namespace {

// The pages that show the image in focus, and those that show what is selected: nothing else may act on them.
const std::vector<std::string> kShowImages = {"library", "inspect"};
const std::vector<std::string> kShowSelection = {"library"};

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

using Value = std::string (*)(const Models&);

const std::map<std::string, Value>& values() {
  static const std::map<std::string, Value> table = {
      {"images", [](const Models& m) { return std::to_string(m.gallery.table().count()); }},
      {"shown", [](const Models& m) { return std::to_string(m.gallery.rows().size()); }},
      {"selected", [](const Models& m) { return std::to_string(m.gallery.selected_count()); }},
      {"relabelled",
       [](const Models& m) {
         return std::to_string(count_of_both(m.gallery.table().all(), m.gallery.table().relabelled_rows()));
       }},
      {"revision", [](const Models& m) { return std::to_string(m.gallery.table().label_revision()); }},
      {"undo", [](const Models& m) { return m.workspace.undo_name; }},
      {"predictions", [](const Models& m) { return m.prediction_source(); }},
      {"label_candidates", [](const Models& m) { return std::to_string(m.candidate_count()); }},
      {"focus.position", [](const Models& m) { return focus_position(m.gallery); }},
      {"inspect.state", [](const Models& m) { return name_of(m.image.state); }},
      {"focus.class", [](const Models& m) { return focus_class(m.gallery); }},
      {"unlabelled",
       [](const Models& m) {
         return std::to_string(count_of_both(m.gallery.table().all(), m.gallery.table().rows_of_class(-1)));
       }},
      {"filter.text", [](const Models& m) { return m.gallery.filter().text; }},
      {"heat.visible", [](const Models& m) { return std::string(m.image.heat.visible ? "1" : "0"); }},
      {"inspect.file", [](const Models& m) { return m.image.file_name; }},
      {"unsaved", [](const Models& m) { return std::to_string(m.gallery.table().unsaved_count()); }},
      {"target", [](const Models& m) { return m.gallery.target() == nullptr ? "" : m.gallery.target()->name; }},
      {"heat.state", [](const Models& m) { return name_of(m.image.heat.state); }},
      {"model.problem", [](const Models& m) { return m.image.model_problem; }},
      {"run.state", [](const Models& m) { return name_of(m.run.state); }},
      {"run.live", [](const Models& m) { return std::string(m.run.live ? "1" : "0"); }},
      {"run.epoch", [](const Models& m) { return std::to_string(m.run.epoch); }},
      {"run.epochs_done", [](const Models& m) { return std::to_string(m.run.epochs_done.size()); }},
      {"run.message", [](const Models& m) { return m.run.message; }},
      {"eval.auc", [](const Models& m) { return text(number(m.run.evaluation.metrics[Metric::Auc])); }},
      {"eval.auc_low", [](const Models& m) { return text(number(m.run.evaluation.auc_low)); }},
      {"eval.n", [](const Models& m) { return std::to_string(m.run.evaluation.n); }},
      {"eval.threshold", [](const Models& m) { return text(m.run.evaluation.threshold); }},
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
                    .tooltip = "Reverse the last labelling; also after a restart",
                    .shortcut = "ctrl+z",
                    .run = [this] { labelling_.undo(); }});
  add(kShowImages, {.id = "redo",
                    .menu = "Edit",
                    .title = "Redo",
                    .tooltip = "Apply the undone labelling again",
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
  enter_label_actions(table);
  add(kShowImages, {.id = "toggle-prediction",
                    .menu = "View",
                    .title = "Show predictions",
                    .tooltip = "Show or hide what the model says (hidden: you label blind)",
                    .shortcut = "b",
                    .run = [this] { models_.show_predictions = !models_.show_predictions; }});
  add(kShowImages, {.id = "toggle-heat",
                    .menu = "View",
                    .title = "Grad-CAM overlay",
                    .tooltip = "Show or hide the evidence map",
                    .shortcut = "h",
                    .run = [this] { models_.image.heat.visible = !models_.image.heat.visible; }});
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
               .offered = [classes, i] { return i < classes().size(); },
               .name = [classes, i] { return "Label as " + classes()[i].name; },
               .run =
                   [this, i] {
                     relabel({models_.label_candidates(), static_cast<int>(i), true});
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
               relabel({models_.label_candidates(), -1, true});
             }});
}

std::optional<std::string> Session::script_value(const std::string& key) const {
  const auto found = values().find(key);
  if (found == values().end()) return std::nullopt;
  return found->second(models_);
}

}  // namespace app
