#include "app/intake/patient_group.h"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>

namespace app {

std::string patient_group(std::string_view patient_id, std::string_view source_name) {
  constexpr std::size_t kShown_bytes = 8;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string salted(source_name);
  salted += '\0';
  salted += patient_id;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(salted.data(), salted.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("grouping by patient: the hash cannot be computed");
  std::string group = "patient-";
  for (std::size_t i = 0; i < kShown_bytes; ++i) {
    group += kDigits[digest[i] >> 4U];
    group += kDigits[digest[i] & 15U];
  }
  return group;
}

}  // namespace app
