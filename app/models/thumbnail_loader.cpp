#include "app/models/thumbnail_loader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "app/workspace/content_check.h"
#include "db/hash/sha256.h"
#include "engine/image/image_io.h"
#include "engine/image/resize.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kUploadFrames = 60;  // longer on the way than this: it was lost, load it again
constexpr int kWorthCaching_px = 512;        // smaller pictures decode faster than a cache file is found

// A picture that decoding turns or converts has a thumbnail of its own beside one that an older program made of its
// stored pixels.
fs::path cache_file(const fs::path& folder, const std::string& sha256, const std::string& decoding) {
  std::string name = pixels_key(sha256, decoding);
  std::ranges::replace(name, ' ', '_');
  return folder / sha256.substr(0, 2) / (name + ".jpg");
}

// Under the hash of the image as it was imported: a file that was changed since leaves none.
void keep_thumbnail(const engine::Image& small, const fs::path& cached, const fs::path& path,
                    const std::string& sha256) {
  if (db::sha256_file(path) != sha256) return;
  std::error_code ignored;
  fs::create_directories(cached.parent_path(), ignored);
  try {
    engine::save_jpeg(small, cached);
  } catch (const engine::ImageError&) {
    // A cache that cannot be written only costs time; the thumbnail is there.
  }
}

// From the cache folder, or from the image itself, which leaves a cache file when that saves time.
engine::Image make_thumbnail(const fs::path& path, const fs::path& folder, const std::string& sha256, int size_px) {
  std::error_code ignored;
  const fs::path cached = cache_file(folder, sha256, decoding_of(path));
  if (fs::exists(cached, ignored)) {
    try {
      return engine::load_image(cached);
    } catch (const engine::ImageError&) {
      fs::remove(cached, ignored);  // a damaged cache file: the image itself is still there
    }
  }
  const engine::ImageHeader header = engine::probe_image(path);
  engine::Image small = engine::thumbnail(engine::load_image(path, size_px), size_px);
  if (std::min(header.width_px, header.height_px) >= kWorthCaching_px) keep_thumbnail(small, cached, path, sha256);
  return small;
}

}  // namespace

ThumbnailLoader::ThumbnailLoader(engine::Host& host, JobLane& lane, Inbox& inbox, fs::path cache_folder, FileOf file_of)
    : host_(host), lane_(lane), inbox_(inbox), cache_folder_(std::move(cache_folder)), file_of_(std::move(file_of)) {}

std::uint64_t ThumbnailLoader::texture(ImageId image) {
  if (const auto ref = host_.find_thumbnail(static_cast<std::uint64_t>(image))) {
    handed_over_in_.erase(image);
    return *ref;
  }
  if (failed_.contains(image)) return 0;
  ++missing_now_;
  if (!on_the_way(image)) missed_.push_back(image);
  return 0;
}

void ThumbnailLoader::forget(ImageId image) {
  failed_.erase(image);
  handed_over_in_.erase(image);
  host_.drop_thumbnail(static_cast<std::uint64_t>(image));
}

bool ThumbnailLoader::on_the_way(ImageId image) {
  const auto found = handed_over_in_.find(image);
  return found != handed_over_in_.end() && frame_ - found->second < kUploadFrames;
}

void ThumbnailLoader::end_frame() {
  std::vector<Wish> list;
  for (auto image = missed_.rbegin(); image != missed_.rend(); ++image) {  // the worker takes from the back
    if (auto file = file_of_(*image)) list.push_back({*image, std::move(*file)});
  }
  missing_ = std::exchange(missing_now_, 0);
  missed_.clear();
  ++frame_;
  const std::lock_guard lock(wishes_->mutex);
  wishes_->list = std::move(list);
  if (wishes_->list.empty() || wishes_->worker_runs) return;
  wishes_->worker_runs = true;
  lane_.post_behind([this, wishes = wishes_](const std::stop_token& stop) { work(stop, wishes); },
                    [](const std::string&) {});
}

// One picture per turn, then the lane is given back and waits behind everything else: what was clicked comes first.
void ThumbnailLoader::work(const std::stop_token& stop, const std::shared_ptr<Wishes>& wishes) {
  std::optional<Wish> wish;
  {
    const std::lock_guard lock(wishes->mutex);
    if (wishes->list.empty() || stop.stop_requested()) {
      wishes->worker_runs = false;
      return;
    }
    wish = std::move(wishes->list.back());
    wishes->list.pop_back();
  }
  try {
    auto image = std::make_shared<engine::Image>(
        make_thumbnail(wish->file.path, cache_folder_, wish->file.sha256, host_.thumbnail_px()));
    inbox_.post("Showing a thumbnail", [this, id = wish->image, image] {
      host_.put_thumbnail(static_cast<std::uint64_t>(id), *image);
      handed_over_in_[id] = frame_;
    });
  } catch (const std::exception&) {  // shown as a broken tile; Inspect tells why
    inbox_.post("Showing a thumbnail", [this, id = wish->image] { failed_.insert(id); });
  }
  lane_.post_behind([this, wishes](const std::stop_token& next) { work(next, wishes); }, [](const std::string&) {});
}

}  // namespace app
