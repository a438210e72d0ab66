// nevus log WS: who decided what, newest first; --verify walks the hash chains; --imports the reports of the imports.
#include <filesystem>
#include <string>

#include "app/cli/import_log.h"
#include "app/cli/verb.h"
#include "app/core/time_text.h"
#include "app/workspace/workspace.h"
#include "db/edits.h"
#include "db/labels.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace;
  std::size_t limit = 50;
  bool verify = false;
  bool imports = false;
};

std::string name_of_class(const std::string& name) { return name.empty() ? "unlabelled" : name; }

void add_line(Outcome& outcome, const db::LabelLogLine& line) {
  const db::LabelEvent& event = line.event;
  const std::string image = std::filesystem::path(line.image_path).filename().string();
  const std::string from = name_of_class(line.from_class), to = name_of_class(line.to_class);
  outcome.text += std::to_string(event.id) + "  " + local_time_text(event.at_ms) + "  " + event.who + "  " + image +
                  "  " + from + " -> " + to + "  " + db::name_of(event.source) + "  batch " +
                  std::to_string(event.batch) + "\n";
  outcome.json["events"].push_back({{"id", event.id},
                                    {"at_ms", event.at_ms},
                                    {"who", event.who},
                                    {"image", image},
                                    {"from", from},
                                    {"to", to},
                                    {"source", db::name_of(event.source)},
                                    {"reason", event.reason},
                                    {"batch", event.batch},
                                    {"hash", event.hash}});
}

// "split of a.jpg: {"split":""} -> {"split":"val"}"
void add_line(Outcome& outcome, const db::EditLogLine& line) {
  const db::EditEvent& event = line.event;
  const bool of_image = event.edit.kind != db::EditKind::Class && event.edit.kind != db::EditKind::Target;
  const std::string subject = of_image ? std::filesystem::path(line.subject).filename().string() : line.subject;
  const std::string kind = db::name_of(event.edit.kind);
  outcome.text += std::string("e").append(std::to_string(event.id)) + "  " + local_time_text(event.at_ms) + "  " +
                  event.who + "  " + kind + " of " + subject + "  " + event.edit.before_json + " -> " +
                  event.edit.after_json + "  " + db::name_of(event.source) + "  batch " + std::to_string(event.batch) +
                  "\n";
  outcome.json["edits"].push_back({{"id", event.id},
                                   {"at_ms", event.at_ms},
                                   {"who", event.who},
                                   {"kind", kind},
                                   {"subject", subject},
                                   {"before", Json::parse(event.edit.before_json)},
                                   {"after", Json::parse(event.edit.after_json)},
                                   {"source", db::name_of(event.source)},
                                   {"reason", event.reason},
                                   {"batch", event.batch},
                                   {"hash", event.hash}});
}

// The newest of both logs, by decision.
void add_lines(Outcome& outcome, const db::Readable& from, std::size_t limit) {
  const auto labels = db::label_log(from, limit);
  const auto edits = db::edit_log(from, limit);
  std::size_t label = 0, edit = 0;
  while (label + edit < limit && (label < labels.size() || edit < edits.size())) {
    const bool edit_next =
        label == labels.size() || (edit < edits.size() && edits[edit].event.batch >= labels[label].event.batch);
    edit_next ? add_line(outcome, edits[edit++]) : add_line(outcome, labels[label++]);
  }
}

Outcome show_log(const Options& options) {
  Workspace workspace(options.workspace, Workspace::Open::ToRead);
  const db::Reader::Snapshot snapshot(workspace.reader());
  if (options.imports) return import_log(workspace.reader(), options.limit);
  Outcome outcome;
  outcome.json["viewing_because"] = workspace.viewing_because();
  outcome.json["label_revision"] = db::label_revision(workspace.reader());
  outcome.json["edit_revision"] = db::edit_revision(workspace.reader());
  outcome.json["events"] = Json::array();
  outcome.json["edits"] = Json::array();
  add_lines(outcome, workspace.reader(), options.limit);
  if (options.verify) {
    const db::LogCheck check = db::verify_log(workspace.reader());
    outcome.json["sound"] = check.sound();
    outcome.json["problems"] = check.problems;
    outcome.text += check.sound() ? "The log is sound: " + std::to_string(check.events) + " labels and " +
                                        std::to_string(check.edits) + " edits in unbroken chains"
                                  : "The log was changed outside the program:";
    for (const std::string& problem : check.problems) outcome.text += "\n  " + problem;
    outcome.exit_code = check.sound() ? 0 : 1;
  }
  return outcome;
}

}  // namespace

void add_log(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("log", "Show the log of labels and other decisions");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("--limit", options->limit, "Newest events to show").shows_default();
  verb.flag("--verify", options->verify, "Check the chains of hashes, and what stands against them");
  verb.flag("--imports", options->imports, "Show the imports with their reports instead");
  verb.runs([options] { return show_log(*options); });
}

}  // namespace app::cli
