#include "ml/features/feature_cache.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "ml/kernels/half.h"
#include "tests/file_size_limit.h"
#include "tests/ml/expect_error.h"
#include "tests/temp_folder.h"

namespace {

using Bits = std::vector<std::uint8_t>;

ml::FeatureSpace space_of(std::size_t dimension, ml::FeaturePrecision precision = ml::FeaturePrecision::Float32) {
  return {"weights-a", "pp1-0", "pooled", dimension, precision};
}

std::vector<ml::FeatureKey> keys_of(const std::vector<std::string>& images, const std::string& view = "plain") {
  std::vector<ml::FeatureKey> keys;
  for (const auto& image : images) keys.push_back({image, view});
  return keys;
}

std::vector<float> rows_from(float first, std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = first + static_cast<float>(i);
  return values;
}

void put_three(const std::filesystem::path& folder) {
  ml::FeatureCache cache(folder, space_of(4));
  cache.put_many(keys_of({"a", "b", "c"}), rows_from(0, 12));
}

std::filesystem::path file_of(const std::filesystem::path& folder) {
  return ml::FeatureCache(folder, space_of(4)).file();
}

void overwrite(const std::filesystem::path& path, std::streamoff at, char byte) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(at);
  file.put(byte);
  ASSERT_TRUE(file.good());
}

TEST(FeatureCache, GivesBackWhatWasPutAfterReopening) {
  const test_support::TempFolder folder;
  put_three(folder.path());
  const ml::FeatureCache cache(folder.path(), space_of(4));
  EXPECT_EQ(cache.open_report().records, 3U);
  EXPECT_TRUE(cache.open_report().message.empty());
  EXPECT_EQ(cache.find_many(keys_of({"b", "x", "a"})), (Bits{1, 0, 1}));
  std::vector<float> out(12, -1);
  EXPECT_EQ(cache.read_many(keys_of({"c", "x", "a"}), out), (Bits{1, 0, 1}));
  EXPECT_EQ(out, (std::vector<float>{8, 9, 10, 11, -1, -1, -1, -1, 0, 1, 2, 3}));
}

TEST(FeatureCache, KeepsViewsAndSpacesApart) {
  const test_support::TempFolder folder;
  put_three(folder.path());
  const ml::FeatureCache same(folder.path(), space_of(4));
  EXPECT_EQ(same.find_many(keys_of({"a"}, "aug1-0/1")), (Bits{0}));
  for (const auto& other : std::vector<ml::FeatureSpace>{{"weights-b", "pp1-0", "pooled", 4},
                                                         {"weights-a", "pp1-1", "pooled", 4},
                                                         {"weights-a", "pp1-0", "block10", 4},
                                                         {"weights-a", "pp1-0", "pooled", 5},
                                                         space_of(4, ml::FeaturePrecision::Float16)}) {
    EXPECT_EQ(ml::FeatureCache(folder.path(), other).size(), 0U);
  }
}

TEST(FeatureCache, StoresAKeyOnceAndKeepsTheFirstValues) {
  const test_support::TempFolder folder;
  ml::FeatureCache cache(folder.path(), space_of(1));
  cache.put_many(keys_of({"a", "a", "b"}), rows_from(1, 3));
  const auto bytes = std::filesystem::file_size(cache.file());
  cache.put_many(keys_of({"b", "a"}), rows_from(7, 2));
  EXPECT_EQ(std::filesystem::file_size(cache.file()), bytes);
  std::vector<float> out(2);
  cache.read_many(keys_of({"a", "b"}), out);
  EXPECT_EQ(out, (std::vector<float>{1, 3}));
}

TEST(FeatureCache, DropsATornTailWhereverTheFileWasCut) {
  const test_support::TempFolder folder;
  put_three(folder.path());
  const auto path = file_of(folder.path());
  const auto whole = std::filesystem::file_size(path);
  const std::uint64_t record = 24 + 7 + 16;  // header, "a\nplain", four floats
  for (std::uint64_t lost = 1; lost < record; ++lost) {
    std::filesystem::remove(path);
    put_three(folder.path());
    std::filesystem::resize_file(path, whole - lost);
    ml::FeatureCache cache(folder.path(), space_of(4));
    ASSERT_EQ(cache.find_many(keys_of({"a", "b", "c"})), (Bits{1, 1, 0})) << lost;
    ASSERT_EQ(cache.open_report().dropped_bytes, record - lost);
    ASSERT_FALSE(cache.open_report().message.empty());
    cache.put_many(keys_of({"c"}), rows_from(8, 4));
    std::vector<float> out(4);
    ASSERT_EQ(ml::FeatureCache(folder.path(), space_of(4)).read_many(keys_of({"c"}), out), (Bits{1}));
    ASSERT_EQ(out, rows_from(8, 4));
  }
}

