#include <numeric>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "ml/data/symmetry.h"
#include "tests/ml/expect_error.h"

namespace {

std::vector<float> turned(const std::vector<float>& planes, int side_px, int symmetry) {
  std::vector<float> out(planes.size());
  ml::apply_symmetry(planes, side_px, symmetry, out);
  return out;
}

TEST(Symmetry, MirrorsAndTurnsClockwise) {
  const std::vector<float> square{1, 2,   //
                                  3, 4};  //
  EXPECT_EQ(turned(square, 2, 0), square);
  EXPECT_EQ(turned(square, 2, 1), (std::vector<float>{2, 1, 4, 3}));
  EXPECT_EQ(turned(square, 2, 2), (std::vector<float>{3, 1, 4, 2}));
  EXPECT_EQ(turned(square, 2, 4), (std::vector<float>{4, 3, 2, 1}));
  EXPECT_EQ(turned(square, 2, 6), (std::vector<float>{2, 4, 1, 3}));
  EXPECT_EQ(turned(square, 2, 3), (std::vector<float>{4, 2, 3, 1}));
}

TEST(Symmetry, GivesEightDifferentPicturesOfTheSameValues) {
  std::vector<float> planes(3 * 5 * 5);
  std::iota(planes.begin(), planes.end(), 0.F);
  std::set<std::vector<float>> different;
  for (int symmetry = 0; symmetry < ml::kSymmetries; ++symmetry) {
    const std::vector<float> out = turned(planes, 5, symmetry);
    different.insert(out);
    for (int plane = 0; plane < 3; ++plane) {
      const std::multiset<float> values(out.begin() + plane * 25, out.begin() + (plane + 1) * 25);
      EXPECT_EQ(values, std::multiset<float>(planes.begin() + plane * 25, planes.begin() + (plane + 1) * 25));
    }
  }
  EXPECT_EQ(different.size(), 8U);
}

TEST(Symmetry, RefusesWhatItCannotTurn) {
  std::vector<float> planes(12), out(12);
  expect_error([&] { ml::apply_symmetry(planes, 2, 8, out); }, {"symmetry 8"});
  expect_error([&] { ml::apply_symmetry(planes, 3, 1, out); }, {"3 px"});
  expect_error([] { ml::require_views(9); }, {"1 to 8 views, not 9"});
  expect_error([] { ml::require_views(0); }, {"not 0"});
}

}  // namespace
