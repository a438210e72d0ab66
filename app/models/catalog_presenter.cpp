#include "app/models/catalog_presenter.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "app/core/time_text.h"
#include "app/workspace/dataset.h"
#include "app/workspace/model_store.h"
#include "db/classes.h"
#include "db/images.h"
#include "db/labels.h"

namespace app {
namespace {

constexpr int kKeys = 9;

Split to_view(db::Split split) {
  switch (split) {
    case db::Split::Train: return Split::Train;
    case db::Split::Val: return Split::Val;
    case db::Split::Test: return Split::Test;
    case db::Split::None: break;
  }
  return Split::None;
}

void count_labels(CatalogView& view, const db::Readable& from) {
  std::unordered_map<ClassId, int> counts;
  for (const db::ClassCount& count : db::count_by_class_and_split(from)) {
    view.images += static_cast<int>(count.images);
    if (count.label)
      counts[*count.label] += static_cast<int>(count.images);
    else
      view.unlabelled += static_cast<int>(count.images);
  }
  for (ClassView& known : view.classes) known.count = counts[known.id];
}

int class_index(const CatalogView& catalog, std::optional<ClassId> id) {
  if (!id) return -1;
  const auto found = std::ranges::find(catalog.classes, *id, &ClassView::id);
  return found == catalog.classes.end() ? -1 : static_cast<int>(found - catalog.classes.begin());
}

std::string class_name(const CatalogView& catalog, std::optional<ClassId> id) {
  const int index = class_index(catalog, id);
  return index < 0 ? "unlabelled" : catalog.classes[static_cast<std::size_t>(index)].name;
}

void add_known(FocusedImage& view, const std::string& name, const std::string& value) {
  if (!value.empty()) view.metadata.emplace_back(name, value);
}

void fill_metadata(FocusedImage& view, const db::Image& image) {
  view.metadata.clear();
  add_known(view, "Split", db::name_of(image.split));
  add_known(view, "Lesion", image.lesion_id);
  add_known(view, "Patient", image.patient_id);
  if (image.age_years) add_known(view, "Age", std::to_string(static_cast<int>(*image.age_years)) + " years");
  add_known(view, "Sex", image.sex);
  add_known(view, "Site", image.site);
  add_known(view, "Diagnosed by", image.dx_type);
  add_known(view, "Size", std::to_string(image.width_px) + " × " + std::to_string(image.height_px) + " px");
  add_known(view, "Data set", image.source);
  const auto extra = nlohmann::json::parse(image.extra_json);
  for (const auto& [name, value] : extra.items()) add_known(view, name, value.get<std::string>());
  add_known(view, "Imported", local_time_text(image.imported_at_ms));
  add_known(view, "Content", image.sha256.substr(0, 16));
  add_known(view, "Path", image.path);
}

}  // namespace

CatalogView make_catalog(const Workspace& workspace, const std::string& target) {
  const db::Reader& from = workspace.reader();
  CatalogView view;
  view.workspace_name = workspace.name();
  view.workspace_path = workspace.folder().string();
  for (const db::Class& known : db::classes(from)) {
    const int place = static_cast<int>(view.classes.size()) + 1;
    view.classes.push_back({known.id, known.name, known.full_name, known.colour, 0,
                            place <= kKeys ? static_cast<char>('0' + place) : '\0'});
  }
  const std::string shown = target.empty() ? default_target(from) : target;
  for (const db::Target& known : db::targets(from)) {
    if (known.name == shown) view.target = static_cast<int>(view.targets.size());
    view.targets.push_back({known.name, known.description, {}});
    for (const db::TargetGroup& group : known.groups) view.targets.back().groups.push_back(group.name);
  }
  count_labels(view, from);
  view.label_revision = db::label_revision(from);
  view.relabelled = static_cast<int>(db::relabelled_images(from).size());
  const db::UndoNames names = db::undo_names(from, workspace.session());
  view.undo_name = names.undo;
  view.redo_name = names.redo;
  view.has_imagenet_weights = has_imported_weights();
  return view;
}

std::vector<ImageRow> make_rows(const Workspace& workspace, const CatalogView& catalog) {
  const db::Reader& from = workspace.reader();
  const auto target =
      catalog.shown_target() != nullptr ? db::target_named(from, catalog.shown_target()->name) : std::nullopt;
  const auto group_of_class = target ? target->group_of_class() : std::unordered_map<ClassId, int>{};
  const std::vector<ImageId> relabelled_list = db::relabelled_images(from);
  const std::unordered_set<ImageId> relabelled(relabelled_list.begin(), relabelled_list.end());
  std::vector<ImageRow> rows;
  for (const db::Image& image : db::images(from)) {
    ImageRow row;
    row.id = image.id;
    row.file_name = std::filesystem::path(image.path).filename().string();
    row.lesion_id = image.lesion_id;
    row.site = image.site;
    row.class_index = class_index(catalog, image.label);
    const auto group = image.label ? group_of_class.find(*image.label) : group_of_class.end();
    row.group = group == group_of_class.end() ? -1 : group->second;
    row.split = to_view(image.split);
    row.relabelled = relabelled.contains(image.id);
    row.missing = image.missing;
    rows.push_back(std::move(row));
  }
  return rows;
}

void fill_image(FocusedImage& view, const Workspace& workspace, const CatalogView& catalog, ImageId id) {
  const auto image = db::image(workspace.reader(), id);
  if (!image) return;
  view.file_name = std::filesystem::path(image->path).filename().string();
  view.width_px = image->width_px;
  view.height_px = image->height_px;
  view.class_index = class_index(catalog, image->label);
  fill_metadata(view, *image);
  view.history.clear();
  view.relabelled = false;
  for (const db::LabelEvent& event : db::label_history(workspace.reader(), id)) {
    view.history.push_back({local_time_text(event.at_ms), event.who, class_name(catalog, event.from),
                            class_name(catalog, event.to), db::name_of(event.source)});
    if (event.source == db::LabelSource::Import) view.relabelled = event.to != image->label;
  }
}

}  // namespace app
