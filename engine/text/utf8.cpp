#include "engine/text/utf8.h"

#include <array>

namespace engine {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

std::size_t bytes_of_lead(unsigned lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

char32_t assemble(std::string_view text, std::size_t at, std::size_t bytes) {
  if (bytes == 1) return byte_at(text, at);
  char32_t code = byte_at(text, at) & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) code = code << 6U | (byte_at(text, at + i) & 0x3FU);
  return code;
}

}  // namespace

std::size_t code_bytes(std::string_view text, std::size_t at) {
  static constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const std::size_t bytes = bytes_of_lead(byte_at(text, at));
  if (bytes == 0 || at + bytes > text.size()) return 0;
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte_at(text, at + i) & 0xC0U) != 0x80) return 0;
  }
  const char32_t code = assemble(text, at, bytes);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < kLeast[bytes] || code > kLastCode || surrogate ? 0 : bytes;
}

char32_t next_code(std::string_view text, std::size_t& at) {
  const std::size_t bytes = code_bytes(text, at);
  const char32_t code = bytes == 0 ? kReplacement : assemble(text, at, bytes);
  at += bytes == 0 ? 1 : bytes;
  return code;
}

void append_utf8(std::string& text, char32_t code) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0U | code >> 6U);
  } else if (code < 0x10000) {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
  } else {
    put(0xF0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3FU));
    put(0x80U | (code >> 6U & 0x3FU));
  }
  put(0x80U | (code & 0x3FU));
}

}  // namespace engine
