#include "app/workspace/import_copies.h"

#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "app/intake/container.h"
#include "app/intake/entry_reader.h"
#include "app/intake/text_encoding.h"
#include "db/hash/sha256.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kLongestName_bytes = 120;
constexpr int kMostOfOneName = 10'000;
constexpr std::string_view kPartial = ".partial";
constexpr std::chrono::hours kLeftAfter(24);

bool is_dicom(const ImportItem& item) {
  return !item.entry.empty() && container_kind(item.path) == ContainerKind::Dicom;
}

// Cut between characters, with the hash of the whole, so that two long names stay two.
std::string shortened(const std::string& name) {
  if (name.size() <= kLongestName_bytes) return name;
  const std::string extension = fs::path(name).extension().string();
  std::string tail(1, '~');
  tail.append(db::sha256_hex(name), 0, 8);
  if (extension.size() <= 8) tail += extension;
  std::size_t end = kLongestName_bytes - tail.size();
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return name.substr(0, end) + tail;
}

// Empty for what is no name: "", ".", "..".
std::string safe_name(std::string name) {
  for (char& c : name) {
    if (std::iscntrl(static_cast<unsigned char>(c)) != 0 || c == '/' || c == ':' || c == '\0') c = '_';
  }
  if (name.empty() || name == "." || name == "..") return "";
  if (name.front() == '.') name.front() = '_';
  return shortened(name);
}

fs::path safe_path(const std::string& entry) {
  fs::path safe;
  std::string part;
  const auto end_part = [&] {
    if (const std::string name = safe_name(std::exchange(part, "")); !name.empty()) safe /= name;
  };
  for (const char c : entry) {
    if (c == '/' || c == '\\')
      end_part();
    else
      part += c;
  }
  end_part();
  return safe.empty() ? fs::path("picture") : safe;
}

bool has_content(const fs::path& file, std::span<const std::byte> bytes) {
  std::error_code error;
  if (fs::file_size(file, error) != bytes.size() || error) return false;
  return db::sha256_file(file) == db::sha256_hex(bytes);
}

[[noreturn]] void fail(const std::string& why, const fs::path& path) {
  throw std::runtime_error("copying a picture into the workspace: " + why +
                           "; check the free space and the permissions: " + path.string());
}

// Beside the file, called as no other process and no other import of this one calls its own.
fs::path partial_of(const fs::path& path) {
  std::random_device random;
  fs::path partial = path;
  partial += "." + std::to_string(::getpid()) + "-" + std::to_string(random());
  partial += kPartial;
  return partial;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_partial(const fs::path& path) {
  const std::string name = path.filename().string();
  if (!name.ends_with(kPartial)) return false;
  const std::string_view rest = std::string_view(name).substr(0, name.size() - kPartial.size());
  const std::size_t dash = rest.rfind('-'), dot = rest.rfind('.');
  return dash != std::string_view::npos && dot != std::string_view::npos && dot < dash &&
         is_number(rest.substr(dot + 1, dash - dot - 1)) && is_number(rest.substr(dash + 1));
}

bool is_left(const fs::path& partial, fs::file_time_type now) {
  std::error_code unreachable;
  if (!fs::is_regular_file(fs::symlink_status(partial, unreachable))) return false;
  const fs::file_time_type written = fs::last_write_time(partial, unreachable);
  return !unreachable && written < now - kLeftAfter;
}

// False where a file of the name is there, which stays. Gives the error else.
bool put_in_place(const fs::path& partial, const fs::path& path, std::error_code& error) {
  if (::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST) return false;
  // Some file systems know only one of the two, and some neither.
  if (::link(partial.c_str(), path.c_str()) == 0) {
    fs::remove(partial, error);
    error.clear();
    return true;
  }
  if (errno == EEXIST) return false;
  if (fs::exists(fs::symlink_status(path, error))) return false;
  fs::rename(partial, path, error);
  return !error;
}

// False where another file has taken the name meanwhile.
bool write_whole(const fs::path& path, std::span<const std::byte> bytes) {
  const fs::path partial = partial_of(path);
  std::ofstream out(partial, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  out.close();
  const std::string why = out ? "" : std::strerror(errno);
  std::error_code error, ignored;
  const bool in_place = out && put_in_place(partial, path, error);
  if (!in_place) fs::remove(partial, ignored);
  if (!out || error) fail(error ? error.message() : why, path);
  return in_place;
}

}  // namespace

std::string entry_name(const ImportItem& item) {
  if (!is_dicom(item)) return item.entry;
  const std::string file = utf8_text(item.path.filename().string());
  return item.entry == frame_entry(1) ? file : file + " " + item.entry;
}

std::string name_of_item(const ImportItem& item) {
  return item.entry.empty() ? item.path.filename().string() : entry_name(item);
}

fs::path numbered(const fs::path& path, int number) {
  std::string name = path.stem().string();
  name.append(" (").append(std::to_string(number)).append(")").append(path.extension().string());
  return path.parent_path() / name;
}

fs::path copy_path(const fs::path& workspace, const std::string& source_name, const ImportItem& item,
                   const std::string& extension) {
  const std::string name = entry_name(item) + (is_dicom(item) ? extension : "");
  const std::string source = safe_name(source_name);
  return (workspace / "images" / (source.empty() ? "import" : source) / safe_path(name)).lexically_normal();
}

fs::path write_copy(const fs::path& wanted, std::span<const std::byte> bytes) {
  std::error_code error;
  fs::create_directories(wanted.parent_path(), error);
  if (error) fail(error.message(), wanted.parent_path());
  for (int number = 1; number < kMostOfOneName; ++number) {
    const fs::path path = number > 1 ? numbered(wanted, number) : wanted;
    if (!fs::exists(fs::symlink_status(path, error)) && write_whole(path, bytes)) return path;
    if (has_content(path, bytes)) return path;
  }
  fail("there are too many files of this name", wanted);
}

void remove_left_partials(const fs::path& workspace, fs::file_time_type now) {
  std::error_code error, ignored;
  std::vector<fs::path> left;
  for (fs::recursive_directory_iterator at(workspace / "images", error), end; !error && at != end; at.increment(error))
    if (is_partial(at->path()) && is_left(at->path(), now)) left.push_back(at->path());
  for (const fs::path& partial : left) fs::remove(partial, ignored);
}

}  // namespace app
