#include "db/image_quality.h"

#include <gmock/gmock.h>

#include "db/edits.h"
#include "db/settings.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ImageLook look(std::uint64_t hash) {
  return {0, 1234, "turned 6", hash, std::vector<std::byte>(256, std::byte{7}), false};
}

std::vector<ImageId> add_images(Workspace& workspace, int count) {
  std::vector<ImageId> ids;
  workspace.write("Import", [&](Transaction& t) {
    for (int i = 1; i <= count; ++i) ids.push_back(add_image(t, image_row(i)).image);
  });
  return ids;
}

TEST(ImageQualityRows, keep_the_look_of_all_64_bits_and_the_stamp_of_the_file) {
  Workspace workspace;
  const auto ids = add_images(workspace, 2);
  const ChangeSet changes =
      workspace.write("Measure", [&](Transaction& t) { save_look(t, ids[1], look(~std::uint64_t{5})); });
  EXPECT_THAT(changes.images_measured, ElementsAre(ids[1]));
  const auto looks = image_looks(workspace.reader());
  ASSERT_EQ(looks.size(), 1U);
  EXPECT_EQ(looks[0].hash, ~std::uint64_t{5});
  EXPECT_EQ(looks[0].cells, look(0).cells);
  const auto stamps = file_stamps(workspace.reader());
  EXPECT_EQ(stamps.at(ids[1]).decoding, "turned 6");
  EXPECT_EQ(stamps.at(ids[1]).mtime_ms, 1234);
}

TEST(ImageQualityRows, that_are_lacking_or_of_another_version_are_named_in_pieces) {
  Workspace workspace;
  const auto ids = add_images(workspace, 4);
  workspace.write("Measure", [&](Transaction& t) {
    save_look(t, ids[0], look(1));
    save_quality(t, ids[0], {.version = 2, .numbers = {60, 50, 40, 3, 2, 1, 0.5}});
    save_look(t, ids[1], look(2));
    set_content_changed(t, ids[2], true);
  });
  EXPECT_THAT(images_without_quality(workspace.reader(), 2, 0, 10), ElementsAre(ids[1], ids[3]));
  EXPECT_THAT(images_without_quality(workspace.reader(), 2, ids[1], 10), ElementsAre(ids[3]));
  EXPECT_THAT(images_without_quality(workspace.reader(), 3, 0, 1), ElementsAre(ids[0]));
  EXPECT_DOUBLE_EQ(image_quality(workspace.reader(), ids[0])->numbers[6], 0.5);
  EXPECT_TRUE(image_quality(workspace.reader(), ids[2])->changed);
}

TEST(ImageQualityRows, since_a_mark_are_those_that_changed) {
  Workspace workspace;
  const auto ids = add_images(workspace, 2);
  workspace.write("Measure", [&](Transaction& t) {
    for (const ImageId id : ids) save_look(t, id, look(1));
  });
  const std::int64_t mark = quality_edits(workspace.reader());
  workspace.write("Look", [&](Transaction& t) { set_content_changed(t, ids[1], true); });
  std::vector<ImageId> seen;
  for_each_quality(workspace.reader(), mark, [&](const ImageQuality& row) { seen.push_back(row.image); });
  EXPECT_THAT(seen, ElementsAre(ids[1]));
  workspace.write("Look", [&](Transaction& t) { save_look(t, ids[1], look(1)); });
  EXPECT_FALSE(image_quality(workspace.reader(), ids[1])->changed);  // found to be the same again
}

TEST(KeptApart, stands_while_its_batch_does) {
  Workspace workspace;
  const auto ids = add_images(workspace, 3);
  BatchId batch = 0;
  workspace.write("Decide on 1 pair", [&](Transaction& t) {
    batch = begin_batch(t, LabelSource::User);
    keep_apart(t, std::vector<ImagePair>{{ids[2], ids[0]}}, batch);
  });
  EXPECT_THAT(kept_apart(workspace.reader()), ElementsAre(ImagePair{ids[0], ids[2]}));
  workspace.write("Undo", [&](Transaction& t) { ASSERT_TRUE(undo(t, batch)); });
  EXPECT_THAT(kept_apart(workspace.reader()), IsEmpty());
  workspace.write("Redo", [&](Transaction& t) { ASSERT_TRUE(redo(t)); });
  EXPECT_EQ(kept_apart(workspace.reader()).size(), 1U);
}

