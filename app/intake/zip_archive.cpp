#include "app/intake/zip_archive.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_set>

#include <archive.h>
#include <archive_entry.h>

#include "app/intake/text_encoding.h"

namespace app {
namespace {

constexpr std::size_t kBlock_bytes = 65536;
constexpr std::size_t kMostEntries = 4'000'000;
constexpr std::int64_t kPlainTotal_bytes = std::int64_t{1} << 30U;  // unpacked sizes up to here are never suspicious
constexpr std::int64_t kMostGrowth = 200;                           // photographs hardly shrink in a zip
constexpr int kNameLength = 65536;

std::string name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  return name == nullptr ? ""
                         : std::string(name, std::min<std::size_t>(std::char_traits<char>::length(name), kNameLength));
}

std::string text_of(archive* handle) {
  const char* text = archive_error_string(handle);
  return text == nullptr ? "no reason given" : text;
}

bool is_archive_name(const std::string& name) {
  const std::string end = utf8_text(name.substr(std::min(name.size(), name.rfind('.'))));
  return end == ".zip" || end == ".tar" || end == ".gz" || end == ".7z" || end == ".rar";
}

// Empty: the entry can be read.
std::string refusal(archive_entry* entry, const std::string& name) {
  if (name.empty()) return "entries of a zip without a readable name";
  if (leaves_its_folder(name)) return "entries of a zip whose path leaves its folder: refused";
  if (archive_entry_filetype(entry) != AE_IFREG) return "links and devices in a zip";
  if (archive_entry_is_encrypted(entry) != 0) return "encrypted entries of a zip: unpack them with the password first";
  if (archive_entry_size_is_set(entry) != 0 && archive_entry_size(entry) > ZipArchive::kMostTable_bytes)
    return "entries of a zip that unpack to more than 1 GB: refused";
  if (is_archive_name(name)) return "archives inside a zip: unpack them first";
  return "";
}

}  // namespace

bool leaves_its_folder(std::string_view entry) {
  if (entry.starts_with('/') || entry.starts_with('\\') || entry.find('\0') != std::string_view::npos) return true;
  if (entry.size() > 1 && entry[1] == ':') return true;
  std::string path(entry);
  std::ranges::replace(path, '\\', '/');
  path = "/" + path + "/";
  return path.find("/../") != std::string::npos;
}

struct ZipArchive::Open {
  struct Closer {
    void operator()(archive* handle) const { archive_read_free(handle); }
  };

  std::filesystem::path file;
  std::span<const std::byte> content;
  std::string name;
  std::unique_ptr<archive, Closer> handle;
  archive_entry* entry = nullptr;          // the one at hand; its data may be read once
  std::string entry_name;                  // the one that is read
  std::unordered_set<std::string> passed;  // names of the entries up to the one at hand
  std::int64_t read_bytes = 0, most_bytes = 0;
};

ZipArchive::ZipArchive(const std::filesystem::path& file)
    : open_(std::make_unique<Open>(Open{.file = file, .name = utf8_text(file.string())})) {
  reopen();
}

ZipArchive::ZipArchive(std::span<const std::byte> content, std::string name)
    : open_(std::make_unique<Open>(Open{.content = content, .name = std::move(name)})) {
  reopen();
}

ZipArchive::~ZipArchive() = default;
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;

void ZipArchive::reopen() {
  open_->entry = nullptr;
  open_->passed.clear();
  open_->handle.reset(archive_read_new());
  archive* handle = open_->handle.get();
  archive_read_support_format_zip_seekable(handle);
  const int opened = open_->file.empty()
                         ? archive_read_open_memory(handle, open_->content.data(), open_->content.size())
                         : archive_read_open_filename(handle, open_->file.c_str(), kBlock_bytes);
  if (opened != ARCHIVE_OK)
    throw std::runtime_error("reading a zip: cannot open it (" + text_of(handle) +
                             "); check that it was copied whole: " + open_->name);
}

