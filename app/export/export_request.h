// What leaves a workspace, and in which form. Plain values. Any thread.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace app {

enum class ExportKind {
  Labels,
  Splits,
  Predictions,
  Metrics,
  Embeddings,
  Log,
  Coco,
  FiftyOne,
  Folders,
  Isic2018,
  Isic2019,
  Isic2024
};

struct ExportKindInfo {
  ExportKind kind;
  std::string_view name;       // on the command line: "labels"
  std::string_view title;      // for people: "Labels and metadata (CSV)"
  std::string_view file_name;  // offered: "labels.csv"
  bool is_folder;              // several files
  bool needs_run;              // says what a run predicts
};
std::span<const ExportKindInfo> export_kinds();  // in the order of ExportKind
const ExportKindInfo& info_of(ExportKind kind);
bool uses_split(ExportKind kind);                     // one split can be exported by itself
bool uses_run(ExportKind kind);                       // so can one run
bool uses_copy(ExportKind kind);                      // its images can be copies
bool uses_calibration(ExportKind kind);               // its probabilities can be those before calibration
ExportKind export_kind_named(std::string_view name);  // throws naming those there are

struct ExportRequest {
  ExportKind kind = ExportKind::Labels;
  std::filesystem::path output;
  std::string run;         // "run:3"; empty: the newest that has a finished epoch
  std::string split;       // "train", "val", "test"; empty: all, but test where predictions are told
  bool copy = false;       // of Folders: files instead of links
  bool calibrated = true;  // probabilities, as the run says; false: as its network gave them
};

struct ExportReport {
  std::vector<std::filesystem::path> files;
  long rows = 0;
  std::vector<std::string> notes;  // what was left out, assumed or must be known
};

}  // namespace app
