#include "engine/text/code_box.h"

#include <array>

namespace engine {
namespace {

constexpr int kDigitWidth_px = 3, kDigitHeight_px = 5, kStep_px = 4, kLine_px = 6, kBorder_px = 2;
constexpr std::uint8_t kFrame = 110, kInk = 230;

// Rows of three pixels from the top, the left one in bit 2.
constexpr std::array<std::array<unsigned, 5>, 16> kDigits = {{{7, 5, 5, 5, 7},
                                                              {2, 6, 2, 2, 7},
                                                              {7, 1, 7, 4, 7},
                                                              {7, 1, 3, 1, 7},
                                                              {5, 5, 7, 1, 1},
                                                              {7, 4, 7, 1, 7},
                                                              {7, 4, 7, 5, 7},
                                                              {7, 1, 1, 2, 2},
                                                              {7, 5, 7, 5, 7},
                                                              {7, 5, 7, 1, 7},
                                                              {2, 5, 7, 5, 5},
                                                              {6, 5, 6, 5, 6},
                                                              {3, 4, 4, 4, 3},
                                                              {6, 5, 5, 5, 6},
                                                              {7, 4, 6, 4, 7},
                                                              {7, 4, 6, 4, 4}}};

void draw_digit(GlyphPicture& box, int left_px, int top_px, unsigned digit) {
  for (int y = 0; y < kDigitHeight_px; ++y) {
    for (int x = 0; x < kDigitWidth_px; ++x) {
      if ((kDigits[digit][static_cast<std::size_t>(y)] >> (2 - x) & 1U) != 0) box.at(left_px + x, top_px + y) = kInk;
    }
  }
}

void draw_frame(GlyphPicture& box) {
  for (int x = 0; x < box.width_px; ++x) box.at(x, 0) = box.at(x, box.height_px - 1) = kFrame;
  for (int y = 0; y < box.height_px; ++y) box.at(0, y) = box.at(box.width_px - 1, y) = kFrame;
}

}  // namespace

GlyphPicture code_box(char32_t code) {
  const int columns = code > 0xFFFF ? 3 : 2;
  GlyphPicture box = GlyphPicture::blank(columns * kStep_px - 1 + 2 * kBorder_px, 2 * kLine_px - 1 + 2 * kBorder_px);
  draw_frame(box);
  for (int i = 0; i < 2 * columns; ++i) {
    const unsigned digit = code >> (4U * static_cast<unsigned>(2 * columns - 1 - i)) & 0xFU;
    draw_digit(box, kBorder_px + i % columns * kStep_px, kBorder_px + i / columns * kLine_px, digit);
  }
  box.left_px = 1;
  box.top_px = 12;
  box.advance_px = static_cast<float>(box.width_px + 2);
  return box;
}

}  // namespace engine
