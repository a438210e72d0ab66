// nevus import WS FOLDER|TABLE|ZIP|FILES …; --plan shows what it would do and writes nothing.
#include <optional>

#include "app/cli/import_checks.h"
#include "app/cli/import_options.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/workspace/assets.h"
#include "app/workspace/import.h"
#include "app/workspace/import_json.h"
#include "app/workspace/import_text.h"
#include "app/workspace/patient_salt.h"
#include "db/classes.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace;
  std::vector<std::string> sources;
  ImportOptions choices;
  bool plan = false;
};

// A plan is a look: what must be chosen first stands in it.
ImportSource read_sources(const Options& options, const ClassCatalog& catalog, const db::Readable* from) {
  SourceChoices choices = source_choices(options.choices);
  std::vector<std::string> here;
  if (from != nullptr) {
    choices.patient_salt = patient_salt(*from);
    for (const db::Class& known : db::classes(*from)) here.push_back(known.name);
  }
  choices.known_labels = here;
  for (std::string& name : catalog.names()) choices.known_labels.push_back(std::move(name));
  ImportSource source = gather({options.sources.begin(), options.sources.end()}, choices);
  require_columns(options.choices, source);
  require_folders(options.choices, source);
  if (!options.plan) require_mapping(source);
  if (!source.needs_mapping) require_classes(options.choices, source, here, catalog);
  return source;
}

ImportPlan planned(const Options& options, const PlanPlace& place, ImportSource source, const Interrupt& interrupt) {
  FileReadings readings;
  PlanChoices choices = plan_choices(options.choices);
  choices.look_for_near = options.plan;
  return make_plan(place, std::move(source), readings, choices, terminal_progress(), interrupt.token());
}

ImportPlan planned(const Options& options, const PlanPlace& place, const Interrupt& interrupt) {
  return planned(options, place, read_sources(options, place.catalog, place.from), interrupt);
}

bool is_workspace(const std::filesystem::path& folder) { return std::filesystem::exists(folder / "nevus.db"); }

Outcome outcome_of(const ImportPlan& plan, const ImportChoices& choices) {
  if (plan.cancelled) return {"Cancelled; nothing was written", to_json(plan, choices), 1};
  Outcome outcome{describe(plan, choices), to_json(plan, choices)};
  if (!plan.brings_something()) outcome.exit_code = 1;
  return outcome;
}

Outcome outcome_of(const ImportReport& report) {
  Outcome outcome{describe(report), to_json(report)};
  if (!report.did_something() || !report.ran_to_its_end()) outcome.exit_code = 1;
  return outcome;
}

// A workspace that is not there is not made for a look.
Outcome show_plan(const Options& options, const Interrupt& interrupt) {
  const std::filesystem::path folder = options.workspace;
  const ImportChoices choices = import_choices(options.choices);
  if (is_workspace(folder)) {
    const Workspace workspace(folder, Workspace::Open::ToRead);  // also one that another program holds
    return outcome_of(planned(options, place_of(workspace, workspace.reader()), interrupt), choices);
  }
  const ClassCatalog catalog(asset("classes.json"));
  const PlanPlace place{nullptr, catalog, std::filesystem::absolute(folder).lexically_normal()};
  return outcome_of(planned(options, place, interrupt), choices);
}

Outcome import(const Options& options) {
  const Interrupt interrupt;  // before any thread starts, so that all of them leave the signal to it
  if (options.plan) return show_plan(options, interrupt);
  const ImportChoices choices = import_choices(options.choices);
  std::optional<ImportSource> source;  // read before the workspace is made: what brings nothing leaves nothing behind
  if (!is_workspace(options.workspace)) {
    const ClassCatalog catalog(asset("classes.json"));
    source = read_sources(options, catalog, nullptr);
    const PlanPlace nowhere{nullptr, catalog, std::filesystem::absolute(options.workspace).lexically_normal()};
    if (source->items.empty())
      return outcome_of(report_of_nothing(planned(options, nowhere, std::move(*source), interrupt), choices));
  }
  Workspace workspace(options.workspace, Workspace::Open::OrCreate);
  const PlanPlace place = place_of(workspace, workspace.reader());
  const ImportPlan plan =
      source ? planned(options, place, std::move(*source), interrupt) : planned(options, place, interrupt);
  return outcome_of(apply_plan(workspace, plan, choices, terminal_progress(), interrupt.token()));
}

}  // namespace

void add_import(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("import", "Add images: a class-per-folder tree, a table, a zip, or files");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace; made if it is not there").required();
  verb.option("SOURCE", options->sources, "Folder, table, zip or image files").required();
  verb.flag("--plan", options->plan, "Show what would be imported, changed and left out; write nothing");
  add_import_options(verb, options->choices);
  verb.runs([options] { return import(*options); });
}

}  // namespace app::cli
