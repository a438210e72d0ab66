#include "engine/vulkan/layer_cache.h"

#include <set>

#include <gtest/gtest.h>

namespace engine::vulkan {
namespace {

TEST(LayerCache, gives_every_key_a_layer_of_its_own_and_keeps_it) {
  LayerCache cache(3);
  const auto a = cache.place(10), b = cache.place(11), c = cache.place(12);
  ASSERT_TRUE(a && b && c);
  EXPECT_EQ((std::set{*a, *b, *c}), (std::set<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(cache.place(11), b);
  EXPECT_EQ(cache.find(12), c);
  EXPECT_EQ(cache.size(), 3U);
}

TEST(LayerCache, does_not_know_keys_that_were_never_placed) {
  LayerCache cache(2);
  cache.place(1);
  EXPECT_FALSE(cache.find(2));
  cache.drop(2);
  EXPECT_EQ(cache.size(), 1U);
}

TEST(LayerCache, the_least_recently_used_goes_first) {
  LayerCache cache(2);
  const auto old_layer = cache.place(1);
  const auto kept_layer = cache.place(2);
  cache.begin_frame();
  cache.find(2);
  cache.begin_frame();
  EXPECT_EQ(cache.place(3), old_layer);
  EXPECT_FALSE(cache.find(1));
  EXPECT_EQ(cache.find(2), kept_layer);
}

TEST(LayerCache, a_look_saves_a_key_from_being_the_oldest) {
  LayerCache cache(2);
  cache.place(1);
  cache.place(2);
  cache.begin_frame();
  cache.find(2);
  cache.find(1);
  cache.begin_frame();
  cache.place(3);
  EXPECT_TRUE(cache.find(1));
  EXPECT_FALSE(cache.find(2));
}

TEST(LayerCache, never_takes_a_layer_that_this_frame_shows) {
  LayerCache cache(2);
  cache.place(1);
  cache.place(2);
  cache.begin_frame();
  cache.find(1);
  cache.find(2);
  EXPECT_FALSE(cache.place(3));
  EXPECT_TRUE(cache.find(1) && cache.find(2));
  cache.begin_frame();
  EXPECT_TRUE(cache.place(3));
}

TEST(LayerCache, a_dropped_key_frees_its_layer) {
  LayerCache cache(1);
  const auto layer = cache.place(1);
  EXPECT_FALSE(cache.place(2));
  cache.drop(1);
  EXPECT_EQ(cache.place(2), layer);
  EXPECT_FALSE(cache.find(1));
}

TEST(LayerCache, ten_thousand_keys_pass_through_few_layers_one_key_a_layer) {
  LayerCache cache(64);
  for (std::uint64_t first = 0; first < 10'000; first += 32) {
    cache.begin_frame();
    std::set<std::uint32_t> shown;
    for (std::uint64_t key = first; key < first + 32; ++key) {
      const auto layer = cache.place(key * 7919);
      ASSERT_TRUE(layer);
      EXPECT_LT(*layer, 64U);
      EXPECT_TRUE(shown.insert(*layer).second);
    }
  }
  EXPECT_EQ(cache.size(), 64U);
}

TEST(LayerCache, without_layers_it_places_nothing) {
  LayerCache cache(0);
  EXPECT_FALSE(cache.place(1));
}

}  // namespace
}  // namespace engine::vulkan
