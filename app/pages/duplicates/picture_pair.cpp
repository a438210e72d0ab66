#include "app/pages/duplicates/picture_pair.h"

#include <algorithm>
#include <memory>

#include "engine/image/image_io.h"
#include "engine/image/orientation.h"
#include "engine/image/resize.h"

namespace app {
namespace {

constexpr int kLargest_px = 2048;

engine::Image shown_picture(const std::filesystem::path& path, int orientation) {
  engine::Image image = engine::upright(engine::load_image(path), orientation);
  const int side = std::max(image.width_px, image.height_px);
  if (side <= kLargest_px) return image;
  return engine::resize(image, std::max(1, image.width_px * kLargest_px / side),
                        std::max(1, image.height_px * kLargest_px / side));
}

}  // namespace

void PicturePair::open(const std::array<std::filesystem::path, 2>& paths, int orientation_of_second) {
  if (paths == paths_ && orientation_of_second == orientation_) return;
  close();
  paths_ = paths;
  orientation_ = orientation_of_second;
  load(0, paths[0], 1);
  load(1, paths[1], orientation_of_second);
}

void PicturePair::close() {
  ++request_;
  paths_ = {};
  for (PairPicture& picture : shown_) {
    if (picture.texture != 0) host_.release_texture(picture.texture);
    picture = {};
  }
}

void PicturePair::load(std::size_t which, const std::filesystem::path& path, int orientation) {
  lane_.post(
      [this, which, path, orientation, request = request_](const std::stop_token&) {
        auto image = std::make_shared<const engine::Image>(shown_picture(path, orientation));
        inbox_.post("Showing a pair", [this, which, image, request] {
          if (request != request_) return;
          shown_[which] = {host_.create_texture(*image), image->width_px, image->height_px, ""};
        });
      },
      [this, which, request = request_](const std::string& why) {
        inbox_.post("Showing a pair", [this, which, why, request] {
          if (request == request_) shown_[which].problem = why;
        });
      });
}

}  // namespace app
