#include "app/workspace/import_files.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "app/workspace/content_check.h"
#include "db/hash/sha256.h"
#include "engine/image/image_io.h"

namespace app {
namespace {

constexpr int kProbeSize_px = 64;   // decoded small, which is cheap
constexpr std::size_t kShare = 16;  // files that a thread takes at once

std::int64_t time_of(const ImportItem& item) {
  return item.entry.empty() ? file_time(item.path).value_or(FileTime{}).mtime_ms : 0;
}

FileReading read(const ImportItem& item, EntryReader& containers) {
  FileReading reading;
  try {
    const std::vector<std::byte> bytes = bytes_of(item, containers);
    const std::string name = key_of(item);
    const engine::ImageHeader header = engine::image_header(bytes, name);
    // To the end: a truncated file is found now, not in mid-training.
    const engine::Image image = engine::decode_image(bytes, name, kProbeSize_px, reading.notes);
    reading.file = {db::sha256_hex(bytes),  static_cast<std::int64_t>(bytes.size()),
                    header.width_px,        header.height_px,
                    time_of(item),          header.decoding(),
                    engine::look_of(image), header.format == engine::ImageFormat::Png ? ".png" : ".jpg"};
  } catch (const std::exception& error) {  // one bad file is a line of the report, not the end of the import
    reading.failure = error.what();
  }
  return reading;
}

std::vector<std::size_t> unread(const ImportSource& source, const FileReadings& readings) {
  std::vector<std::size_t> items;
  for (std::size_t i = 0; i < source.items.size(); ++i)
    if (!readings.contains(key_of(source.items[i]))) items.push_back(i);
  return items;
}

}  // namespace

std::string key_of(const ImportItem& item) {
  return item.entry.empty() ? item.path.string() : item.path.string() + ": " + item.entry;
}

std::vector<std::byte> bytes_of(const ImportItem& item, EntryReader& containers) {
  return item.entry.empty() ? engine::read_image_file(item.path) : containers.read(item);
}

void read_files(const ImportSource& source, FileReadings& readings, const OnProgress& on_progress,
                const std::stop_token& stop) {
  const std::vector<std::size_t> items = unread(source, readings);
  std::vector<FileReading> read_now(items.size());
  std::vector<char> is_read(items.size());
  std::atomic<std::size_t> next = 0, done = 0;
  Progress progress(on_progress, "Reading " + source.name, static_cast<long>(items.size()));
  const auto work = [&](bool tells) {
    EntryReader containers;
    for (std::size_t begin = 0; (begin = next.fetch_add(kShare)) < items.size();) {
      for (std::size_t i = begin; i < std::min(begin + kShare, items.size()) && !stop.stop_requested(); ++i) {
        read_now[i] = read(source.items[items[i]], containers);
        is_read[i] = 1;
        ++done;
      }
      if (tells) progress.update(static_cast<long>(done.load()));
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < std::max(1U, std::thread::hardware_concurrency()); ++i) others.emplace_back(work, false);
    work(true);
  }
  progress.update(static_cast<long>(done.load()));
  readings.reserve(readings.size() + items.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    if (is_read[i] != 0) readings.insert_or_assign(key_of(source.items[items[i]]), std::move(read_now[i]));
}

}  // namespace app
