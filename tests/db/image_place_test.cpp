#include "db/image_place.h"

#include <optional>

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include "db/edits.h"
#include "db/image_quality.h"
#include "db/image_scan.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

namespace fs = std::filesystem;

// A workspace's folder that can be moved, opened where it is now.
class Movable {
 public:
  Movable() { open(); }

  fs::path folder() const { return temporary_.path() / name_; }
  const Reader& reader() const { return *reader_; }
  void write(Writer::Work work) { writer_->transact_and_wait("Test", std::move(work)); }

  std::string file_at(const std::string& place, const std::string& content) const {
    return temporary_.write(name_ + "/" + place, content).string();
  }
  ImageId add(Image row) {
    ImageId id = 0;
    write([&](Transaction& t) { id = add_image(t, row).image; });
    return id;
  }
  void move_to(const std::string& name) {
    close();
    fs::rename(folder(), temporary_.path() / name);
    name_ = name;
    open();
  }
  // As versions before kept them.
  void keep_whole_places(const std::string& of_folder) {
    SQLite::Database raw((folder() / "nevus.db").string(), SQLite::OPEN_READWRITE);
    raw.exec("UPDATE image SET path = '" + of_folder + "/' || path WHERE path NOT LIKE '/%'");
    raw.exec("UPDATE image SET mask_path = '" + of_folder +
             "/' || mask_path WHERE mask_path NOT LIKE '/%' AND "
             "mask_path <> ''");
    raw.exec("UPDATE image_copy SET path = '" + of_folder + "/' || path WHERE path NOT LIKE '/%'");
  }
  std::string kept(const std::string& column) const {
    SQLite::Database raw((folder() / "nevus.db").string());
    return raw.execAndGet("SELECT " + column + " FROM image ORDER BY id LIMIT 1").getString();
  }

 private:
  void open() {
    fs::create_directories(folder());
    database_ = Database::open(folder() / "nevus.db");
    writer_ = std::make_unique<Writer>(*database_, fixed_writer());
    reader_ = std::make_unique<Reader>(*database_);
  }
  void close() {
    reader_.reset();
    writer_.reset();
  }

  test_support::TempFolder temporary_;
  std::string name_ = "first";
  std::optional<Database> database_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Reader> reader_;
};

Image own_picture(const Movable& workspace) {
  Image row = image_row(1);
  row.path = workspace.file_at("demo_images/images/1.jpg", "picture");
  row.mask_path = workspace.file_at("demo_images/masks/1.png", "mask");
  row.bytes = 7;
  return row;
}

std::string scanned_path(const Readable& from) {
  std::string path;
  for_each_image(from, 0, [&](const ImageLine& line) { path = line.path; });
  return path;
}

std::string path_of(const fs::path& folder, const std::string& place) { return (folder / place).string(); }

TEST(ImagePlaces, OfTheWorkspaceGoWithItsFolder) {
  Movable workspace;
  const ImageId id = workspace.add(own_picture(workspace));
  EXPECT_EQ(workspace.kept("path"), "demo_images/images/1.jpg");
  workspace.write([&](Transaction& t) { add_copy(t, {id, path_of(workspace.folder(), "images/set/1.jpg")}); });
  workspace.move_to("second");
  const std::string path = path_of(workspace.folder(), "demo_images/images/1.jpg");
  EXPECT_EQ(image(workspace.reader(), id)->path, path);
  EXPECT_EQ(image(workspace.reader(), id)->mask_path, path_of(workspace.folder(), "demo_images/masks/1.png"));
  EXPECT_EQ(scanned_path(workspace.reader()), path);
  EXPECT_EQ(find_by_path(workspace.reader(), path)->id, id);
  EXPECT_EQ(image_copies(workspace.reader()).at(0).path, path_of(workspace.folder(), "images/set/1.jpg"));
}

TEST(ImagePlaces, ElsewhereStayWhatTheyAre) {
  Movable workspace;
  const ImageId id = workspace.add(image_row(1));
  workspace.move_to("second");
  EXPECT_EQ(image(workspace.reader(), id)->path, image_row(1).path);
  EXPECT_EQ(scanned_path(workspace.reader()), image_row(1).path);
}

