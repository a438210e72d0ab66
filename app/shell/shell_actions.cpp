// The shell's own commands and actions: pages, palette, dialogs, imports, toasts, quitting.
#include <algorithm>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>

#include <imgui.h>
#include <imgui_internal.h>

#include "app/shell/epoch_strip.h"
#include "app/shell/shell_commands.h"
#include "app/shell/workbench.h"
#include "app/workspace/model_store.h"

namespace app {

void Workbench::enter_commands() {
  session_.enter_commands(commands_);
  for (const auto& page : pages_) page->enter_commands(commands_);
  commands_.on<RunAction>([](const RunAction& c) { return c.id; }, [this](const RunAction& c) { run_action(c.id); });
  commands_.on<ShowPage>([](const ShowPage& c) { return "Show " + c.page; },
                         [this](const ShowPage& c) { show_page(c.page); });
  enter_import_commands();
  commands_.on<ImportWeights>("Import weights", [this](const ImportWeights& c) { import_weights_from(c.file); });
  commands_.on<EnterPath>("Look at the path", [this](const EnterPath& c) { folders_.enter(c.path); });
  commands_.on<AnswerYes>("Answer", [this](const AnswerYes&) { answer_yes(); });
  commands_.on<BrowseFolder>("Look into the folder", [this](const BrowseFolder& c) { folders_.browse(c.folder); });
  commands_.on<ChooseExport>("Choose what to export", [this](const ChooseExport& c) { exports_.choose(c.kind); });
  commands_.on<StartExport>("Export", [this](const StartExport&) { exports_.start(); });
  commands_.on<CancelJob>("Cancel", [this](const CancelJob& c) { imports_.cancel(c.job); });
  commands_.on<PreviewAugmentation>("Preview augmentation",
                                    [this](const PreviewAugmentation& c) { preview_.show(c.recipe, c.first); });
  commands_.on<StepAugmentPreview>("Preview augmentation",
                                   [this](const StepAugmentPreview& c) { preview_.step(c.first); });
  commands_.on<CloseWindow>("Close the window", [this](const CloseWindow&) { close(); });
  commands_.on<DismissToast>("Dismiss", [this](const DismissToast& c) { toaster_.dismiss(c.toast); });
}

void Workbench::enter_import_commands() {
  commands_.on<PlanImport>("Look at the import", [this](const PlanImport& c) { plans_.look_at(c.paths); });
  commands_.on<ChooseRole>("Choose what a column is",
                           [this](const ChooseRole& c) { plans_.set_role(c.column, c.role); });
  commands_.on<ChooseReading>("Choose how to read it",
                              [this](const ChooseReading& c) { plans_.set_reading(c.by_folders); });
  commands_.on<NameSource>("Name the source", [this](const NameSource& c) { plans_.set_source(c.name); });
  commands_.on<ChooseSplit>("Choose a split", [this](const ChooseSplit& c) { plans_.set_split(c.word, c.split); });
  commands_.on<KeepApart>("Choose a spelling",
                          [this](const KeepApart& c) { plans_.keep_apart(c.spelling, c.label, c.apart); });
  commands_.on<ChooseMalignant>("Choose the malignant classes",
                                [this](const ChooseMalignant& c) { plans_.set_malignant(c.name, c.malignant); });
  commands_.on<ChooseUpdate>("Choose what to change",
                             [this](const ChooseUpdate& c) { plans_.set_update(c.kind, c.on); });
  commands_.on<ForgetPlan>("Back to the folders", [this](const ForgetPlan&) {
    plans_.forget();
    if (shell_.import.folder.empty()) folders_.browse_again();
  });
  commands_.on<ImportPlanned>("Import", [this](const ImportPlanned&) {
    auto decided = plans_.take();
    if (!decided) return;
    shell_.import.open = false;
    imports_.start(std::move(decided->plan), std::move(decided->choices));
  });
  commands_.on<UndoImport>("Undo the import", [this](const UndoImport& c) { imports_.undo(c.import); });
}

void Workbench::enter_actions() {
  for (const PageInfo& page : page_infos_) {
    actions_.add({.id = page.id,
                  .menu = "View",
                  .title = page.title,
                  .tooltip = page.tooltip,
                  .shortcut = page.shortcut,
                  .over_text_field = true,
                  .run = [this, id = page.id] { show_page(id); }});
  }
  appearance_.enter_actions(actions_);  // first: Escape ends a presentation before it means anything to a page
  session_.enter_actions(actions_);
  for (const auto& page : pages_) page->enter_actions(actions_);
  actions_.add({.id = "find",
                .menu = "Edit",
                .title = "Find",
                .tooltip = "Search by file name, lesion, patient or site; sharpness<20 and the other measures filter",
                .shortcut = "ctrl+f",
                .over_text_field = true,
                .run = [this] {
                  show_page("library");
                  shell_.focus_search = true;
                }});
  actions_.add({.id = "cancel-jobs",
                .menu = "Train",
                .title = "Cancel running jobs",
                .tooltip = "Stop imports and extractions; what is done is kept",
                .shortcut = "ctrl+shift+c",
                .run = [this] { imports_.cancel_all(); }});
  enter_file_actions();
  enter_epoch_actions();
  enter_run_actions();
  enter_report_actions();
  enter_file_finding_actions();
  enter_dialog_actions();
  actions_.add({.id = "quit",
                .menu = "File",
                .title = "Quit",
                .tooltip = "Close the workbench, once every decision is saved",
                .shortcut = "ctrl+q",
                .over_everything = true,
                .over_text_field = true,
                .run = [this] { quit_requested(); }});
  enter_escape_actions();
}

// The epochs of the shown run, from every page.
void Workbench::enter_epoch_actions() {
  const auto add = [&](const char* id, const char* title, const char* tooltip, const char* shortcut, auto run) {
    actions_.add({.id = id, .menu = "View", .title = title, .tooltip = tooltip, .shortcut = shortcut, .run = run});
  };
  add("next-epoch", "Next epoch", "Everything as the shown run was an epoch later", ".",
      [this] { queue_.push(StepEpoch{1}); });
  add("previous-epoch", "Previous epoch", "Everything as the shown run was an epoch earlier", ",",
      [this] { queue_.push(StepEpoch{-1}); });
  add("play-epochs", "Play the epochs", "One after another, like a film; again: stop", "ctrl+shift+p", [this] {
    player_.start_or_stop(session_.models());
    host_.request_redraw();
  });
}

// Newest first, as they are listed everywhere.
void Workbench::show_run_beside(int by) {
  const RunView& run = session_.models().run;
  const auto shown = std::ranges::find(run.runs, run_on_pages(session_.models()).value_or(0), &RunRow::id);
  const auto at = shown == run.runs.end() ? -1 : shown - run.runs.begin() + by;
  if (at >= 0 && at < std::ssize(run.runs)) queue_.push(ShowRun{run.runs[static_cast<std::size_t>(at)].id, 0});
}

void Workbench::enter_run_actions() {
  const auto add = [&](const char* id, const char* title, const char* tooltip, std::function<bool()> offered,
                       auto run) {
    actions_.add({.id = id, .menu = "View", .title = title, .tooltip = tooltip, .offered = offered, .run = run});
  };
  const auto several = [this] { return has_other_run(session_.models()); };
  add(
      "choose-run", "Choose the shown run", "The list of runs at the strip of the epochs takes the keyboard",
      [this, several] { return several() && has_epoch_strip(session_.models(), shell_.page); },
      [this] { shell_.focus_runs = true; });
  add("older-run", "Show the run before", "Everything as the next older run says", several,
      [this] { show_run_beside(1); });
  add("newer-run", "Show the run after", "Everything as the next newer run says", several,
      [this] { show_run_beside(-1); });
}

void Workbench::enter_file_actions() {
  actions_.add({.id = "import",
                .menu = "File",
                .title = "Import…",
                .tooltip = "Add images, an index table or ImageNet weights; files dropped on the window do the same",
                .shortcut = "ctrl+o",
                .dialog = "import",
                .over_text_field = true,
                .run = [this] { toggle_import(); }});
  actions_.add({.id = "export",
                .menu = "File",
                .title = "Export…",
                .tooltip = "Write labels, predictions, metrics or images for other programs",
                .shortcut = "ctrl+e",
                .dialog = "export",
                .over_text_field = true,
                .run = [this] { exports_.open_dialog(run_on_pages(session_.models()).value_or(0)); }});
  actions_.add({.id = "demo",
                .menu = "File",
                .title = "Demo images",
                .tooltip = "Generated images with known wrong labels, to try everything on",
                .over_text_field = true,
                .run = [this] { imports_.start_demo(); }});
}

// The messages about such files offer them.
void Workbench::enter_file_finding_actions() {
  const auto add = [this](const char* id, const char* title, const char* tooltip, bool Filter::*only,
                          std::function<bool()> offered) {
    actions_.add({.id = id,
                  .menu = "View",
                  .title = title,
                  .tooltip = tooltip,
                  .offered = std::move(offered),
                  .run = [this, only] {
                    Filter filter;
                    filter.*only = true;
                    show_page("library");
                    session_.set_filter(filter);
                  }});
  };
  const ImageTable& table = session_.models().gallery.table();
  add(FileWatch::kShowChanged, "Show the changed files", "Images whose file holds other content than was imported",
      &Filter::only_changed_files, [&table] { return !table.changed_file_rows().empty(); });
  add(FileWatch::kShowMissing, "Show the missing files", "Images whose file is not where it was imported from",
      &Filter::only_missing_files, [&table] { return !table.missing_file_rows().empty(); });
}

// Each opens its dialog, and closes it with the same key.
void Workbench::enter_dialog_actions() {
  const auto toggles = [](bool& open) { return [&open] { open = !open; }; };
  actions_.add({.id = "palette",
                .menu = "View",
                .title = "Command palette",
                .tooltip = "Find any command by name",
                .shortcut = "ctrl+k",
                .dialog = "palette",
                .over_text_field = true,
                .run = toggles(shell_.palette_open)});
  actions_.add({.id = "label-as",
                .menu = "Label",
                .title = "Label as…",
                .tooltip = "Find a class by some letters; Enter labels and goes on to the next",
                .shortcut = "l",
                .scope = Scope::Page,
                .pages = {"library", "inspect", "wall"},
                .dialog = "label",
                .offered = [this] { return session_.models().candidate_count() > 0; },
                .run = toggles(shell_.label_open)});
  actions_.add({.id = "classes",
                .menu = "Edit",
                .title = "Classes…",
                .tooltip = "Add, rename, merge, reorder, recolour and retire classes",
                .shortcut = "ctrl+l",
                .dialog = "classes",
                .run = toggles(shell_.classes.open)});
  actions_.add({.id = "messages",
                .menu = "View",
                .title = "Messages",
                .tooltip = "Everything that was said, import reports as a whole",
                .shortcut = "ctrl+m",
                .dialog = "messages",
                .over_text_field = true,
                .run = [this] {
                  shell_.messages_open = !shell_.messages_open;
                  shell_.messages_seen = shell_.messages.size();
                }});
  actions_.add({.id = "shortcuts",
                .menu = "Help",
                .title = "Keyboard shortcuts",
                .tooltip = "All keys on one sheet",
                .shortcut = "shift+/",
                .dialog = "shortcuts",
                .run = toggles(shell_.shortcuts_open)});
  actions_.add({.id = "about",
                .menu = "Help",
                .title = "About and disclaimer",
                .tooltip = "What this program is, and is not",
                .dialog = "about",
                .run = toggles(shell_.about_open)});
}

// Escape takes away what lies on top before a page gets it: a list, a dialog, the keyboard of a control.
void Workbench::enter_escape_actions() {
  actions_.add({.id = "close-menu",
                .title = "Close the menu",
                .tooltip = "Close the menu or the list",
                .shortcut = "escape",
                .scope = Scope::Menu,
                .run = [] { ImGui::ClosePopupToLevel(ImGui::GetCurrentContext()->OpenPopupStack.Size - 1, true); }});
  actions_.add({.id = "close-dialog",
                .title = "Close the dialog",
                .tooltip = "Close what lies on top of the page",
                .shortcut = "escape",
                .scope = Scope::Dialog,
                .over_text_field = true,
                .run = [this] { shell_.close_dialogs(); }});
  actions_.add({.id = "leave-control",
                .title = "Back to the page",
                .tooltip = "Give the keyboard back to the images",
                .shortcut = "escape",
                .scope = Scope::Control,
                .run = [this] { focus_.leave(); }});
}

void Workbench::run_action(const std::string& id) {
  const Action* action = actions_.find(id);
  if (action == nullptr) throw std::logic_error("running an action: there is none with this id: " + id);
  if (is_at_home(*action, on_top()) && is_offered(*action)) return action->run();
  toaster_.show(MessageKind::Info, app::name_of(*action),
                is_at_home(*action, on_top()) ? "There is nothing that it could act on now."
                                              : "It acts on what another page shows.");
}

void Workbench::import_weights_from(const std::filesystem::path& file) {
  shell_.import.open = false;
  import_lane_.post(
      [this, file](const std::stop_token&) {
        inbox_.post("Import weights", [this, done = import_weights(file)] {
          for (const auto& page : pages_) page->weights_changed();
          toaster_.show(MessageKind::Success, "ImageNet weights imported", std::to_string(done.tensors) + " tensors");
        });
      },
      [this](const std::string& why) { inbox_.post("Import weights", [why] { throw std::runtime_error(why); }); });
}

void Workbench::answer_yes() {
  if (!shell_.question) return;
  queue_.push(std::move(shell_.question->on_yes));
  shell_.question.reset();
}

void Workbench::toggle_import() {
  ImportView& import = shell_.import;
  import.open = !import.open;
  if (import.open) folders_.browse_again();
}

void Workbench::show_page(const std::string& id) {
  if (id == shell_.page) return;
  if (std::ranges::find(page_infos_, id, &PageInfo::id) == page_infos_.end())
    throw std::logic_error("showing a page: there is none with this id: " + id);
  page().hidden();
  shell_.page = id;
  page().shown();
}

}  // namespace app
