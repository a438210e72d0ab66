// SHA-256 as 64 lower-case hex digits: the identity of images and the chain of the label log.
// Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace db {

std::string sha256_hex(std::span<const std::byte> bytes);
std::string sha256_hex(std::string_view text);
// Reads in pieces; throws db::Error when the file cannot be read to its end.
std::string sha256_file(const std::filesystem::path& file);

// Piece by piece. One thread at a time; the owner decides.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(std::span<const std::byte> bytes);
  std::string finish();  // and begins anew

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace db
