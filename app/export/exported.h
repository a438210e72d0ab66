// What every format is made from: the images of the export with the names of their classes, read once from one state of
// the workspace. For this folder only. Any thread; a plain value.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/core/json.h"
#include "app/core/progress.h"
#include "app/core/types.h"
#include "app/export/export_request.h"
#include "app/workspace/workspace.h"
#include "db/classes.h"
#include "db/image_quality.h"
#include "db/images.h"

namespace app {

struct Exported {
  std::vector<db::Image> images;
  std::unordered_map<ImageId, db::FileStamp> stamps;
  std::vector<db::Class> classes;
  std::vector<db::Target> targets;
  std::int64_t label_revision = 0;

  std::string class_name(std::optional<ClassId> id) const;  // empty: unlabelled
  int class_place(std::optional<ClassId> id) const;         // in `classes`; -1: unlabelled
};
Exported read_exported(const db::Reader& from, const std::string& split);

// Further columns of an image's table; what cannot be read is empty.
std::map<std::string, std::string> extra_of(const db::Image& image);
// The first of these columns that says something.
std::string said_in(const std::map<std::string, std::string>& extra, std::initializer_list<const char*> columns);
std::string licence_of(const db::Image& image);
std::string attribution_of(const db::Image& image);

// The text that goes beside every export: disclaimer, origin, licences.
std::string notice_text(const Workspace& workspace, const ExportRequest& request, const Exported& exported);
// JSON is UTF-8; a file name need not be.
bool survives_json(const std::string& text);
void note_changed_names(long count, ExportReport& report);  // of paths that do not survive it
Json notice_json(const Workspace& workspace, const Exported& exported);

// One per format; they fill the report and write through OutputFile.
void export_labels(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                   ExportReport& report);
void export_splits(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                   ExportReport& report);
void export_log(const Workspace& workspace, const ExportRequest& request, ExportReport& report);
void export_metrics(const Workspace& workspace, const ExportRequest& request, ExportReport& report);
void export_coco(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                 ExportReport& report);
void export_fiftyone(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                     ExportReport& report);
void export_folders(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                    const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report);
void export_predictions(Workspace& workspace, const ExportRequest& request, const Exported& exported,
                        const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report);
void export_isic(Workspace& workspace, const ExportRequest& request, const Exported& exported,
                 const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report);
void export_embeddings(Workspace& workspace, const ExportRequest& request, const Exported& exported,
                       const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report);

}  // namespace app
