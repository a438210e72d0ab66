// The two pictures of a pair as textures: decoded on the lane, the second turned as it looks most like the first.
// Answers that are late are dropped. Main thread only, but for the work on the lane. Owns the textures it made.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/pages/duplicates/duplicates_view.h"
#include "engine/host/host.h"

namespace app {

class PicturePair {
 public:
  PicturePair(engine::Host& host, JobLane& lane, Inbox& inbox, std::array<PairPicture, 2>& shown)
      : host_(host), lane_(lane), inbox_(inbox), shown_(shown) {}
  ~PicturePair() { close(); }
  PicturePair(const PicturePair&) = delete;
  PicturePair& operator=(const PicturePair&) = delete;

  void open(const std::array<std::filesystem::path, 2>& paths, int orientation_of_second);
  void close();

 private:
  void load(std::size_t which, const std::filesystem::path& path, int orientation);

  engine::Host& host_;
  JobLane& lane_;
  Inbox& inbox_;
  std::array<PairPicture, 2>& shown_;
  std::array<std::filesystem::path, 2> paths_;
  int orientation_ = 1;
  std::uint64_t request_ = 0;
};

}  // namespace app
