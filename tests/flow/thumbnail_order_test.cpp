// The picture that was clicked is loaded before the thumbnails that are seen.
#include <algorithm>
#include <filesystem>
#include <future>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/models/thumbnail_loader.h"
#include "db/hash/sha256.h"
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

// The cache goes by the hash of the image as it was imported.
TEST(ThumbnailLoader, keeps_no_thumbnail_of_a_file_that_was_changed_since) {
  const test_support::TempFolder folder;
  const auto file = folder / "a.png";
  engine::Host host({.width_px = 320, .height_px = 200, .headless = true});
  app::Inbox inbox([] {});
  app::JobLane lane(app::JobLane::Order::NewestFirst, "pictures");
  std::string imported;
  app::ThumbnailLoader thumbnails(host, lane, inbox, folder / "cache", [&](app::ImageId) {
    return app::ThumbnailLoader::File{file, imported};
  });
  const auto cached = [&] {
    thumbnails.forget(1);
    thumbnails.texture(1);
    thumbnails.end_frame();
    lane.wait_idle();
    for (const app::Inbox::Task& task : inbox.take()) task.work();
    std::filesystem::create_directories(folder / "cache");
    const auto all = std::filesystem::recursive_directory_iterator(folder / "cache");
    return std::count_if(begin(all), end(all), [](const auto& entry) { return entry.is_regular_file(); });
  };
  engine::Image picture = engine::Image::blank(600, 600, 3);
  engine::save_png(picture, file);
  imported = db::sha256_file(file);
  std::ranges::fill(picture.pixels, std::uint8_t{200});
  engine::save_png(picture, file);
  EXPECT_EQ(cached(), 0);
  imported = db::sha256_file(file);
  EXPECT_EQ(cached(), 1);
}

TEST(ThumbnailLoader, tries_a_picture_again_whose_file_came_back) {
  const test_support::TempFolder folder;
  const auto file = folder / "a.png";
  engine::Host host({.width_px = 320, .height_px = 200, .headless = true});
  app::Inbox inbox([] {});
  app::JobLane lane(app::JobLane::Order::NewestFirst, "pictures");
  app::ThumbnailLoader thumbnails(host, lane, inbox, folder / "cache", [&](app::ImageId) {
    return app::ThumbnailLoader::File{file, "aa"};
  });
  const auto look = [&] {
    thumbnails.texture(1);
    thumbnails.end_frame();
    lane.wait_idle();
    for (const app::Inbox::Task& task : inbox.take()) task.work();
    return thumbnails.missing();
  };
  look();
  EXPECT_EQ(look(), 0U) << "it cannot be read, and is not asked for in every frame";
  engine::save_png(engine::Image::blank(32, 32, 3), file);
  EXPECT_EQ(look(), 0U);
  thumbnails.forget(1);
  EXPECT_EQ(look(), 1U);
}

}  // namespace
