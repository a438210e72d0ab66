#include "db/hash/sha256.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <vector>

#include <openssl/evp.h>

#include "db/base/error.h"

namespace db {
namespace {

void check(int result) {
  if (result != 1) throw std::runtime_error("Cannot compute a SHA-256: libcrypto refused");
}

std::string hex(std::span<const unsigned char> bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

[[noreturn]] void fail_to_read(const std::filesystem::path& file, const std::string& why) {
  throw Error(ErrorKind::InputOutput,
              "Cannot read a file to its end: " + why + ". Check the file and its permissions: " + file.string());
}

}  // namespace

struct Sha256::State {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  if (!state_->context) throw std::bad_alloc();
  check(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::byte> bytes) {
  check(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
}

std::string Sha256::finish() {
  std::array<unsigned char, 32> digest{};
  check(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr));
  check(EVP_DigestInit_ex(state_->context.get(), nullptr, nullptr));
  return hex(digest);
}

std::string sha256_hex(std::span<const std::byte> bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

std::string sha256_hex(std::string_view text) { return sha256_hex(std::as_bytes(std::span(text))); }

std::string sha256_file(const std::filesystem::path& file) {
  if (std::filesystem::is_directory(file)) fail_to_read(file, "it is a folder");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) fail_to_read(file, std::strerror(errno));
  Sha256 hash;
  std::vector<char> piece(1 << 16);
  while (stream) {
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hash.update(std::as_bytes(std::span(piece.data(), static_cast<std::size_t>(stream.gcount()))));
  }
  if (stream.bad()) fail_to_read(file, std::strerror(errno));
  return hash.finish();
}

}  // namespace db
