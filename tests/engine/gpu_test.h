// A device with validation and synchronization validation for one test, which fails on any message
// of theirs, those about leaks included.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/vulkan/device.h"
#include "engine/vulkan/frame_ring.h"
#include "engine/vulkan/instance.h"

class GpuTest : public testing::Test {
 protected:
  void SetUp() override {
    instance_.emplace(true, std::vector<const char*>{});
    device_.emplace(instance_->handle(), VK_NULL_HANDLE);
    ring_.emplace(*device_);
  }

  void TearDown() override {
    if (!instance_) return;
    EXPECT_THAT(end(), testing::IsEmpty());
  }

  // Ends the device and gives what validation has to say of its whole life.
  std::vector<std::string> end() {
    ring_.reset();
    device_.reset();
    std::vector<std::string> messages = instance_->log().messages();
    instance_.reset();
    return messages;
  }

  engine::vulkan::Device& device() { return *device_; }
  engine::vulkan::FrameRing& ring() { return *ring_; }

 private:
  std::optional<engine::vulkan::Instance> instance_;
  std::optional<engine::vulkan::Device> device_;
  std::optional<engine::vulkan::FrameRing> ring_;
};
