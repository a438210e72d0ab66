// Makes the containers that cases read. One thread at a time. Each throws std::runtime_error where it cannot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace intake_tests {

using Entries = std::vector<std::pair<std::string, std::string>>;  // name, content

// False where entries cannot be encrypted with the password.
bool write_zip(const std::filesystem::path& file, const Entries& entries, const std::string& password = "");

// Makes the table of contents say that every entry unpacks to so many bytes.
void claim_entry_size(const std::filesystem::path& zip, std::uint32_t bytes);

// Each content is one opaque value, as the 2024 challenge has them.
void write_hdf5(const std::filesystem::path& file, const Entries& entries);
void write_hdf5_numbers(const std::filesystem::path& file, const std::string& name);

struct DicomPicture {
  std::string kind = "1.2.840.10008.5.1.4.1.1.77.1.7";  // dermoscopic photography
  std::vector<std::string> jpeg_frames;                 // empty: `pixels`
  int rows = 1, columns = 1;
  std::vector<std::uint8_t> pixels;
  bool planes = false;
  std::string photometric;  // empty: as usual for the pixels
  std::string patient_id = "123456";
  bool burned_in = false;
  std::string character_set, site = "Skin of back";
};
void write_dicom(const std::filesystem::path& file, const DicomPicture& picture);

std::vector<std::uint8_t> pixels_of_png(const std::vector<std::byte>& png);  // RGB

}  // namespace intake_tests