TEST(FeatureCache, StartsAnewWhenTheHeaderIsDamagedAndSaysSo) {
  const test_support::TempFolder folder;
  put_three(folder.path());
  const auto path = file_of(folder.path());
  for (const std::streamoff at : {0, 9, 20, 70}) {
    overwrite(path, at, '\xff');
    ml::FeatureCache cache(folder.path(), space_of(4));
    EXPECT_TRUE(cache.open_report().rebuilt) << at;
    EXPECT_NE(cache.open_report().message.find(path.string()), std::string::npos);
    EXPECT_EQ(cache.size(), 0U);
    cache.put_many(keys_of({"a"}), rows_from(0, 4));
  }
  std::ofstream(path, std::ios::trunc) << "not a cache";
  EXPECT_TRUE(ml::FeatureCache(folder.path(), space_of(4)).open_report().rebuilt);
  std::filesystem::resize_file(path, 0);
  EXPECT_FALSE(ml::FeatureCache(folder.path(), space_of(4)).open_report().rebuilt);
}

TEST(FeatureCache, TreatsDamagedValuesAsAbsentAndTakesThemAgain) {
  const test_support::TempFolder folder;
  put_three(folder.path());
  const auto path = file_of(folder.path());
  overwrite(path, static_cast<std::streamoff>(std::filesystem::file_size(path)) - 3, '\x55');
  ml::FeatureCache cache(folder.path(), space_of(4));
  std::vector<float> out(8, -1);
  EXPECT_EQ(cache.read_many(keys_of({"c", "a"}), out), (Bits{0, 1}));
  EXPECT_EQ(out[0], -1);
  EXPECT_EQ(cache.find_many(keys_of({"c"})), (Bits{0}));
  cache.put_many(keys_of({"c"}), rows_from(8, 4));
  const ml::FeatureCache again(folder.path(), space_of(4));
  EXPECT_EQ(again.read_many(keys_of({"c", "a"}), out), (Bits{1, 1}));
  EXPECT_EQ(out[0], 8);
}

TEST(FeatureCache, GoesOnWhenItsFolderIsDeletedUnderIt) {
  const test_support::TempFolder folder;
  const auto inner = folder.path() / "cache" / "features";
  ml::FeatureCache cache(inner, space_of(4));
  cache.put_many(keys_of({"a"}), rows_from(0, 4));
  std::filesystem::remove_all(inner);
  cache.put_many(keys_of({"b"}), rows_from(4, 4));
  EXPECT_EQ(cache.find_many(keys_of({"a", "b"})), (Bits{0, 1}));
  EXPECT_EQ(ml::FeatureCache(inner, space_of(4)).size(), 1U);
}

TEST(FeatureCache, SeesWhatAnotherOpenerAppendedWhenItAppends) {
  const test_support::TempFolder folder;
  ml::FeatureCache first(folder.path(), space_of(4));
  ml::FeatureCache second(folder.path(), space_of(4));
  first.put_many(keys_of({"a"}), rows_from(0, 4));
  second.put_many(keys_of({"a", "b"}), rows_from(4, 8));
  std::vector<float> out(8);
  EXPECT_EQ(second.read_many(keys_of({"a", "b"}), out), (Bits{1, 1}));
  EXPECT_EQ(out, (std::vector<float>{0, 1, 2, 3, 8, 9, 10, 11}));
  EXPECT_EQ(ml::FeatureCache(folder.path(), space_of(4)).size(), 2U);
}

TEST(FeatureCache, ServesThreadsThatReadWhileOthersWrite) {
  const test_support::TempFolder folder;
  ml::FeatureCache cache(folder.path(), space_of(64));
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&cache, t] {
      for (int i = 0; i < 50; ++i) {
        const auto keys = keys_of({std::to_string(t) + "-" + std::to_string(i)});
        cache.put_many(keys, rows_from(static_cast<float>(100 * t + i), 64));
        std::vector<float> out(64);
        ASSERT_EQ(cache.read_many(keys, out), (Bits{1}));
        ASSERT_EQ(out[0], static_cast<float>(100 * t + i));
      }
    });
  }
  threads.clear();
  EXPECT_EQ(cache.size(), 200U);
  EXPECT_EQ(ml::FeatureCache(folder.path(), space_of(64)).open_report().records, 200U);
}

