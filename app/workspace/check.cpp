#include "app/workspace/check.h"

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <sys/stat.h>

#include "app/core/number_text.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_file.h"
#include "app/workspace/run_lock.h"
#include "db/check.h"
#include "db/classes.h"
#include "db/hash/sha256.h"
#include "db/images.h"
#include "db/labels.h"
#include "db/runs.h"
#include "engine/image/image_io.h"
#include "ml/model/model.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kNamed = 20;  // problems of one part

void add(CheckPart& part, std::string problem) {
  ++part.found;
  if (part.problems.size() < kNamed) part.problems.push_back(std::move(problem));
}

std::string number_of(std::size_t count, const std::string& one) {
  return grouped(static_cast<std::int64_t>(count)) + " " + one + (count == 1 ? "" : one.ends_with("s") ? "es" : "s");
}

CheckPart check_database(const Workspace& workspace) {
  CheckPart part{"database", "pages, indexes and references", 0, {}, {}};
  for (std::string& problem : db::integrity_problems(workspace.reader())) add(part, std::move(problem));
  if (part.found == 0)
    for (std::string& problem : db::reference_problems(workspace.reader())) add(part, std::move(problem));
  struct stat found {};
  if (::stat((workspace.folder() / "nevus.db").c_str(), &found) == 0 && (found.st_mode & 077U) != 0)
    part.notes.push_back("other accounts of this machine may read the database; `chmod -R go-rwx` keeps it private");
  return part;
}

CheckPart check_log(const Workspace& workspace) {
  const db::LogCheck check = db::verify_log(workspace.reader());
  CheckPart part{"logs",
                 number_of(static_cast<std::size_t>(check.events), "label") + ", " +
                     number_of(static_cast<std::size_t>(check.edits), "edit"),
                 0,
                 {},
                 {}};
  for (const std::string& problem : check.problems) add(part, problem);
  return part;
}

// Group by group: what can be stored and still makes no sense.
CheckPart check_targets(const Workspace& workspace) {
  const std::vector<db::Class> classes = db::classes(workspace.reader());
  const std::vector<db::Target> targets = db::targets(workspace.reader());
  CheckPart part{"classes and targets",
                 number_of(classes.size(), "class") + ", " + number_of(targets.size(), "target"),
                 0,
                 {},
                 {}};
  for (const db::Target& target : targets) {
    if (target.groups.size() < 2) add(part, "the target " + target.name + " has fewer than two groups");
    for (const db::TargetGroup& group : target.groups)
      if (group.classes.empty())
        add(part, "the group " + group.name + " of the target " + target.name + " has no class");
    std::size_t grouped_classes = 0;
    for (const db::TargetGroup& group : target.groups) grouped_classes += group.classes.size();
    if (grouped_classes < classes.size())
      part.notes.push_back("the target " + target.name + " leaves " +
                           number_of(classes.size() - grouped_classes, "class") + " out");
  }
  return part;
}

// Where they say different things, a copy of the file decides otherwise than the workspace. Keeping something, even
// what is kept already, writes the file by the row.
void check_kept(const ml::Model& model, const db::Run& run, CheckPart& part) {
  const std::string what = kept_otherwise(model, run);
  if (what.empty()) return;
  const RunCalibration calibration = calibration_of(run);
  const std::string of_run = " WORKSPACE " + std::to_string(run.id);
  const std::string advice =
      calibration.fitted
          ? "`nevus calibrate" + of_run + (calibration.applied() != nullptr ? " --on" : " --off") +
                "` writes the file by the run"
          : "fit it anew with `nevus calibrate" + of_run + "`, or keep a threshold with `nevus threshold" + of_run +
                " … --keep`: either writes the file by the run";
  add(part, run.name + ": what is kept with the run is not what its model's file says (" + what +
                "), so a copy of the file decides otherwise; " + advice);
}

// While a run goes on, and where it was cut off as it did, the file is ahead of what is kept.
bool has_ended(const Workspace& workspace, const db::Run& run) {
  return (run.state == db::RunState::Finished || run.state == db::RunState::Stopped) &&
         !RunLock::is_held(workspace.run_folder(run.id));
}

void check_run(const Workspace& workspace, const db::Run& run, CheckPart& part) {
  const auto best = db::best_checkpoint(workspace.reader(), run.id);
  if (!best) return;
  try {
    const ml::Model model = ml::load_model(workspace.folder() / best->path);
    if (has_ended(workspace, run)) check_kept(model, run, part);
  } catch (const std::exception& error) {
    add(part, run.name + ": " + error.what());
  }
  const auto groups = Json::parse_if_valid(run.classes_json);
  if (!groups || !groups->is_array() || groups->size() < 2) add(part, run.name + ": its classes cannot be read");
  std::error_code ignored;
  if (!fs::exists(workspace.run_folder(run.id) / "log.csv", ignored)) add(part, run.name + ": its log.csv is gone");
  if (!db::target_named(workspace.reader(), run.target))
    part.notes.push_back(run.name + " was trained on the target " + run.target + ", which is gone");
}

CheckPart check_runs(const Workspace& workspace) {
  const std::vector<db::Run> runs = db::runs(workspace.reader());
  CheckPart part{"runs", number_of(runs.size(), "run"), 0, {}, {}};
  for (const db::Run& run : runs) check_run(workspace, run, part);
  return part;
}

