// What the machine reports, and the number of threads.
#include <cstdlib>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ml/runtime/runtime_info.h"
#include "ml/runtime/thread_count.h"

namespace {

TEST(RuntimeInfo, NamesVersionsAndInstructionSet) {
  const ml::RuntimeInfo info = ml::runtime_info();
  EXPECT_THAT(info.onednn_version, testing::MatchesRegex("[0-9]+[.][0-9]+[.][0-9]+"));
  EXPECT_EQ(info.onednn_version.substr(0, 1), info.onednn_built_for.substr(0, 1));
  EXPECT_FALSE(info.cpu_isa.empty());
  EXPECT_GE(info.processors, 1);
}

TEST(RuntimeInfo, SaysWhetherOpenMpWaitsPassively) {
  ::setenv("OMP_WAIT_POLICY", "Passive", 1);
  EXPECT_TRUE(ml::openmp_is_passive());
  ::setenv("OMP_WAIT_POLICY", "active", 1);
  EXPECT_FALSE(ml::openmp_is_passive());
  ::unsetenv("OMP_WAIT_POLICY");
  EXPECT_FALSE(ml::openmp_is_passive());
}

TEST(ThreadCount, HoldsForItsLifeAndItsThread) {
  const int before = ml::ThreadCount::current();
  {
    const ml::ThreadCount one(1);
    EXPECT_EQ(ml::ThreadCount::current(), 1);
    int elsewhere = 0;
    std::thread([&] { elsewhere = ml::ThreadCount::current(); }).join();
    EXPECT_EQ(elsewhere, before);
  }
  EXPECT_EQ(ml::ThreadCount::current(), before);
  const ml::ThreadCount many(100'000);
  EXPECT_EQ(ml::ThreadCount::current(), ml::runtime_info().processors);
}

}  // namespace
