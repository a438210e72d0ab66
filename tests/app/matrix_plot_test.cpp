#include "app/widgets/matrix_plot.h"

#include <gtest/gtest.h>

namespace app::widgets {
namespace {

const std::vector<std::string> kGroups = {"nv", "mel", "bkl"};
const std::vector<int> kCounts = {50, 3, 2, 4, 5, 1, 60, 0, 20};

TEST(MatrixPlot, orders_its_groups_by_size_or_by_what_is_missed) {
  const MatrixCounts matrix{kGroups, kCounts};
  EXPECT_EQ(matrix_order(matrix, MatrixOrder::Given), (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(matrix_order(matrix, MatrixOrder::Largest), (std::vector<std::size_t>{2, 0, 1}));
  EXPECT_EQ(matrix_order(matrix, MatrixOrder::MostMissed), (std::vector<std::size_t>{2, 0, 1}));
  const std::vector<int> even = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  EXPECT_EQ(matrix_order({kGroups, even}, MatrixOrder::MostMissed), (std::vector<std::size_t>{0, 1, 2}));
}

TEST(MatrixPlot, says_a_cell_in_words_with_shares_both_ways) {
  const MatrixCounts matrix{kGroups, kCounts};
  EXPECT_EQ(cell_in_words(matrix, 1, 0), "mel predicted as nv: 4 of 10, 40.0 %; 3.5 % of what is called nv");
  const std::vector<int> before = {50, 3, 2, 6, 3, 1, 60, 0, 20};
  EXPECT_EQ(cell_in_words({kGroups, kCounts, before}, 1, 0),
            "mel predicted as nv: 4 (was 6) of 10, 40.0 %; 3.5 % of what is called nv");
  const std::vector<int> none = {0, 0, 0, 0, 5, 0, 0, 0, 1};
  EXPECT_EQ(cell_in_words({kGroups, none}, 0, 0), "nv predicted as nv: 0 of 0, –; – of what is called nv");
}

}  // namespace
}  // namespace app::widgets
