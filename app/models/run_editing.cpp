#include "app/models/run_editing.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <utility>

#include "app/workspace/run_calibration.h"
#include "app/workspace/run_edits.h"

namespace app {
namespace {

using RunStep = EditRun::What;

std::string megabytes(std::int64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
  return text;
}

std::string files_text(const RunFiles& files) {
  return std::to_string(files.count) + (files.count == 1 ? " file, " : " files, ") + megabytes(files.bytes);
}

}  // namespace

std::string RunEditing::name_of(const EditRun& edit) {
  switch (edit.what) {
    case RunStep::Rename: return "Rename a run";
    case RunStep::Note: return "Note on a run";
    case RunStep::Delete: return "Delete a run";
    case RunStep::Restore: return "Restore a run";
    case RunStep::RemoveFiles: break;
  }
  return "Remove the files of a run";
}

RunRow* RunEditing::row_of(RunId run) {
  const auto found = std::ranges::find(view_.runs, run, &RunRow::id);
  return found == view_.runs.end() ? nullptr : &*found;
}

void RunEditing::post(const char* attempted, std::function<void()> work, std::function<void()> done,
                      std::function<void()> failed) {
  lane_.post(
      [this, attempted, work = std::move(work), done = std::move(done)](const std::stop_token&) {
        work();
        if (done) inbox_.post(attempted, done);
      },
      [this, attempted, failed = std::move(failed)](const std::string& why) {
        inbox_.post(attempted, [this, attempted, failed, why] {
          if (failed) failed();
          messages_.show(MessageKind::Error, std::string(attempted) + ": nothing was changed", why);
        });
      });
}

void RunEditing::decide(const EditRun& edit) {
  Workspace& workspace = workspace_;
  const RunId run = edit.run;
  switch (edit.what) {
    case RunStep::Rename:
      return post("Rename a run", [&workspace, run, text = edit.text] { rename_run(workspace, run, text); }, {});
    case RunStep::Note:
      return post("Note on a run", [&workspace, run, text = edit.text] { note_run(workspace, run, text); }, {});
    case RunStep::Delete:
      return post(
          "Delete a run", [&workspace, run] { put_run_away(workspace, run); },
          [this] {
            messages_.show(MessageKind::Info, "The run was deleted",
                           "Nothing is lost: it stands under Deleted on the Compare page, where it can be "
                           "restored.");
          });
    case RunStep::Restore: return post("Restore a run", [&workspace, run] { bring_run_back(workspace, run); }, {});
    case RunStep::RemoveFiles: break;
  }
  if (!edit.confirmed) return ask_before_files_go(edit);
  auto gone = std::make_shared<RunFiles>();
  post(
      "Remove the files of a run", [&workspace, run, gone] { *gone = remove_run_files(workspace, run); },
      [this, gone] { messages_.show(MessageKind::Success, "Removed " + files_text(*gone)); });
}

std::string RunEditing::name_of(const CalibrateRun& wanted) {
  switch (wanted.what) {
    case CalibrateRun::What::On: return "Switch calibration on";
    case CalibrateRun::What::Off: return "Switch calibration off";
    case CalibrateRun::What::Fit: break;
  }
  return "Calibrate a run";
}

void RunEditing::calibrate(const CalibrateRun& wanted) {
  if (wanted.what != CalibrateRun::What::Fit)
    return post("Switch calibration",
                [&workspace = workspace_, wanted] {
                  switch_calibration(workspace, *workspace.make_reader(), wanted.run,
                                     wanted.what == CalibrateRun::What::On);
                },
                {});
  auto made = std::make_shared<RunCalibration>();
  post(
      "Calibrate a run",
      [&workspace = workspace_, run = wanted.run, made] {
        *made = fit_run_calibration(workspace, *workspace.make_reader(), run);
      },
      [this, made] {
        messages_.show(made->fitted ? MessageKind::Success : MessageKind::Warning, calibration_words(*made),
                       calibration_text(*made));
      });
}

void RunEditing::ask_before_files_go(const EditRun& edit) {
  auto files = std::make_shared<RunFiles>();
  EditRun confirmed = edit;
  confirmed.confirmed = true;
  post(
      "Remove the files of a run",
      [&workspace = workspace_, run = edit.run, files] { *files = run_files(workspace, run); },
      [this, files, confirmed] {
        messages_.ask(Question{"Remove the files of this run?",
                               files_text(*files) +
                                   " go for good. Its numbers and predictions stay; it can neither be resumed nor "
                                   "asked about new images again.",
                               "Remove " + files_text(*files), confirmed, true});
      });
}

bool RunEditing::threshold_moved(RunId run, double threshold) {
  RunRow* row = row_of(run);
  if (workspace_.viewing() || row == nullptr || (row->threshold_frozen && forgetting_ != run)) return false;
  row->threshold = threshold;
  moved_ = Moved{run, threshold};
  write_what_waited();
  return true;
}

void RunEditing::closing() {
  if (moved_) write_moved();
}

void RunEditing::write_what_waited() {
  if (moved_ && !writing_ && !forgetting_ && !keeping_) write_moved();
}

void RunEditing::write_moved() {
  const Moved now = *std::exchange(moved_, std::nullopt);
  writing_ = true;
  workspace_.writer().submit(
      "Keep a threshold", [now](db::Transaction& transaction) { keep_threshold(transaction, now.run, now.threshold); },
      [this](const db::Outcome& outcome) {
        inbox_.post("Keep a threshold", [this, failure = outcome.failure] {
          writing_ = false;
          if (failure) messages_.show(MessageKind::Error, "The threshold was not kept", failure->text);
          write_what_waited();
        });
      });
}

void RunEditing::keep(std::shared_ptr<const ThresholdChoice> choice, std::function<void()> kept) {
  keeping_ = choice->run;
  post(
      "Keep a threshold", [&workspace = workspace_, choice] { keep_threshold(workspace, *choice); },
      [this, choice, kept = std::move(kept)] {
        keeping_.reset();
        if (moved_ && moved_->run == choice->run) moved_.reset();
        if (RunRow* row = row_of(choice->run)) {
          row->threshold = choice->chosen.point.threshold;
          row->threshold_frozen = true;
        }
        write_what_waited();
        kept();
      },
      [this] {
        keeping_.reset();
        write_what_waited();
      });
}

void RunEditing::forget_threshold(RunId run) {
  moved_.reset();
  forgetting_ = run;
  post(
      "Forget a threshold", [&workspace = workspace_, run] { keep_threshold(workspace, run, std::nullopt); },
      [this, run] {
        forgetting_.reset();
        if (RunRow* row = row_of(run)) row->threshold_frozen = false;
        write_what_waited();
      },
      [this] {
        forgetting_.reset();
        moved_.reset();
      });
}

}  // namespace app
