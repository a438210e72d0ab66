// nevus runs WS: the runs of a workspace; nevus runs WS RUN: one of them; name, note, deleting and restoring.
#include <optional>

#include "app/cli/find_run.h"
#include "app/cli/verb.h"
#include "app/core/number_text.h"
#include "app/core/time_text.h"
#include "app/workspace/changed_settings.h"
#include "app/workspace/image_doubt.h"
#include "app/workspace/referral_choice.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_edits.h"
#include "app/workspace/run_groups.h"
#include "app/workspace/run_lock.h"
#include "app/workspace/run_settings.h"
#include "app/workspace/run_threshold.h"
#include "app/workspace/test_looks.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, run;
  std::string name, note;
  bool set_name = false, set_note = false;
  bool put_away = false, bring_back = false, remove_files = false, all = false;
  bool json = false;
  bool changes() const { return set_name || set_note || put_away || bring_back || remove_files; }
};

std::optional<double> best_auc(const db::Readable& from, const db::Run& run) {
  const auto best = db::best_checkpoint(from, run.id);
  if (!best) return std::nullopt;
  for (const db::Epoch& epoch : db::epochs(from, run.id))
    if (epoch.epoch == best->epoch) return epoch.val_auc;
  return std::nullopt;
}

// A run that nobody trains any more was cut off, whatever it last wrote down.
std::string state_of(const Workspace& workspace, const db::Run& run) {
  const bool gone = run.state == db::RunState::Running && !RunLock::is_held(workspace.run_folder(run.id));
  return db::name_of(gone ? db::RunState::Interrupted : run.state);
}

Json run_json(const Workspace& workspace, const db::Readable& from, const db::Run& run) {
  const auto best = db::best_checkpoint(from, run.id);
  Json json{
      {"run", run.id}, {"name", run.name}, {"state", state_of(workspace, run)}, {"begun_at_ms", run.created_at_ms}};
  json["target"] = run.target;
  json["depth"] = run.depth;
  json["epochs"] = db::epochs(from, run.id).size();
  json["best_epoch"] = best ? Json(best->epoch) : Json();
  json["best_val_auc"] = Json(best_auc(from, run));
  json["note"] = run.note;
  json["deleted"] = run.deleted;
  json["threshold"] = Json(run.threshold);
  json["threshold_how"] = Json::parse(run.threshold_json);
  json["calibration"] = Json::parse(run.calibration_json);
  json["parent"] = Json(run.parent);
  json["parent_epoch"] = run.parent_epoch;
  json["test_looks"] = test_looks(from, run.id).of_run;
  json["files_bytes"] = run_files(workspace, run.id).bytes;
  return json;
}

// A file that is damaged says so wherever its model is asked, and `nevus check` names it.
std::optional<ml::Referral> referral_of_run(const Workspace& workspace, RunId run) try {
  return kept_referral(workspace, workspace.reader(), run);
} catch (const std::exception&) {
  return std::nullopt;
}

// What was chosen at another threshold is not followed.
std::string referral_lines(const ml::Referral& kept, const db::Run& run) {
  const RunCalibration calibration = calibration_of(run);
  const ml::FittedCalibration* applied = calibration.applied();
  const std::string why_not = why_not_referred(threshold_of_referral(kept, applied, groups_of_run(run).names.size()),
                                               threshold_of_run(run, applied, true));
  return "\n  referral             " + kept_referral_words(kept) + (why_not.empty() ? "" : "\n    note: " + why_not);
}

std::string run_line(const Workspace& workspace, const db::Readable& from, const db::Run& run) {
  const auto best = db::best_checkpoint(from, run.id);
  const auto auc = best_auc(from, run);
  char number[32] = "-";
  if (auc) std::snprintf(number, sizeof number, "%.3f", *auc);
  std::string line = "run:" + std::to_string(run.id) + "  " + run.name + "  " + state_of(workspace, run) + "  " +
                     local_time_text(run.created_at_ms) + "  " + run.target + ", " + run.depth + "  AUC " + number;
  if (best) line += " (epoch " + std::to_string(best->epoch) + (auc ? ", by the labels of training)" : ")");
  if (run.parent) line += "  from run:" + std::to_string(*run.parent);
  if (run.deleted) line += "  deleted";
  if (!run.note.empty()) line += "\n    " + run.note;
  return line;
}

