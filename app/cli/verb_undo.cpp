// nevus undo WS, nevus redo WS: the last decision, whatever it was
#include "app/cli/verb.h"
#include "app/core/number_text.h"
#include "app/workspace/labeling.h"

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
  auto folder = std::make_shared<std::string>();
  Verb verb = line.verb(name, help);
  verb.option("WORKSPACE", *folder, "Folder of the workspace").required();
  verb.runs([folder, undo] {
    Workspace workspace(*folder, Workspace::Open::MustExist);
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
