#include "app/intake/dicom_nesting.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string_view>
#include <vector>

namespace app {
namespace {

constexpr std::size_t kRead_bytes = std::size_t{1} << 20U;
constexpr long kFewItems = 256;  // nested in each other they take a small part of a thread's stack
constexpr std::size_t kDeepest = 64;
constexpr std::uint32_t kUndefined = 0xFFFFFFFF, kItem = 0xFFFEE000, kItemEnd = 0xFFFEE00D, kSequenceEnd = 0xFFFEE0DD;
constexpr std::uint32_t kPixelData = 0x7FE00010, kSyntax = 0x00020010;
constexpr std::string_view kItemStart("\xFE\xFF\x00\xE0", 4), kItemStartBig("\xFF\xFE\xE0\x00", 4);
constexpr std::string_view kDeflated = "1.2.840.10008.1.2.1.99", kImplicit = "1.2.840.10008.1.2",
                           kBig = "1.2.840.10008.1.2.2";
constexpr std::array<std::string_view, 13> kLongKinds = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                                         "SV", "UC", "UN", "UR", "UT", "UV"};

long count_of(std::string_view text, std::string_view wanted) {
  long count = 0;
  for (std::size_t at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1)) ++count;
  return count;
}

struct Overview {
  long items = 0;
  bool deflated = false;
};

Overview look_over(std::istream& in) {
  Overview sight;
  std::string text;
  std::vector<char> block(kRead_bytes);
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())), in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    sight.deflated = sight.deflated || text.find(kDeflated) != std::string::npos;
    const std::string_view all(text);  // its end is looked at again with the next block: counted twice at most
    sight.items += count_of(all, kItemStart) + count_of(all, kItemStartBig);
    text.erase(0, text.size() - std::min(text.size(), kDeflated.size()));
  }
  return sight;
}

// Walks elements, items and their ends; a frame is what is open.
class NestingWalk {
 public:
  explicit NestingWalk(std::istream& in) : in_(in) {}

  std::string refusal() {
    in_.clear();
    in_.seekg(0, std::ios::end);
    size_ = static_cast<std::uint64_t>(in_.tellg());
    if (!go_to(kHead) || bytes(4) != "DICM") return kLost;
    while (at_ < size_) {
      if (const auto why = step()) return *why;
      if (open_.size() > 2 * kDeepest)
        return "its sequences are nested more than " + std::to_string(kDeepest) + " deep; refused";
    }
    return "";
  }

 private:
  static constexpr std::uint64_t kHead = 128;
  static constexpr const char* kLost = "it has very many items that cannot be followed; refused";

  struct Frame {
    std::uint64_t end = 0;  // 0: until its end is said
    bool pixels = false;
  };

  struct Element {
    std::uint32_t tag = 0, length = 0;
    std::string kind;
  };

  bool go_to(std::uint64_t place) {
    at_ = place;
    in_.seekg(static_cast<std::streamoff>(place));
    return place <= size_ && static_cast<bool>(in_);
  }
  std::string bytes(std::size_t count) {
    std::string text(count, '\0');
    in_.read(text.data(), static_cast<std::streamsize>(count));
    at_ += count;
    return text;
  }
  std::uint32_t number(std::size_t count, bool big) {
    std::string text = bytes(count);
    if (!big) std::ranges::reverse(text);
    std::uint32_t value = 0;
    for (const char c : text) value = value << 8U | static_cast<unsigned char>(c);
    return value;
  }

  // The head of a file is always explicit, least byte first; what comes after it is as the head says.
  std::optional<Element> element() {
    const std::uint64_t begin = at_;
    bool big = in_head_ ? false : big_;
    std::uint32_t group = number(2, big);
    if (in_head_ && group != 2) {
      in_head_ = false;
      if (!go_to(begin)) return std::nullopt;
      big = big_;
      group = number(2, big);
    }
    Element one{.tag = group << 16U | number(2, big)};
    if (group == 0xFFFE || (!in_head_ && implicit_)) {
      one.length = number(4, big);
      return one;
    }
    one.kind = bytes(2);
    const bool is_long = std::ranges::find(kLongKinds, one.kind) != kLongKinds.end();
    if (one.kind[0] < 'A' || one.kind[0] > 'Z' || one.kind[1] < 'A' || one.kind[1] > 'Z') return std::nullopt;
    if (is_long) bytes(2);
    one.length = number(is_long ? 4 : 2, big);
    return one;
  }

  void take_syntax(std::uint32_t length) {
    std::string syntax = bytes(std::min<std::uint32_t>(length, 64));
    syntax.erase(std::min(syntax.find_last_not_of(std::string_view(" \0", 2)) + 1, syntax.size()));
    implicit_ = syntax == kImplicit;
    big_ = syntax == kBig;
  }

  // Where a length is given the content is passed over, unless it begins like a sequence.
  bool enters(const Element& one) {
    if (one.length == kUndefined || one.kind == "SQ") return true;
    if (!implicit_ || one.length < 8 || one.tag == kPixelData) return false;
    const std::uint64_t begin = at_;
    const std::uint32_t first = number(2, big_) << 16U;
    const bool is_sequence = (first | number(2, big_)) == kItem;
    return go_to(begin) && is_sequence;
  }

  // One element: an end closes what is open, a beginning opens, anything else is passed over. Why it is refused;
  // nullopt: it is not.
  std::optional<std::string> step() {
    while (!open_.empty() && open_.back().end != 0 && at_ >= open_.back().end) open_.pop_back();
    const auto one = element();
    if (!one || !in_) return kLost;
    if (one->tag == kItemEnd || one->tag == kSequenceEnd) {
      while (!open_.empty() && open_.back().end != 0) open_.pop_back();
      if (!open_.empty()) open_.pop_back();
      return std::nullopt;
    }
    const std::uint64_t end = one->length == kUndefined ? 0 : at_ + one->length;
    const bool fragment = one->tag == kItem && !open_.empty() && open_.back().pixels;
    if (one->tag == kSyntax) take_syntax(one->length);
    if (!fragment && (one->tag == kItem || enters(*one))) {
      open_.push_back({end, one->tag == kPixelData});
      return std::nullopt;
    }
    if (end == 0 || !go_to(end)) return kLost;
    return std::nullopt;
  }

  std::istream& in_;
  std::uint64_t at_ = 0, size_ = 0;
  bool in_head_ = true, implicit_ = false, big_ = false;
  std::vector<Frame> open_;
};

}  // namespace

std::string nesting_refusal(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const Overview sight = look_over(in);
  if (sight.deflated) return "it is packed as a whole (deflated), which is not read; convert it (dcmconv +te)";
  return sight.items <= kFewItems ? "" : NestingWalk(in).refusal();
}

}  // namespace app
