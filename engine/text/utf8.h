// UTF-8 read and written a code point at a time. Bytes that are no UTF-8 (wrong, overlong, surrogates) become
// kReplacement one by one, so that nothing is swallowed. Any thread; pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace engine {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kLastCode = 0x10FFFF;

// Bytes of the code point at `at`, which is inside; 0 where no code point begins there.
std::size_t code_bytes(std::string_view text, std::size_t at);
// The code point at `at`, which is moved behind it.
char32_t next_code(std::string_view text, std::size_t& at);
void append_utf8(std::string& text, char32_t code);

}  // namespace engine
