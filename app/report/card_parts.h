// What the sections of a model card are made with: facts and tables of a report's sections under the card's headings.
// For this folder. Any thread; pure functions.
#pragma once

#include <optional>
#include <string>

#include "app/report/report_block.h"
#include "app/report/report_facts.h"
#include "ml/familiarity/referral.h"

namespace app {

// The report's sections, as a block whose facts are found by name.
class ReportedParts {
 public:
  explicit ReportedParts(Json sections) : block_{{"sections", std::move(sections)}} {}

  // Nothing where the report has no such fact or table.
  void copy_fact(ReportSection& to, const char* section, const char* fact) const;
  void copy_facts(ReportSection& to, const char* section) const;
  void copy_table(ReportSection& to, const char* section, const char* table) const;
  const Json* table(const char* section, const char* table) const;
  const Json& section(const char* id) const;  // throws where there is none

 private:
  Json block_;
};

ReportSection intended_use();
// What the model refers to a person; absent: nothing.
std::string referral_fact(const std::optional<ml::Referral>& kept);
// What the model was not tested on, each line named from the data.
ReportSection card_caveats(const ReportFacts& facts, const ReportedParts& parts);
// What was measured on worse pictures.
void add_robustness(ReportSection& section, const ReportFacts& facts);
// Parts of all columns in one table, the worst first, small ones last.
void add_worst_slices(ReportSection& section, const ReportedParts& parts);

}  // namespace app
