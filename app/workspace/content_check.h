// Whether the files of a workspace are still what was imported: looked for, compared by size and time, and by hash
// where those differ. Nothing is changed by looking.
//
//   const ContentReport report = check_content(images, db::file_stamps(reader), {.every_hash = false});
//   if (!report.whole()) warn(report.text());
//   remember_content(workspace, report);      // badges in the window, and what need not be hashed again
//
// Any thread; plain values. A file that cannot be read is a line of the report; nothing throws but the database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/core/progress.h"
#include "app/core/types.h"
#include "app/workspace/workspace.h"
#include "db/image_quality.h"
#include "db/images.h"

namespace app {

struct FileTime {
  std::int64_t bytes = 0, mtime_ms = 0;
};
std::optional<FileTime> file_time(const std::filesystem::path& path);  // absent: no such file

// What the content was when it was imported; a time of 0 is not known.
struct KnownContent {
  std::string sha256;
  std::int64_t bytes = 0, mtime_ms = 0;
};
// Throws when the bytes of the file are others, saying what to do. Hashes them only where size or time differ.
void require_same_content(const std::filesystem::path& path, std::span<const std::byte> bytes,
                          const KnownContent& known);

// The key of caches of anything made from an image's pixels; it is the hash where decoding leaves them as stored.
std::string pixels_key(const std::string& sha256, const std::string& decoding);
std::string decoding_of(const std::filesystem::path& path);  // from the file's header; "" where it cannot be read

// What an older model assumed of these pictures, where it matters: it was trained on pixels as they are stored.
// Empty: nothing to tell.
std::string decoding_note(std::size_t turned_or_converted, std::size_t pictures);

struct ContentReport {
  static constexpr std::size_t kExamples = 5;
  long looked_at = 0;
  std::vector<ImageId> missing, changed, same_again;        // the last: thought missing or changed, and as it was
  std::vector<ImageId> newly_missing, newly_changed;        // of them, what was not known to be so
  std::vector<std::pair<ImageId, std::int64_t>> new_times;  // same bytes, another time
  std::vector<std::string> missing_paths, changed_paths;    // the first few
  bool cancelled = false;

  bool whole() const { return missing.empty() && changed.empty(); }
  bool has_news() const { return !newly_missing.empty() || !newly_changed.empty(); }
  std::string headline() const;  // "3 files hold other content than was imported, 2 are missing"; empty: all is whole
  std::string text() const;      // "3 of 120 files are missing, the first: …; …"; empty where all is whole
};

struct ContentCheck {
  bool every_hash = false;  // also where size and time are as they were
  OnProgress progress = {};
  std::stop_token stop = {};
};

ContentReport check_content(std::span<const db::Image> images, const std::unordered_map<ImageId, db::FileStamp>& stamps,
                            const ContentCheck& check = {});
// Writes what is not known yet, and nothing where all is known.
void remember_content(Workspace& workspace, const ContentReport& report);
// The images whose files can be looked at without reading many of them: what was never measured has no time to
// compare with, and is looked into when it is measured.
ContentReport look_at_files(const db::Reader& from, const std::stop_token& stop);

}  // namespace app
