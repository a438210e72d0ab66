#include "app/core/action_table.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace app {
namespace {

constexpr std::array kActions = {
    ActionInfo{Action::ShowLibrary, "library", "View", "Library", "Browse, filter and label the images", "f1"},
    ActionInfo{Action::ShowTrain, "train", "View", "Train", "Start a run and watch it", "f2"},
    ActionInfo{Action::ShowInspect, "inspect", "View", "Inspect", "One image, its history and why the model thinks so",
               "f3"},
    ActionInfo{Action::Undo, "undo", "Edit", "Undo", "Reverse the last labelling; also after a restart", "ctrl+z"},
    ActionInfo{Action::Redo, "redo", "Edit", "Redo", "Apply the undone labelling again", "ctrl+shift+z"},
    ActionInfo{Action::SelectAll, "select-all", "Edit", "Select all shown",
               "Select every image that passes the filters", "ctrl+a"},
    ActionInfo{Action::ClearSelection, "select-none", "Edit", "Select none", "Clear the selection", "escape"},
    ActionInfo{Action::InvertSelection, "select-invert", "Edit", "Invert selection",
               "Select what is shown and not selected", "ctrl+i"},
    ActionInfo{Action::NextImage, "next", "", "Next image", "Go to the next image", "n"},
    ActionInfo{Action::PreviousImage, "previous", "", "Previous image", "Go to the previous image", "p"},
    ActionInfo{Action::OpenFocused, "open", "", "Open image", "Show the focused image in Inspect", "enter"},
    ActionInfo{Action::Label1, "label-1", "Label", "Label as class 1",
               "Label the selection as the first class and advance", "1"},
    ActionInfo{Action::Label2, "label-2", "Label", "Label as class 2",
               "Label the selection as the second class and advance", "2"},
    ActionInfo{Action::Label3, "label-3", "Label", "Label as class 3",
               "Label the selection as the third class and advance", "3"},
    ActionInfo{Action::Label4, "label-4", "Label", "Label as class 4",
               "Label the selection as the fourth class and advance", "4"},
    ActionInfo{Action::Label5, "label-5", "Label", "Label as class 5",
               "Label the selection as the fifth class and advance", "5"},
    ActionInfo{Action::Label6, "label-6", "Label", "Label as class 6",
               "Label the selection as the sixth class and advance", "6"},
    ActionInfo{Action::Label7, "label-7", "Label", "Label as class 7",
               "Label the selection as the seventh class and advance", "7"},
    ActionInfo{Action::Label8, "label-8", "Label", "Label as class 8",
               "Label the selection as the eighth class and advance", "8"},
    ActionInfo{Action::Label9, "label-9", "Label", "Label as class 9",
               "Label the selection as the ninth class and advance", "9"},
    ActionInfo{Action::Unlabel, "unlabel", "Label", "Remove label", "Mark the selection as unlabelled and advance",
               "0"},
    ActionInfo{Action::TogglePrediction, "toggle-prediction", "View", "Show predictions",
               "Show or hide what the model says (hidden: you label blind)", "b"},
    ActionInfo{Action::ToggleHeat, "toggle-heat", "View", "Grad-CAM overlay", "Show or hide the evidence map", "h"},
    ActionInfo{Action::ZoomFit, "zoom-fit", "View", "Fit image", "Zoom so that the whole image is seen", "f"},
    ActionInfo{Action::ZoomActual, "zoom-actual", "View", "Actual pixels", "One image pixel per screen pixel", "g"},
    ActionInfo{Action::StartTraining, "start-training", "Train", "Fine-tune",
               "Start a run with the settings of the Train page", "ctrl+enter"},
    ActionInfo{Action::PauseTraining, "pause-training", "Train", "Pause or resume",
               "Pause the run at the next batch, or go on", "ctrl+p"},
    ActionInfo{Action::StopTraining, "stop-training", "Train", "Stop and keep best",
               "End the run and keep its best epoch", "ctrl+."},
    ActionInfo{Action::FindImage, "find", "Edit", "Find", "Search by file name, lesion or site", "ctrl+f"},
    ActionInfo{Action::ClearFilters, "clear-filters", "Edit", "Clear filters", "Show all images again", "ctrl+shift+f"},
    ActionInfo{Action::TogglePalette, "palette", "View", "Command palette", "Find any command by name", "ctrl+k"},
    ActionInfo{Action::ToggleShortcuts, "shortcuts", "Help", "Keyboard shortcuts", "All keys on one sheet", "shift+/"},
    ActionInfo{Action::ToggleAbout, "about", "Help", "About and disclaimer", "What this program is, and is not", ""},
    ActionInfo{Action::PreviewViews, "preview-views", "Train", "Preview augmentation",
               "What training will see: random views of a few images", "ctrl+shift+v"},
    ActionInfo{Action::CancelJobs, "cancel-jobs", "Train", "Cancel running jobs",
               "Stop imports and extractions; what is done is kept", "ctrl+shift+c"},
    ActionInfo{Action::BrowseImport, "import", "File", "Import…",
               "Add images, an index table or ImageNet weights; files dropped on the window do the same", "ctrl+o"},
    ActionInfo{Action::Quit, "quit", "File", "Quit", "Close the workbench; every decision is already saved", "ctrl+q"},
};

}  // namespace

std::span<const ActionInfo> action_table() { return kActions; }

const ActionInfo& info_of(Action action) {
  const auto found = std::ranges::find(kActions, action, &ActionInfo::action);
  if (found == kActions.end()) throw std::logic_error("action without a row in the action table");
  return *found;
}

std::optional<Action> action_for_shortcut(std::string_view shortcut) {
  const auto found = std::ranges::find(kActions, shortcut, &ActionInfo::shortcut);
  if (shortcut.empty() || found == kActions.end()) return std::nullopt;
  return found->action;
}

}  // namespace app
