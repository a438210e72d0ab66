// split/class/file: links to the images, or copies of them.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string_view>

#include "app/export/exported.h"
#include "app/workspace/content_check.h"
#include "app/workspace/output_file.h"

namespace app {
namespace fs = std::filesystem;
namespace {

// A class is named by people; a folder may not be called that.
std::string folder_name(const std::string& name) {
  std::string safe = name;
  std::ranges::replace(safe, '/', '_');
  return safe == "." || safe == ".." || safe.starts_with('.') ? "_" + safe : safe;
}

constexpr const char* kUnlabelled = "unlabelled";

// A folder for each class: two classes never share one, and none has that of the images without a label.
std::map<ClassId, std::string> folders_of(const std::vector<db::Class>& classes, ExportReport& report) {
  std::map<ClassId, std::string> folders;
  std::set<std::string> taken = {kUnlabelled};
  for (const db::Class& one : classes) {
    const std::string wanted = folder_name(one.name);
    std::string folder = wanted;
    for (int i = 2; !taken.insert(folder).second; ++i) folder = wanted + "_" + std::to_string(i);
    if (folder != one.name) report.notes.push_back("the class " + one.name + " lies in the folder " + folder);
    folders[one.id] = folder;
  }
  return folders;
}

// Cameras write who, where and when into it.
bool holds_exif(const fs::path& file) {
  std::array<char, 65536> head{};
  std::ifstream in(file, std::ios::binary);
  in.read(head.data(), head.size());
  const std::string_view bytes(head.data(), static_cast<std::size_t>(in.gcount()));
  return bytes.find(std::string_view("Exif\0\0", 6)) != bytes.npos || bytes.find("eXIf") != bytes.npos;
}

// Where the folder has a file of the name, the image's number goes behind it, and where that is taken too another one.
fs::path free_place(const fs::path& wanted, ImageId image, std::set<fs::path>& taken) {
  const std::string numbered = wanted.stem().string() + "_" + std::to_string(image);
  fs::path to = wanted;
  for (int i = 1; !taken.insert(to).second; ++i)
    to.replace_filename(numbered + (i == 1 ? "" : "_" + std::to_string(i)) + wanted.extension().string());
  return to;
}

// A link to nothing and a picture under the label of another are left out.
std::set<ImageId> not_as_imported(const Exported& exported, const OnProgress& on_progress, const std::stop_token& stop,
                                  ExportReport& report) {
  const ContentReport found = check_content(exported.images, exported.stamps, {.progress = on_progress, .stop = stop});
  std::set<ImageId> left_out(found.missing.begin(), found.missing.end());
  left_out.insert(found.changed.begin(), found.changed.end());
  if (!left_out.empty())
    report.notes.push_back(std::to_string(left_out.size()) + (left_out.size() == 1 ? " image is" : " images are") +
                           " left out: " + found.text());
  return left_out;
}

void place_file(const db::Image& image, const fs::path& to, bool copy) {
  fs::create_directories(to.parent_path());
  if (copy)
    fs::copy_file(image.path, to, fs::copy_options::none);
  else
    fs::create_symlink(image.path, to);
}

}  // namespace

void export_folders(const Workspace& workspace, const ExportRequest& request, const Exported& exported,
                    const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report) {
  require_free_folder(request.output, workspace);
  if (fs::exists(request.output) && !fs::is_empty(request.output))
    throw std::runtime_error("exporting a folder tree: there is something in it already; name a new folder: " +
                             request.output.string());
  const std::map<ClassId, std::string> folders = folders_of(exported.classes, report);
  const std::set<ImageId> left_out = not_as_imported(exported, on_progress, stop, report);
  Progress progress(on_progress, request.copy ? "Copying images" : "Linking images",
                    static_cast<long>(exported.images.size() - left_out.size()));
  std::set<fs::path> taken;
  long failed = 0, exif = 0, renamed = 0, done = 0;
  std::string first_failure;
  for (const db::Image& image : exported.images) {
    if (stop.stop_requested()) break;
    if (left_out.contains(image.id)) continue;
    const fs::path name = fs::path(image.path).filename();
    const fs::path to = free_place(
        request.output / db::name_of(image.split) / (image.label ? folders.at(*image.label) : kUnlabelled) / name,
        image.id, taken);
    if (to.filename() != name) ++renamed;
    try {
      if (request.copy && holds_exif(image.path)) ++exif;
      place_file(image, to, request.copy);
      ++report.rows;
    } catch (const std::exception& error) {
      if (failed++ == 0) first_failure = error.what();
    }
    progress.update(++done);
  }
  report.files.push_back(request.output);
  if (renamed > 0)
    report.notes.push_back(std::to_string(renamed) + " files of one name in one folder got their number behind it");
  if (exif > 0)
    report.notes.push_back(std::to_string(exif) +
                           " of the copied files hold EXIF data, which may name people, places and times");
  if (failed > 0)
    report.notes.push_back(std::to_string(failed) + " images could not be placed; the first: " + first_failure);
  if (stop.stop_requested()) report.notes.emplace_back("cancelled; what was placed stays");
}

}  // namespace app
