#include "app/workspace/quality.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <optional>
#include <thread>

#include "app/workspace/content_check.h"
#include "db/hash/sha256.h"
#include "db/images.h"
#include "engine/image/image_io.h"
#include "engine/image/quality.h"

namespace app {
namespace {

constexpr std::size_t kAtOnce = 256;  // images of one transaction

struct Measured {
  enum class State { Done, Missing, Changed, Unreadable } state = State::Unreadable;
  ImageId image = 0;
  int width_px = 0, height_px = 0;
  db::ImageLook look;
  db::ImageQuality quality;
  std::string reason;
};

db::ImageQuality quality_row(const engine::Quality& q) {
  return {0,
          false,
          engine::kQualityVersion,
          {q.sharpness, q.exposure, q.contrast, q.dark_corners, q.hair, q.ruler, q.colour_cast}};
}

Measured measure(const db::Image& image) {
  Measured result;
  result.image = image.id;
  const std::optional<FileTime> time = file_time(image.path);
  if (!time) {
    result.state = Measured::State::Missing;
    return result;
  }
  try {
    const std::vector<std::byte> bytes = engine::read_image_file(image.path);
    if (db::sha256_hex(bytes) != image.sha256) {
      result.state = Measured::State::Changed;
      return result;
    }
    const engine::ImageHeader header = engine::image_header(bytes, image.path);
    const engine::Image picture = engine::decode_image(bytes, image.path, engine::kQualitySide_px);
    result.look = look_row(engine::look_of(picture), time->mtime_ms, header.decoding());
    result.quality = quality_row(engine::measure_quality(picture));
    result.width_px = header.width_px;
    result.height_px = header.height_px;
    result.state = Measured::State::Done;
  } catch (const std::exception& error) {  // one unreadable file is a line of the report
    result.reason = error.what();
  }
  return result;
}

std::vector<Measured> measure_all(const std::vector<db::Image>& images, int threads) {
  std::vector<Measured> results(images.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < images.size(); i = next++) results[i] = measure(images[i]);
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  return results;
}

void write(db::Transaction& transaction, const std::vector<Measured>& results) {
  for (const Measured& result : results) {
    if (result.state == Measured::State::Missing) {
      db::set_missing(transaction, std::span(&result.image, 1), true);
    } else if (result.state == Measured::State::Changed) {
      db::set_content_changed(transaction, result.image, true);
    } else if (result.state == Measured::State::Done) {
      db::save_look(transaction, result.image, result.look);
      db::save_quality(transaction, result.image, result.quality);
      db::set_image_size(transaction, result.image, result.width_px, result.height_px);
    }
  }
}

void count(MeasureReport& report, const std::vector<Measured>& results) {
  for (const Measured& result : results) {
    report.measured += result.state == Measured::State::Done ? 1 : 0;
    report.missing += result.state == Measured::State::Missing ? 1 : 0;
    report.changed += result.state == Measured::State::Changed ? 1 : 0;
    if (result.state == Measured::State::Unreadable) report.unreadable.push_back(result.reason);
  }
}

}  // namespace

db::ImageLook look_row(const engine::Look& look, std::int64_t mtime_ms, const std::string& decoding) {
  db::ImageLook row{0, mtime_ms, decoding, look.hash, std::vector<std::byte>(look.cells.size()), false};
  std::memcpy(row.cells.data(), look.cells.data(), look.cells.size());
  return row;
}

MeasureReport measure_lacking(Workspace& workspace, const MeasureOptions& options) {
  const int threads =
      options.threads > 0 ? options.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const auto reader = workspace.make_reader();
  const std::size_t total = db::images_without_quality(*reader, engine::kQualityVersion, 0, SIZE_MAX / 2).size();
  Progress progress(options.progress, "Measuring pictures", static_cast<long>(total));
  MeasureReport report;
  ImageId after = 0;
  for (long done = 0;;) {
    const std::vector<ImageId> ids = db::images_without_quality(*reader, engine::kQualityVersion, after, kAtOnce);
    report.cancelled = !ids.empty() && options.stop.stop_requested();
    if (ids.empty() || report.cancelled) return report;
    std::vector<db::Image> images;
    for (const ImageId id : ids)
      if (auto image = db::image(*reader, id)) images.push_back(*std::move(image));
    const std::vector<Measured> results = measure_all(images, threads);
    workspace.writer().transact_and_wait("Measure pictures", [&](db::Transaction& t) { write(t, results); });
    count(report, results);
    after = ids.back();
    progress.update(done += static_cast<long>(ids.size()));
  }
}

}  // namespace app
