// COCO: images, one annotation without a box for each label, the classes as categories.
#include <map>

#include "app/export/exported.h"
#include "app/workspace/output_file.h"

namespace app {

void export_coco(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                 ExportReport& report) {
  std::map<std::string, int> licences;
  Json images = Json::array(), annotations = Json::array(), categories = Json::array(), licence_list = Json::array();
  long changed_names = 0;
  for (const db::Image& image : exported.images) {
    Json entry{{"id", image.id}, {"file_name", image.path}, {"width", image.width_px}, {"height", image.height_px}};
    if (const std::string licence = licence_of(image); !licence.empty()) {
      const auto [known, added] = licences.emplace(licence, static_cast<int>(licences.size()) + 1);
      if (added) licence_list.push_back({{"id", known->second}, {"name", licence}, {"url", ""}});
      entry["license"] = known->second;
    }
    if (!image.lesion_id.empty()) entry["lesion_id"] = image.lesion_id;
    entry["split"] = db::name_of(image.split);
    changed_names += survives_json(image.path) ? 0 : 1;
    images.push_back(std::move(entry));
    if (const int place = exported.class_place(image.label); place >= 0)
      annotations.push_back({{"id", static_cast<std::int64_t>(annotations.size()) + 1},
                             {"image_id", image.id},
                             {"category_id", exported.classes[static_cast<std::size_t>(place)].id}});
  }
  for (const db::Class& known : exported.classes)
    categories.push_back({{"id", known.id}, {"name", known.name}, {"supercategory", known.full_name}});
  note_changed_names(changed_names, report);
  const Json all{{"info", notice_json(workspace, exported)},
                 {"licenses", licence_list},
                 {"images", images},
                 {"annotations", annotations},
                 {"categories", categories}};
  const OutputFile output(request.output, &workspace);
  output.write(all.dump() + "\n");
  report.files.push_back(output.path());
  report.rows = static_cast<long>(exported.images.size());
}

}  // namespace app
