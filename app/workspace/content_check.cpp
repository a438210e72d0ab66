#include "app/workspace/content_check.h"

#include <sys/stat.h>

#include "db/hash/sha256.h"
#include "engine/image/image_io.h"

namespace app {
namespace fs = std::filesystem;
namespace {

enum class FileState { Same, SameAtAnotherTime, Missing, Changed };

FileState state_of(const db::Image& image, std::int64_t known_mtime_ms, bool hash) {
  const std::optional<FileTime> now = file_time(image.path);
  if (!now) return FileState::Missing;
  if (!hash && now->bytes == image.bytes && now->mtime_ms == known_mtime_ms) return FileState::Same;
  if (now->bytes != image.bytes) return FileState::Changed;
  try {
    if (db::sha256_hex(engine::read_image_file(image.path)) != image.sha256) return FileState::Changed;
  } catch (const engine::ImageError&) {
    return FileState::Missing;  // there, but it cannot be opened
  }
  return now->mtime_ms == known_mtime_ms ? FileState::Same : FileState::SameAtAnotherTime;
}

void note(std::vector<ImageId>& ids, std::vector<std::string>& paths, const db::Image& image) {
  ids.push_back(image.id);
  if (paths.size() < ContentReport::kExamples) paths.push_back(image.path);
}

std::string files_text(std::size_t count, long of, const std::string& what, const std::string& first) {
  return std::to_string(count) + " of " + std::to_string(of) + " files " + what + ", the first: " + first;
}

}  // namespace

std::optional<FileTime> file_time(const fs::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  return FileTime{found.st_size, std::int64_t{found.st_mtim.tv_sec} * 1000 + found.st_mtim.tv_nsec / 1'000'000};
}

void require_same_content(const fs::path& path, std::span<const std::byte> bytes, const KnownContent& known) {
  const std::optional<FileTime> now = file_time(path);
  const bool same_time = now && known.mtime_ms != 0 && now->mtime_ms == known.mtime_ms;
  const bool same_size = static_cast<std::int64_t>(bytes.size()) == known.bytes;
  if (same_size && (same_time || db::sha256_hex(bytes) == known.sha256)) return;
  throw engine::ImageError(
      "reading an image: the file's content has changed since it was imported, and its label was given to the other "
      "picture; put the file back, or import it again as a new image: " +
      path.string());
}

std::string pixels_key(const std::string& sha256, const std::string& decoding) {
  return decoding.empty() ? sha256 : sha256 + " " + decoding;
}

std::string decoding_of(const fs::path& path) {
  try {
    return engine::probe_image(path).decoding();
  } catch (const engine::ImageError&) {
    return "";  // whoever reads the pixels says why they cannot be read
  }
}

std::string decoding_note(std::size_t turned_or_converted, std::size_t pictures) {
  if (turned_or_converted == 0) return "";
  return std::to_string(turned_or_converted) + " of " + std::to_string(pictures) +
         " pictures are turned by EXIF or converted from their colour profile, which the model's training ignored; "
         "train it again for figures that hold";
}

std::string ContentReport::text() const {
  std::string text;
  if (!missing.empty())
    text =
        files_text(missing.size(), looked_at, "are missing (not where they were imported from)", missing_paths.front());
  if (!changed.empty()) {
    if (!text.empty()) text += "; ";
    text += files_text(changed.size(), looked_at, "hold other content than was imported", changed_paths.front());
  }
  return text;
}

std::string ContentReport::headline() const {
  const auto files = [](std::size_t count) { return std::to_string(count) + (count == 1 ? " file" : " files"); };
  if (changed.empty())
    return missing.empty() ? "" : files(missing.size()) + (missing.size() == 1 ? " is" : " are") + " missing";
  std::string line =
      files(changed.size()) + (changed.size() == 1 ? " holds" : " hold") + " other content than was imported";
  if (!missing.empty())
    line += ", " + std::to_string(missing.size()) + (missing.size() == 1 ? " is" : " are") + " missing";
  return line;
}

ContentReport check_content(std::span<const db::Image> images, const std::unordered_map<ImageId, db::FileStamp>& stamps,
                            const ContentCheck& check) {
  ContentReport report;
  Progress progress(check.progress, "Checking files", static_cast<long>(images.size()));
  for (const db::Image& image : images) {
    if (check.stop.stop_requested()) {
      report.cancelled = true;
      break;
    }
    const auto stamp = stamps.find(image.id);
    const bool known = stamp != stamps.end();
    const std::int64_t mtime_ms = known ? stamp->second.mtime_ms : 0;
    const FileState state = state_of(image, mtime_ms, check.every_hash);
    const bool known_as_changed = known && stamp->second.changed;
    if (state == FileState::Missing) {
      note(report.missing, report.missing_paths, image);
      if (!image.missing) report.newly_missing.push_back(image.id);
    } else if (state == FileState::Changed) {
      note(report.changed, report.changed_paths, image);
      if (!known_as_changed || image.missing) report.newly_changed.push_back(image.id);
    } else {
      if (image.missing || known_as_changed) report.same_again.push_back(image.id);
      if (state == FileState::SameAtAnotherTime && known)
        report.new_times.emplace_back(image.id, file_time(image.path)->mtime_ms);
    }
    progress.update(++report.looked_at);
  }
  return report;
}

void remember_content(Workspace& workspace, const ContentReport& report) {
  if (!report.has_news() && report.same_again.empty() && report.new_times.empty()) return;
  workspace.writer().transact_and_wait("Look at the files", [&](db::Transaction& transaction) {
    db::set_missing(transaction, report.newly_missing, true);
    db::set_missing(transaction, report.newly_changed, false);
    for (const ImageId image : report.newly_changed) db::set_content_changed(transaction, image, true);
    for (const ImageId image : report.same_again) db::set_content_changed(transaction, image, false);
    db::set_missing(transaction, report.same_again, false);
    for (const auto& [image, mtime_ms] : report.new_times) db::set_file_time(transaction, image, mtime_ms);
  });
}

ContentReport look_at_files(const db::Reader& from, const std::stop_token& stop) {
  const db::Reader::Snapshot snapshot(from);
  const auto stamps = db::file_stamps(from);
  std::vector<db::Image> images = db::images(from);
  std::erase_if(images, [&](const db::Image& image) { return !image.missing && !stamps.contains(image.id); });
  return check_content(images, stamps, {.stop = stop});
}

}  // namespace app
