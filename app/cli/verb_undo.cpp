// nevus undo WS, nevus redo WS: the last decision, whatever it was; nevus undo WS --import N: a whole import
#include "app/cli/verb.h"
#include "app/core/number_text.h"
#include "app/workspace/import_history.h"
#include "app/workspace/labelling.h"

namespace app::cli {
namespace {

Outcome outcome_of(const std::optional<LabelChange>& change, const std::string& nothing) {
  Outcome outcome;
  outcome.json["name"] = change ? change->name : "";
  outcome.json["changed"] = change ? change->changed : 0;
  outcome.text =
      change ? change->name + " (" + grouped(static_cast<std::int64_t>(change->changed)) + " changed)" : nothing;
  if (change && change->kept > 0)
    outcome.text += "; " + grouped(static_cast<std::int64_t>(change->kept)) + " decided otherwise since and left";
  return outcome;
}

void add(CommandLine& line, const char* name, const char* help, bool undo) {
  struct Options {
    std::string folder;
    std::int64_t import = 0;
  };
  auto options = std::make_shared<Options>();
  Verb verb = line.verb(name, help);
  verb.option("WORKSPACE", options->folder, "Folder of the workspace").required();
  if (undo)
    verb.option("--import", options->import, "A whole import instead, by its number in nevus log --imports").positive();
  verb.runs([options, undo] {
    Workspace workspace(options->folder, Workspace::Open::MustExist);
    if (options->import > 0) return outcome_of(undo_import(workspace, options->import), "");
    return undo ? outcome_of(undo_label(workspace), "Nothing to undo")
                : outcome_of(redo_label(workspace), "Nothing to redo");
  });
}

}  // namespace

void add_undo(CommandLine& line) {
  add(line, "undo", "Take back the last decision: labels, splits, removals, classes", true);
}

void add_redo(CommandLine& line) { add(line, "redo", "Make the decision again that was taken back", false); }

}  // namespace app::cli
