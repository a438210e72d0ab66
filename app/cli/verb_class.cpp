// nevus class WS add|rename|merge|reorder|recolour|retire|use …; without one of these: the list
#include <cstdio>

#include "app/cli/verb.h"
#include "app/workspace/class_edits.h"
#include "app/workspace/workspace.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace;
  std::string name, other, full_name, colour;
  std::vector<std::string> names;
};

std::string hex(std::uint32_t colour) {
  char text[16];
  std::snprintf(text, sizeof text, "#%06x", colour);
  return text;
}

Outcome list(const db::Readable& from, Outcome outcome) {
  outcome.json["classes"] = Json::array();
  for (const db::Class& known : db::classes(from)) {
    outcome.text += (outcome.text.empty() ? "" : "\n") + known.name + "  " + known.full_name + "  " +
                    hex(known.colour) + (known.retired ? "  retired" : "");
    outcome.json["classes"].push_back({{"name", known.name},
                                       {"full_name", known.full_name},
                                       {"colour", hex(known.colour)},
                                       {"retired", known.retired}});
  }
  return outcome;
}

using Decide = std::function<ClassDecision(const Workspace&, const Options&)>;

Outcome decide(const Options& options, const Decide& decide) {
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  const ClassDecision decision = decide(workspace, options);
  const db::ChangeSet changes = workspace.writer().transact_and_wait(decision.name, decision.work);
  Outcome outcome;
  outcome.text = changes.batches.empty() ? "Nothing to change" : decision.name;
  outcome.json["name"] = decision.name;
  outcome.json["changed"] = !changes.batches.empty();
  outcome.json["relabelled"] = changes.labels.size();
  const std::vector<std::string> notes = decision.notes_after(changes);
  outcome.json["notes"] = notes;
  if (!changes.batches.empty())
    for (const std::string& note : notes) outcome.text += "\n  note: " + note;
  return list(workspace.reader(), std::move(outcome));
}

}  // namespace

void add_class(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("class", "Change the list of classes; every change is logged and can be undone");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  const auto action = [&](const char* name, const char* help, Decide how) {
    Verb one = verb.verb(name, help);
    one.runs([options, how = std::move(how)] { return decide(*options, how); });
    return one;
  };
  Verb list_all = verb.verb("list", "Show the classes");
  list_all.runs([options] { return list(Workspace(options->workspace, Workspace::Open::ToRead).reader(), {}); });
  Verb add = action("add", "A new class", [](const Workspace& workspace, const Options& o) {
    const auto colour = o.colour.empty() ? std::nullopt : std::optional(colour_named(o.colour));
    return app::add_class(workspace.reader(), workspace.catalog(), o.name, o.full_name, colour);
  });
  add.option("NAME", options->name, "Unique; case, blanks and hyphens make no difference").required();
  add.option("--full-name", options->full_name, "In words; the name otherwise");
  add.option("--colour", options->colour, "Like #e07a5f; one that stays apart from the others otherwise");
  Verb rename = action("rename", "Another name for a class; its labels stay",
                       [](const Workspace& w, const Options& o) { return rename_class(w.reader(), o.name, o.other); });
  rename.option("NAME", options->name, "As it is").required();
  rename.option("TO", options->other, "As it shall be").required();
  Verb merge = action("merge", "All images of a class become another; the first is retired",
                      [](const Workspace& w, const Options& o) { return merge_classes(w.reader(), o.name, o.other); });
  merge.option("NAME", options->name, "The class that goes").required();
  merge.option("INTO", options->other, "The class that stays; not a retired one").required();
  Verb reorder = action("reorder", "The order of keys and lists",
                        [](const Workspace& w, const Options& o) { return reorder_classes(w.reader(), o.names); });
  reorder.option("NAME", options->names, "Those that come first; the others follow").required();
  Verb recolour = action("recolour", "Another colour", [](const Workspace& w, const Options& o) {
    return recolour_class(w.reader(), o.name, colour_named(o.colour));
  });
  recolour.option("NAME", options->name, "Of the class").required();
  recolour.option("COLOUR", options->colour, "Like #e07a5f").required();
  Verb retire = action("retire", "Takes no new labels; those it has stay",
                       [](const Workspace& w, const Options& o) { return retire_class(w.reader(), o.name, true); });
  retire.option("NAME", options->name, "Of the class").required();
  Verb use = action("use", "Take a retired class back into use",
                    [](const Workspace& w, const Options& o) { return retire_class(w.reader(), o.name, false); });
  use.option("NAME", options->name, "Of the class").required();
}

}  // namespace app::cli
