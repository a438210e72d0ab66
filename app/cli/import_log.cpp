#include "app/cli/import_log.h"

#include "app/core/time_text.h"
#include "app/workspace/import_history.h"

namespace app::cli {
namespace {

Json json_of(const PastImport& past) {
  Json json;
  json["import"] = past.id;
  json["at_ms"] = past.at_ms;
  json["source"] = past.source;
  json["undone"] = past.undone;
  json["report"] = past.summary;
  json["failures"] = Json::array();
  for (const ImportFailure& failure : past.failures)
    json["failures"].push_back({{"path", failure.path}, {"reason", failure.reason}});
  return json;
}

}  // namespace

Outcome import_log(const db::Readable& from, std::size_t limit) {
  Outcome outcome;
  outcome.json["imports"] = Json::array();
  for (const PastImport& past : past_imports(from)) {
    if (outcome.json["imports"].size() == limit) break;
    outcome.text += "import " + std::to_string(past.id) + "  " + local_time_text(past.at_ms) + "  " + past.title +
                    (past.undone ? "  (undone)" : "") + "\n";
    for (const std::string& line : past.lines) outcome.text += "  " + line + "\n";
    outcome.json["imports"].push_back(json_of(past));
  }
  if (outcome.text.empty()) outcome.text = "Nothing was imported so far";
  return outcome;
}

}  // namespace app::cli
