// Compares two pictures of the interface so that other glyph edges (another FreeType, another ImGui) pass, and a
// missing panel, a shifted column or a wrong colour do not. Both are first averaged over small cells, in which the
// edge of a letter drowns; then cells whose colour differs are counted, in the whole picture and in each block of it,
// because a small panel that is missing is nearly nothing of the whole.
// Any thread; pure functions.
#pragma once

#include <string>

#include "engine/image/image.h"

namespace golden {

struct Tolerance {
  int cell_px = 4;            // side of the cells that are averaged
  int colour = 20;            // largest difference of a channel (0..255) within which cells are the same
  double share = 0.01;        // of the cells of the picture that may differ
  int block_cells = 8;        // side of a block
  double block_share = 0.25;  // of the cells of any block that may differ
};

struct Comparison {
  bool same = false;
  std::string report;         // what differs and where; for people
  engine::Image differences;  // cells that differ in red over the expected picture in grey
};

Comparison compare(const engine::Image& actual, const engine::Image& expected, const Tolerance& tolerance = {});

}  // namespace golden