Outcome list(const Workspace& workspace, const Options& options) {
  const db::Reader::Snapshot snapshot(workspace.reader());
  Outcome outcome;
  outcome.json["runs"] = Json::array();
  int hidden = 0;
  for (const db::Run& run : db::runs(workspace.reader())) {
    if (run.deleted && !options.all) {
      ++hidden;
      continue;
    }
    outcome.json["runs"].push_back(run_json(workspace, workspace.reader(), run));
    if (options.json)  // it stands in the model's file, which takes a while to read
      outcome.json["runs"].back()["referral"] = kept_referral_json(referral_of_run(workspace, run.id));
    if (!outcome.text.empty()) outcome.text += "\n";
    outcome.text += run_line(workspace, workspace.reader(), run);
  }
  outcome.json["deleted"] = hidden;
  if (outcome.text.empty()) outcome.text = "No run yet";
  if (hidden > 0) outcome.text += "\n" + std::to_string(hidden) + " deleted; --all shows them";
  return outcome;
}

Outcome show(const Workspace& workspace, const db::Run& run) {
  const db::Reader& from = workspace.reader();
  Outcome outcome;
  outcome.json = run_json(workspace, from, run);
  outcome.json["settings"] = Json::object();
  outcome.text = run_line(workspace, from, run);
  for (const RunSetting& setting : run_settings(run, changed_settings(db::run_events(from, run.id)))) {
    outcome.json["settings"][setting.key] = setting.value;
    if (setting.value.empty()) continue;
    std::string title = setting.title;
    title.resize(std::max<std::size_t>(title.size(), 20), ' ');
    outcome.text += "\n  " + title + " " + setting.value;
  }
  if (run.threshold) outcome.text += "\n  threshold            " + threshold_words(run);
  outcome.text += "\n  probabilities        " + calibration_words(calibration_of(run));
  const auto referral = referral_of_run(workspace, run.id);
  outcome.json["referral"] = kept_referral_json(referral);
  if (referral) outcome.text += referral_lines(*referral, run);
  outcome.text += "\n  " + looks_text(test_looks(from, run.id));
  const RunFiles files = run_files(workspace, run.id);
  outcome.text += "\n  " + std::to_string(files.count) + " files, " + grouped(files.bytes) + " bytes";
  return outcome;
}

void change(Workspace& workspace, RunId run, const Options& options, Outcome& outcome) {
  const auto said = [&](const std::string& what) { outcome.text += (outcome.text.empty() ? "" : "\n") + what; };
  if (options.set_name) {
    rename_run(workspace, run, options.name);
    said("Renamed");
  }
  if (options.set_note) {
    note_run(workspace, run, options.note);
    said(options.note.empty() ? "The note is gone" : "Noted");
  }
  if (options.bring_back) {
    bring_run_back(workspace, run);
    said("Restored");
  }
  if (options.put_away) {
    put_run_away(workspace, run);
    said("Deleted: it is not listed any more; --restore brings it back, its " +
         grouped(run_files(workspace, run).bytes) + " bytes of files stay until --remove-files");
  }
  if (options.remove_files) {
    const RunFiles gone = remove_run_files(workspace, run);
    outcome.json["files_removed"] = gone.count;
    outcome.json["bytes_removed"] = gone.bytes;
    said("Removed " + std::to_string(gone.count) + " files, " + grouped(gone.bytes) + " bytes");
  }
}

Outcome runs(const Options& options) {
  Workspace workspace(options.workspace, options.changes() ? Workspace::Open::MustExist : Workspace::Open::ToRead);
  if (options.run.empty()) return list(workspace, options);
  const RunId run = find_run(workspace.reader(), options.run).id;
  if (!options.changes()) return show(workspace, *db::run(workspace.reader(), run));
  Outcome outcome;
  change(workspace, run, options, outcome);
  Json now = run_json(workspace, workspace.reader(), *db::run(workspace.reader(), run));
  for (const auto& [name, value] : outcome.json.members()) now[name] = value;
  outcome.json = std::move(now);
  outcome.text += "\n" + run_line(workspace, workspace.reader(), *db::run(workspace.reader(), run));
  return outcome;
}

}  // namespace

void add_runs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("runs", "List the runs; show, name, note, delete or restore one");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  const Option run = verb.option("RUN", options->run, "Name or number of a run: its settings, or what to change");
  const Option name = verb.option("--name", options->name, "Rename it").needs(run);
  const Option note =
      verb.option("--note", options->note, "Note what it is about; empty takes the note away").needs(run);
  const Option away = verb.flag("--delete", options->put_away, "Put it away; nothing is lost").needs(run);
  const Option back = verb.flag("--restore", options->bring_back, "Bring it back").needs(run).excludes(away);
  verb.flag("--remove-files", options->remove_files, "Of a deleted run: take its files off the disk, for good")
      .needs(run)
      .excludes(back);
  verb.flag("--all", options->all, "List deleted ones too");
  verb.runs([options, name, note, &json = verb.json()] {
    Options given = *options;
    given.json = json;
    given.set_name = name.given();
    given.set_note = note.given();
    return runs(given);
  });
}

}  // namespace app::cli
