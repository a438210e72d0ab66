#include "ml/layers/memory_plan.h"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "ml/random/counter_rng.h"

namespace {

struct Wanted {
  std::size_t bytes;
  int first;
  int last;
  std::size_t number;
};

bool overlap(const ml::MemoryPlan& plan, const Wanted& a, const Wanted& b) {
  const std::size_t a_begin = plan.offset(a.number), b_begin = plan.offset(b.number);
  return a_begin < b_begin + b.bytes && b_begin < a_begin + a.bytes;
}

TEST(MemoryPlan, GivesTheSameBytesToPiecesThatAreNotNeededTogether) {
  ml::MemoryPlan plan;
  const std::size_t a = plan.add(640, 0, 2), b = plan.add(640, 3, 5), c = plan.add(64, 2, 3);
  plan.arrange();
  EXPECT_EQ(plan.offset(a), plan.offset(b));
  EXPECT_EQ(plan.offset(c), 640U);
  EXPECT_EQ(plan.total_bytes(), 704U);
}

TEST(MemoryPlan, FillsAGapBetweenLargerPieces) {
  ml::MemoryPlan plan;
  plan.add(4096, 0, 1);  // at 0
  plan.add(2048, 0, 9);  // above it
  const std::size_t small = plan.add(1024, 5, 9);
  plan.arrange();
  EXPECT_EQ(plan.offset(small), 0U);
  EXPECT_EQ(plan.total_bytes(), 6144U);
}

TEST(MemoryPlan, NeverLetsPiecesShareBytesAtOneTime) {
  ml::CounterRng random(17);
  ml::MemoryPlan plan;
  std::vector<Wanted> all;
  const auto below = [&](std::uint64_t limit) { return random.next_u64() % limit; };
  for (int i = 0; i < 300; ++i) {
    const int first = static_cast<int>(below(40));
    Wanted one{1 + below(5000), first, first + static_cast<int>(below(12)), 0};
    one.number = plan.add(one.bytes, one.first, one.last);
    all.push_back(one);
  }
  plan.arrange();
  std::size_t sum = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    sum += all[i].bytes;
    EXPECT_EQ(plan.offset(all[i].number) % 64, 0U);
    EXPECT_LE(plan.offset(all[i].number) + all[i].bytes, plan.total_bytes());
    for (std::size_t k = 0; k < i; ++k) {
      const bool needed_together = all[i].first <= all[k].last && all[k].first <= all[i].last;
      ASSERT_FALSE(needed_together && overlap(plan, all[i], all[k])) << i << " and " << k;
    }
  }
  EXPECT_LT(plan.total_bytes(), sum / 3);
}

TEST(MemoryPlan, RefusesAPieceThatEndsBeforeItBegins) {
  ml::MemoryPlan plan;
  EXPECT_THROW(plan.add(1, 4, 3), std::logic_error);
}

}  // namespace
