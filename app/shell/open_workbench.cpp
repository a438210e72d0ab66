#include "app/shell/open_workbench.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <stdexcept>

#include <unistd.h>

#include "app/core/disclaimer.h"
#include "app/core/json.h"
#include "app/shell/appearance.h"
#include "app/shell/first_run.h"
#include "app/shell/workbench.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/output_file.h"
#include "app/workspace/recent_workspaces.h"
#include "app/workspace/run_lock.h"
#include "db/labels.h"
#include "db/runs.h"
#include "engine/host/host.h"

namespace app {
namespace fs = std::filesystem;
namespace {

Json run_summary(Workspace& workspace, const db::Run& run) {
  Json json{{"run", run.id},      {"state", db::name_of(run.state)},      {"target", run.target},
            {"depth", run.depth}, {"label_revision", run.label_revision}, {"message", run.message}};
  const auto best = db::best_checkpoint(workspace.reader(), run.id);
  if (!best) return json;
  json["best_epoch"] = best->epoch;
  try {
    const EvaluateOutcome outcome = evaluate_split(workspace, {.run = run.id}, {});
    json["val"] = evaluation_json(outcome.evaluation);
    if (!outcome.notes.empty()) json["notes"] = outcome.notes;
  } catch (const std::exception& error) {  // its model or its classes may be gone: the rest of the summary stands
    json["not_measurable"] = error.what();
  }
  return json;
}

Json frame_summary(engine::FrameTimes stretch) {
  std::sort(stretch.frame_ms.begin(), stretch.frame_ms.end());
  const auto quantile = [&](double share) {
    return stretch.frame_ms[static_cast<std::size_t>(share * static_cast<double>(stretch.frame_ms.size() - 1))];
  };
  return {{"until", stretch.until},   {"frames", stretch.frame_ms.size()}, {"median_ms", quantile(0.5)},
          {"p95_ms", quantile(0.95)}, {"p99_ms", quantile(0.99)},          {"worst_ms", quantile(1)}};
}

// A disk that does not take it fails the session: whoever reads the summary relies on it being whole.
fs::path write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out)
    throw std::runtime_error("writing the summary of the session: the disk did not take it; free some space: " +
                             file.string());
  return file;
}

// What is recorded comes when the window closes: whether it can be written is found out before it opens.
std::optional<OutputFile> recording_of(const OpenOptions& options, const Workspace* workspace) {
  if (options.record.empty()) return std::nullopt;
  if (!options.script.empty())
    throw std::runtime_error(
        "recording a session: a script plays here, and nobody acts; leave out --record or --script");
  OutputFile file(options.record, workspace);
  std::error_code error;
  const fs::file_status there = fs::status(file.path(), error);
  const bool is_device = fs::exists(there) && !fs::is_regular_file(there);
  if (!is_device && ::access(file.path().parent_path().c_str(), W_OK) != 0)
    throw std::runtime_error("recording a session: nothing can be written to its folder; choose another place: " +
                             options.record.string());
  return file;
}

fs::path write_summary(Workspace& workspace, const fs::path& folder, const SessionReport& report,
                       const std::string& device) {
  Json json;
  json["workspace"] = workspace.name();
  json["device"] = device;
  json["passed"] = report.passed;
  json["failure"] = report.failure;
  {
    const db::Reader::Snapshot snapshot(workspace.reader());
    json["label_revision"] = db::label_revision(workspace.reader());
    json["relabelled"] = db::relabelled_images(workspace.reader()).size();
  }
  json["pictures"] = Json::array();
  for (const fs::path& shot : report.shots) json["pictures"].push_back(shot.filename().string());
  for (const engine::FrameTimes& stretch : report.frames) json["frames"].push_back(frame_summary(stretch));
  json["runs"] = Json::array();
  for (const db::Run& run : db::runs(workspace.reader())) {
    json["runs"].push_back(run_summary(workspace, run));
    std::error_code ignored;  // a run that failed early has no log
    fs::copy_file(workspace.run_folder(run.id) / "log.csv",
                  folder / ("training_log_run" + std::to_string(run.id) + ".csv"), fs::copy_options::overwrite_existing,
                  ignored);
  }
  json["disclaimer"] = kDisclaimer;
  return write_text(folder / "summary.json", json.dump(2) + "\n");
}

engine::HostOptions host_options(const std::string& title, const OpenOptions& options) {
  if (options.headless && options.script.empty()) {
    throw std::runtime_error("opening headless: there is nobody to act; give a script with --script FILE");
  }
  return {.title = title,
          .width_px = options.width_px,
          .height_px = options.height_px,
          .headless = options.headless,
          .validation = options.validation};
}

// A script finds the same window on every machine.
AppearanceChoice start_of(const OpenOptions& options) {
  AppearanceChoice choice = options.script.empty() ? remembered_appearance() : AppearanceChoice{.scale = 1};
  if (options.scale > 0) choice.scale = options.scale;
  if (!options.theme.empty()) choice.theme = options.theme;
  return choice;
}

SessionReport play(engine::Host& host, engine::App& app, const OpenOptions& options,
                   const std::optional<OutputFile>& recording) {
  SessionReport report;
  if (options.script.empty()) {
    if (!options.replay.empty()) host.replay(options.replay);
    if (recording) host.record();
    host.run(app);
    if (recording && host.recording()) recording->write(host.stop_recording());
    return report;
  }
  fs::create_directories(options.output);
  const engine::ScriptOutcome outcome = host.run_script(app, options.script, options.output);
  report.passed = outcome.passed;
  report.failure = outcome.failure;
  report.shots = outcome.shots;
  report.frames = outcome.frames;
  return report;
}

}  // namespace

void mark_interrupted(Workspace& workspace) {
  workspace.writer().transact_and_wait("Mark interrupted runs", [&](db::Transaction& transaction) {
    db::mark_interrupted_runs(transaction, [&](RunId run) { return RunLock::is_held(workspace.run_folder(run)); });
  });
}

SessionReport open_workbench(Workspace& workspace, const OpenOptions& options) {
  const engine::HostOptions window = host_options("Nevus – " + workspace.name(), options);
  const std::optional<OutputFile> recording = recording_of(options, &workspace);
  if (!options.script.empty()) require_free_folder(options.output, workspace);
  if (!workspace.viewing()) mark_interrupted(workspace);
  engine::Host host(window);
  SessionReport report;
  {
    Appearance appearance(host, start_of(options));
    Workbench workbench(workspace, host, appearance);
    report = play(host, workbench, options, recording);
    if (options.script.empty()) remember_appearance(appearance.choice());
  }
  report.validation = host.validation_messages();
  if (options.script.empty()) remember_workspace(workspace.folder());
  if (!options.script.empty()) report.summary = write_summary(workspace, options.output, report, host.device_name());
  return report;
}

SessionReport open_first_run(const fs::path& folder, const OpenOptions& options) {
  const std::optional<OutputFile> recording = recording_of(options, nullptr);
  engine::Host host(host_options("Nevus", options));
  SessionReport report;
  {
    Appearance appearance(host, start_of(options));
    FirstRun app(host, appearance, folder);
    report = play(host, app, options, recording);
    if (options.script.empty()) remember_appearance(appearance.choice());
  }
  report.validation = host.validation_messages();
  return report;
}

}  // namespace app
