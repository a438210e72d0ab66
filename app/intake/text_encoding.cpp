#include "app/intake/text_encoding.h"

#include <array>
#include <cstdint>

#include <unicode/ucnv.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

namespace app {
namespace {

constexpr std::size_t kStreamChunk_bytes = 65536;
constexpr std::size_t kLongestSequence_bytes = 4;
constexpr char32_t kReplacement = 0xFFFD;

void append(std::string& text, char32_t character) {
  std::array<std::uint8_t, U8_MAX_LENGTH> bytes{};
  std::size_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, character);
  text.append(reinterpret_cast<const char*>(bytes.data()), length);
}

// The characters of the 256 bytes of Windows-1252.
std::array<char32_t, 256> windows_1252() {
  std::array<char, 256> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i);
  std::array<UChar, 512> units{};
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open("windows-1252", &error);
  const int count = ucnv_toUChars(converter, units.data(), static_cast<int32_t>(units.size()), bytes.data(),
                                  static_cast<int32_t>(bytes.size()), &error);
  ucnv_close(converter);
  std::array<char32_t, 256> characters{};
  const bool one_each = U_SUCCESS(error) && count == 256;
  for (std::size_t i = 0; i < characters.size(); ++i) characters[i] = one_each ? units[i] : static_cast<char32_t>(i);
  return characters;
}

char32_t character_of(unsigned char byte) {
  static const std::array<char32_t, 256> characters = windows_1252();
  return characters[byte];
}

struct Counts {
  long sequences = 0;  // valid, of more than one byte
  long strays = 0;     // bytes that are no UTF-8
  long controls = 0;   // strays that Latin-1 does not print and Windows-1252 does
};

// Walks whole sequences; a sequence that the end may have cut off is left unless `at_end`. Gives how far it came.
template <typename Take>
std::size_t walk_utf8(std::string_view bytes, bool at_end, Take take) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const std::size_t limit =
      at_end || bytes.size() < kLongestSequence_bytes ? bytes.size() : bytes.size() - kLongestSequence_bytes + 1;
  if (!at_end && bytes.size() < kLongestSequence_bytes) return 0;
  std::size_t at = 0;
  while (at < limit) {
    const std::size_t begin = at;
    UChar32 character = 0;
    U8_NEXT(data, at, bytes.size(), character);
    if (character < 0) at = begin + 1;
    take(begin, at, character);
  }
  return at;
}

void count(std::string_view bytes, std::size_t begin, std::size_t end, int character, Counts& counts) {
  if (character >= 0) {
    counts.sequences += end - begin > 1 ? 1 : 0;
    return;
  }
  ++counts.strays;
  const auto byte = static_cast<unsigned char>(bytes[begin]);
  counts.controls += byte >= 0x80 && byte < 0xA0 ? 1 : 0;
}

Counts count_sequences(std::istream& stream) {
  Counts counts;
  std::string pending;
  std::string chunk(kStreamChunk_bytes, '\0');
  while (stream.read(chunk.data(), kStreamChunk_bytes), stream.gcount() > 0) {
    pending.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
    const std::size_t done = walk_utf8(pending, false, [&](std::size_t begin, std::size_t end, int character) {
      count(pending, begin, end, character, counts);
    });
    pending.erase(0, done);
  }
  walk_utf8(pending, true,
            [&](std::size_t begin, std::size_t end, int character) { count(pending, begin, end, character, counts); });
  return counts;
}

// Text of Latin letters in UTF-16 has a NUL in every second byte.
enum class NulPlaces { None, Odd, Even };

NulPlaces nul_places(std::string_view head) {
  std::array<std::size_t, 2> nuls{};
  for (std::size_t i = 0; i < head.size(); ++i) nuls[i % 2] += head[i] == '\0' ? 1U : 0U;
  const std::size_t many = head.size() / 5;  // of the half of the bytes that stand in one of the two places
  if (head.size() < 4) return NulPlaces::None;
  if (nuls[1] > many && nuls[0] * 8 < nuls[1]) return NulPlaces::Odd;
  if (nuls[0] > many && nuls[1] * 8 < nuls[0]) return NulPlaces::Even;
  return NulPlaces::None;
}

}  // namespace

