// FiftyOneImageClassificationDataset: labels.json with the label of every key, data.json with the file of every key.
#include <filesystem>

#include "app/export/exported.h"
#include "app/workspace/output_file.h"

namespace app {

void export_fiftyone(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                     ExportReport& report) {
  namespace fs = std::filesystem;
  require_free_folder(request.output, workspace);
  Json::Members labels, files;  // filled at once: looking every name up among a hundred thousand takes minutes
  long changed_names = 0;
  for (const db::Image& image : exported.images) {
    const std::string key = std::to_string(image.id) + "_" + fs::path(image.path).stem().string();
    changed_names += survives_json(image.path) ? 0 : 1;
    const int place = exported.class_place(image.label);
    labels.emplace_back(key, place < 0 ? Json() : Json(place));
    files.emplace_back(key, image.path);
  }
  note_changed_names(changed_names, report);
  Json classes = Json::array();
  for (const db::Class& known : exported.classes) classes.push_back(known.name);
  const Json all{{"classes", classes},
                 {"labels", Json::of_members(std::move(labels))},
                 {"info", notice_json(workspace, exported)}};
  fs::create_directories(request.output);
  const OutputFile label_file(request.output / "labels.json", &workspace),
      data_file(request.output / "data.json", &workspace);
  label_file.write(all.dump() + "\n");
  data_file.write(Json::of_members(std::move(files)).dump() + "\n");
  report.files = {label_file.path(), data_file.path()};
  report.rows = static_cast<long>(exported.images.size());
}

}  // namespace app
