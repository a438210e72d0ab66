#include "app/export/export_request.h"

#include <array>
#include <stdexcept>

namespace app {
namespace {

constexpr std::array kKinds = {
    ExportKindInfo{ExportKind::Labels, "labels", "Labels and metadata (CSV)", "labels.csv", false, false},
    ExportKindInfo{ExportKind::Splits, "splits", "Splits and their groups (CSV)", "splits.csv", false, false},
    ExportKindInfo{ExportKind::Predictions, "predictions", "Predictions of a run (CSV)", "predictions.csv", false,
                   true},
    ExportKindInfo{ExportKind::Metrics, "metrics", "Metrics of every run and epoch (CSV)", "metrics.csv", false, false},
    ExportKindInfo{ExportKind::Embeddings, "embeddings", "Embeddings (safetensors)", "embeddings.safetensors", false,
                   true},
    ExportKindInfo{ExportKind::Log, "log", "Log of decisions (CSV)", "log.csv", false, false},
    ExportKindInfo{ExportKind::Coco, "coco", "COCO (JSON)", "coco.json", false, false},
    ExportKindInfo{ExportKind::FiftyOne, "fiftyone", "FiftyOne image classification (folder)", "fiftyone", true, false},
    ExportKindInfo{ExportKind::Folders, "folders", "Folder tree split/class (links or copies)", "images", true, false},
    ExportKindInfo{ExportKind::Isic2018, "isic2018", "ISIC 2018 submission (CSV)", "isic2018.csv", false, true},
    ExportKindInfo{ExportKind::Isic2019, "isic2019", "ISIC 2019 submission (CSV)", "isic2019.csv", false, true},
    ExportKindInfo{ExportKind::Isic2024, "isic2024", "ISIC 2024 submission (CSV)", "isic2024.csv", false, true}};

}  // namespace

std::span<const ExportKindInfo> export_kinds() { return kKinds; }

const ExportKindInfo& info_of(ExportKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

bool uses_split(ExportKind kind) { return kind != ExportKind::Metrics && kind != ExportKind::Log; }

bool uses_run(ExportKind kind) { return info_of(kind).needs_run || kind == ExportKind::Metrics; }

bool uses_copy(ExportKind kind) { return kind == ExportKind::Folders; }

bool uses_calibration(ExportKind kind) { return info_of(kind).needs_run && kind != ExportKind::Embeddings; }

ExportKind export_kind_named(std::string_view name) {
  std::string known;
  for (const ExportKindInfo& info : kKinds) {
    if (info.name == name) return info.kind;
    known += (known.empty() ? "" : ", ") + std::string(info.name);
  }
  throw std::runtime_error("exporting: there is no kind \"" + std::string(name) + "\"; there are " + known);
}

}  // namespace app
