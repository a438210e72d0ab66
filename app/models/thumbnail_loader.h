// Thumbnails for the grid: asks the host's texture cache, and has what is missing made on the short
// lane. Only what the current frame wants is worked on: each frame replaces the list of wishes, so
// fast scrolling leaves no backlog.
// Main thread only, but for the worker inside.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/thumbnails.h"
#include "engine/host/host.h"

namespace app {

class ThumbnailLoader : public Thumbnails {
 public:
  struct File {
    std::filesystem::path path;
    std::string sha256;
  };

  using FileOf = std::function<std::optional<File>(ImageId)>;  // absent: no such image

  ThumbnailLoader(engine::Host& host, JobLane& lane, Inbox& inbox, std::filesystem::path cache_folder, FileOf file_of);

  std::uint64_t texture(ImageId image) override;
  void forget(ImageId image);  // its file is another than before: it is made again
  // After the frame was built: starts work on what it missed.
  void end_frame();
  std::size_t missing() const { return missing_; }  // tiles of the last frame without a picture yet

 private:
  struct Wish {
    ImageId image;
    File file;
  };
  // Shared with the worker, which may outlive a frame.
  struct Wishes {
    std::mutex mutex;
    std::vector<Wish> list;
    bool worker_runs = false;
  };

  bool on_the_way(ImageId image);
  void work(const std::stop_token& stop, const std::shared_ptr<Wishes>& wishes);

  engine::Host& host_;
  JobLane& lane_;
  Inbox& inbox_;
  std::filesystem::path cache_folder_;
  FileOf file_of_;
  std::unordered_set<ImageId> failed_;
  // Handed to the host and perhaps still on the way to the device: asking again would load them twice.
  std::unordered_map<ImageId, std::uint64_t> handed_over_in_;
  std::uint64_t frame_ = 0;
  std::vector<ImageId> missed_;
  std::size_t missing_now_ = 0, missing_ = 0;  // of the frame being built, of the last one
  std::shared_ptr<Wishes> wishes_ = std::make_shared<Wishes>();
};

}  // namespace app
