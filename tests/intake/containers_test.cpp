// Pictures in zip, HDF5 and DICOM files that the cases make themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/intake/dicom_file.h"
#include "app/intake/entry_reader.h"
#include "app/intake/import_source.h"
#include "app/intake/patient_group.h"
#include "app/intake/zip_archive.h"
#include "tests/intake/account.h"
#include "tests/intake/container_writer.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using app::ColumnRole;
using app::ImportItem;
using app::ImportSource;
using app::read_import_source;
using intake_tests::DicomPicture;
using intake_tests::left_out;
using intake_tests::refusal;
using intake_tests::text_of;
using intake_tests::write_dicom;
using intake_tests::write_hdf5;
using intake_tests::write_zip;
using test_support::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string content_of(const ImportItem& item) {
  const std::vector<std::byte> bytes = app::read_entry(item);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(Zip, an_export_of_the_archive_is_read_without_unpacking) {
  TempFolder folder;
  write_zip(folder / "set.zip", {{"ISIC_2.jpg", "two"},
                                 {"ISIC_1.jpg", "one"},
                                 {"attribution.txt", "x"},
                                 {"metadata.csv",
                                  "isic_id,attribution,copyright_license,diagnosis_3\nISIC_1,X,CC-0,Nevus\n"
                                  "ISIC_2,Y,CC-BY,\"Melanoma, NOS\"\nISIC_3,Y,CC-BY,Nevus\n"}});
  const ImportSource source = read_import_source(folder / "set.zip");
  EXPECT_EQ(source.layout, "ISIC archive");
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[0].entry, "ISIC_2.jpg");  // in the order of the archive
  EXPECT_EQ(source.items[0].label, "Melanoma, NOS");
  EXPECT_EQ(content_of(source.items[0]), "two");
  EXPECT_EQ(content_of(source.items[1]), "one");
  EXPECT_EQ(left_out(source, "rows whose picture is not there"), 1);
  EXPECT_THAT(text_of(source), HasSubstr("attribution.txt"));
}

TEST(Zip, folders_in_it_are_classes_and_entries_are_read_in_any_order) {
  TempFolder folder;
  write_zip(folder / "set.zip", {{"train/mel/a.jpg", "A"}, {"train/nv/b.jpg", "B"}, {"__MACOSX/mel/._a.jpg", ""}});
  const ImportSource source = read_import_source(folder / "set.zip");
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[1].label, "nv");
  EXPECT_EQ(source.items[1].split, "train");
  app::EntryReader reader;
  for (const int i : {1, 0, 1, 0}) {
    const auto bytes = reader.read(source.items[static_cast<std::size_t>(i)]);
    ASSERT_EQ(bytes.size(), 1U);
    EXPECT_EQ(bytes[0], std::byte{static_cast<unsigned char>(i == 0 ? 'A' : 'B')});
  }
}

TEST(Zip, containers_inside_it_are_named_as_such) {
  TempFolder folder;
  write_zip(folder / "set.zip", {{"a.jpg", "A"}, {"b.dcm", "B"}, {"c.h5", "C"}, {"d.txt", "D"}});
  const ImportSource source = read_import_source(folder / "set.zip");
  EXPECT_EQ(left_out(source, "containers inside a zip: unpack them first"), 2);
  EXPECT_EQ(left_out(source, "files that are not JPEG"), 1);
}

TEST(Zip, a_path_that_leaves_its_folder_is_refused_by_name) {
  TempFolder folder;
  write_zip(folder / "set.zip", {{"../evil.jpg", "x"},
                                 {"/etc/evil.jpg", "x"},
                                 {"a/../../evil.jpg", "x"},
                                 {"..\\evil.jpg", "x"},
                                 {"C:\\evil.jpg", "x"},
                                 {"nv/a..b.jpg", "fine"}});
  const ImportSource source = read_import_source(folder / "set.zip");
  ASSERT_EQ(source.items.size(), 1U);
  EXPECT_EQ(source.items[0].entry, "nv/a..b.jpg");
  EXPECT_EQ(left_out(source, "entries of a zip whose path leaves its folder"), 5);
  EXPECT_THAT(text_of(source), HasSubstr("../evil.jpg"));
  EXPECT_THAT(refusal([&] { app::read_entry({.path = folder / "set.zip", .entry = "../evil.jpg"}); }),
              HasSubstr("leaves its folder"));
}

