#include "app/workspace/import_source_text.h"

#include <algorithm>
#include <utility>

#include "app/core/number_text.h"

namespace app {

std::vector<SourceCount> source_counts(const ImportSource& source) {
  std::vector<SourceCount> counts;
  for (const ImportItem& item : source.items) {
    const std::string& name = source_of(item);
    auto known = std::ranges::find(counts, name, &SourceCount::name);
    if (known == counts.end()) known = counts.insert(known, {.name = name});
    ++known->images;
    known->said = known->said || !item.source.empty();
  }
  return counts;
}

PlanSection source_section(const ImportPlan& plan, ReadIn read_in) {
  PlanSection section{"Source", {}};
  bool guessed = false;
  for (const SourceCount& one : source_counts(plan.source)) {
    section.lines.push_back((one.name.empty() ? "no source" : one.name) + "  " + grouped(one.images));
    guessed = guessed || !one.said;
  }
  if (!guessed) return section;
  std::string how = "no column names the data set, so that it is called after what is imported; ";
  how += read_in == ReadIn::Terminal ? "--source NAME calls it otherwise" : "name it above";
  section.lines.push_back(std::move(how));
  return section;
}

}  // namespace app
