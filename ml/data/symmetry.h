// The eight symmetries of a square: mirrored or not, and turned by quarters. A lesion under the
// dermatoscope has no up and no left, so a model may be asked about each of them (test-time
// augmentation). Nothing is resampled: every value keeps its place on the grid.
//
// Use: `apply_symmetry(input, contract.size_px, 5, turned);`
// Threads: any thread; pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace ml {

constexpr int kSymmetries = 8;

// planes and out are (C,S,S) and must not overlap. Symmetry 0 copies; bit 0 mirrors left and right, and then
// the other two bits count quarter turns, clockwise. Throws when the symmetry is not in 0 .. 7 or the lengths do not
// fit.
void apply_symmetry(std::span<const float> planes, int side_px, int symmetry, std::span<float> out);

// Throws unless it is 1 .. kSymmetries.
void require_views(int views);

// What the symmetry of an image is called where its features are kept; 0 is "plain".
std::string symmetry_name(int symmetry);

}  // namespace ml
