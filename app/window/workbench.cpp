#include "app/window/workbench.h"

#include <exception>
#include <unordered_map>

#include "app/core/action_table.h"
#include "app/panels/workbench_panel.h"
#include "app/views/library_filter.h"
#include "app/window/catalog_presenter.h"
#include "app/window/folder_browser.h"
#include "app/workspace/model_store.h"
#include "db/images.h"
#include "db/runs.h"

namespace app {

Workbench::Workbench(Workspace& workspace, engine::Host& host)
    : workspace_(workspace),
      host_(host),
      inbox_([&host] { host.wake(); }),
      changes_([&host] { host.wake(); }),
      thumbnails_(host, short_lane_, inbox_, workspace.thumbnails_folder()),
      inspector_(host, short_lane_, inbox_, view_.inspect),
      imports_(workspace, import_lane_, inbox_, view_.shell, toaster_),
      views_(workspace, host, short_lane_, inbox_, view_.shell.views),
      training_(workspace, train_lane_, inbox_, view_,
                [this](const TrainingDesk::Ended& ended) { training_ended(ended); }) {
  view_.shell.device = host.device_name();
  view_.shell.deterministic = host.headless();
  workspace.writer().set_subscriber([this](const db::ChangeSet& changes) { changes_.push(changes); });
  library_.refresh();
  update_files();
  if (const auto run = training_.newest_usable_run()) show_run(*run, 0);
}

Workbench::~Workbench() {
  training_.cancel();
  workspace_.writer().set_subscriber({});
}

void Workbench::attempt(const std::string& what, const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& error) {
    toaster_.show(ToastKind::Error, what + " failed", error.what());
  }
}

void Workbench::frame() {
  inbox_.run_all();
  attempt("Refreshing", [this] {
    take_changes();
    training_.fold();
  });
  toaster_.drop_expired();
  follow_focus();
  view_.shell.frame_ms = host_.last_frame_ms();
  PanelContext context{view_, commands_, thumbnails_, {host_.fonts(), host_.theme(), host_.landmarks()}};
  draw_workbench(context);
  thumbnails_.end_frame();
  for (const Command& command : commands_.take()) {
    attempt("The command", [&] { apply(command); });
    host_.request_redraw();
  }
  if (const auto ms = toaster_.next_expiry_ms()) host_.request_redraw_in_ms(*ms);
}

// One refresh for all that was committed since the last frame.
void Workbench::take_changes() {
  const std::vector<db::ChangeSet> all = changes_.take();
  bool images = false, runs = false, labels = false;
  for (const db::ChangeSet& changes : all) {
    images = images || !changes.images.empty() || !changes.classes.empty() || !changes.targets.empty();
    labels = labels || changes.labels_changed();
    runs = runs || !changes.runs.empty();
  }
  if (images || labels) {
    library_.refresh();
    update_files();
    if (opened_) fill_inspect(view_.inspect, workspace_, view_.catalog, *opened_);
  }
  if (runs) training_.refresh_runs();
  if (labels) training_.labels_changed();
}

void Workbench::update_files() {
  std::unordered_map<ImageId, ThumbnailLoader::File> files;
  paths_.clear();
  for (const db::Image& image : db::images(workspace_.reader())) {
    files[image.id] = {image.path, image.sha256};
    paths_[image.id] = image.path;
  }
  thumbnails_.set_files(std::move(files));
}

// The focused image is what Inspect and the side column show.
void Workbench::follow_focus() {
  const LibraryView& library = view_.library;
  const std::optional<ImageId> focus = library.focus ? std::optional(library.rows[*library.focus].id) : std::nullopt;
  view_.inspect.position = focus_position(library) + 1;
  view_.inspect.of = static_cast<int>(library.shown.size());
  if (focus) view_.inspect.true_group = library.rows[*library.focus].group;
  if (focus == opened_) return;
  opened_ = focus;
  focus_since_ = std::chrono::steady_clock::now();
  if (!focus) return inspector_.close();
  inspector_.open(*focus, paths_.at(*focus));
  fill_inspect(view_.inspect, workspace_, view_.catalog, *focus);
}

void Workbench::key_pressed(const engine::KeyPress& press) {
  if (const auto action = action_for_shortcut(press.chord)) commands_.push(*action);
}

void Workbench::files_dropped(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::filesystem::path> images;
  for (const std::filesystem::path& path : paths) {
    if (is_weights_file(path))
      commands_.push(ImportWeights{path});
    else
      images.push_back(path);
  }
  if (!images.empty()) commands_.push(ImportPaths{images});
}

// Decisions are already in the database; a running training keeps its best epoch.
bool Workbench::quit_requested() {
  training_.cancel();
  imports_.cancel_all();
  return true;
}

void Workbench::training_ended(const TrainingDesk::Ended& ended) {
  training_.fold();
  view_.train.live = false;
  training_.refresh_runs();
  if (!ended.outcome) {
    if (!view_.train.run) training_.show_run_before();  // it failed before there was anything of it to show
    view_.train.state = RunState::Failed;
    view_.train.message = ended.error;
    toaster_.show(ToastKind::Error, "The training failed", ended.error);
    return;
  }
  const TrainOutcome& outcome = *ended.outcome;
  const std::string title = "Run " + std::to_string(outcome.run) + " " + outcome.end;
  if (outcome.best_epoch == 0) {
    view_.train.state = RunState::Stopped;
    toaster_.show(ToastKind::Warning, title, "It ended before its first epoch; nothing was kept.");
    return;
  }
  const std::string skipped =
      outcome.skipped.empty() ? "" : "; " + std::to_string(outcome.skipped.size()) + " images could not be read";
  toaster_.show(
      ToastKind::Success, title,
      "Best epoch " + std::to_string(outcome.best_epoch) + " of " + std::to_string(outcome.epochs_run) + skipped);
  show_run(outcome.run, 0);
}

void Workbench::show_run(RunId run, int epoch) {
  training_.show_run(run, epoch);
  library_.show_run(run, training_.shown_epoch());
  load_explaining_model(run);
}

void Workbench::load_explaining_model(RunId run) {
  if (!db::best_checkpoint(workspace_.reader(), run)) return;
  const std::string name = "run:" + std::to_string(run);
  auto model = std::make_shared<const ml::Model>(find_model(&workspace_, name));
  const std::vector<std::string> groups = model->spec.classes;
  inspector_.set_model(std::move(model), name, groups);
}

}  // namespace app
