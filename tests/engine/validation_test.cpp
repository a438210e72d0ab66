// The gate of all other tests here: validation must speak when something is wrong.
#include "engine/vulkan/memory.h"
#include "tests/engine/gpu_test.h"

namespace engine::vulkan {
namespace {

using testing::Contains;
using testing::ContainsRegex;
using testing::HasSubstr;

class Validation : public GpuTest {};

TEST_F(Validation, hears_two_copies_into_one_place_without_a_barrier) {
  {
    const Buffer from(device(), 64, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
    const Buffer to(device(), 64, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
    const Frame& frame = ring().begin();
    const VkBufferCopy region{0, 0, 64};
    vkCmdCopyBuffer(frame.commands, from.handle(), to.handle(), 1, &region);
    vkCmdCopyBuffer(frame.commands, from.handle(), to.handle(), 1, &region);
    ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
    ring().wait_all();
  }
  // The layers word it "SYNC-HAZARD-WRITE-AFTER-WRITE" (1.3.239) or "WRITE_AFTER_WRITE hazard" (1.4.309).
  EXPECT_THAT(end(), Contains(ContainsRegex("WRITE.AFTER.WRITE")));
}

TEST_F(Validation, hears_of_a_buffer_that_outlives_its_device) {
  VkBufferCreateInfo info{VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO};
  info.size = 64;
  info.usage = VK_BUFFER_USAGE_TRANSFER_SRC_BIT;
  VkBuffer leaked = VK_NULL_HANDLE;
  ASSERT_EQ(vkCreateBuffer(device().handle(), &info, nullptr, &leaked), VK_SUCCESS);
  EXPECT_THAT(end(), Contains(HasSubstr("VkBuffer")));
}

TEST_F(Validation, is_silent_about_a_copy_that_waits_for_the_one_before) {
  const Buffer from(device(), 64, VK_BUFFER_USAGE_TRANSFER_SRC_BIT);
  const Buffer to(device(), 64, VK_BUFFER_USAGE_TRANSFER_DST_BIT);
  const Frame& frame = ring().begin();
  const VkBufferCopy region{0, 0, 64};
  VkMemoryBarrier2 barrier{VK_STRUCTURE_TYPE_MEMORY_BARRIER_2};
  barrier.srcStageMask = barrier.dstStageMask = VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT;
  barrier.srcAccessMask = barrier.dstAccessMask = VK_ACCESS_2_TRANSFER_WRITE_BIT;
  VkDependencyInfo dependency{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
  dependency.memoryBarrierCount = 1;
  dependency.pMemoryBarriers = &barrier;
  vkCmdCopyBuffer(frame.commands, from.handle(), to.handle(), 1, &region);
  vkCmdPipelineBarrier2(frame.commands, &dependency);
  vkCmdCopyBuffer(frame.commands, from.handle(), to.handle(), 1, &region);
  ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
  ring().wait_all();
}

}  // namespace
}  // namespace engine::vulkan
