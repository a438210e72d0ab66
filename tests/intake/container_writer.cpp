#include "tests/intake/container_writer.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include <archive.h>
#include <archive_entry.h>
#include <hdf5.h>
#include <png.h>

// DCMTK wants its configuration first.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>

namespace intake_tests {
namespace {

void check(bool worked, const char* what) {
  if (!worked) throw std::runtime_error(std::string("making a file for a test failed: ") + what);
}

void add_frames(DcmDataset& set, const std::vector<std::string>& frames) {
  auto* sequence = new DcmPixelSequence(DCM_PixelSequenceTag);
  auto* offsets = new DcmPixelItem(DCM_PixelItemTag);
  sequence->insert(offsets);
  for (const std::string& frame : frames) {
    DcmOffsetList places;
    std::string even = frame + std::string(frame.size() % 2, '\0');
    check(sequence
              ->storeCompressedFrame(places, reinterpret_cast<Uint8*>(even.data()), static_cast<Uint32>(even.size()), 0)
              .good(),
          "frame");
  }
  auto* pixels = new DcmPixelData(DCM_PixelData);
  pixels->putOriginalRepresentation(EXS_JPEGProcess1, nullptr, sequence);
  check(set.insert(pixels, true).good(), "pixels");
}

void describe_patient(DcmDataset& set, const DicomPicture& picture) {
  set.putAndInsertString(DCM_SOPClassUID, picture.kind.c_str());
  set.putAndInsertString(DCM_SOPInstanceUID, "1.2.3.4.5");
  if (!picture.character_set.empty()) set.putAndInsertString(DCM_SpecificCharacterSet, picture.character_set.c_str());
  set.putAndInsertString(DCM_PatientName, "Doe^Jane");
  set.putAndInsertString(DCM_PatientID, picture.patient_id.c_str());
  set.putAndInsertString(DCM_PatientSex, "F");
  set.putAndInsertString(DCM_PatientAge, "045Y");
  if (picture.burned_in) set.putAndInsertString(DCM_BurnedInAnnotation, "YES");
  DcmItem* region = nullptr;
  set.findOrCreateSequenceItem(DCM_AnatomicRegionSequence, region, 0);
  region->putAndInsertString(DCM_CodeMeaning, picture.site.c_str());
}

}  // namespace

bool write_zip(const std::filesystem::path& file, const Entries& entries, const std::string& password) {
  std::filesystem::create_directories(file.parent_path());
  archive* zip = archive_write_new();
  archive_write_set_format_zip(zip);
  bool able = true;
  if (!password.empty())
    able = archive_write_set_options(zip, "zip:encryption=traditional") == ARCHIVE_OK &&
           archive_write_set_passphrase(zip, password.c_str()) == ARCHIVE_OK;
  if (able) {
    check(archive_write_open_filename(zip, file.c_str()) == ARCHIVE_OK, "zip");
    for (const auto& [name, content] : entries) {
      archive_entry* entry = archive_entry_new();
      archive_entry_set_pathname(entry, name.c_str());
      archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
      archive_entry_set_filetype(entry, AE_IFREG);
      archive_entry_set_perm(entry, 0644);
      check(archive_write_header(zip, entry) == ARCHIVE_OK, "entry");
      check(archive_write_data(zip, content.data(), content.size()) == static_cast<la_ssize_t>(content.size()), "data");
      archive_entry_free(entry);
    }
  }
  archive_write_free(zip);
  return able;
}

void claim_entry_size(const std::filesystem::path& zip, std::uint32_t bytes) {
  std::ifstream in(zip, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  const auto claim = [&](const std::string& header, std::size_t place) {
    for (std::size_t at = content.find(header); at != std::string::npos; at = content.find(header, at + 1))
      for (std::size_t i = 0; i < 4; ++i) content[at + place + i] = static_cast<char>(bytes >> (8 * i));
  };
  claim("PK\1\2", 24);  // in the table of contents
  claim("PK\3\4", 22);  // before the entry itself
  std::ofstream(zip, std::ios::binary) << content;
}

void write_hdf5(const std::filesystem::path& file, const Entries& entries) {
  const hid_t out = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  check(out >= 0, "HDF5");
  for (const auto& [name, content] : entries) {
    const hid_t type = H5Tcreate(H5T_OPAQUE, content.size()), space = H5Screate(H5S_SCALAR);
    const hid_t set = H5Dcreate2(out, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    check(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, content.data()) >= 0, "dataset");
    H5Dclose(set);
    H5Sclose(space);
    H5Tclose(type);
  }
  H5Fclose(out);
}

void write_hdf5_numbers(const std::filesystem::path& file, const std::string& name) {
  const hid_t out = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t size[2] = {4, 4};
  const hid_t space = H5Screate_simple(2, size, nullptr);
  const hid_t set = H5Dcreate2(out, name.c_str(), H5T_NATIVE_FLOAT, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  check(set >= 0, "dataset");
  H5Dclose(set);
  H5Sclose(space);
  H5Fclose(out);
}

void write_dicom(const std::filesystem::path& file, const DicomPicture& picture) {
  std::filesystem::create_directories(file.parent_path());
  DcmFileFormat format;
  DcmDataset& set = *format.getDataset();
  describe_patient(set, picture);
  const bool packed = !picture.jpeg_frames.empty();
  const std::string usual = packed ? "YBR_FULL_422" : "RGB";
  set.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(picture.rows));
  set.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(picture.columns));
  set.putAndInsertUint16(DCM_SamplesPerPixel, 3);
  set.putAndInsertUint16(DCM_BitsAllocated, 8);
  set.putAndInsertUint16(DCM_PlanarConfiguration, picture.planes ? 1 : 0);
  set.putAndInsertString(DCM_PhotometricInterpretation,
                         (picture.photometric.empty() ? usual : picture.photometric).c_str());
  if (packed) {
    if (picture.jpeg_frames.size() > 1)
      set.putAndInsertString(DCM_NumberOfFrames, std::to_string(picture.jpeg_frames.size()).c_str());
    add_frames(set, picture.jpeg_frames);
  } else {
    set.putAndInsertUint8Array(DCM_PixelData, picture.pixels.data(), picture.pixels.size());
  }
  check(format.saveFile(file.c_str(), packed ? EXS_JPEGProcess1 : EXS_LittleEndianExplicit).good(), "DICOM");
}

std::vector<std::uint8_t> pixels_of_png(const std::vector<std::byte>& png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  check(png_image_begin_read_from_memory(&image, png.data(), png.size()) != 0, "PNG");
  image.format = PNG_FORMAT_RGB;
  std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(image));
  check(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) != 0, "PNG");
  return pixels;
}

}  // namespace intake_tests
