#include "app/export/export_data.h"

#include <stdexcept>

#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/export/exported.h"
#include "app/workspace/output_file.h"
#include "ml/model/atomic_file.h"

namespace app {
namespace fs = std::filesystem;
namespace {

void write_kind(Workspace& workspace, const ExportRequest& request, const Exported& exported,
                const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report) {
  switch (request.kind) {
    case ExportKind::Labels: return export_labels(workspace, request, exported, report);
    case ExportKind::Splits: return export_splits(workspace, request, exported, report);
    case ExportKind::Metrics: return export_metrics(workspace, request, report);
    case ExportKind::Log: return export_log(workspace, request, report);
    case ExportKind::Coco: return export_coco(workspace, request, exported, report);
    case ExportKind::FiftyOne: return export_fiftyone(workspace, request, exported, report);
    case ExportKind::Folders: return export_folders(workspace, request, exported, on_progress, stop, report);
    case ExportKind::Predictions: return export_predictions(workspace, request, exported, on_progress, stop, report);
    case ExportKind::Embeddings: return export_embeddings(workspace, request, exported, on_progress, stop, report);
    case ExportKind::Isic2018:
    case ExportKind::Isic2019:
    case ExportKind::Isic2024: return export_isic(workspace, request, exported, on_progress, stop, report);
  }
}

// Beside the file, or in the folder. A device has no beside.
void write_notice(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                  ExportReport& report) {
  const fs::path first = report.files.front();
  std::error_code error;
  if (ml::is_written_through(first) && !fs::is_directory(first, error)) return;
  const fs::path place =
      info_of(request.kind).is_folder ? request.output / "NOTICE.txt" : fs::path(first.string() + ".NOTICE.txt");
  const OutputFile output(place, &workspace);
  output.write(notice_text(workspace, request, exported));
  report.files.push_back(output.path());
}

// A submission is of the test images.
ExportRequest completed(const ExportRequest& request) {
  ExportRequest whole = request;
  const bool submission = request.kind == ExportKind::Isic2018 || request.kind == ExportKind::Isic2019 ||
                          request.kind == ExportKind::Isic2024;
  if (submission && whole.split.empty()) whole.split = "test";
  return whole;
}

std::string kinds_that(bool (*use)(ExportKind)) {
  std::vector<std::string> names;
  for (const ExportKindInfo& info : export_kinds())
    if (use(info.kind)) names.emplace_back(info.name);
  return joined(names);
}

// Whoever asks for something awaits a file that has it.
void require_used(const ExportRequest& request) {
  const std::string begin = "exporting: " + std::string(info_of(request.kind).name);
  if (!request.split.empty() && !uses_split(request.kind))
    throw std::runtime_error(begin + " is of no split; leave " + request.split + " out. Of one split are " +
                             kinds_that(uses_split));
  if (!request.run.empty() && !uses_run(request.kind))
    throw std::runtime_error(begin + " is of no run; leave " + request.run + " out. Of one run are " +
                             kinds_that(uses_run));
  if (request.copy && !uses_copy(request.kind))
    throw std::runtime_error(begin + " holds no images; leave --copy out. Copies are of " + kinds_that(uses_copy));
  if (!request.calibrated && !uses_calibration(request.kind))
    throw std::runtime_error(begin + " holds no probabilities of a run; leave --uncalibrated out. Uncalibrated are " +
                             kinds_that(uses_calibration));
}

void leave_test_out(const ExportRequest& request, Exported& exported, ExportReport& report) {
  if (request.kind != ExportKind::Predictions || !request.split.empty()) return;
  const auto left_out =
      std::erase_if(exported.images, [](const db::Image& image) { return image.split == db::Split::Test; });
  if (left_out > 0)
    report.notes.push_back(grouped(static_cast<std::int64_t>(left_out)) +
                           " images of the test split are left out; --split test tells them, which counts as a look");
}

}  // namespace

ExportReport export_data(Workspace& workspace, const ExportRequest& asked, const OnProgress& on_progress,
                         const std::stop_token& stop) {
  if (asked.output.empty()) throw std::runtime_error("exporting: name the file or folder to write");
  require_used(asked);
  const ExportRequest request = completed(asked);
  ExportReport report;
  Exported exported = read_exported(workspace.reader(), request.split);
  leave_test_out(request, exported, report);
  if (exported.images.empty())
    throw std::runtime_error("exporting: the workspace has no image" +
                             (request.split.empty() ? std::string() : " in the split " + request.split));
  write_kind(workspace, request, exported, on_progress, stop, report);
  write_notice(workspace, request, exported, report);
  return report;
}

std::string describe(const ExportReport& report) {
  std::string text = "Exported " + grouped(report.rows) + (report.rows == 1 ? " row" : " rows");
  for (const fs::path& file : report.files) text += "\n  " + file.string();
  for (const std::string& note : report.notes) text += "\n  note: " + note;
  return text;
}

}  // namespace app