TEST(KeptApart, is_counted_among_what_an_undo_and_a_redo_change) {
  Workspace workspace;
  const auto ids = add_images(workspace, 3);
  workspace.write("Decide on 2 pairs", [&](Transaction& t) {
    keep_apart(t, std::vector<ImagePair>{{ids[0], ids[1]}, {ids[1], ids[2]}}, begin_batch(t, LabelSource::User));
  });
  std::optional<Reversal> result;
  const ChangeSet undone = workspace.write("Undo", [&](Transaction& t) { result = undo(t); });
  EXPECT_TRUE(undone.kept_apart);
  EXPECT_EQ(result.value().pairs, 2U);
  EXPECT_EQ(result->changed, 2U);
  const ChangeSet redone = workspace.write("Redo", [&](Transaction& t) { result = redo(t); });
  EXPECT_TRUE(redone.kept_apart);
  EXPECT_EQ(result.value().pairs, 2U);
}

TEST(ImageCopies, are_listed_under_their_image) {
  Workspace workspace;
  const auto ids = add_images(workspace, 1);
  workspace.write("Import", [&](Transaction& t) {
    add_copy(t, {ids[0], "/b.jpg"});
    add_copy(t, {ids[0], "/a.jpg"});
    add_copy(t, {ids[0], "/b.jpg"});
  });
  const auto copies = image_copies(workspace.reader());
  ASSERT_EQ(copies.size(), 2U);
  EXPECT_EQ(copies[0].path, "/a.jpg");
}

TEST(ImageCopies, count_while_their_image_is_in_the_set_and_the_import_that_met_them_stands) {
  Workspace workspace;
  const auto ids = add_images(workspace, 2);
  std::int64_t report = 0;
  const auto import_copy = [&](const std::string& path) {
    workspace.write("Import", [&](Transaction& t) {
      ImportReport row;
      row.batch = begin_batch(t, LabelSource::Import);
      report = add_import_report(t, row);
      add_copy(t, {ids[0], path});
    });
  };
  const auto paths = [&] {
    std::vector<std::string> found;
    for (const ImageCopy& copy : image_copies(workspace.reader())) found.push_back(copy.path);
    return found;
  };
  import_copy("/a.jpg");
  import_copy("/b.jpg");
  import_copy("/a.jpg");
  workspace.write("Undo import", [&](Transaction& t) { ASSERT_TRUE(undo_import(t, report)); });
  EXPECT_THAT(paths(), ElementsAre("/a.jpg", "/b.jpg")) << "the first import met it already";
  workspace.write("Undo import", [&](Transaction& t) { ASSERT_TRUE(undo_import(t, report - 1)); });
  EXPECT_THAT(paths(), ElementsAre("/a.jpg"));
  workspace.write("Redo", [&](Transaction& t) { ASSERT_TRUE(redo(t)); });
  EXPECT_THAT(paths(), ElementsAre("/a.jpg", "/b.jpg"));
  workspace.write("Remove", [&](Transaction& t) { remove_from_set(t, std::vector{ids[0]}); });
  EXPECT_THAT(paths(), IsEmpty());
  EXPECT_EQ(image_copies_ever(workspace.reader()), 2U);
}

TEST(ImageCopies, of_an_import_that_was_undone_count_again_with_the_next_that_meets_them) {
  Workspace workspace;
  const auto ids = add_images(workspace, 1);
  std::int64_t report = 0;
  const auto import_copy = [&] {
    workspace.write("Import", [&](Transaction& t) {
      ImportReport row;
      row.batch = begin_batch(t, LabelSource::Import);
      report = add_import_report(t, row);
      add_copy(t, {ids[0], "/a.jpg"});
    });
  };
  import_copy();
  workspace.write("Undo import", [&](Transaction& t) { ASSERT_TRUE(undo_import(t, report)); });
  EXPECT_THAT(image_copies(workspace.reader()), IsEmpty());
  import_copy();
  EXPECT_EQ(image_copies(workspace.reader()).size(), 1U);
}

}  // namespace
}  // namespace db::test
