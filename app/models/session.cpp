#include "app/models/session.h"

#include <exception>
#include <utility>

#include "app/models/catalog_presenter.h"
#include "app/models/library_filter.h"
#include "app/workspace/model_store.h"
#include "db/images.h"
#include "db/runs.h"

namespace app {

Session::Session(Workspace& workspace, engine::Host& host, JobLane& short_lane, Inbox& inbox, Messages& messages)
    : workspace_(workspace),
      messages_(messages),
      image_(host, short_lane, inbox, models_.image),
      thumbnails_(host, short_lane, inbox, workspace.thumbnails_folder()) {}

void Session::open() {
  read_images();
  shown_run_.refresh_runs();
  if (const auto run = shown_run_.newest_usable_run()) show_run(*run, 0);
}

void Session::changed(const db::ChangeSet& changes) {
  const bool images = !changes.images().empty() || !changes.classes.empty() || !changes.targets.empty();
  if (images || changes.labels_changed()) {
    read_images();
    if (opened_) fill_image(models_.image, workspace_, models_.catalog, *opened_);
  }
  if (!changes.runs.empty()) shown_run_.refresh_runs();
  if (changes.labels_changed()) shown_run_.labels_changed();
}

// Rows and files are read together: a row without its file could not be opened.
void Session::read_images() {
  rows_.refresh();
  std::unordered_map<ImageId, ThumbnailLoader::File> files;
  paths_.clear();
  for (const db::Image& image : db::images(workspace_.reader())) {
    files[image.id] = {image.path, image.sha256};
    paths_[image.id] = image.path;
  }
  thumbnails_.set_files(std::move(files));
}

void Session::follow_focus() {
  const LibraryView& library = models_.library;
  FocusedImage& image = models_.image;
  const std::optional<ImageId> focus = library.focus ? std::optional(library.rows[*library.focus].id) : std::nullopt;
  image.position = focus_position(library) + 1;
  image.of = static_cast<int>(library.shown.size());
  if (focus) image.true_group = library.rows[*library.focus].group;
  if (focus == opened_) return;
  opened_ = focus;
  focus_since_ = std::chrono::steady_clock::now();
  const auto path = focus ? paths_.find(*focus) : paths_.end();
  if (path == paths_.end()) return image_.close();
  image_.open(*focus, path->second);
  fill_image(image, workspace_, models_.catalog, *focus);
}

void Session::show_run(RunId run, int epoch) {
  shown_run_.show(run, epoch);
  rows_.show_run(run, shown_run_.epoch());
  load_explaining_model(run);
}

// A model that cannot be read keeps the run's numbers on the screen; only its evidence is missing, and why is shown.
void Session::load_explaining_model(RunId run) {
  if (!db::best_checkpoint(workspace_.reader(), run)) return;
  const std::string name = "run:" + std::to_string(run);
  try {
    auto model = std::make_shared<const ml::Model>(find_model(&workspace_, name));
    const std::vector<std::string> groups = model->spec.classes;
    image_.set_model(std::move(model), name, groups);
  } catch (const std::exception& error) {
    image_.set_no_model(error.what());
  }
}

void Session::select(const SelectImages& selection) {
  select_images(models_.library, selection.images, selection.focus, selection.keeps_anchor);
  if (selection.reveals) ++models_.library.reveals;
}

void Session::set_filter(const LibraryFilter& filter) {
  models_.library.filter = filter;
  rows_.rebuild();
}

void Session::set_sort(SortKey key, bool descending) {
  models_.library.sort = key;
  models_.library.sort_descending = descending;
  rows_.rebuild();
}

void Session::set_target(const std::string& target) {
  CatalogView& catalog = models_.catalog;
  for (std::size_t i = 0; i < catalog.targets.size(); ++i) {
    if (catalog.targets[i].name == target) catalog.target = static_cast<int>(i);
  }
  read_images();
}

void Session::set_threshold(float threshold) {
  shown_run_.set_threshold(threshold);
  rows_.set_threshold(threshold);
  image_.set_threshold(threshold);
}

std::string Session::relabel_name(std::size_t images, std::optional<ClassId> to) const {
  const std::string what = images == 1 ? "" : std::to_string(images) + " images ";
  if (!to) return images == 1 ? "Remove label" : "Remove the label of " + std::to_string(images) + " images";
  for (const ClassView& known : models_.catalog.classes) {
    if (known.id == *to) return "Label " + what + "as " + known.name;
  }
  return "Label " + what + "as an unknown class";
}

void Session::relabel_to(const std::vector<ImageId>& images, std::optional<ClassId> to, bool advance) {
  if (images.empty()) return;
  RelabelRequest request{images, to};
  request.model_visible = models_.library.show_predictions && !models_.library.prediction_source.empty();
  request.seconds_spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - focus_since_).count();
  const bool was_single = images.size() == 1;
  const LabelChange done = relabel(workspace_, request);
  if (!was_single)
    messages_.show(MessageKind::Success, done.name, std::to_string(done.images.size()) + " changed", true);
  if (advance && was_single) move_focus(models_.library, 1);
}

void Session::label_by_key(std::size_t index) {
  const auto& classes = models_.catalog.classes;
  if (index >= classes.size()) return;
  relabel_to(label_candidates(models_.library), classes[index].id, true);
}

void Session::reverse(const std::optional<LabelChange>& change, const std::string& nothing) {
  if (!change) return messages_.show(MessageKind::Info, nothing);
  if (!change->images.empty()) select({change->images, change->images.front()});
  ++models_.library.reveals;
  messages_.show(
      MessageKind::Info, change->name,
      std::to_string(change->images.size()) + (change->images.size() == 1 ? " image changed" : " images changed"));
}

void Session::enter_commands(CommandTable& table) {
  table.on<RelabelImages>([this](const RelabelImages& c) { return relabel_name(c.images.size(), c.to); },
                          [this](const RelabelImages& c) { relabel_to(c.images, c.to, c.advance); });
  table.on<SetFilter>("Filter", [this](const SetFilter& c) { set_filter(c.filter); });
  table.on<SelectImages>("Select", [this](const SelectImages& c) { select(c); });
  table.on<SetTarget>([](const SetTarget& c) { return "Show the target " + c.target; },
                      [this](const SetTarget& c) { set_target(c.target); });
  table.on<SetThreshold>("Set the threshold", [this](const SetThreshold& c) { set_threshold(c.threshold); });
  table.on<ShowRun>([](const ShowRun& c) { return "Show run " + std::to_string(c.run); },
                    [this](const ShowRun& c) { show_run(c.run, c.epoch); });
  table.on<ShowHeat>("Show the evidence", [this](const ShowHeat& c) {
    models_.image.heat.visible = c.visible;
    if (c.group != models_.image.heat.group) image_.explain(c.group);
  });
  table.on<SetHeatStyle>("Change the overlay", [this](const SetHeatStyle& c) { models_.image.heat.style = c.style; });
}

}  // namespace app