TEST(FeatureCache, StoresHalvesWithinHalfPrecision) {
  const test_support::TempFolder folder;
  const std::vector<float> values{0.F, -1.F, 3.14159F, 1e-5F, 65504.F, 1e6F};
  ml::FeatureCache cache(folder.path(), space_of(6, ml::FeaturePrecision::Float16));
  cache.put_many(keys_of({"a"}), values);
  std::vector<float> out(6);
  ASSERT_EQ(cache.read_many(keys_of({"a"}), out), (Bits{1}));
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(out[i], values[i], std::abs(values[i]) / 1024 + 3e-8);
  EXPECT_EQ(out[5], 65504.F);
}

TEST(FeatureCache, RefusesWhatDoesNotFit) {
  const test_support::TempFolder folder;
  ml::FeatureCache cache(folder.path(), space_of(4));
  expect_error([&] { cache.put_many(keys_of({"a", "b"}), rows_from(0, 7)); }, {"2 rows of 4", "7"});
  std::vector<float> out(3);
  expect_error([&] { cache.read_many(keys_of({"a"}), out); }, {"1 rows of 4", "3"});
  expect_error([&] { cache.put_many(keys_of({std::string(2000, 'x')}), rows_from(0, 4)); }, {"too long"});
  expect_error([&] { ml::FeatureCache(folder.path(), space_of(0)); }, {"dimension"});
  EXPECT_EQ(cache.size(), 0U);
}

TEST(FeatureCache, KeepsWhatItHasWhenTheDiskIsFull) {
  const test_support::TempFolder folder;
  put_three(folder.path());
  ml::FeatureCache cache(folder.path(), space_of(4));
  const auto bytes = std::filesystem::file_size(cache.file());
  {
    const test_support::FileSizeLimit limit(bytes + 60);
    expect_error(
        [&] {
          cache.put_many(keys_of({"d", "e"}), rows_from(12, 8));
        },
        {"write to the feature cache", "space", "File: "});
  }
  EXPECT_EQ(std::filesystem::file_size(cache.file()), bytes);
  EXPECT_EQ(cache.find_many(keys_of({"c", "d", "e"})), (Bits{1, 0, 0}));
  cache.put_many(keys_of({"d", "e"}), rows_from(12, 8));
  EXPECT_EQ(ml::FeatureCache(folder.path(), space_of(4)).size(), 5U);
}

TEST(FeatureCache, SaysWhyAFolderCannotBeUsed) {
  const test_support::TempFolder folder;
  std::ofstream(folder.path() / "file") << "x";
  expect_error([&] { ml::FeatureCache(folder.path() / "file", space_of(4)); },
               {"feature cache", "Not a directory", "file"});
}

TEST(Half, RoundsEveryHalfToItself) {
  for (std::uint32_t bits = 0; bits < 0x10000U; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    if ((bits & 0x7c00U) == 0x7c00U) continue;  // infinities and NaN
    ASSERT_EQ(ml::half_bits(ml::float_from_half(half)), half);
  }
  EXPECT_TRUE(std::isnan(ml::float_from_half(ml::half_bits(std::numeric_limits<float>::quiet_NaN()))));
}

TEST(Half, RoundsToTheNearestAndTiesToEven) {
  EXPECT_EQ(ml::float_from_half(ml::half_bits(1.0F + 0x1.0p-11F)), 1.0F);
  EXPECT_EQ(ml::float_from_half(ml::half_bits(1.0F + 0x1.8p-10F)), 1.0F + 0x1.0p-9F);
  EXPECT_EQ(ml::float_from_half(ml::half_bits(1.0F + 0x1.2p-11F)), 1.0F + 0x1.0p-10F);
  EXPECT_EQ(ml::float_from_half(ml::half_bits(0x1.0p-25F)), 0.F);
  EXPECT_EQ(ml::float_from_half(ml::half_bits(0x1.8p-24F)), 0x1.0p-23F);
  EXPECT_EQ(ml::half_bits(-std::numeric_limits<float>::infinity()), 0xfbffU);
}

}  // namespace
