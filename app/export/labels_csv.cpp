// Labels with what is known of the images, and splits: tables that can be imported again as they are.
#include <algorithm>
#include <map>
#include <set>

#include "app/export/csv_text.h"
#include "app/export/exported.h"
#include "app/workspace/output_file.h"
#include "app/workspace/target_rules.h"

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

// A target that was taken from a column of the index is what that column says: it follows the labels of now, as 0 and 1
// where it was.
class TargetColumn {
 public:
  TargetColumn(const db::Target& target, const std::vector<db::Image>& images) : target_(target) {
    for (const db::Image& image : images) {
      const auto extra = extra_of(image);
      const auto said = extra.find(target.name);
      if (said != extra.end()) as_numbers_ = as_numbers_ && (said->second == "0" || said->second == "1");
    }
    as_numbers_ = as_numbers_ && target.groups.size() == 2;
  }

  std::string value(const db::Image& image, const std::string& stored) {
    for (std::size_t i = 0; image.label && i < target_.groups.size(); ++i) {
      if (std::ranges::count(target_.groups[i].classes, *image.label) == 0) continue;
      const std::string now = as_numbers_ ? std::to_string(i) : target_.groups[i].name;
      if (!stored.empty() && stored != now) ++changed_;
      return now;
    }
    return image.label ? "" : stored;
  }
  void tell(ExportReport& report) const {
    if (changed_ > 0)
      report.notes.push_back("the column " + target_.name + " follows the labels of now: " + std::to_string(changed_) +
                             (changed_ == 1 ? " value differs" : " values differ") + " from the imported table");
  }

 private:
  const db::Target& target_;
  bool as_numbers_ = true;
  long changed_ = 0;
};

std::map<std::string, TargetColumn> target_columns(const Exported& exported, const std::set<std::string>& columns) {
  std::map<std::string, TargetColumn> found;
  for (const db::Target& target : exported.targets)
    if (columns.contains(target.name) && target.description == description_of_column(target.name))
      found.emplace(target.name, TargetColumn(target, exported.images));
  return found;
}

}  // namespace

void export_labels(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                   ExportReport& report) {
  std::set<std::string> columns;
  for (const db::Image& image : exported.images)
    for (const auto& [name, value] : extra_of(image)) columns.insert(name);
  std::vector<std::string> heading = {"path", "split", "label",        "lesion_id", "patient_id",
                                      "age",  "sex",   "localization", "dx_type",   "mask_path"};
  const std::set<std::string> own(heading.begin(), heading.end());
  const bool tells_source = !columns.contains("source");  // else an index's own column of that name stands
  if (tells_source) heading.emplace_back("source");
  for (const std::string& column : columns)  // no two of one name: they could not be imported again
    heading.push_back(own.contains(column) ? column + " (column)" : column);
  std::map<std::string, TargetColumn> targets = target_columns(exported, columns);
  CsvText csv(heading);
  for (const db::Image& image : exported.images) {
    csv.text(image.path).text(db::name_of(image.split)).text(exported.class_name(image.label)).text(image.lesion_id);
    csv.text(image.patient_id).real(image.age_years).text(image.sex).text(image.site).text(image.dx_type);
    csv.text(image.mask_path);
    if (tells_source) csv.text(image.source);
    const auto extra = extra_of(image);
    for (const std::string& column : columns) {
      const auto found = extra.find(column);
      const std::string stored = found == extra.end() ? "" : found->second;
      const auto target = targets.find(column);
      csv.text(target == targets.end() ? stored : target->second.value(image, stored));
    }
    csv.end_row();
  }
  for (const auto& [name, target] : targets) target.tell(report);
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