template <class Read>
std::size_t check_files(const fs::path& folder, CheckPart& part, const std::stop_token& stop, const Read& read) {
  std::error_code error;
  std::size_t files = 0;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end && !stop.stop_requested();
       at.increment(error)) {
    if (!at->is_regular_file(error)) continue;
    ++files;
    try {
      read(at->path());
    } catch (const std::exception& problem) {
      add(part, problem.what());
    }
  }
  return files;
}

// Its records carry checksums of their own, which are looked at when they are used.
void check_feature_file(const fs::path& file) {
  std::array<char, 8> mark{};
  std::ifstream(file, std::ios::binary).read(mark.data(), mark.size());
  if (std::string_view(mark.data(), mark.size()) != "NVFEAT1\n")
    throw std::runtime_error("a file of kept features does not begin as one; delete it, it is made again: " +
                             file.string());
}

// What is damaged there is made again; it is said because the disk may be failing.
CheckPart check_caches(const Workspace& workspace, const std::stop_token& stop) {
  CheckPart part{"caches", "", 0, {}, {}};
  const std::size_t files = check_files(workspace.folder() / "cache", part, stop, [](const fs::path& file) {
    const bool features = file.parent_path().filename() == "features";
    if (file.extension() == ".jpg") engine::load_image(file);
    if (features && file.extension() != ".lock") check_feature_file(file);
  });
  part.looked_at = number_of(files, "file");
  return part;
}

// Empty: it is where it is said to be, as it was imported.
std::string problem_of(const db::Image& image, bool hashes) {
  const std::string name = "image " + std::to_string(image.id);
  std::error_code error;
  const std::uintmax_t bytes = fs::file_size(image.path, error);
  if (error) return name + " cannot be read (" + error.message() + "): " + image.path;
  const std::string changed = name + " has other content than when it was imported: " + image.path;
  if (bytes != static_cast<std::uintmax_t>(image.bytes)) return changed;
  return hashes && db::sha256_file(image.path) != image.sha256 ? changed : "";
}

CheckPart check_images(const Workspace& workspace, const CheckOptions& options, const OnProgress& on_progress,
                       const std::stop_token& stop) {
  const std::vector<db::Image> images = db::images(workspace.reader());
  CheckPart part{"images",
                 number_of(images.size(), "image") + (options.hashes ? ", content compared" : ", size compared"),
                 0,
                 {},
                 {}};
  Progress progress(on_progress, "Looking at images", static_cast<long>(images.size()));
  long done = 0;
  std::size_t masks_gone = 0;
  for (const db::Image& image : images) {
    if (stop.stop_requested()) break;
    try {
      if (std::string problem = problem_of(image, options.hashes); !problem.empty()) add(part, std::move(problem));
    } catch (const std::exception& error) {
      add(part, error.what());
    }
    std::error_code error;
    if (!image.mask_path.empty() && !fs::exists(image.mask_path, error)) ++masks_gone;
    progress.update(++done);
  }
  if (masks_gone > 0) part.notes.push_back(number_of(masks_gone, "mask") + " cannot be found");
  if (!options.hashes) part.notes.emplace_back("--hashes compares the whole content");
  return part;
}

}  // namespace

bool CheckReport::sound() const {
  return !cancelled && std::ranges::all_of(parts, [](const CheckPart& part) { return part.found == 0; });
}

CheckReport check_workspace(const Workspace& workspace, const CheckOptions& options, const OnProgress& on_progress,
                            const std::stop_token& stop) {
  CheckReport report;
  report.parts.push_back(check_database(workspace));
  if (report.parts.front().found > 0) return report;  // nothing that is read from it can be relied on
  report.parts.push_back(check_log(workspace));
  report.parts.push_back(check_targets(workspace));
  report.parts.push_back(check_runs(workspace));
  report.parts.push_back(check_caches(workspace, stop));
  report.parts.push_back(check_images(workspace, options, on_progress, stop));
  report.cancelled = stop.stop_requested();
  return report;
}

std::string describe(const CheckReport& report) {
  std::string text;
  for (const CheckPart& part : report.parts) {
    text += part.name + " (" + part.looked_at +
            "): " + (part.found == 0 ? "sound" : number_of(static_cast<std::size_t>(part.found), "problem")) + "\n";
    for (const std::string& problem : part.problems) text += "  " + problem + "\n";
    if (part.found > static_cast<long>(part.problems.size()))
      text += "  … and " + std::to_string(part.found - static_cast<long>(part.problems.size())) + " more\n";
    for (const std::string& note : part.notes) text += "  note: " + note + "\n";
  }
  return text + (report.cancelled ? "Cancelled before everything was looked at"
                 : report.sound() ? "The workspace is sound"
                                  : "The workspace has problems; nothing was changed");
}

Json to_json(const CheckReport& report) {
  Json parts = Json::array();
  for (const CheckPart& part : report.parts)
    parts.push_back({{"name", part.name},
                     {"looked_at", part.looked_at},
                     {"found", part.found},
                     {"problems", part.problems},
                     {"notes", part.notes}});
  return {{"sound", report.sound()}, {"cancelled", report.cancelled}, {"parts", parts}};
}

}  // namespace app
