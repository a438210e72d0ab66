#include <memory>

#include "engine/vulkan/memory.h"
#include "tests/engine/gpu_test.h"

namespace engine::vulkan {
namespace {

class FrameRingTest : public GpuTest {
 protected:
  void play_frame() {
    ring().begin();
    ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
  }
};

TEST_F(FrameRingTest, gives_the_frames_in_flight_buffers_of_their_own) {
  const std::size_t first = ring().begin().index;
  ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
  const std::size_t second = ring().begin().index;
  ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
  EXPECT_NE(first, second);
  EXPECT_EQ(ring().begin().index, first);
  ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
}

TEST_F(FrameRingTest, keeps_what_is_retired_until_the_frame_that_may_use_it_is_done) {
  auto object = std::make_shared<int>(7);
  const std::weak_ptr<int> seen = object;
  ring().begin();
  ring().retire(std::move(object));
  ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
  EXPECT_FALSE(seen.expired());
  play_frame();  // the other slot
  EXPECT_FALSE(seen.expired());
  ring().begin();  // the slot again: its fence has passed
  EXPECT_TRUE(seen.expired());
  ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
}

TEST_F(FrameRingTest, what_is_retired_between_frames_goes_with_the_next_one) {
  auto object = std::make_shared<int>(7);
  const std::weak_ptr<int> seen = object;
  play_frame();
  ring().retire(std::move(object));
  play_frame();
  play_frame();
  EXPECT_FALSE(seen.expired());
  play_frame();
  EXPECT_TRUE(seen.expired());
}

TEST_F(FrameRingTest, waiting_for_all_frees_everything) {
  auto object = std::make_shared<int>(7);
  const std::weak_ptr<int> seen = object;
  ring().retire(std::move(object));
  play_frame();
  ring().wait_all();
  EXPECT_TRUE(seen.expired());
}

TEST_F(FrameRingTest, a_buffer_in_use_may_be_retired_in_the_frame_that_copies_it) {
  for (int i = 0; i < 5; ++i) {
    auto from = std::make_shared<Buffer>(device(), 1U << 20U, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
    auto to = std::make_shared<Buffer>(device(), 1U << 20U, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
    const VkBufferCopy region{0, 0, 1U << 20U};
    const Frame& frame = ring().begin();
    vkCmdCopyBuffer(frame.commands, from->handle(), to->handle(), 1, &region);
    ring().retire(std::move(from));
    ring().retire(std::move(to));
    ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
  }
}

}  // namespace
}  // namespace engine::vulkan
