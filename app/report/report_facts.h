// Everything a report is made from, read once. For this folder. One thread at a time; a plain value.
#pragma once

#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "app/report/figure_source.h"
#include "app/report/report.h"
#include "app/workspace/content_check.h"
#include "app/workspace/dataset.h"
#include "app/workspace/duplicates.h"
#include "app/workspace/leaks.h"
#include "db/classes.h"
#include "db/labels.h"

namespace app {

struct ReportFacts {
  FigureSource source;
  int edition = kReportEdition;  // of the report that is made
  std::int64_t created_at_ms = 0;
  std::string workspace;
  TargetData data;  // the set with the labels of the report's revision
  // Of training and validation, with their split there: what the run left out, in no split of `data`. Before the fifth
  // edition these were not told.
  std::map<ImageId, db::Split> left_out;
  // Of the set, looked at now; nothing in editions before the fifth, which told what was marked.
  ContentReport files;
  std::vector<db::Class> classes;
  std::size_t removed = 0, copies = 0;
  std::vector<db::LabelLogLine> labels;  // newest first, up to that revision
  std::int64_t log_problems = 0;
  std::vector<db::TestLook> looks;   // up to when the report was made
  std::vector<db::RunEvent> events;  // of the run
  LeakReport leaks;
  DuplicateReport duplicates;
  std::unordered_set<ImageId> evaluated;                        // images
  std::map<ImageId, std::map<std::string, std::string>> extra;  // further columns of the index
};

ReportFacts read_report_facts(Workspace& workspace, const ReportRequest& request, const OnProgress& progress);

std::string utc_text(std::int64_t unix_ms);  // "2026-03-01 14:05 UTC"; empty for 0

// The split of an image in the set, also where the run left it out.
db::Split split_in_set(const ReportFacts& facts, const db::Image& image);

// How many images have which value; the empty value is what is not recorded.
using Shares = std::map<std::string, std::int64_t>;
Shares shares_of(const ReportFacts& facts, std::string (*value)(const db::Image&));
Shares extra_shares(const ReportFacts& facts, const std::string& column);
std::string age_band(const db::Image& image);  // "60 to 69"

}  // namespace app
