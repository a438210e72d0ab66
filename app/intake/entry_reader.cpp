#include "app/intake/entry_reader.h"

#include <charconv>
#include <fstream>
#include <stdexcept>
#include <variant>

#include "app/intake/container.h"
#include "app/intake/dicom_file.h"
#include "app/intake/hdf5_file.h"
#include "app/intake/import_source.h"
#include "app/intake/text_encoding.h"
#include "app/intake/zip_archive.h"

namespace app {
namespace {

constexpr std::string_view kFrame = "frame ";

std::vector<std::byte> file_bytes(const std::filesystem::path& path) {
  std::error_code unreadable;
  const auto size = std::filesystem::file_size(path, unreadable);
  std::ifstream in(path, std::ios::binary);
  const std::string name = utf8_text(path.string());
  if (unreadable || !in)
    throw std::runtime_error("reading a picture: cannot open it; check the name and the permissions: " + name);
  if (size > EntryReader::kMostPicture_bytes)
    throw std::runtime_error("reading a picture: it is larger than 512 MB; refused: " + name);
  std::vector<std::byte> bytes(size);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

int frame_of(const std::string& entry) {
  int frame = 0;
  const bool named = entry.starts_with(kFrame);
  if (named) std::from_chars(entry.data() + kFrame.size(), entry.data() + entry.size(), frame);
  return frame;
}

}  // namespace

std::string frame_entry(int frame) { return std::string(kFrame) + std::to_string(frame); }

struct EntryReader::Open {
  std::filesystem::path path;
  std::variant<std::monostate, std::unique_ptr<ZipArchive>, std::unique_ptr<Hdf5File>, std::unique_ptr<DicomFile>> file;
};

EntryReader::EntryReader() : open_(std::make_unique<Open>()) {}
EntryReader::~EntryReader() = default;

std::vector<std::byte> EntryReader::read(const ImportItem& item) {
  if (item.entry.empty()) return file_bytes(item.path);
  if (open_->path != item.path) {
    *open_ = {};
    switch (container_kind(item.path)) {
      case ContainerKind::Zip: open_->file = std::make_unique<ZipArchive>(item.path); break;
      case ContainerKind::Hdf5: open_->file = std::make_unique<Hdf5File>(item.path); break;
      case ContainerKind::Dicom: open_->file = std::make_unique<DicomFile>(item.path); break;
    }
    open_->path = item.path;
  }
  if (const auto* zip = std::get_if<std::unique_ptr<ZipArchive>>(&open_->file)) return (*zip)->read(item.entry);
  if (const auto* set = std::get_if<std::unique_ptr<Hdf5File>>(&open_->file)) return (*set)->read(item.entry);
  return std::get<std::unique_ptr<DicomFile>>(open_->file)->frame(frame_of(item.entry));
}

std::vector<std::byte> read_entry(const ImportItem& item) { return EntryReader().read(item); }

}  // namespace app
