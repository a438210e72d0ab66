#include <array>
#include <utility>

#include "tests/engine/render_test.h"

namespace engine {
namespace {

constexpr std::uint32_t kLayers = 100;
constexpr std::size_t kThumbnail_bytes = 128UL * 128 * 4;

class TextureStoreTest : public RenderTest {
 protected:
  std::size_t play_frame() {
    const std::size_t came = textures().record_uploads(ring().begin());
    ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
    return came;
  }

  int late(std::uint32_t array) {
    int count = 0;
    for (std::uint32_t layer = 0; layer < kLayers; ++layer) count += textures().upload_late(array, layer) ? 1 : 0;
    return count;
  }
};

TEST_F(TextureStoreTest, uploads_no_more_a_frame_than_its_budget_and_the_rest_later) {
  const std::uint32_t array = textures().create({VK_FORMAT_R8G8B8A8_UNORM, 128, 128, kLayers});
  play_frame();  // the font
  for (std::uint32_t layer = 0; layer < kLayers; ++layer)
    textures().upload(array, layer, std::vector<std::byte>(kThumbnail_bytes), false);
  EXPECT_EQ(late(array), 36);  // 64 of 64 KiB fill 4 MiB, the next frame's
  EXPECT_FALSE(textures().upload_late(array, 63));
  EXPECT_TRUE(textures().upload_late(array, 64));
  EXPECT_EQ(play_frame(), 64U);
  EXPECT_EQ(late(array), 0);
  EXPECT_TRUE(textures().uploads_waiting());
  EXPECT_EQ(play_frame(), 36U);
  EXPECT_FALSE(textures().uploads_waiting());
}

TEST_F(TextureStoreTest, an_urgent_picture_larger_than_the_budget_is_there_in_the_next_frame) {
  const Image large = flat(1500, 12, 34, 56);  // 9 MB
  const std::uint32_t number = texture(large);
  const Image picture = draw_all([&](ImDrawList& list) {
    list.AddImage(imgui_id(texture_ref(number, 0)), {0, 0}, {50, 50});
  });
  EXPECT_EQ((std::array<int, 3>{picture.at(25, 25)[0], picture.at(25, 25)[1], picture.at(25, 25)[2]}),
            (std::array<int, 3>{12, 34, 56}));
}

TEST_F(TextureStoreTest, a_new_content_is_a_new_version_of_that_layer_alone) {
  const std::uint32_t array = textures().create({VK_FORMAT_R8G8B8A8_UNORM, 128, 128, 2});
  textures().upload(array, 0, std::vector<std::byte>(kThumbnail_bytes), false);
  textures().upload(array, 1, std::vector<std::byte>(kThumbnail_bytes), false);
  play_frame();
  const std::uint64_t first = textures().version(array, 0), second = textures().version(array, 1);
  textures().upload(array, 1, std::vector<std::byte>(kThumbnail_bytes), false);
  play_frame();
  EXPECT_EQ(textures().version(array, 0), first);
  EXPECT_NE(textures().version(array, 1), second);
  EXPECT_EQ(textures().version(array + 1, 0), 0U);
  EXPECT_EQ(textures().version(array, 2), 0U);
}

TEST_F(TextureStoreTest, the_last_of_several_uploads_to_one_layer_is_shown) {
  const std::uint32_t number = texture(flat(8, 1, 2, 3));
  const Image later = flat(8, 4, 5, 6);
  textures().upload(number, 0, bytes_of(later.pixels.data(), later.pixels.size()), true);
  const Image picture = draw_all([&](ImDrawList& list) {
    list.AddImage(imgui_id(texture_ref(number, 0)), {0, 0}, {50, 50});
  });
  EXPECT_EQ(picture.at(25, 25)[0], 4);
}

TEST_F(TextureStoreTest, replaced_while_shown_each_frame_shows_its_own_content) {
  std::uint32_t number = texture(flat(8, 0, 0, 0));
  for (int i = 1; i <= 6; ++i) {
    const std::uint32_t old = std::exchange(number, texture(flat(8, static_cast<std::uint8_t>(i * 40), 0, 0)));
    textures().release(old);
    const Image picture = draw_all([&](ImDrawList& list) {
      list.AddImage(imgui_id(texture_ref(number, 0)), {0, 0}, {50, 50});
    });
    EXPECT_EQ(picture.at(25, 25)[0], i * 40);
  }
}

TEST_F(TextureStoreTest, what_waits_for_a_released_texture_is_forgotten) {
  play_frame();  // the font
  const std::uint32_t number = texture(flat(8, 1, 2, 3));
  textures().release(number);
  textures().release(number);
  EXPECT_FALSE(textures().uploads_waiting());
  play_frame();
  EXPECT_EQ(textures().descriptor(number), static_cast<VkDescriptorSet>(VK_NULL_HANDLE));
}

TEST_F(TextureStoreTest, many_come_and_go) {
  const Image image = flat(16, 9, 9, 9);
  for (int i = 0; i < 600; ++i) {
    textures().release(texture(image));
    if (i % 10 == 0) play_frame();
  }
  play_frame();
  EXPECT_NE(texture(image), 0U);
}

}  // namespace
}  // namespace engine
