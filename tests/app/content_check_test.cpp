// Files that are gone or hold other content than was imported are noticed and said.
#include "app/workspace/content_check.h"

#include <algorithm>
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace/dataset.h"
#include "app/workspace/import.h"
#include "app/workspace/quality.h"
#include "engine/image/image_io.h"
#include "engine/image/quality.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using app::Workspace;
using test_support::TempFolder;
using testing::HasSubstr;

class ContentCheck : public ::testing::Test {
 protected:
  ContentCheck() : workspace_(folder_ / "ws", Workspace::Open::OrCreate) {
    for (int i = 0; i < 6; ++i) write(path(i), 10 * i, 40 + i);
    app::import_images(workspace_, app::read_import_source(folder_ / "set"), {}, {});
  }

  fs::path path(int i) const { return folder_ / "set" / (i % 2 == 0 ? "nv" : "mel") / (std::to_string(i) + ".png"); }
  static void write(const fs::path& path, int shade, int width_px) {
    engine::Image image = engine::Image::blank(width_px, 30, 3);
    std::ranges::fill(image.pixels, static_cast<std::uint8_t>(shade));
    fs::create_directories(path.parent_path());
    engine::save_png(image, path);
  }
  static void put_other_bytes(const fs::path& path) {  // as many
    std::vector<std::byte> bytes = engine::read_image_file(path);
    bytes[bytes.size() / 2] ^= std::byte{1};
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  app::ContentReport check(bool every_hash = false) {
    return app::check_content(db::images(workspace_.reader()), db::file_stamps(workspace_.reader()),
                              {.every_hash = every_hash});
  }
  db::ImageId id_of(int i) { return db::find_by_path(workspace_.reader(), path(i).string())->id; }

  TempFolder folder_;
  Workspace workspace_;
};

TEST_F(ContentCheck, of_files_as_they_were_hashes_none_of_them) {
  const auto time = fs::last_write_time(path(3));
  put_other_bytes(path(3));
  fs::last_write_time(path(3), time);
  const app::ContentReport report = check();
  EXPECT_TRUE(report.whole()) << "size and time are as they were";
  EXPECT_EQ(report.looked_at, 6);
  EXPECT_EQ(report.text(), "");
  EXPECT_EQ(check(true).changed, std::vector<db::ImageId>{id_of(3)});
}

TEST_F(ContentCheck, tells_missing_files_from_changed_ones_and_from_touched_ones) {
  fs::remove(path(0));
  write(path(1), 99, 41);
  fs::last_write_time(path(2), fs::last_write_time(path(2)) - std::chrono::hours(5));
  const app::ContentReport report = check();
  EXPECT_EQ(report.missing, std::vector<db::ImageId>{id_of(0)});
  EXPECT_EQ(report.changed, std::vector<db::ImageId>{id_of(1)});
  ASSERT_EQ(report.new_times.size(), 1U);
  EXPECT_EQ(report.new_times[0].first, id_of(2));
  EXPECT_THAT(report.text(), HasSubstr("1 of 6 files are missing"));
  EXPECT_THAT(report.text(), HasSubstr("1 of 6 files hold other content"));
  app::remember_content(workspace_, report);
  EXPECT_TRUE(db::image(workspace_.reader(), id_of(0))->missing);
  EXPECT_TRUE(db::file_stamps(workspace_.reader()).at(id_of(1)).changed);
  EXPECT_TRUE(check().new_times.empty()) << "the touched file is known again";
}

TEST_F(ContentCheck, a_file_of_the_same_size_and_other_bytes_is_found_by_its_hash) {
  const auto time = fs::last_write_time(path(3));
  put_other_bytes(path(3));
  fs::last_write_time(path(3), time + std::chrono::seconds(3));
  EXPECT_EQ(check().changed, std::vector<db::ImageId>{id_of(3)});
}

TEST_F(ContentCheck, what_is_known_already_is_not_written_again) {
  EXPECT_EQ(check().headline(), "");
  fs::remove(path(0));
  write(path(1), 99, 41);
  write(path(2), 98, 47);
  const app::ContentReport first = app::look_at_files(workspace_.reader(), {});
  EXPECT_EQ(first.headline(), "2 files hold other content than was imported, 1 is missing");
  EXPECT_TRUE(first.has_news());
  app::remember_content(workspace_, first);
  const std::int64_t mark = db::quality_edits(workspace_.reader());
  const app::ContentReport second = app::look_at_files(workspace_.reader(), {});
  EXPECT_EQ(second.headline(), first.headline());
  EXPECT_FALSE(second.has_news());
  app::remember_content(workspace_, second);
  EXPECT_EQ(db::quality_edits(workspace_.reader()), mark);
}

TEST_F(ContentCheck, a_missing_file_that_comes_back_as_another_one_is_changed_and_no_longer_missing) {
  fs::remove(path(0));
  app::remember_content(workspace_, check());
  write(path(0), 97, 49);
  app::remember_content(workspace_, check());
  EXPECT_FALSE(db::image(workspace_.reader(), id_of(0))->missing);
  EXPECT_TRUE(db::file_stamps(workspace_.reader()).at(id_of(0)).changed);
}

TEST_F(ContentCheck, what_was_put_back_is_as_before) {
  fs::rename(path(0), folder_ / "away.png");
  app::remember_content(workspace_, check());
  fs::rename(folder_ / "away.png", path(0));
  app::remember_content(workspace_, check());
  EXPECT_FALSE(db::image(workspace_.reader(), id_of(0))->missing);
  EXPECT_TRUE(check().same_again.empty());
}

TEST_F(ContentCheck, pixels_of_a_changed_file_are_refused_and_those_of_a_touched_one_are_not) {
  write(path(1), 99, 41);
  fs::last_write_time(path(2), fs::last_write_time(path(2)) - std::chrono::hours(5));
  const auto images = db::images(workspace_.reader());
  const app::ImageFiles files(images, db::file_stamps(workspace_.reader()));
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i].id != id_of(1)) {
      EXPECT_NO_THROW(files.pixels(i)) << images[i].path;
      continue;
    }
    try {
      files.pixels(i);
      FAIL() << "the label would be given to another picture";
    } catch (const engine::ImageError& error) {
      EXPECT_THAT(error.what(), HasSubstr("has changed since it was imported"));
    }
  }
}

TEST_F(ContentCheck, keys_of_caches_are_the_hash_but_for_pictures_that_decoding_turns) {
  const auto images = db::images(workspace_.reader());
  auto stamps = db::file_stamps(workspace_.reader());
  stamps.at(images[1].id).decoding = "turned 6";
  const app::ImageFiles files(images, stamps);
  EXPECT_EQ(files.key(0), images[0].sha256);
  EXPECT_EQ(files.key(1), images[1].sha256 + " turned 6");
}

TEST_F(ContentCheck, measuring_keeps_what_it_measured_and_marks_what_it_could_not) {
  fs::remove(path(0));
  write(path(1), 99, 41);
  const app::MeasureReport report = app::measure_lacking(workspace_, {.threads = 2});
  EXPECT_EQ(report.measured, 4);
  EXPECT_EQ(report.missing, 1);
  EXPECT_EQ(report.changed, 1);
  EXPECT_EQ(db::image_quality(workspace_.reader(), id_of(4))->version, engine::kQualityVersion);
  EXPECT_EQ(app::measure_lacking(workspace_, {.threads = 2}).measured, 0);
}

}  // namespace
