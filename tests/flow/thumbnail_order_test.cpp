// The picture that was clicked is loaded before the thumbnails that are seen.
#include <future>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/models/thumbnail_loader.h"
#include "engine/image/image_io.h"
#include "tests/temp_folder.h"

namespace {

void unexpected(const std::string& why) { FAIL() << why; }

TEST(ThumbnailLoader, lets_the_picture_that_was_clicked_go_first) {
  const test_support::TempFolder folder;
  engine::save_png(engine::Image::blank(32, 32, 3), folder / "a.png");

  engine::Host host({.width_px = 320, .height_px = 200, .headless = true});
  app::Inbox inbox([] {});
  app::JobLane lane(app::JobLane::Order::NewestFirst, "pictures");
  app::ThumbnailLoader thumbnails(host, lane, inbox, folder / "cache", [&](app::ImageId) {
    return app::ThumbnailLoader::File{folder / "a.png", "aa"};
  });
  std::promise<void> gate;
  lane.post([opened = gate.get_future().share()](std::stop_token) { opened.wait(); }, unexpected);
  lane.post([&](std::stop_token) { inbox.post("the picture", [] {}); }, unexpected);
  for (const app::ImageId image : {1, 2, 3}) thumbnails.texture(image);
  thumbnails.end_frame();
  gate.set_value();
  lane.wait_idle();
  std::vector<std::string> done;
  for (const app::Inbox::Task& task : inbox.take()) done.push_back(task.what);
  EXPECT_THAT(done,
              testing::ElementsAre("the picture", "Showing a thumbnail", "Showing a thumbnail", "Showing a thumbnail"));
}

}  // namespace
