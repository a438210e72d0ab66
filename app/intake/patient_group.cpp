#include "app/intake/patient_group.h"

#include <array>
#include <span>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/rand.h>

namespace app {

namespace {

std::string hexadecimal(std::span<const unsigned char> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

}  // namespace

std::string patient_group(std::string_view patient_id, std::string_view salt) {
  constexpr std::size_t kShown_bytes = 8;
  std::string salted(salt);
  salted += '\0';
  salted += patient_id;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(salted.data(), salted.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("grouping by patient: the hash cannot be computed");
  return "patient-" + hexadecimal(std::span(digest).first(kShown_bytes));
}

std::string random_salt() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("grouping by patient: the system gives no random numbers");
  return hexadecimal(bytes);
}

}  // namespace app