TEST(Zip, one_that_unpacks_to_far_more_than_its_size_is_refused) {
  TempFolder folder;
  intake_tests::Entries entries;
  for (int i = 0; i < 20; ++i) entries.emplace_back("nv/" + std::to_string(i) + ".jpg", "x");
  write_zip(folder / "bomb.zip", entries);
  intake_tests::claim_entry_size(folder / "bomb.zip", 64U << 20U);
  const ImportSource source = read_import_source(folder / "bomb.zip");
  EXPECT_TRUE(source.items.empty());
  EXPECT_THAT(text_of(source), AllOf(HasSubstr("1280 MB"), HasSubstr("bomb.zip")));
}

TEST(Zip, one_entry_that_unpacks_to_too_much_is_refused_while_it_is_read) {
  TempFolder folder;
  write_zip(folder / "big.zip", {{"a.jpg", std::string(3UL << 20U, 'x')}});
  EXPECT_THAT(refusal([&] { app::ZipArchive(folder / "big.zip").read("a.jpg", 1 << 20); }),
              AllOf(HasSubstr("more than 1 MB"), HasSubstr("a.jpg")));
}

TEST(Zip, encrypted_entries_are_said) {
  TempFolder folder;
  if (!write_zip(folder / "secret.zip", {{"a.jpg", "x"}}, "password")) GTEST_SKIP() << "libarchive cannot encrypt here";
  const ImportSource source = read_import_source(folder / "secret.zip");
  EXPECT_TRUE(source.items.empty());
  EXPECT_EQ(left_out(source, "encrypted entries of a zip"), 1);
}

TEST(Zip, one_that_was_cut_off_is_named_and_the_rest_of_the_folder_is_read) {
  TempFolder folder;
  write_zip(folder / "whole.zip", {{"nv/a.jpg", std::string(5000, 'x')}});
  fs::resize_file(folder / "whole.zip", 60);
  folder.write("mel/b.jpg", "");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(source.items.size(), 1U);
  EXPECT_THAT(text_of(source), HasSubstr("whole.zip"));
}

TEST(Zip, a_set_that_lies_beside_its_zip_unpacked_is_taken_once) {
  TempFolder folder;
  folder.write("images/a.jpg", "plain");
  write_zip(folder / "images.zip", {{"a.jpg", "packed"}});
  const ImportSource source = read_import_source(folder.path());
  ASSERT_EQ(source.items.size(), 1U);
  EXPECT_EQ(content_of(source.items[0]), "plain");
  EXPECT_EQ(left_out(source, "pictures of a container that stand beside it as files"), 1);
}

TEST(Hdf5, pictures_by_id_are_found_by_the_table) {
  TempFolder folder;
  write_hdf5(folder / "train-image.hdf5", {{"ISIC_1", "bytes 1"}, {"ISIC_2", "bytes 22"}});
  folder.write("train-metadata.csv", "isic_id,target,patient_id\nISIC_1,0,IP_1\nISIC_2,1,IP_2\nISIC_3,0,IP_3\n");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(source.layout, "ISIC 2024");
  ASSERT_EQ(source.items.size(), 2U);
  EXPECT_EQ(source.items[1].label, "malignant");
  EXPECT_EQ(source.items[1].entry, "ISIC_2");
  EXPECT_EQ(content_of(source.items[1]), "bytes 22");
  EXPECT_EQ(left_out(source, "rows whose picture is not there"), 1);
}

TEST(Hdf5, datasets_that_hold_no_picture_are_named) {
  TempFolder folder;
  intake_tests::write_hdf5_numbers(folder / "x.h5", "numbers");
  const ImportSource source = read_import_source(folder / "x.h5");
  EXPECT_TRUE(source.items.empty());
  EXPECT_EQ(left_out(source, "datasets of an HDF5 file that do not hold"), 1);
}