TEST(ImagePlaces, KeptWholeAreFoundAgainInTheMovedFolder) {
  Movable workspace;
  const ImageId id = workspace.add(own_picture(workspace));
  workspace.keep_whole_places(workspace.folder().string());
  EXPECT_EQ(workspace.kept("path"), path_of(workspace.folder(), "demo_images/images/1.jpg"));
  workspace.move_to("second");
  const std::string path = path_of(workspace.folder(), "demo_images/images/1.jpg");
  EXPECT_EQ(image(workspace.reader(), id)->path, path);
  EXPECT_EQ(image(workspace.reader(), id)->mask_path, path_of(workspace.folder(), "demo_images/masks/1.png"));
  EXPECT_EQ(scanned_path(workspace.reader()), path);
  EXPECT_EQ(find_by_path(workspace.reader(), path)->id, id);
}

TEST(ImagePlaces, OfCopiesThatAreKeptWholeAreFoundAgainAndCountedOnce) {
  Movable workspace;
  const ImageId id = workspace.add(own_picture(workspace));
  const std::string before = workspace.file_at("images/set/1.jpg", "picture");
  workspace.write([&](Transaction& t) { add_copy(t, {id, before}); });
  workspace.keep_whole_places(workspace.folder().string());
  workspace.move_to("second");
  const std::string now = path_of(workspace.folder(), "images/set/1.jpg");
  ASSERT_EQ(image_copies(workspace.reader()).size(), 1U);
  EXPECT_EQ(image_copies(workspace.reader())[0].path, now);
  workspace.write([&](Transaction& t) { add_copy(t, {id, now}); });
  ASSERT_EQ(image_copies(workspace.reader()).size(), 1U);
  EXPECT_EQ(image_copies(workspace.reader())[0].path, now);
}

TEST(ImagePlaces, KeptWholeAreLeftWhereTheFileIsThereOrAnotherLiesInTheFolder) {
  Movable workspace;
  const test_support::TempFolder other;
  Image row = image_row(1);
  row.path = other.write("images/set/1.jpg", "picture").string();
  row.bytes = 7;
  const ImageId id = workspace.add(row);
  workspace.file_at("images/set/1.jpg", "PICTURE");
  EXPECT_EQ(image(workspace.reader(), id)->path, row.path);
  fs::remove(row.path);
  workspace.file_at("images/set/1.jpg", "another picture");
  EXPECT_EQ(image(workspace.reader(), id)->path, row.path);
}

TEST(ImagePlaces, AreNoEditOfTheMetadata) {
  Movable workspace;
  const ImageId id = workspace.add(own_picture(workspace));
  workspace.keep_whole_places(workspace.folder().string());
  workspace.move_to("second");
  Image edited = *image(workspace.reader(), id);
  edited.site = "back";
  workspace.write([&](Transaction& t) { set_metadata(t, edited, {}); });
  EXPECT_EQ(edit_log(workspace.reader(), 9).at(0).event.edit.after_json, R"({"site":"back"})");
  EXPECT_TRUE(verify_log(workspace.reader()).sound());
  workspace.write([&](Transaction& t) { undo(t); });
  EXPECT_EQ(image(workspace.reader(), id)->site, "");
}

TEST(ImagePlaces, InTheLogAreWhole) {
  Movable workspace;
  const ImageId id = workspace.add(own_picture(workspace));
  workspace.write([&](Transaction& t) {
    const ClassId mel = add_class(t, {0, "mel", "melanoma", 0xff0000, 0});
    set_labels(t, std::vector<LabelChange>{{id, mel, {}}}, {.source = LabelSource::User});
    move_to_split(t, std::vector{id}, Split::Val, {});
  });
  const std::string path = path_of(workspace.folder(), "demo_images/images/1.jpg");
  EXPECT_EQ(label_log(workspace.reader(), 9).at(0).image_path, path);
  EXPECT_EQ(edit_log(workspace.reader(), 9).at(0).subject, path);
}

TEST(ImagePlaces, AreTheWorkspacesWhereACopyOfItsFileIsRead) {
  Movable workspace;
  const ImageId id = workspace.add(own_picture(workspace));
  const std::string path = image(workspace.reader(), id)->path;
  const Database view = Database::open_to_view(workspace.folder() / "nevus.db", {.on_network = true});
  EXPECT_NE(view.file(), workspace.folder() / "nevus.db");
  EXPECT_EQ(image(Reader(view), id)->path, path);
}

}  // namespace
}  // namespace db::test
