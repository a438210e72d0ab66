// Labels with what is known of the images, and splits: tables that can be imported again as they are.
#include <algorithm>
#include <set>

#include "app/export/csv_text.h"
#include "app/export/exported.h"
#include "app/workspace/output_file.h"

namespace app {
namespace {

void warn_of_patients(const Exported& exported, ExportReport& report) {
  const auto count =
      std::ranges::count_if(exported.images, [](const db::Image& image) { return !image.patient_id.empty(); });
  if (count > 0)
    report.notes.push_back(std::to_string(count) + (count == 1 ? " row holds" : " rows hold") + " patient ids");
}

void write(const Workspace& workspace, const ExportRequest& request, const CsvText& csv, ExportReport& report) {
  const OutputFile output(request.output, &workspace);
  output.write(csv.written());
  report.files.push_back(output.path());
  report.rows = csv.rows();
}

}  // namespace

void export_labels(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                   ExportReport& report) {
  std::set<std::string> columns;
  for (const db::Image& image : exported.images)
    for (const auto& [name, value] : extra_of(image)) columns.insert(name);
  std::vector<std::string> heading = {"path", "split", "label",        "lesion_id", "patient_id",
                                      "age",  "sex",   "localization", "dx_type",   "mask_path"};
  for (const std::string& own : heading) columns.erase(own);
  const bool tells_source = !columns.contains("source");  // else an index's own column of that name stands
  if (tells_source) heading.emplace_back("source");
  heading.insert(heading.end(), columns.begin(), columns.end());
  CsvText csv(heading);
  for (const db::Image& image : exported.images) {
    csv.text(image.path).text(db::name_of(image.split)).text(exported.class_name(image.label)).text(image.lesion_id);
    csv.text(image.patient_id).real(image.age_years).text(image.sex).text(image.site).text(image.dx_type);
    csv.text(image.mask_path);
    if (tells_source) csv.text(image.source);
    const auto extra = extra_of(image);
    for (const std::string& column : columns) {
      const auto found = extra.find(column);
      csv.text(found == extra.end() ? "" : found->second);
    }
    csv.end_row();
  }
  warn_of_patients(exported, report);
  write(workspace, request, csv, report);
}

void export_splits(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                   ExportReport& report) {
  CsvText csv({"path", "split", "label", "lesion_id", "patient_id"});
  for (const db::Image& image : exported.images)
    csv.text(image.path)
        .text(db::name_of(image.split))
        .text(exported.class_name(image.label))
        .text(image.lesion_id)
        .text(image.patient_id)
        .end_row();
  warn_of_patients(exported, report);
  write(workspace, request, csv, report);
}

}  // namespace app