std::int64_t ZipArchive::packed_bytes() const {
  std::error_code unknown;
  return open_->file.empty() ? static_cast<std::int64_t>(open_->content.size())
                             : static_cast<std::int64_t>(std::filesystem::file_size(open_->file, unknown));
}

std::vector<std::string> ZipArchive::names(Omissions& left_out) {
  reopen();
  std::vector<std::string> names;
  std::unordered_set<std::string> seen_names;
  std::int64_t total = 0;
  int result = ARCHIVE_OK;
  for (std::size_t seen = 0; seen < kMostEntries; ++seen) {
    archive_entry* entry = nullptr;
    result = archive_read_next_header(open_->handle.get(), &entry);
    if (result == ARCHIVE_EOF || result < ARCHIVE_WARN) break;
    if (archive_entry_filetype(entry) == AE_IFDIR) continue;
    std::string name = name_of(entry);
    total += std::clamp<std::int64_t>(archive_entry_size(entry), 0, kPlainTotal_bytes);
    if (const std::string reason = refusal(entry, name); !reason.empty())
      left_out.add(reason, utf8_text(name));
    else if (!seen_names.insert(name).second)
      left_out.add("entries of a zip with the name of an earlier one", utf8_text(name));
    else
      names.push_back(std::move(name));
  }
  if (result != ARCHIVE_EOF)
    left_out.add("rest of a zip that cannot be read further (" + text_of(open_->handle.get()) + ")", open_->name);
  if (total > kPlainTotal_bytes && total / kMostGrowth > packed_bytes())
    throw std::runtime_error("reading a zip: it would unpack to " + std::to_string(total >> 20) + " MB, more than " +
                             std::to_string(kMostGrowth) + " times its size; refused: " + open_->name);
  reopen();
  return names;
}

// Goes forward from the entry at hand, then once from the beginning. Of several entries of one name the first that can
// be read is meant.
bool ZipArchive::go_to(const std::string& wanted) {
  for (int round = 0; round < 2; ++round) {
    while (true) {
      const int result = archive_read_next_header(open_->handle.get(), &open_->entry);
      if (result == ARCHIVE_EOF || result < ARCHIVE_WARN) break;
      if (archive_entry_filetype(open_->entry) == AE_IFDIR) continue;
      const std::string name = name_of(open_->entry);
      if (!refusal(open_->entry, name).empty()) continue;
      if (open_->passed.insert(name).second && name == wanted) return true;
    }
    reopen();
  }
  return false;
}

void ZipArchive::refuse(const std::string& reason) const {
  throw std::runtime_error("reading out of a zip: " + reason + ": " + open_->name + ", " +
                           utf8_text(open_->entry_name));
}

void ZipArchive::begin(const std::string& entry, std::int64_t most_bytes) {
  open_->entry_name = entry;
  open_->read_bytes = 0;
  open_->most_bytes = most_bytes;
  if (leaves_its_folder(entry)) refuse("its path leaves its folder; refused");
  if (!go_to(entry)) refuse("it is not there any more; import the zip again");
}

std::size_t ZipArchive::read_on(std::span<char> into) {
  const auto got = archive_read_data(open_->handle.get(), into.data(), into.size());
  if (got < 0) refuse("it cannot be unpacked (" + text_of(open_->handle.get()) + ")");
  open_->read_bytes += got;
  if (open_->read_bytes > open_->most_bytes)
    refuse("it unpacks to more than " + std::to_string(open_->most_bytes >> 20) + " MB; refused");
  return static_cast<std::size_t>(got);
}

std::vector<std::byte> ZipArchive::read(const std::string& entry, std::int64_t most_bytes) {
  begin(entry, most_bytes);
  std::vector<std::byte> bytes;
  std::array<char, kBlock_bytes> block{};
  while (const std::size_t got = read_on(block)) {
    const auto* from = reinterpret_cast<const std::byte*>(block.data());
    bytes.insert(bytes.end(), from, from + got);
  }
  return bytes;
}

}  // namespace app
