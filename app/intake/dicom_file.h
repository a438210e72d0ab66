// A DICOM photograph: VL Photographic, Dermoscopic Photography or Secondary Capture, JPEG baseline or uncompressed, one
// or several frames. Of the patient only sex and age are read beside the id, which the caller must not store
// (patient_group.h). Texts are UTF-8, whatever character set the file has. One thread; owns what it loaded. Throws
// std::runtime_error with what cannot be read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct DicomFacts {
  int frames = 1;
  std::string patient_id;  // an identity: for grouping only
  std::string sex, site;
  std::optional<double> age;
  bool text_in_pixels = false;  // the file says that words were burned into the picture
  std::map<std::string, std::string> extra;
  std::vector<std::string> unread;  // texts that could not be made UTF-8, which are empty
};

class DicomFile {
 public:
  static constexpr std::uint64_t kMostFile_bytes = std::uint64_t{1} << 30U;
  static constexpr std::uint64_t kMostFrame_bytes = std::uint64_t{256} << 20U;
  static constexpr int kMostFrames = 10'000;

  explicit DicomFile(const std::filesystem::path& file);
  ~DicomFile();
  DicomFile(const DicomFile&) = delete;
  DicomFile& operator=(const DicomFile&) = delete;

  DicomFacts facts() const;
  // As JPEG, as it stands in the file, or as PNG. `frame` from 1.
  std::vector<std::byte> frame(int frame) const;

 private:
  struct Loaded;

  [[noreturn]] void refuse(const std::string& reason) const;
  void check_kind() const;
  void check_colours() const;
  std::string text(unsigned group, unsigned element) const;
  int frames() const;
  std::vector<std::byte> encapsulated_frame(int frame) const;
  std::vector<std::byte> plain_frame(int frame) const;

  std::unique_ptr<Loaded> loaded_;
  std::string name_;
};

}  // namespace app
