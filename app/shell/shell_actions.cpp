// The shell's own commands and actions: pages, palette, dialogs, imports, toasts, quitting.
#include <algorithm>
#include <stdexcept>

#include "app/shell/folder_browser.h"
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
  commands_.on<ImportPaths>("Import", [this](const ImportPaths& c) {
    shell_.import.open = false;
    imports_.start(c.paths);
  });
  commands_.on<ImportWeights>("Import weights", [this](const ImportWeights& c) { import_weights_from(c.file); });
  commands_.on<BrowseFolder>("Look into the folder", [this](const BrowseFolder& c) { browse(c.folder); });
  commands_.on<CancelJob>("Cancel", [this](const CancelJob& c) { imports_.cancel(c.job); });
  commands_.on<PreviewAugmentation>("Preview augmentation",
                                    [this](const PreviewAugmentation& c) { preview_.show(c.recipe, c.first); });
  commands_.on<StepAugmentPreview>("Preview augmentation",
                                   [this](const StepAugmentPreview& c) { preview_.step(c.first); });
  commands_.on<DismissToast>("Dismiss", [this](const DismissToast& c) { toaster_.dismiss(c.toast); });
}

void Workbench::enter_actions() {
  std::vector<PageInfo> by_key = page_infos_;
  std::ranges::sort(by_key, {}, &PageInfo::shortcut);
  for (const PageInfo& page : by_key) {
    actions_.add({.id = page.id,
                  .menu = "View",
                  .title = page.title,
                  .tooltip = page.tooltip,
                  .shortcut = page.shortcut,
                  .over_text_field = true,
                  .run = [this, id = page.id] { show_page(id); }});
  }
  session_.enter_actions(actions_);
  for (const auto& page : pages_) page->enter_actions(actions_);
  actions_.add({.id = "find",
                .menu = "Edit",
                .title = "Find",
                .tooltip = "Search by file name, lesion or site",
                .shortcut = "ctrl+f",
                .over_text_field = true,
                .run = [this] {
                  show_page("library");
                  shell_.focus_search = true;
                }});
  actions_.add({.id = "palette",
                .menu = "View",
                .title = "Command palette",
                .tooltip = "Find any command by name",
                .shortcut = "ctrl+k",
                .over_dialog = true,
                .over_text_field = true,
                .run = [this] { shell_.palette_open = !shell_.palette_open; }});
  actions_.add({.id = "shortcuts",
                .menu = "Help",
                .title = "Keyboard shortcuts",
                .tooltip = "All keys on one sheet",
                .shortcut = "shift+/",
                .over_dialog = true,
                .run = [this] { shell_.shortcuts_open = !shell_.shortcuts_open; }});
  actions_.add({.id = "about",
                .menu = "Help",
                .title = "About and disclaimer",
                .tooltip = "What this program is, and is not",
                .run = [this] { shell_.about_open = !shell_.about_open; }});
  actions_.add({.id = "cancel-jobs",
                .menu = "Train",
                .title = "Cancel running jobs",
                .tooltip = "Stop imports and extractions; what is done is kept",
                .shortcut = "ctrl+shift+c",
                .over_dialog = true,
                .run = [this] { imports_.cancel_all(); }});
  actions_.add({.id = "import",
                .menu = "File",
                .title = "Import…",
                .tooltip = "Add images, an index table or ImageNet weights; files dropped on the window do the same",
                .shortcut = "ctrl+o",
                .over_dialog = true,
                .over_text_field = true,
                .run = [this] { toggle_import(); }});
  actions_.add({.id = "quit",
                .menu = "File",
                .title = "Quit",
                .tooltip = "Close the workbench; every decision is already saved",
                .shortcut = "ctrl+q",
                .over_dialog = true,
                .over_text_field = true,
                .run = [this] { host_.quit(); }});
  // Escape closes what lies on top before a page gets it.
  actions_.add({.id = "close-dialog",
                .title = "Close the dialog",
                .tooltip = "Close what lies on top of the page",
                .shortcut = "escape",
                .scope = Scope::Dialog,
                .over_text_field = true,
                .run = [this] { shell_.close_dialogs(); }});
}

void Workbench::run_action(const std::string& id) {
  const Action* action = actions_.find(id);
  if (action == nullptr) throw std::logic_error("running an action: there is none with this id: " + id);
  if (is_at_home(*action, on_top())) return action->run();
  toaster_.show(MessageKind::Info, app::name_of(*action), "It acts on what another page shows.");
}

void Workbench::import_weights_from(const std::filesystem::path& file) {
  shell_.import.open = false;
  const WeightsImport done = import_weights(file);
  for (const auto& page : pages_) page->weights_changed();
  toaster_.show(MessageKind::Success, "ImageNet weights imported", std::to_string(done.tensors) + " tensors");
}

void Workbench::browse(const std::filesystem::path& path) {
  if (!std::filesystem::is_regular_file(path)) return list_folder(path, shell_.import);
  if (is_weights_file(path))
    queue_.push(ImportWeights{path});
  else
    queue_.push(ImportPaths{{path}});
}

void Workbench::toggle_import() {
  ImportView& import = shell_.import;
  import.open = !import.open;
  if (import.open) list_folder(import.folder.empty() ? start_folder() : std::filesystem::path(import.folder), import);
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