TEST(Hdf5, a_file_that_is_none_is_named) {
  TempFolder folder;
  folder.write("x.hdf5", "no HDF5");
  const ImportSource source = read_import_source(folder / "x.hdf5");
  EXPECT_THAT(text_of(source), AllOf(HasSubstr("x.hdf5"), HasSubstr("cannot be opened")));
}

TEST(Dicom, a_jpeg_in_it_comes_out_as_it_stands) {
  TempFolder folder;
  write_dicom(folder / "mel/a.dcm", {.jpeg_frames = {"\xFF\xD8jpeg bytes\xFF\xD9"}});
  const ImportSource source = read_import_source(folder.path());
  ASSERT_EQ(source.items.size(), 1U) << text_of(source);
  const ImportItem& item = source.items[0];
  EXPECT_EQ(item.label, "mel");
  EXPECT_EQ(item.sex, "female");
  EXPECT_EQ(item.age, 45.0);
  EXPECT_EQ(item.site, "Skin of back");
  EXPECT_THAT(content_of(item), HasSubstr("jpeg bytes"));
}

TEST(Dicom, the_patient_is_a_group_and_never_a_name) {
  TempFolder folder;
  const DicomPicture picture{.jpeg_frames = {"\xFF\xD8x\xFF\xD9"}};
  for (const char* name : {"a.dcm", "b.dcm"}) write_dicom(folder / name, picture);
  DicomPicture other = picture;
  other.patient_id = "654321";
  write_dicom(folder / "c.dcm", other);
  const ImportSource source = read_import_source(folder.path());
  ASSERT_EQ(source.items.size(), 3U);
  EXPECT_THAT(source.items[0].patient_id, AllOf(HasSubstr("patient-"), Not(HasSubstr("123456"))));
  EXPECT_EQ(source.items[0].patient_id, source.items[1].patient_id);
  EXPECT_NE(source.items[0].patient_id, source.items[2].patient_id);
  for (const auto& [name, value] : source.items[0].extra) EXPECT_THAT(value, Not(HasSubstr("Doe"))) << name;
  EXPECT_NE(app::patient_group("123456", "one"), app::patient_group("123456", "two"));
  EXPECT_THAT(text_of(source), HasSubstr("patient ids of 3 DICOM pictures were replaced"));
  const ImportSource asked = read_import_source(folder.path(), {.roles = {{"PatientID", ColumnRole::PatientId}}});
  EXPECT_EQ(asked.items[0].patient_id, "123456");
  EXPECT_EQ(asked.patient_salt, "");
  const auto table = folder.write("t.csv", "image_id,label\na,nv\n");
  const ImportSource by_table = read_import_source(table, {.patient_salt = "salt"});
  ASSERT_EQ(by_table.items.size(), 1U) << text_of(by_table);
  EXPECT_EQ(by_table.items[0].patient_id, app::patient_group("123456", "salt"));
  EXPECT_EQ(by_table.patient_salt, "salt");
}

TEST(Dicom, the_groups_of_patients_depend_on_a_salt_that_cannot_be_guessed) {
  TempFolder folder;
  write_dicom(folder / "one/a.dcm", {.jpeg_frames = {"\xFF\xD8x\xFF\xD9"}});
  write_dicom(folder / "two/b.dcm", {.jpeg_frames = {"\xFF\xD8y\xFF\xD9"}});
  const ImportSource once = read_import_source(folder / "one"), again = read_import_source(folder / "one");
  EXPECT_EQ(once.patient_salt.size(), 32U);
  EXPECT_NE(once.patient_salt, again.patient_salt);
  EXPECT_NE(once.items[0].patient_id, again.items[0].patient_id);
  const ImportSource with_salt = read_import_source(folder / "two", {.patient_salt = once.patient_salt});
  EXPECT_EQ(with_salt.items[0].patient_id, once.items[0].patient_id);
  const ImportSource both = app::gather({folder / "one", folder / "two"});
  EXPECT_EQ(both.items[0].patient_id, both.items[1].patient_id);
  EXPECT_EQ(both.patient_salt.size(), 32U);
  EXPECT_EQ(read_import_source(folder.write("three/nv/c.jpg", "")).patient_salt, "");
}

