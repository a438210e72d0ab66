#include "app/workspace/run_edits.h"

#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "app/intake/spelling.h"
#include "app/workspace/run_lock.h"
#include "db/runs.h"

namespace app {
namespace fs = std::filesystem;
namespace {

void require_unused(const db::Readable& from, RunId run, const std::string& name) {
  for (const db::Run& other : db::runs(from))
    if (other.id != run && other.name == name)
      throw std::runtime_error("renaming a run: run " + std::to_string(other.id) +
                               (other.deleted ? ", which was put away," : "") +
                               " has this name; choose another: " + name);
}

void require_not_trained(const Workspace& workspace, RunId run, const char* attempted) {
  if (RunLock::is_held(workspace.run_folder(run)))
    throw std::runtime_error(std::string(attempted) + ": it is being trained; stop it first: run " +
                             std::to_string(run));
}

template <class Work>
void transact(Workspace& workspace, const char* name, const Work& work) {
  workspace.writer().transact_and_wait(name, work);
}

}  // namespace

void rename_run(Workspace& workspace, RunId run, const std::string& wanted) {
  const std::string name = trimmed(wanted);
  transact(workspace, "Rename a run", [&](db::Transaction& t) {
    require_unused(t, run, name);
    db::set_run_name(t, run, name);
  });
}

void note_run(Workspace& workspace, RunId run, const std::string& note) {
  transact(workspace, "Note on a run", [&](db::Transaction& t) { db::set_run_note(t, run, trimmed(note)); });
}

void put_run_away(Workspace& workspace, RunId run) {
  require_not_trained(workspace, run, "deleting a run");
  transact(workspace, "Delete a run", [&](db::Transaction& t) { db::set_run_deleted(t, run, true); });
}

void bring_run_back(Workspace& workspace, RunId run) {
  transact(workspace, "Restore a run", [&](db::Transaction& t) { db::set_run_deleted(t, run, false); });
}

RunFiles run_files(const Workspace& workspace, RunId run) {
  RunFiles files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(workspace.run_folder(run), error), end; !error && at != end;
       at.increment(error)) {
    std::error_code of_file;
    const auto bytes = at->is_regular_file(of_file) ? at->file_size(of_file) : 0;
    if (of_file || !at->is_regular_file(of_file)) continue;
    ++files.count;
    files.bytes += static_cast<std::int64_t>(bytes);
  }
  return files;
}

RunFiles remove_run_files(Workspace& workspace, RunId run) {
  const auto row = db::run(*workspace.make_reader(), run);
  if (!row || !row->deleted)
    throw std::runtime_error("removing the files of a run: it was not deleted; delete it first: run " +
                             std::to_string(run));
  require_not_trained(workspace, run, "removing the files of a run");
  workspace.writer();  // throws where the workspace is only viewed
  const RunFiles files = run_files(workspace, run);
  std::error_code error;
  fs::remove_all(workspace.run_folder(run), error);
  if (error)
    throw std::runtime_error("removing the files of a run: " + error.message() + "; " +
                             std::to_string(run_files(workspace, run).count) +
                             " are left: " + workspace.run_folder(run).string());
  return files;
}

}  // namespace app
