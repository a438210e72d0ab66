// nevus import WS FOLDER|index.tsv …
#include "app/cli/interrupt.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/workspace/import.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace;
  std::vector<std::string> sources;
};

Json to_json(const ImportReport& report) {
  Json json;
  json["source"] = report.source;
  json["found"] = report.found;
  json["added"] = report.added;
  json["known"] = report.known;
  json["relinked"] = report.relinked;
  json["duplicates"] = report.duplicates;
  json["failed"] = report.failures.size();
  json["cancelled"] = report.cancelled;
  json["failures"] = Json::array();
  for (const ImportFailure& failure : report.failures)
    json["failures"].push_back({{"path", failure.path}, {"reason", failure.reason}});
  json["notes"] = report.notes;
  return json;
}

Outcome import(const Options& options) {
  const Interrupt interrupt;  // before any thread starts, so that all of them leave the signal to it
  const std::vector<std::filesystem::path> paths(options.sources.begin(), options.sources.end());
  const ImportSource source = gather(paths);  // before the workspace is made: a wrong name leaves nothing behind
  Workspace workspace(options.workspace, Workspace::Open::OrCreate);
  const ImportReport report = import_images(workspace, source, terminal_progress(), interrupt.token());
  Outcome outcome{describe(report), to_json(report)};
  const bool nothing = report.added + report.known + report.relinked + report.duplicates == 0;
  if (nothing || report.cancelled) outcome.exit_code = 1;
  return outcome;
}

}  // namespace

void add_import(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("import", "Add images: a class-per-folder tree, an index table, or files");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace; made if it is not there").required();
  verb.option("SOURCE", options->sources, "Folder, index.tsv or image files").required();
  verb.runs([options] { return import(*options); });
}

}  // namespace app::cli