std::string utf8_text(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  walk_utf8(bytes, true, [&](std::size_t begin, std::size_t end, int character) {
    if (character < 0)
      append(text, character_of(static_cast<unsigned char>(bytes[begin])));
    else
      text.append(bytes.substr(begin, end - begin));
  });
  return text;
}

TextDecoder::TextDecoder(std::istream& stream) : stream_(stream) { find_encoding(); }

void TextDecoder::find_encoding() {
  std::string head(4096, '\0');
  stream_.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(stream_.gcount()));
  stream_.clear();
  stream_.seekg(0);
  const bool marked_8 = head.starts_with("\xEF\xBB\xBF");
  const bool marked_little = head.starts_with("\xFF\xFE"), marked_big = head.starts_with("\xFE\xFF");
  const NulPlaces nuls = nul_places(head);
  if (marked_little || marked_big || nuls != NulPlaces::None) {
    const bool little = marked_little || (!marked_big && nuls == NulPlaces::Odd);
    unit_ = little ? Unit::LittlePair : Unit::BigPair;
    encoding_ = little ? "UTF-16 little-endian" : "UTF-16 big-endian";
    assumed_ = !marked_little && !marked_big;
    stream_.seekg(assumed_ ? 0 : 2);
    return;
  }
  const Counts counts = count_sequences(stream_);
  stream_.clear();
  stream_.seekg(marked_8 ? 3 : 0);
  if (counts.strays == 0) return;
  assumed_ = true;
  if (marked_8 || counts.sequences > counts.strays)
    encoding_ = "UTF-8 with " + std::to_string(counts.strays) + " bytes of Windows-1252";
  else
    encoding_ = counts.controls > 0 ? "Windows-1252" : "Latin-1";
}

void TextDecoder::decode_pairs(std::string& text) {
  const std::size_t high = unit_ == Unit::LittlePair ? 1 : 0;
  std::size_t at = 0;
  for (; at + 1 < pending_.size(); at += 2) {
    const auto unit = static_cast<char32_t>(static_cast<unsigned char>(pending_[at + high]) << 8U |
                                            static_cast<unsigned char>(pending_[at + 1 - high]));
    if (lead_surrogate_ != 0) {
      const bool fits = U16_IS_TRAIL(unit);
      append(text, fits ? static_cast<char32_t>(U16_GET_SUPPLEMENTARY(lead_surrogate_, unit)) : kReplacement);
      lead_surrogate_ = 0;
      if (fits) continue;
    }
    if (U16_IS_LEAD(unit))
      lead_surrogate_ = unit;
    else
      append(text, U16_IS_TRAIL(unit) ? kReplacement : unit);
  }
  pending_.erase(0, at);
}

void TextDecoder::decode_bytes(std::string& text, bool at_end) {
  const std::size_t done = walk_utf8(pending_, at_end, [&](std::size_t begin, std::size_t end, int character) {
    if (character < 0)
      append(text, character_of(static_cast<unsigned char>(pending_[begin])));
    else
      text.append(pending_, begin, end - begin);
  });
  pending_.erase(0, done);
}

bool TextDecoder::read(std::string& text, std::size_t bytes) {
  const std::size_t before = text.size();
  while (text.size() == before) {
    const std::size_t had = pending_.size();
    pending_.resize(had + bytes);
    stream_.read(pending_.data() + had, static_cast<std::streamsize>(bytes));
    const auto got = static_cast<std::size_t>(stream_.gcount());
    pending_.resize(had + got);
    if (unit_ == Unit::Byte)
      decode_bytes(text, got == 0);
    else
      decode_pairs(text);
    if (got == 0) break;
  }
  return text.size() > before;
}

}  // namespace app
