// Text of other systems as UTF-8, piece by piece. What a text is encoded in is found from its whole content: a
// byte-order mark, the places of NUL bytes (UTF-16 without a mark), and whether it is valid UTF-8. Where it is not, the
// bytes that are no UTF-8 are read as Windows-1252 (of which Latin-1 is the part that is printed), and the name of the
// encoding says so. No bytes are refused and nothing is thrown.
//
//   TextDecoder decoder(stream);
//   for (std::string text; decoder.read(text, 65536);) use(text);        `text` grows
//
// One thread; reads the stream, which must outlive it.
#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>

namespace app {

// Valid UTF-8 stays as it is; every other byte is read as Windows-1252. For names of files too.
std::string utf8_text(std::string_view bytes);

class TextDecoder {
 public:
  explicit TextDecoder(std::istream& stream);  // reads it once to the end and rewinds it

  const std::string& encoding() const { return encoding_; }  // "UTF-8", "UTF-16 little-endian", "Latin-1", …
  bool is_assumed() const { return assumed_; }               // by fallback, not by a mark or by being valid

  // Appends about `bytes` of the text; false at the end.
  bool read(std::string& text, std::size_t bytes);

 private:
  enum class Unit { Byte, LittlePair, BigPair };

  void find_encoding();
  void decode_pairs(std::string& text);
  void decode_bytes(std::string& text, bool at_end);

  std::istream& stream_;
  std::string encoding_ = "UTF-8";
  bool assumed_ = false;
  Unit unit_ = Unit::Byte;
  std::string pending_;          // bytes read and not yet decoded
  char32_t lead_surrogate_ = 0;  // of a pair whose other half has not come yet
};

}  // namespace app
