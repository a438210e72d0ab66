// The sections of a report, each from the facts. For this folder. Any thread; pure functions.
#pragma once

#include "app/report/report_block.h"
#include "app/report/report_facts.h"

namespace app {

ReportSection summary_section(const ReportFacts& facts);
ReportSection results_section(const ReportFacts& facts);
ReportSection matrix_section(const ReportFacts& facts);
ReportSection slices_section(const ReportFacts& facts, const Workspace& workspace);
ReportSection sources_section(const ReportFacts& facts, const Workspace& workspace);
ReportSection threshold_section(const ReportFacts& facts);
// Where there are predictions, but for a report of before this was told.
bool tells_answering_fewer(const ReportFacts& facts);
ReportSection answering_fewer_section(const ReportFacts& facts);
// Where it was measured, or cannot be read.
bool tells_worse_pictures(const ReportFacts& facts);
ReportSection worse_pictures_section(const ReportFacts& facts);
ReportSection data_section(const ReportFacts& facts);
ReportSection labels_section(const ReportFacts& facts);
ReportSection model_section(const ReportFacts& facts);
ReportSection licence_section(const ReportFacts& facts);
ReportSection untested_section(const ReportFacts& facts);
// Into the results: views, calibration and what it did.
void add_calibration_facts(ReportSection& section, const FigureSource& source);
// From the other sections of the block.
Json checklists(const Json& block, const ReportFacts& facts);

}  // namespace app
