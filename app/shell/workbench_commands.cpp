// What each command does. One function per kind of command; the table of actions at the end.
#include <variant>

#include "app/core/action_table.h"
#include "app/models/library_filter.h"
#include "app/shell/folder_browser.h"
#include "app/shell/workbench.h"
#include "app/workspace/model_store.h"

namespace app {
namespace {

template <typename... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace

void Workbench::apply(const Command& command) {
  std::visit(Overloaded{
                 [this](const RunAction& c) { run_action(c.action); },
                 [this](const RelabelImages& c) { relabel_to(c.images, c.to, c.advance); },
                 [this](const ImportPaths& c) {
                   view_.shell.import.open = false;
                   imports_.start(c.paths);
                 },
                 [this](const ImportWeights& c) {
                   view_.shell.import.open = false;
                   const WeightsImport done = import_weights(c.file);
                   training_.refresh_models();
                   toaster_.show(ToastKind::Success, "ImageNet weights imported",
                                 std::to_string(done.tensors) + " tensors");
                 },
                 [this](const BrowseFolder& c) {
                   if (!std::filesystem::is_regular_file(c.folder))
                     list_folder(c.folder, view_.shell.import);
                   else if (is_weights_file(c.folder))
                     apply(ImportWeights{c.folder});
                   else
                     apply(ImportPaths{{c.folder}});
                 },
                 [this](const StartTraining& c) {
                   training_.start(c.request);
                   show_page(Page::Train);
                 },
                 [this](const ResumeRun& c) {
                   training_.resume(c.run);
                   show_page(Page::Train);
                 },
                 [this](const ShowViews& c) { views_.show(view_.train.form, c.first); },
                 [this](const SetLearningRate& c) { training_.set_learning_rate(c.learning_rate); },
                 [this](const CancelJob& c) { imports_.cancel(c.job); },
                 [this](const ShowPage& c) { show_page(c.page); },
                 [this](const OpenImage& c) { open_image(c.image); },
                 [this](const SetFilter& c) {
                   view_.library.filter = c.filter;
                   library_.rebuild();
                 },
                 [this](const SetSort& c) {
                   view_.library.sort = c.key;
                   view_.library.sort_descending = c.descending;
                   library_.rebuild();
                 },
                 [this](const SelectImages& c) { select_images(view_.library, c.images, c.focus, c.keeps_anchor); },
                 [this](const SetTarget& c) {
                   for (std::size_t i = 0; i < view_.catalog.targets.size(); ++i) {
                     if (view_.catalog.targets[i].name == c.target) view_.catalog.target = static_cast<int>(i);
                   }
                   view_.train.form.target = c.target;
                   library_.refresh();
                 },
                 [this](const SetThreshold& c) {
                   training_.set_threshold(c.threshold);
                   library_.set_threshold(c.threshold);
                   view_.inspect.threshold = c.threshold;
                   if (view_.inspect.probabilities.size() == 2)
                     view_.inspect.predicted_group = view_.inspect.probabilities[1].probability >= c.threshold ? 1 : 0;
                 },
                 [this](const ShowRun& c) { show_run(c.run, c.epoch); },
                 [this](const ShowHeat& c) {
                   view_.inspect.heat.visible = c.visible;
                   if (c.group != view_.inspect.heat.group) inspector_.explain(c.group);
                 },
                 [this](const SetHeatStyle& c) {
                   view_.inspect.heat.opacity = c.opacity;
                   view_.inspect.heat.threshold = c.threshold;
                   view_.inspect.heat.colour_map = c.colour_map;
                 },
                 [this](const DismissToast& c) { toaster_.dismiss(c.toast); },
             },
             command);
}

void Workbench::show_page(Page page) { view_.shell.page = page; }

void Workbench::open_image(ImageId image) {
  const ImageId only[] = {image};
  select_images(view_.library, only, image);
  show_page(Page::Inspect);
}

void Workbench::relabel_to(const std::vector<ImageId>& images, std::optional<ClassId> to, bool advance) {
  if (images.empty()) return;
  RelabelRequest request{images, to};
  request.model_visible = view_.library.show_predictions && !view_.library.prediction_source.empty();
  request.seconds_spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - focus_since_).count();
  const bool was_single = images.size() == 1;
  const LabelChange done = relabel(workspace_, request);
  if (!was_single) toaster_.show(ToastKind::Success, done.name, std::to_string(done.images.size()) + " changed", true);
  if (advance && was_single) move_focus(view_.library, 1);
}

void Workbench::label_by_key(int index) {
  const auto& classes = view_.catalog.classes;
  if (index >= static_cast<int>(classes.size())) return;
  relabel_to(label_candidates(view_.library), classes[static_cast<std::size_t>(index)].id, true);
}

void Workbench::reverse(const std::optional<LabelChange>& change, const std::string& nothing) {
  if (!change) return toaster_.show(ToastKind::Info, nothing);
  if (!change->images.empty()) select_images(view_.library, change->images, change->images.front());
  view_.library.scroll_to_focus = true;
  toaster_.show(
      ToastKind::Info, change->name,
      std::to_string(change->images.size()) + (change->images.size() == 1 ? " image changed" : " images changed"));
}

bool Workbench::run_navigation(Action action) {
  ShellView& shell = view_.shell;
  switch (action) {
    case Action::ShowLibrary: show_page(Page::Library); return true;
    case Action::ShowTrain: show_page(Page::Train); return true;
    case Action::ShowInspect: show_page(Page::Inspect); return true;
    case Action::OpenFocused: show_page(Page::Inspect); return true;
    case Action::NextImage: move_focus(view_.library, 1); return true;
    case Action::PreviousImage: move_focus(view_.library, -1); return true;
    case Action::FindImage:
      show_page(Page::Library);
      shell.focus_search = true;
      return true;
    case Action::TogglePalette: shell.palette_open = !shell.palette_open; return true;
    case Action::ToggleShortcuts: shell.shortcuts_open = !shell.shortcuts_open; return true;
    case Action::BrowseImport:
      shell.import.open = !shell.import.open;
      if (shell.import.open)
        list_folder(shell.import.folder.empty() ? start_folder() : std::filesystem::path(shell.import.folder),
                    shell.import);
      return true;
    case Action::PreviewViews: views_.show(view_.train.form, 0); return true;
    case Action::ToggleAbout: shell.about_open = !shell.about_open; return true;
    case Action::Quit: host_.quit(); return true;
    default: return false;
  }
}

bool Workbench::run_selection(Action action) {
  LibraryView& library = view_.library;
  switch (action) {
    case Action::SelectAll: select_all_shown(library); return true;
    case Action::InvertSelection: invert_selection(library); return true;
    case Action::ClearSelection:
      // Escape closes what lies on top before it drops a selection.
      if (view_.shell.dialog_open())
        view_.shell.close_dialogs();
      else
        clear_selection(library);
      return true;
    case Action::ClearFilters:
      library.filter = {};
      library_.rebuild();
      return true;
    case Action::TogglePrediction: library.show_predictions = !library.show_predictions; return true;
    case Action::ToggleHeat: view_.inspect.heat.visible = !view_.inspect.heat.visible; return true;
    default: return false;
  }
}

bool Workbench::run_labelling(Action action) {
  switch (action) {
    case Action::Undo: reverse(undo_label(workspace_), "Nothing to undo"); return true;
    case Action::Redo: reverse(redo_label(workspace_), "Nothing to redo"); return true;
    case Action::Unlabel: relabel_to(label_candidates(view_.library), std::nullopt, true); return true;
    default: break;
  }
  const int key = static_cast<int>(action) - static_cast<int>(Action::Label1);
  if (key < 0 || action > Action::Label9) return false;
  if (view_.shell.page != Page::Train) label_by_key(key);
  return true;
}

void Workbench::run_action(Action action) {
  if (run_navigation(action) || run_selection(action) || run_labelling(action)) return;
  switch (action) {
    case Action::ZoomFit: view_.inspect.zoom_request = ZoomRequest::Fit; break;
    case Action::ZoomActual: view_.inspect.zoom_request = ZoomRequest::Actual; break;
    case Action::StartTraining:
      if (view_.train.settings_problem.empty())
        training_.start(view_.train.form);
      else
        toaster_.show(ToastKind::Warning, "Nothing was started", view_.train.settings_problem);
      show_page(Page::Train);
      break;
    case Action::PauseTraining: training_.pause_or_resume(); break;
    case Action::StopTraining: training_.stop_and_keep_best(); break;
    case Action::CancelJobs: imports_.cancel_all(); break;
    default: break;
  }
}

}  // namespace app
