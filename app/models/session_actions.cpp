// The actions on the shared selection and the image in focus, and what scripts can ask of the models.
#include <array>
#include <cmath>
#include <map>

#include "app/models/session.h"

namespace app {
namespace {

// The pages that show what is selected: nothing else may act on it.
const std::vector<std::string> kShowSelection = {"library", "inspect"};

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

using Value = std::string (*)(const Models&);

const std::map<std::string, Value>& values() {
  static const std::map<std::string, Value> table = {
      {"images", [](const Models& m) { return std::to_string(m.gallery.table().size()); }},
      {"shown", [](const Models& m) { return std::to_string(m.gallery.rows().size()); }},
      {"selected", [](const Models& m) { return std::to_string(m.gallery.selected_count()); }},
      {"relabelled", [](const Models& m) { return std::to_string(m.gallery.table().relabelled_rows().count()); }},
      {"revision", [](const Models& m) { return std::to_string(m.gallery.table().label_revision()); }},
      {"undo", [](const Models& m) { return m.workspace.undo_name; }},
      {"predictions", [](const Models& m) { return m.prediction_source(); }},
      {"focus.position", [](const Models& m) { return focus_position(m.gallery); }},
      {"inspect.state", [](const Models& m) { return name_of(m.image.state); }},
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
      {"eval.n", [](const Models& m) { return std::to_string(m.run.evaluation.n); }},
      {"eval.threshold", [](const Models& m) { return text(m.run.evaluation.threshold); }},
      {"eval.problem", [](const Models& m) { return m.run.not_measurable; }},
  };
  return table;
}

}  // namespace

void Session::enter_actions(ActionTable& table) {
  const auto add = [&](Action action) {
    action.scope = Scope::Page;
    action.pages = kShowSelection;
    table.add(std::move(action));
  };
  table.add({.id = "undo",
             .menu = "Edit",
             .title = "Undo",
             .tooltip = "Reverse the last labelling; also after a restart",
             .shortcut = "ctrl+z",
             .run = [this] { labelling_.undo(); }});
  table.add({.id = "redo",
             .menu = "Edit",
             .title = "Redo",
             .tooltip = "Apply the undone labelling again",
             .shortcut = "ctrl+shift+z",
             .run = [this] { labelling_.redo(); }});
  add({.id = "select-all",
       .menu = "Edit",
       .title = "Select all shown",
       .tooltip = "Select every image that passes the filters",
       .shortcut = "ctrl+a",
       .run = [this] { models_.gallery.select_all(); }});
  add({.id = "select-none",
       .menu = "Edit",
       .title = "Select none",
       .tooltip = "Clear the selection",
       .shortcut = "escape",
       .run = [this] { models_.gallery.select_none(); }});
  add({.id = "select-invert",
       .menu = "Edit",
       .title = "Invert selection",
       .tooltip = "Select what is shown and not selected",
       .shortcut = "ctrl+i",
       .over_text_field = true,
       .run = [this] { models_.gallery.invert_selection(); }});
  add({.id = "next", .title = "Next image", .tooltip = "Go to the next image", .shortcut = "n", .run = [this] {
         move_focus(1);
       }});
  add({.id = "previous",
       .title = "Previous image",
       .tooltip = "Go to the previous image",
       .shortcut = "p",
       .run = [this] { move_focus(-1); }});
  static constexpr std::array<const char*, 9> kOrdinals = {"first", "second",  "third",  "fourth", "fifth",
                                                           "sixth", "seventh", "eighth", "ninth"};
  for (std::size_t i = 0; i < kOrdinals.size(); ++i) {
    const std::string key = std::to_string(i + 1);
    add({.id = "label-" + key,
         .menu = "Label",
         .title = "Label as class " + key,
         .tooltip = std::string("Label the selection as the ") + kOrdinals[i] + " class and advance",
         .shortcut = key,
         .name =
             [this, i] {
               const auto& classes = models_.gallery.table().class_list().classes;
               return "Label as " + (i < classes.size() ? classes[i].name : "class " + std::to_string(i + 1));
             },
         .run =
             [this, i] {
               if (i < models_.gallery.table().class_list().classes.size())
                 relabel(models_.gallery.label_candidates(), static_cast<int>(i), true);
             }});
  }
  add({.id = "unlabel",
       .menu = "Label",
       .title = "Remove label",
       .tooltip = "Mark the selection as unlabelled and advance",
       .shortcut = "0",
       .run = [this] { relabel(models_.gallery.label_candidates(), -1, true); }});
  add({.id = "toggle-prediction",
       .menu = "View",
       .title = "Show predictions",
       .tooltip = "Show or hide what the model says (hidden: you label blind)",
       .shortcut = "b",
       .run = [this] { models_.show_predictions = !models_.show_predictions; }});
  add({.id = "toggle-heat",
       .menu = "View",
       .title = "Grad-CAM overlay",
       .tooltip = "Show or hide the evidence map",
       .shortcut = "h",
       .run = [this] { models_.image.heat.visible = !models_.image.heat.visible; }});
}

std::optional<std::string> Session::script_value(const std::string& key) const {
  const auto found = values().find(key);
  if (found == values().end()) return std::nullopt;
  return found->second(models_);
}

}  // namespace app