// Sequences in each other, each with an item, none of which says its length.
std::string nested_sequences(int depth, bool implicit) {
  const std::string head = implicit ? std::string("\x08\x00\x96\x10\xFF\xFF\xFF\xFF", 8)
                                    : std::string("\x08\x00\x96\x10SQ\x00\x00\xFF\xFF\xFF\xFF", 12);
  std::string begin, end;
  for (int i = 0; i < depth; ++i) {
    begin += head + std::string("\xFE\xFF\x00\xE0\xFF\xFF\xFF\xFF", 8);
    end += std::string("\xFE\xFF\x0D\xE0\x00\x00\x00\x00\xFE\xFF\xDD\xE0\x00\x00\x00\x00", 16);
  }
  return begin + end;
}

std::string dicom_with(const std::string& elements, const std::string& syntax) {
  std::string uid = syntax + std::string(syntax.size() % 2, '\0');
  std::string head = std::string("\x02\x00\x10\x00UI", 6) + static_cast<char>(uid.size()) + '\0' + uid;
  std::string file(128, '\0');
  file += "DICM" + std::string("\x02\x00\x00\x00UL\x04\x00", 8) + static_cast<char>(head.size()) + std::string(3, '\0');
  return file + head + elements;
}

TEST(Dicom, sequences_nested_without_end_are_refused_before_they_are_followed) {
  TempFolder folder;
  for (const bool implicit : {false, true}) {
    const std::string syntax = implicit ? "1.2.840.10008.1.2" : "1.2.840.10008.1.2.1";
    const auto file = folder.write("deep.dcm", dicom_with(nested_sequences(20'000, implicit), syntax));
    EXPECT_THAT(refusal([&] { app::DicomFile{file}; }), HasSubstr("nested more than 64 deep")) << implicit;
    const auto shallow = folder.write("shallow.dcm", dicom_with(nested_sequences(60, implicit), syntax));
    EXPECT_THAT(refusal([&] { app::DicomFile{shallow}; }), HasSubstr("no photograph")) << implicit;
  }
  const auto packed = folder.write("packed.dcm", dicom_with("x", "1.2.840.10008.1.2.1.99"));
  EXPECT_THAT(refusal([&] { app::DicomFile{packed}; }), HasSubstr("deflated"));
}

TEST(Dicom, many_frames_and_many_items_side_by_side_are_no_nesting) {
  TempFolder folder;
  const std::vector<std::string> frames(1000, "\xFF\xD8x\xFF\xD9");
  write_dicom(folder / "frames.dcm", {.jpeg_frames = frames});
  EXPECT_EQ(read_import_source(folder / "frames.dcm").items.size(), 1000U);
  std::string side_by_side;
  for (int i = 0; i < 1000; ++i) side_by_side += nested_sequences(2, false);
  const auto file = folder.write("wide.dcm", dicom_with(side_by_side, "1.2.840.10008.1.2.1"));
  EXPECT_THAT(refusal([&] { app::DicomFile{file}; }), HasSubstr("no photograph"));
}

TEST(Dicom, every_frame_is_a_picture_of_its_own_and_that_is_said) {
  TempFolder folder;
  write_dicom(folder / "a.dcm", {.jpeg_frames = {"\xFF\xD8one\xFF\xD9", "\xFF\xD8two!\xFF\xD9"}});
  const ImportSource source = read_import_source(folder / "a.dcm");
  ASSERT_EQ(source.items.size(), 2U) << text_of(source);
  EXPECT_THAT(content_of(source.items[0]), HasSubstr("one"));
  EXPECT_THAT(content_of(source.items[1]), HasSubstr("two!"));
  EXPECT_EQ(source.items[0].patient_id, source.items[1].patient_id);
  EXPECT_THAT(text_of(source), HasSubstr("a.dcm has 2 frames"));
  EXPECT_THAT(refusal([&] { app::read_entry({.path = folder / "a.dcm", .entry = "frame 3"}); }),
              HasSubstr("no frame 3"));
}

TEST(Dicom, a_row_that_names_a_file_of_several_frames_is_told_how_to_name_one) {
  TempFolder folder;
  const std::string frame = "\xFF\xD8one\xFF\xD9";
  write_dicom(folder / "multi.dcm", {.jpeg_frames = {frame, frame, frame}});
  const auto table = folder.write("t.csv", "path,label\nmulti.dcm,mel\nother.dcm,nv\n");
  for (const fs::path& named : {table, folder.path()}) {
    const ImportSource source = read_import_source(named);
    EXPECT_EQ(left_out(source, "rows that name a file of several frames"), 1) << text_of(source);
    EXPECT_THAT(text_of(source), HasSubstr("multi.dcm has 3 frames; name one as \"multi.dcm frame 1\""));
  }
  EXPECT_EQ(left_out(read_import_source(table), "rows whose picture is not there"), 1);
  const auto right = folder.write("t.csv", "path,label\nmulti.dcm frame 2,mel\n");
  EXPECT_EQ(read_import_source(right).items.at(0).entry, "frame 2");
}

TEST(Dicom, only_patients_whose_pictures_are_taken_are_told_of) {
  TempFolder folder;
  write_dicom(folder / "a.dcm", {.jpeg_frames = {"\xFF\xD8one\xFF\xD9"}});
  write_dicom(folder / "b.dcm", {.jpeg_frames = {"\xFF\xD8two\xFF\xD9"}, .patient_id = "7"});
  folder.write("c.jpg", "");
  const auto none = read_import_source(folder.write("t.csv", "path,label\nc.jpg,mel\ngone.jpg,nv\n"));
  EXPECT_THAT(text_of(none), Not(HasSubstr("replaced by groups")));
  EXPECT_EQ(none.patient_salt, "");
  const auto one = read_import_source(folder.write("t.csv", "path,label\na.dcm,mel\nc.jpg,nv\n"));
  EXPECT_THAT(text_of(one), HasSubstr("the patient ids of 1 DICOM picture were replaced by groups"));
}

TEST(Dicom, uncompressed_pixels_come_out_as_png) {
  TempFolder folder;
  std::vector<std::uint8_t> pixels;
  for (std::uint8_t i = 0; i < 2 * 3 * 3; ++i) pixels.push_back(static_cast<std::uint8_t>(i * 10));
  write_dicom(folder / "a.dcm", {.rows = 2, .columns = 3, .pixels = pixels});
  const ImportSource source = read_import_source(folder / "a.dcm");
  ASSERT_EQ(source.items.size(), 1U) << text_of(source);
  EXPECT_EQ(intake_tests::pixels_of_png(app::read_entry(source.items[0])), pixels);
}

TEST(Dicom, colour_planes_are_interleaved) {
  TempFolder folder;
  write_dicom(folder / "a.dcm", {.rows = 1, .columns = 2, .pixels = {1, 2, 3, 4, 5, 6}, .planes = true});
  const ImportSource source = read_import_source(folder / "a.dcm");
  EXPECT_EQ(intake_tests::pixels_of_png(app::read_entry(source.items.at(0))),
            (std::vector<std::uint8_t>{1, 3, 5, 2, 4, 6}));
}

TEST(Dicom, pixels_that_end_too_early_are_refused) {
  TempFolder folder;
  write_dicom(folder / "a.dcm", {.rows = 2000, .columns = 2000, .pixels = {1, 2, 3, 4, 5, 6}});
  const ImportSource source = read_import_source(folder / "a.dcm");
  EXPECT_THAT(refusal([&] { app::read_entry(source.items.at(0)); }), HasSubstr("end too early"));
}

TEST(Dicom, a_jpeg_of_plain_rgb_is_marked_as_such) {
  TempFolder folder;
  write_dicom(folder / "a.dcm", {.jpeg_frames = {"\xFF\xD8jpeg\xFF\xD9"}, .photometric = "RGB"});
  const ImportSource source = read_import_source(folder / "a.dcm");
  EXPECT_THAT(content_of(source.items.at(0)), HasSubstr("Adobe"));
}

TEST(Dicom, a_jpeg_whose_colours_it_does_not_tell_itself_is_refused_by_name) {
  TempFolder folder;
  for (const char* kind : {"MONOCHROME1", "PALETTE COLOR", "YBR_ICT"}) {
    write_dicom(folder / "a.dcm", {.jpeg_frames = {"\xFF\xD8jpeg\xFF\xD9"}, .photometric = kind});
    const ImportSource source = read_import_source(folder / "a.dcm");
    EXPECT_THAT(refusal([&] { app::read_entry(source.items.at(0)); }), AllOf(HasSubstr(kind), HasSubstr("a.dcm")));
  }
  for (const char* kind : {"MONOCHROME2", "RGB", "YBR_FULL", "YBR_FULL_422"}) {
    write_dicom(folder / "a.dcm", {.jpeg_frames = {"\xFF\xD8jpeg\xFF\xD9"}, .photometric = kind});
    EXPECT_THAT(content_of(read_import_source(folder / "a.dcm").items.at(0)), HasSubstr("jpeg")) << kind;
  }
}

TEST(Dicom, texts_are_read_in_the_character_set_that_the_file_names_and_else_left_empty) {
  TempFolder folder;
  const std::vector<std::string> jpeg = {"\xFF\xD8x\xFF\xD9"};
  const auto site_of = [&](const std::string& set, const std::string& site) {
    write_dicom(folder / "a.dcm", {.jpeg_frames = jpeg, .character_set = set, .site = site});
    const ImportSource source = read_import_source(folder / "a.dcm");
    return source.items.at(0).site + (text_of(source).find("a.dcm: site") == std::string::npos ? "" : " (told)");
  };
  EXPECT_EQ(site_of("ISO_IR 144", "\xE1\xDF\xD8\xDD\xD0"), "спина");
  EXPECT_EQ(site_of("ISO_IR 100",
                    "R\xFC"
                    "cken"),
            "Rücken");
  EXPECT_EQ(site_of("ISO_IR 192", "Rücken"), "Rücken");
  EXPECT_EQ(site_of("no set", "\xE1\xDF\xD8\xDD\xD0"), " (told)");
}

TEST(Dicom, the_name_of_a_file_of_several_frames_is_no_class) {
  TempFolder folder;
  write_dicom(folder / "visit.dcm", {.jpeg_frames = {"\xFF\xD8one\xFF\xD9", "\xFF\xD8two!\xFF\xD9"}});
  folder.write("b.jpg", "");
  for (const ImportItem& item : read_import_source(folder.path()).items) EXPECT_EQ(item.label, "");
  write_dicom(folder / "mel/visit.dcm", {.jpeg_frames = {"\xFF\xD8one\xFF\xD9", "\xFF\xD8two!\xFF\xD9"}});
  const ImportSource source = read_import_source(folder / "mel");
  EXPECT_FALSE(source.needs_mapping);
  EXPECT_EQ(source.items.size(), 2U);
}

TEST(Dicom, what_is_no_photograph_is_named_and_left_out) {
  TempFolder folder;
  write_dicom(folder / "ct.dcm", {.kind = "1.2.840.10008.5.1.4.1.1.2", .jpeg_frames = {"\xFF\xD8x\xFF\xD9"}});
  folder.write("none.dcm", "no DICOM at all");
  folder.write("nv/a.jpg", "");
  const ImportSource source = read_import_source(folder.path());
  EXPECT_EQ(source.items.size(), 1U);
  EXPECT_EQ(left_out(source, "containers that cannot be read"), 2);
  EXPECT_THAT(text_of(source), AllOf(HasSubstr("CTImageStorage"), HasSubstr("none.dcm")));
}

TEST(Dicom, words_in_the_pixels_are_warned_of) {
  TempFolder folder;
  write_dicom(folder / "a.dcm", {.jpeg_frames = {"\xFF\xD8x\xFF\xD9"}, .burned_in = true});
  EXPECT_THAT(text_of(read_import_source(folder / "a.dcm")), HasSubstr("words were burned into the picture"));
}

}  // namespace
