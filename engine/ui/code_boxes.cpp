#include "engine/ui/code_boxes.h"

#include <array>

namespace engine {
namespace {

constexpr int kDigitWidth_px = 3, kDigitHeight_px = 5, kGap_px = 1, kRows = 2;

// Three by five, rows from the top, the leftmost pixel in bit 2.
constexpr std::array<std::array<std::uint8_t, 5>, 16> kDigits = {{{7, 5, 5, 5, 7},
                                                                  {2, 6, 2, 2, 7},
                                                                  {7, 1, 7, 4, 7},
                                                                  {7, 1, 7, 1, 7},
                                                                  {5, 5, 7, 1, 1},
                                                                  {7, 4, 7, 1, 7},
                                                                  {7, 4, 7, 5, 7},
                                                                  {7, 1, 1, 2, 2},
                                                                  {7, 5, 7, 5, 7},
                                                                  {7, 5, 7, 1, 7},
                                                                  {7, 5, 7, 5, 5},
                                                                  {6, 5, 6, 5, 6},
                                                                  {7, 4, 4, 4, 7},
                                                                  {6, 5, 5, 5, 6},
                                                                  {7, 4, 7, 4, 7},
                                                                  {7, 4, 7, 4, 4}}};

int columns_of(char32_t code) { return code > 0xFFFF ? 3 : 2; }

}  // namespace

CodeBoxSize code_box_size(char32_t code) {
  return {columns_of(code) * (kDigitWidth_px + kGap_px) + kGap_px + 2,
          kRows * (kDigitHeight_px + kGap_px) + kGap_px + 2};
}

void draw_code_box(char32_t code, std::uint8_t* coverage, int stride) {
  const auto [width, height] = code_box_size(code);
  const auto set = [&](int x, int y) { coverage[y * stride + x] = 255; };
  for (int x = 0; x < width; ++x) set(x, 0), set(x, height - 1);
  for (int y = 0; y < height; ++y) set(0, y), set(width - 1, y);
  const int columns = columns_of(code);
  for (int place = 0; place < columns * kRows; ++place) {
    const unsigned digit = code >> (4 * (columns * kRows - 1 - place)) & 0xFU;
    const int left = 1 + kGap_px + place % columns * (kDigitWidth_px + kGap_px);
    const int top = 1 + kGap_px + place / columns * (kDigitHeight_px + kGap_px);
    for (int y = 0; y < kDigitHeight_px; ++y)
      for (int x = 0; x < kDigitWidth_px; ++x)
        if ((kDigits[digit][static_cast<std::size_t>(y)] >> (kDigitWidth_px - 1 - x) & 1U) != 0) set(left + x, top + y);
  }
}

}  // namespace engine
