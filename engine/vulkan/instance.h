// The Vulkan instance (1.3), with the validation layers and synchronization validation on request.
// Every validation message is kept: a test or a session with any message has failed.
// Main thread only; the messages may be written from driver threads.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include <vulkan/vulkan.h>

namespace engine::vulkan {

class ValidationLog {
 public:
  void add(std::string message);
  std::vector<std::string> messages() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> messages_;
};

class Instance {
 public:
  // `surface_extensions` are what the window system asks for. Throws HostError when there is no
  // Vulkan loader or the layers were asked for and are not installed.
  Instance(bool validation, const std::vector<const char*>& surface_extensions);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  VkInstance handle() const { return instance_; }
  const ValidationLog& log() const { return log_; }
  static bool has_validation_layer();

 private:
  ValidationLog log_;
  VkInstance instance_ = VK_NULL_HANDLE;
  VkDebugUtilsMessengerEXT messenger_ = VK_NULL_HANDLE;
};

}  // namespace engine::vulkan
